// A phone puts the page to sleep while its file chooser is open, and the line to the server closes. Streamlit then
// drops the file that comes back, without a word, and the same file chosen again is no change. So it is handed in again
// as soon as the server answers.

const ASK_MS = 300;
const PATIENCE_MS = 120_000; // after that the reader has long seen that it did not arrive

/** Return whether the app has its line to the server; yes where it does not say. */
function isConnected() {
  const state = document.querySelector("[data-test-connection-state]")?.getAttribute("data-test-connection-state");
  return !state || state === "CONNECTED";
}

/**
 * Hand `files` in at `input` again once the app can take them.
 * @param {HTMLInputElement} input
 * @param {File[]} files
 * @param {number} until ms of `performance.now()`
 */
function handIn(input, files, until) {
  if (!input.isConnected || performance.now() > until) return;
  if (!isConnected() || input.disabled) {
    setTimeout(() => handIn(input, files, until), ASK_MS);
    return;
  }
  const given = new DataTransfer();
  for (const file of files) given.items.add(file);
  input.files = given.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Watch all choosers of files on the page from now on; called once. */
export function watchFiles() {
  document.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.type !== "file" || isConnected()) return;
    handIn(target, [...(target.files ?? [])], performance.now() + PATIENCE_MS);
  }, { capture: true });
}
