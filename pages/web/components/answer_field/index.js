// A field for an answer that is not lost: what is written stays through runs, reloads and lost lines, and what was sent
// is sent again until the server says that it heard it.

import { component } from "../../kit/component.js";
import { childrenOf, make, setAll, setClass, setText } from "../../kit/elements.js";
import { fill } from "../../kit/format.js";

/**
 * What pages/ui/components/answer_field.py sends.
 * @typedef {object} Data
 * @property {string} about what the question is; each has a draft of its own
 * @property {"decimal" | "text"} keyboard that a phone shows
 * @property {string[]} signs that such a keyboard lacks: each is a button that writes it
 * @property {number} most characters
 * @property {string} own the answer that counts, or ""
 * @property {number} heard number of the message that the server heard last; 0: none
 * @property {string} refused why that one did not count, or ""
 * @property {Record<"label" | "send" | "sent" | "sending" | "change" | "write", string>} words
 */
/** @typedef {{ data: Data }} State */
/** @typedef {{ text: string, number: number }} Told */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

const AGAIN_MS = 3000;

/** For the tests, which have no browser around it. */
export const answerField = { build, listen, receive };

export default component(answerField);

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const row = make("div", "row", card);
  const input = make("input", "answer", row, { type: "text", autocomplete: "off", autocapitalize: "off",
    spellcheck: "false", enterkeyhint: "send" });
  const signs = make("span", "signs", row);
  const submit = make("button", "submit", card, { type: "button" });
  return { card, input, signs, submit, line: make("div", "line", card, { role: "status" }),
    told: /** @type {Told | null} */ (null), handed: "" };
}

/** @param {View} view */
function listen(view) {
  const { input, submit, signs, gone } = view;
  input.addEventListener("input", () => {
    keep(view.data.about, input.value);
    show(view);
  });
  input.addEventListener("keydown", (event) => event.key === "Enter" && !event.isComposing && hand(view));
  submit.addEventListener("click", () => hand(view));
  signs.addEventListener("click", (event) => {
    const sign = event.target instanceof HTMLElement ? event.target.dataset.sign : undefined;
    if (sign) write(view, sign);
  });
  gone.addEventListener("abort", () => clearTimeout(view.timer));
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  const another = view.data?.about !== data.about;
  view.data = data;
  if (another) {
    view.told = null;
    clearTimeout(view.timer);
    view.input.value = draft(data.about) ?? data.own;
  }
  if (view.told?.number === data.heard) {
    clearTimeout(view.timer);
    view.told = null;
    if (!data.refused) {
      keep(data.about, null);
      if (view.input.value.trim() === view.handed) view.input.value = data.own;
    }
  }
  setAll(view.input, { inputmode: data.keyboard, "aria-label": data.words.label, placeholder: data.words.label,
    maxlength: data.most });
  childrenOf(view.signs, data.signs.length, () => make("button", "sign", view.signs, { type: "button" }))
    .forEach((button, at) => {
      setText(button, data.signs[at].trim());
      setAll(button, { "data-sign": data.signs[at], "aria-label": fill(data.words.write, { sign: data.signs[at] }) });
    });
  show(view);
}

/** @param {View} view */
function show(view) {
  const { data: { own, refused, words }, input, submit, line, told } = view;
  const text = input.value.trim();
  const same = text === own && own !== "";
  submit.disabled = Boolean(told) || same || !text;
  setText(submit, told ? words.sending : same ? words.sent : own ? words.change : words.send);
  setClass(submit, ["submit", same && !told && "done"]);
  const wrong = Boolean(refused) && !told && text === view.handed;
  setClass(line, ["line", wrong && "wrong"]);
  setText(line, wrong ? refused : "");
  input.toggleAttribute("aria-invalid", wrong);
}

/** Send what is written, and again until the server has heard it. @param {View} view */
function hand(view) {
  if (view.submit.disabled) return;
  view.handed = view.input.value.trim();
  view.told = { text: view.handed, number: Date.now() };
  const tell = () => {
    view.send(view.told);
    view.timer = setTimeout(tell, AGAIN_MS);
  };
  clearTimeout(view.timer);
  tell();
  show(view);
}

/** Write a sign where the reader is. @param {View} view @param {string} sign */
function write(view, sign) {
  const { input } = view;
  const from = input.selectionStart ?? input.value.length;
  const [before, after] = [input.value.slice(0, from), input.value.slice(input.selectionEnd ?? from)];
  input.value = (before + sign + after).slice(0, view.data.most);
  input.focus();
  input.setSelectionRange?.(from + sign.length, from + sign.length);
  keep(view.data.about, input.value);
  show(view);
}

// A browser may forbid to keep anything: then a draft lives as long as its page.

/** @param {string} about @param {string | null} text null: nothing any more */
function keep(about, text) {
  try {
    if (text === null) sessionStorage.removeItem(`answer ${about}`);
    else sessionStorage.setItem(`answer ${about}`, text);
  } catch { /* it is only a draft */ }
}

/** @param {string} about */
function draft(about) {
  try {
    return sessionStorage.getItem(`answer ${about}`);
  } catch {
    return null;
  }
}
