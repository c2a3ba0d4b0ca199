// A page without a browser: elements with children, attributes and events, as far as components ask for them.
// What is drawn and what is computed from sizes is a browser's own job; tests/browser has one.

const REFLECTED = ["id", "title", "type", "min", "max", "step", "placeholder"];
const SWITCHES = ["disabled", "hidden"];

/** Whether an element is what a selector without spaces says: name, .class, [attribute=value], :not(...). */
function fits(element, selector) {
  const rest = selector.replace(/:not\(([^)]*)\)/g, (_, inner) => (fits(element, inner) ? ".never-there" : ""));
  const parts = rest.match(/^[\w-]+|\.[\w-]+|#[\w-]+|\[[^\]]+\]|:[\w-]+/g) ?? [];
  return parts.every((part) => {
    if (part[0] === ".") return element.className.split(" ").includes(part.slice(1));
    if (part[0] === "#") return element.id === part.slice(1);
    if (part === ":focus-within") return element.contains(globalThis.document.activeElement);
    if (part[0] === ":") return element.hasAttribute(part.slice(1));
    if (part[0] !== "[") return element.localName === part;
    const [name, value] = part.slice(1, -1).split("=");
    const said = element.getAttribute(name.replace("*", ""));
    if (name.endsWith("*")) return said !== null && said.includes(value.replaceAll('"', ""));
    return said !== null && (value === undefined || said === value.replaceAll('"', ""));
  });
}

/** The same with what is around it before a space: `.choice button`. */
function within(element, selector) {
  const [, outer, inner] = selector.match(/^([\w.-]+) ([\w.-]+)$/) ?? [];
  return outer ? fits(element, inner) && Boolean(element.parent?.closest(outer)) : fits(element, selector);
}

export class Element {
  constructor(name) {
    this.localName = name;
    this.children = [];
    this.parent = null;
    this.attributes = new Map();
    this.listeners = [];
    this.own = "";
    this.properties = {};
    this.style = {
      setProperty: (key, value) => { this.properties[key] = value; },
      getPropertyValue: (key) => this.properties[key] ?? "",
      removeProperty: (key) => { delete this.properties[key]; },
    };
    this.dataset = new Proxy({}, {
      get: (_, key) => this.attributes.get(`data-${String(key)}`),
      set: (_, key, value) => Boolean(this.attributes.set(`data-${String(key)}`, String(value))),
    });
    for (const at of REFLECTED) {
      const set = (to) => { this.setAttribute(at, to); };
      Object.defineProperty(this, at, { get: () => this.getAttribute(at) ?? "", set });
    }
    for (const at of SWITCHES) {
      const set = (to) => { this.toggleAttribute(at, to); };
      Object.defineProperty(this, at, { get: () => this.hasAttribute(at), set });
    }
    [this.scrollLeft, this.clientWidth, this.scrollWidth] = [0, 1000, 1000];
  }

  get className() { return this.getAttribute("class") ?? ""; }
  set className(value) { this.setAttribute("class", value); }
  get classList() {
    const names = () => new Set(this.className.split(" ").filter(Boolean));
    const change = (work) => { const all = names(); work(all); this.className = [...all].join(" "); };
    return { add: (name) => change((all) => all.add(name)), remove: (name) => change((all) => all.delete(name)),
      contains: (name) => names().has(name),
      toggle: (name, on = !names().has(name)) => change((all) => (on ? all.add(name) : all.delete(name))) };
  }

  getAttribute(name) { return this.attributes.get(name) ?? null; }
  setAttribute(name, value) { this.attributes.set(name, String(value)); }
  hasAttribute(name) { return this.attributes.has(name); }
  removeAttribute(name) { this.attributes.delete(name); }
  toggleAttribute(name, on = !this.hasAttribute(name)) {
    if (on) this.attributes.set(name, "");
    else this.attributes.delete(name);
  }

  get textContent() { return this.own + this.children.map((child) => child.textContent).join(""); }
  set textContent(text) { this.replaceChildren(text); }
  get lastChild() { return this.children.at(-1) ?? null; }
  get lastElementChild() { return this.lastChild; }
  get firstElementChild() { return this.children[0] ?? null; }
  get childNodes() { return this.children; }
  get rows() { return this.children; }
  get cells() { return this.children; }
  get parentElement() { return this.parent; }
  get isConnected() { return true; }

  insertBefore(child, next) {
    child.remove();
    this.children.splice(next ? this.children.indexOf(next) : this.children.length, 0, child);
    child.parent = this;
    return child;
  }

  appendChild(child) { return this.insertBefore(child, null); }
  append(...all) { for (const one of all) this.take(one, null); }
  prepend(...all) { for (const one of all.toReversed()) this.take(one, this.children[0] ?? null); }
  after(one) { this.parent.take(one, this.parent.children[this.parent.children.indexOf(this) + 1] ?? null); }
  before(one) { this.parent.take(one, this); }
  take(one, next) {
    if (one instanceof Element) this.insertBefore(one, next);
    else this.own += String(one);
  }

  replaceChildren(...all) {
    for (const child of [...this.children]) child.remove();
    this.own = "";
    this.append(...all);
  }

  remove() {
    if (this.parent) this.parent.children.splice(this.parent.children.indexOf(this), 1);
    this.parent = null;
  }

  contains(other) { return other === this || this.children.some((child) => child.contains(other)); }
  matches(selector) { return selector.split(",").some((one) => within(this, one.trim())); }
  closest(selector) { return this.matches(selector) ? this : this.parent?.closest(selector) ?? null; }
  querySelectorAll(selector) {
    return this.children.flatMap((child) => [...(child.matches(selector) ? [child] : []),
      ...child.querySelectorAll(selector)]);
  }

  querySelector(selector) { return this.querySelectorAll(selector)[0] ?? null; }
  getRootNode() { return globalThis.document; }
  getBoundingClientRect() { return { left: 0, top: 0, right: 1000, bottom: 200, width: 1000, height: 200 }; }
  focus() { globalThis.document.activeElement = this; }
  select() {}
  setPointerCapture() {}
  hasPointerCapture() { return false; }
  addEventListener(type, work) { this.listeners.push([type, work]); }
}

export class Input extends Element {
  constructor(name) {
    super(name);
    this.checked = false;
    this.written = null;
  }

  get value() { return this.written ?? this.getAttribute("value") ?? ""; }
  set value(text) { this.written = String(text); }
}

export class Select extends Element {
  selectedIndex = 0;

  get value() { return this.children[this.selectedIndex]?.getAttribute("value") ?? ""; }
  set value(text) { this.selectedIndex = this.children.findIndex((one) => one.getAttribute("value") === text); }
}

const KINDS = { input: Input, select: Select };
const make = (name) => new (KINDS[name] ?? Element)(name);

/** Events of the window reach those who listen there. */
export const windowListeners = [];

/** Let components find a page; to be called before they are imported. */
export function openPage() {
  const root = make("html");
  Object.assign(globalThis, {
    Element, HTMLElement: Element, HTMLInputElement: Input, HTMLSelectElement: Select, HTMLTextAreaElement: class {},
    ShadowRoot: class {}, MouseEvent: class { constructor(type) { this.type = type; } },
    ResizeObserver: class { observe() {} disconnect() {} },
    getComputedStyle: () => ({ fontSize: "15px" }), requestAnimationFrame: () => 0, cancelAnimationFrame: () => {},
    addEventListener: (type, work) => windowListeners.push([type, work]),
    document: { createElement: make, createElementNS: (_, name) => make(name), documentElement: root,
      activeElement: null, querySelector: () => null },
  });
  globalThis.window = globalThis;
  return make("div");
}

/** Send an event to an element and to those around it; returns it, with what was prevented. */
export function fire(element, type, more = {}) {
  const event = { type, target: element, defaultPrevented: false, stopped: false, key: "", ...more,
    preventDefault: () => { event.defaultPrevented = true; }, stopPropagation: () => { event.stopped = true; },
    composedPath: () => [element] };
  for (let at = element; at && !event.stopped; at = at.parent) {
    for (const [name, work] of at.listeners) if (name === type) work(event);
    at[`on${type}`]?.(event);
  }
  return event;
}
