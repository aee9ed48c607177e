/** Whether the visitor wants little motion. */
export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
