/** What an opened step adds to the stage: a button among the player's, and the band with the line and its numbers. */

export const OPEN = `
  <button type="button" name="open" aria-pressed="false" aria-label="Open step (O)" title="Open this step, line by line (O)">
    <svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="10" cy="10" r="6"/><path d="M14.5 14.5 20 20"/></svg><span>Open step</span>
  </button>
`;

export const HTML = `
  <section class="opened" aria-label="One step, line by line" hidden>
    <button type="button" name="before" aria-label="Line before (←)" title="Line before (←)">◀</button>
    <div class="told">
      <p class="which"><i class="swatch"></i><b></b><span class="step"></span><span class="line"></span></p>
      <p class="says" role="status"></p>
      <div class="equation" tabindex="0" role="group" aria-label="The line as a formula"></div>
    </div>
    <div class="slice"></div>
    <button type="button" name="after" aria-label="Next line (→)" title="Next line (→)">▶</button>
    <button type="button" name="close" aria-label="Close (Escape)" title="Close (Escape)">✕</button>
  </section>
`;

const SIZES = [1.3, 1.15, 1, 0.875]; // rem; what is still too large can be scrolled

/** The largest size of the equation with which all of it can be read at once. */
export function fit(told, equation) {
  for (const size of SIZES) {
    equation.style.fontSize = `${size}rem`;
    if (equation.scrollWidth <= equation.clientWidth + 1 && told.scrollHeight <= told.clientHeight + 1) return;
  }
}
