// Projector mode is there before Streamlit draws, begins and ends at once, ends with Escape, and has a ring around the
// pointer. Whether it is on is known to the server (pages/ui/projector.py); the component `address` says so after runs.

const page = document.documentElement;
const BUTTON = ".st-key-frame_present button";
const OPEN = "[role=dialog], [data-testid=stPopoverBody], [role=listbox], [role=tooltip]"; // Escape closes these first

/** @type {HTMLElement | null} */
let ring = null;

/** The ring follows pens, mice and fingers, also over components. @param {PointerEvent} event */
function follow({ clientX, clientY }) {
  if (!("present" in page.dataset)) {
    ring?.remove();
    ring = null;
    return;
  }
  if (!ring) {
    ring = document.createElement("div");
    ring.className = "present-ring";
    ring.setAttribute("aria-hidden", "true");
    document.body.append(ring);
  }
  ring.hidden = false;
  ring.style.transform = `translate(${clientX}px, ${clientY}px)`;
}

/** @param {boolean} pressed */
function press(pressed) {
  ring?.toggleAttribute("data-pressed", pressed);
}

page.toggleAttribute("data-present", new URLSearchParams(location.search).get("present") === "1");
document.addEventListener("click", ({ target }) => {
  if (target instanceof Element && target.closest(BUTTON)) page.toggleAttribute("data-present");
});
document.addEventListener("keydown", ({ key, defaultPrevented }) => {
  if (key !== "Escape" || defaultPrevented || !("present" in page.dataset) || document.querySelector(OPEN)) return;
  if (document.activeElement instanceof HTMLInputElement) return; // there it takes back what was typed
  document.querySelector(BUTTON)?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
});
document.addEventListener("pointermove", follow);
document.addEventListener("pointerdown", (event) => {
  follow(event);
  press(true);
}, true);
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => press(false), true);
document.addEventListener("pointerleave", () => {
  if (ring) ring.hidden = true;
});
