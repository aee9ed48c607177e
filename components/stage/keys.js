/** Which keys are free for the player and what opens beside it: those that the focused control does not need itself. */

const TYPING = "textarea, select, [contenteditable=true], input:not([type=range], [type=checkbox], [type=radio])";
const APART = "[role=dialog], [role=listbox], [role=combobox], [role=menu]";
const NEEDED = [
  ["input[type=range]", /^(Arrow|Page|Home$|End$)/],
  ["input[type=radio]", /^(Arrow| $)/],
  ["button, a, summary, input[type=checkbox], [role=button], [role=slider]", /^ $/],
];

/** @param {KeyboardEvent} event */
export function free(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  const focus = event.target;
  if (focus.matches?.(TYPING) || focus.closest?.(APART)) return false;
  return !NEEDED.some(([control, keys]) => focus.matches?.(control) && keys.test(event.key));
}
