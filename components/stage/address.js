/**
 * How the race is looked at, in the address bar: where the player stands, what the views show and from where, what is
 * open beside them. The server writes what decides the computation; these change without it, and make no entry in the
 * browser's history.
 */

const WAIT = 250;
let timer = 0;
let waiting = {};

/** @param {Record<string, string|null>} view null leaves a key out */
export function writeView(view) {
  clearTimeout(timer);
  waiting = { ...waiting, ...view };
  timer = setTimeout(() => {
    const url = new URL(location.href);
    for (const [key, value] of Object.entries(waiting)) {
      if (value === null) url.searchParams.delete(key);
      else url.searchParams.set(key, value);
    }
    waiting = {};
    url.search = url.searchParams.toString().replaceAll("%7E", "~");
    if (url.search !== location.search) history.replaceState(history.state, "", url);
  }, WAIT);
}
