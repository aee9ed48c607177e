/** A text too long for the field of one's own samples: Streamlit's field would ignore it without a word. */

const FIELD = ".st-key-own_text textarea";

/** @param {() => number} most characters that can be read */
export function refuseLong(most, signal) {
  const options = { capture: true, signal };
  document.addEventListener("paste", (event) => {
    const field = event.target.closest?.(FIELD);
    const size = event.clipboardData?.getData("text/plain").length ?? 0;
    if (!field || size <= most()) return;
    event.preventDefault();
    event.stopPropagation();
    field.setCustomValidity(`These data have ${(size / 1e6).toFixed(1)} MB; at most ${most() / 1e6} MB can be read.`);
    field.reportValidity();
  }, options);
  document.addEventListener("input", ({ target }) => target.matches?.(FIELD) && target.setCustomValidity(""), options);
}
