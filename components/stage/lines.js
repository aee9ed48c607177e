/** Answers that come by lines of JSON. */

export const LINES = "application/x-ndjson";

/** The lines of an answer, one after the other. */
export async function* lines(answer) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let parts = [];
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const [first, ...others] = value.split("\n");
    parts.push(first);
    for (const other of others) {
      yield JSON.parse(parts.join(""));
      parts = [other];
    }
  }
}
