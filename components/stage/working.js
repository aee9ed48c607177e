/** Over the picture or under it, while a race or its mathematics takes long: how far it is, and a way to stop it. */

export const HTML = `
  <p class="working" hidden><progress max="1"></progress><span role="status"></span><button type="button"></button></p>
`;

/**
 * @param {HTMLElement} element
 * @param {{stop: () => void, again: () => void}} channel
 * @param {string} what is computed
 * @returns {(work: {share?: number, stopped?: boolean, refused?: string}|null) => void} what there is to say; null: nothing
 */
export function working(element, channel, signal, what = "Race") {
  const [bar, words, button] = element.children;
  bar.setAttribute("aria-label", what);
  let goes = false;
  button.addEventListener("click", () => (goes ? channel.stop() : channel.again()), { signal });
  return (work) => {
    element.hidden = !work;
    if (!work) return;
    goes = work.share !== undefined;
    bar.hidden = !goes;
    if (goes) bar.value = work.share;
    const says = goes ? `Computing the ${what.toLowerCase()}` : (work.refused ?? "Stopped.");
    if (words.textContent !== says) words.textContent = says; // a screen reader tells of changes
    button.textContent = goes ? "Stop" : "Run it";
  };
}
