// Nothing is drawn: the part of the page in which this stands runs again whenever a component says that its reader
// pauses.

import { component } from "../../kit/component.js";
import { make } from "../../kit/elements.js";
import { onPause } from "../../kit/signal_follow.js";

/**
 * What `follow` of pages/build_stack/desk.py sends.
 * @typedef {{ event: string }} Data which component is followed
 */
/** @typedef {import("../../kit/component.js").Life & { card: HTMLElement, event?: string, times: number }} View */

export default component({ build, receive });

/** @param {HTMLElement} parent */
function build(parent) {
  return { card: make("div", "card", parent, { hidden: true }), times: 0 };
}

/** @param {View} view @param {Data} data */
function receive(view, { event }) {
  if (view.event === event) return;
  view.event = event;
  onPause(event, () => view.send(++view.times), view.gone);
}
