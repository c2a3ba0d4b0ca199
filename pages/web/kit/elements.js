// Elements of the page: how they are made, and how those that stay are changed.

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Record<string, string | number | boolean>} Attributes */

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name @param {string} className @param {Element} parent @param {Attributes} [attributes]
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function make(name, className, parent, attributes = {}) {
  const made = document.createElement(name);
  made.className = className;
  setAll(made, attributes);
  return parent.appendChild(made);
}

/**
 * The same for pictures in SVG.
 * @template {keyof SVGElementTagNameMap} Name
 * @param {Name} name @param {Element} parent @param {Attributes} [attributes]
 * @returns {SVGElementTagNameMap[Name]}
 */
export function makeSvg(name, parent, attributes = {}) {
  const made = document.createElementNS(SVG, name);
  setAll(made, attributes);
  return parent.appendChild(made);
}

/** @param {Element} element @param {Attributes} attributes */
export function setAll(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}

/**
 * Leave `count` children, of which `add` makes those that are missing, and return them.
 * @template {Element} Child
 * @param {Element} parent @param {number} count @param {(place: number) => Child} add @returns {Child[]}
 */
export function childrenOf(parent, count, add) {
  while (parent.children.length > count) parent.lastChild?.remove();
  while (parent.children.length < count) add(parent.children.length);
  return /** @type {Child[]} */ ([...parent.children]);
}

// What is as it was is left alone: browsers compute styles anew for each write, also for one that changes nothing.

/** @param {Element} element @param {(string | false)[]} names */
export function setClass(element, names) {
  const wanted = names.filter(Boolean).join(" ");
  if (element.getAttribute("class") !== wanted) element.setAttribute("class", wanted);
}

/** @param {HTMLElement | SVGElement} element @param {string} name @param {string} value */
export function setStyle(element, name, value) {
  if (element.style.getPropertyValue(name) !== value) element.style.setProperty(name, value);
}

/** @param {Element} element @param {string} text */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** @param {HTMLSelectElement} select @param {(string | number)[][]} choices values and titles */
export function setOptions(select, choices) {
  const options = childrenOf(select, choices.length, () => make("option", "", select));
  options.forEach((option, place) => {
    const [value, title] = choices[place].map(String);
    if (option.getAttribute("value") !== value) option.setAttribute("value", value);
    setText(option, title);
  });
}

/**
 * The innermost element around an event's target that `selector` names.
 * @param {Event} event @param {string} selector
 */
export function around(event, selector) {
  return event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest(selector)) : null;
}

/** Whether the keyboard is in an element, also one inside a component. @param {Element} element */
export function isFocused(element) {
  const root = element.getRootNode();
  return (root instanceof ShadowRoot ? root : document).activeElement === element;
}

/**
 * An icon that stays keeps its elements, so that a press on it that has begun still counts.
 * @param {HTMLElement} button @param {string} path @param {string} label @param {string} [text]
 */
export function setIcon(button, path, label, text = "") {
  setAll(button, { "aria-label": label, title: label });
  if (button.dataset.icon === path) return;
  button.dataset.icon = path;
  button.replaceChildren(text);
  const svg = makeSvg("svg", button, { viewBox: "0 0 24 24" });
  button.prepend(svg);
  makeSvg("path", svg, { d: path });
}
