/** plotly.js, loaded once a page from our own server. Streamlit's own charts may have set window.Plotly: then that. */

let loading = null;

/** @returns {Promise<any>} Plotly */
export function plotly() {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  loading ??= new Promise((resolve, reject) => {
    const { href } = new URL("../plotly.min.js", import.meta.url);
    const asked = [...document.scripts].find(({ src }) => src === href); // by the page itself, at its start
    const script = asked ?? Object.assign(document.createElement("script"), { src: href });
    script.addEventListener("load", () => resolve(window.Plotly));
    script.addEventListener("error", () => reject(new Error("plotly.js could not be loaded")));
    if (!asked) document.head.append(script);
  });
  return loading;
}
