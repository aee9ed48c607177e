/** Which views are shown: the map, the surface in 3-D, or both; and one of them on the whole screen. */

/** In the order of the switch; the ids stand in the link. */
export const VIEWS = [
  ["map", "Map"],
  ["3d", "3-D"],
  ["both", "Both"],
];
const WIDE = 1150; // pixels of the stage: from here on both views are shown unless one is chosen
const NARROW = 700; // below, they do not fit side by side

export const SWITCH = `
  <fieldset class="switch views-shown">
    <legend class="hidden">Views</legend>
    ${VIEWS.map(([id, name]) => `<label><input type="radio" name="view" value="${id}"><span>${name}</span></label>`).join("")}
  </fieldset>
`;

const CORNERS = "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5";

/** @param {string} view its id @param {string} name */
export const FULL = (view, name) => `
  <button type="button" class="full" value="${view}" aria-label="${name} on the whole screen" title="${name} on the whole screen">
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="${CORNERS}"/></svg>
  </button>
`;

export class Layout {
  /** the view that fills the screen, or null */
  #full = null;
  #shown = null;

  /**
   * @param {HTMLElement} element the stage
   * @param {import("./hub.js").Hub} hub
   * @param {() => void} changed is called when other views are shown
   */
  constructor(element, hub, changed, signal) {
    this.element = element;
    this.hub = hub;
    this.changed = changed;
    for (const radio of element.querySelectorAll("[name=view]")) {
      radio.addEventListener("change", () => this.#choose(radio.value), { signal });
    }
    for (const button of element.querySelectorAll(".full")) {
      button.hidden = !document.fullscreenEnabled;
      button.addEventListener("click", () => this.#fill(button.value), { signal });
    }
    document.addEventListener("fullscreenchange", () => {
      if (document.fullscreenElement !== element) this.#full = null;
      this.apply();
    }, { signal });
    const observer = new ResizeObserver(() => this.apply());
    observer.observe(element);
    signal.addEventListener("abort", () => observer.disconnect());
    hub.on("view", () => this.apply(), signal);
  }

  /** Whether a view is shown: as of the last `apply`, because each frame asks and measuring costs a layout. */
  shows(view) {
    return this.#shown === view || this.#shown === "both";
  }

  apply() {
    const { element } = this;
    const { width } = element.getBoundingClientRect();
    const wish = this.#full ?? this.hub.view ?? (width >= WIDE ? "both" : "map");
    const shown = wish === "both" && width < NARROW ? "map" : wish;
    element.querySelector("[name=view][value=both]").disabled = width < NARROW;
    element.querySelector(`[name=view][value="${shown}"]`).checked = true;
    if (this.#shown === shown) return;
    this.#shown = element.dataset.view = shown;
    this.changed();
  }

  #choose(view) {
    if (this.#full) {
      this.#full = view;
      this.apply();
    } else {
      this.hub.put("view", view);
    }
  }

  async #fill(view) {
    if (document.fullscreenElement) {
      await document.exitFullscreen();
      return;
    }
    this.#full = view;
    try {
      await this.element.requestFullscreen();
    } catch {
      this.#full = null; // the browser does not allow it here
    }
    this.apply();
  }
}
