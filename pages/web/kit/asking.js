// What would come of a change, asked of pages/ui/previews.py: past Streamlit, whose answer costs a browser several
// times as much. One question is under way, and the newest one next. Where the server does not answer, changes are told
// as all others.

const PATIENCE_MS = 4000;

/** @typedef {{ show: (answer: any) => void, fail: () => void }} Told */
/**
 * @typedef {object} Asking
 * @property {string} name of the preview
 * @property {URL} address
 * @property {boolean} works whether the server answers
 * @property {boolean} busy
 * @property {(() => void) | null} next
 * @property {AbortSignal} gone
 */

/** @param {string} name of the preview @param {AbortSignal} gone @returns {Asking} */
export function newAsking(name, gone) {
  const address = new URL(`../../../preview/${name}`, import.meta.url);
  return { name, address, works: true, busy: false, next: null, gone };
}

/** @param {Asking} asking @param {Record<string, unknown>} question @param {Told} told */
export function ask(asking, question, told) {
  asking.next = () => void post(asking, question, told);
  goOn(asking);
}

/** @param {Asking} asking */
function goOn(asking) {
  const { next } = asking;
  if (asking.busy || !next) return;
  [asking.busy, asking.next] = [true, null];
  next();
}

/** @param {Asking} asking @param {Record<string, unknown>} question @param {Told} told */
async function post(asking, question, told) {
  try {
    const signal = AbortSignal.any([asking.gone, AbortSignal.timeout(PATIENCE_MS)]);
    const answer = await fetch(asking.address, { method: "POST", body: JSON.stringify(question), signal });
    asking.works = answer.ok || answer.status === 422; // which understood, and has nothing to show
    if (answer.ok) told.show(await answer.json());
  } catch {
    asking.works = false;
  }
  if (asking.gone.aborted) return;
  if (!asking.works) told.fail();
  asking.busy = false;
  goOn(asking);
}
