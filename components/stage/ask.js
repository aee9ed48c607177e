/** Questions to the server over HTTP. What the network does is told from our own faults, which show. */

/** No answer comes: the server is gone, which Streamlit says on the page, or the question was given up. */
export class Unanswered extends Error {}

/** An answer on its way, or a part of one. @throws {Unanswered} */
export async function coming(answer) {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof TypeError || error.name === "AbortError")) throw error;
    throw new Unanswered(error.message, { cause: error });
  }
}

/** The answer to a question. @throws {Unanswered} */
export const ask = (address, question, signal) =>
  coming(fetch(address, { method: "POST", body: JSON.stringify(question), signal }));

/** The same, read: what it holds, or {refused: words}. @throws {Unanswered} */
export async function answerTo(address, question) {
  const answer = await ask(address, question);
  return answer.ok ? coming(answer.json()) : refusal(answer);
}

/** What the server says instead of an answer; a proxy before it says a whole page. @throws {Unanswered} */
export async function refusal(answer) {
  const plain = answer.headers.get("content-type")?.startsWith("text/plain");
  return { refused: (plain && (await coming(answer.text()))) || `The server does not answer this: status ${answer.status}.` };
}
