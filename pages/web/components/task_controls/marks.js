// Which controls of a page there are, what they are called, and what a task makes of them.

/** @typedef {"locked" | "hidden"} Mark */
/** @typedef {Map<string, Mark>} Marks by the names of controls */

const KEYED = '[class*="st-key-"]';
const PLACES = "[data-testid=stMain], [data-testid=stPopoverBody]";
const FRAME = /^(frame|task|share|address|language|colour)_|^address$/; // what stands around every page
const MOST_WITHIN = 12; // controls that are taken together; more of them are a page, not a row
/** @type {Record<string, Mark | undefined>} */
const NEXT = { free: "locked", locked: "hidden", hidden: undefined };

/**
 * The name of a control, without the turn of its key (`name_of` of pages/ui/state/locks.py); empty where it has none.
 * @param {Element} element
 */
export function nameOf(element) {
  const found = element.className.split(" ").find((one) => one.startsWith("st-key-")) ?? "";
  return found.slice("st-key-".length).replace(/-\d$/, "");
}

/**
 * The innermost control around a place of the page, if a task may have it.
 * @param {EventTarget | null} target
 */
export function controlAt(target) {
  if (!(target instanceof Element) || !target.closest(PLACES)) return null;
  const found = target.closest(KEYED);
  if (!found || FRAME.test(nameOf(found))) return null;
  if (found.querySelector("[role=tabpanel]")) return target.closest("[role=tablist]") ? found : null;
  return within(found).length > MOST_WITHIN ? null : found;
}

/** Names of a control, and of those that stand in it. @param {Element} control */
export function namesAt(control) {
  const inner = control.querySelector("[role=tabpanel]") ? [] : within(control);
  return [...new Set([nameOf(control), ...inner.map(nameOf)])].filter((name) => !FRAME.test(name));
}

/** @param {Element} control */
function within(control) {
  return [...control.querySelectorAll(KEYED)];
}

/**
 * Locked, then hidden, then free again; what stands in a control goes with it.
 * @param {Marks} marks @param {string[]} names
 */
export function markNext(marks, names) {
  const next = NEXT[marks.get(names[0]) ?? "free"];
  for (const name of names) {
    if (next) marks.set(name, next);
    else marks.delete(name);
  }
}

/** Names that are marked so, in their order. @param {Marks} marks @param {Mark} mark */
export function marked(marks, mark) {
  return [...marks].filter(([, one]) => one === mark).map(([name]) => name);
}

/** What the server is told. @param {Marks} marks */
export function told(marks) {
  return `${marked(marks, "locked").join(",")};${marked(marks, "hidden").join(",")}`;
}

/** The elements of controls. @param {string[]} names */
export function selector(names) {
  return `:is(${names.map((name) => `.st-key-${name}, [class*="st-key-${name}-"]`).join(", ")})`;
}
