/** Answers that come by lines of JSON. */

import { coming } from "./ask.js";

export const LINES = "application/x-ndjson";

/** The lines of an answer, one after the other. @throws {Unanswered} */
export async function* lines(answer) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let parts = [];
  for (;;) {
    const { value, done } = await coming(reader.read());
    if (done) return;
    const [first, ...others] = value.split("\n");
    parts.push(first);
    for (const other of others) {
      yield JSON.parse(parts.join(""));
      parts = [other];
    }
  }
}

const REFUSED = 400; // the status of an answer in words

/**
 * The last line of an answer that may come by lines, or the answer itself; null if there is none.
 * @param {(work: {share?: number, refused?: string}|null) => void} tell of how far it is, and of what was refused
 */
export async function last(answer, tell) {
  let found = null;
  if (answer.headers.get("content-type") === LINES) {
    for await (found of lines(answer)) if (found.share !== undefined) tell(found);
  } else if (answer.ok) found = await coming(answer.json());
  else if (answer.status === REFUSED) found = { refused: await coming(answer.text()) };
  tell(found?.refused ? found : null);
  return found?.refused ? null : found;
}
