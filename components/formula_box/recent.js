/** The formulas used last, in this browser's own storage and nowhere else. Without storage there are none. */

const KEY = "steepest.formulas";
const MOST = 8;

/** @returns {string[]} the newest first */
export function recent() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string").slice(0, MOST) : [];
  } catch {
    return []; // the browser keeps nothing here, or something else
  }
}

/** @param {string} formula that has been drawn */
export function remember(formula) {
  try {
    const kept = [formula, ...recent().filter((one) => one !== formula)].slice(0, MOST);
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // it is a convenience: without storage the list stays empty
  }
}

/** Forget them all. */
export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // nothing is kept here
  }
}
