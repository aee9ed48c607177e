/** Whether this browser can draw in 3-D. */

let answer = null;

export function webgl() {
  if (answer === null) {
    const context = document.createElement("canvas").getContext("webgl");
    answer = context !== null;
    context?.getExtension("WEBGL_lose_context")?.loseContext();
  }
  return answer;
}
