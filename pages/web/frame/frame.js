// What a page needs before Streamlit draws it: how much room the contents will take, that they never cover a phone, and
// that there are none in a frame of another site (embed.css).

const NARROW = matchMedia("(max-width: 768px)"); // Streamlit lays its contents over the page up to here
const COLLAPSED = "stSidebarCollapsed-"; // how Streamlit's own keys begin
const USUAL = 232; // px; SIDEBAR of pages/main.py
const BOUNDS = [200, 600]; // px, Streamlit's

/** Forget that the contents were open: on a phone they begin closed. */
function closeFromTheStart() {
  if (!NARROW.matches) return;
  Object.keys(localStorage).filter((key) => key.startsWith(COLLAPSED)).forEach((key) => localStorage.removeItem(key));
}

/** Keep the room that the contents will take. */
function keepRoom() {
  const width = Number.parseInt(localStorage.getItem("sidebarWidth") ?? "", 10) || USUAL;
  const closed = Object.keys(localStorage).some((key) => key.startsWith(COLLAPSED) && localStorage[key] === "true");
  const room = closed ? 0 : Math.min(Math.max(width, BOUNDS[0]), BOUNDS[1]);
  document.documentElement.style.setProperty("--contents", `${room}px`);
  document.documentElement.style.setProperty("--contents-large", closed ? "0px" : `max(${room}px, 15.467rem)`);
}

/** Close the contents over a narrow page; Streamlit does so only where the browser says that it is a phone's. */
function close() {
  const contents = document.querySelector("[data-testid=stSidebar][data-collapsed=false]");
  if (NARROW.matches) contents?.querySelector("[data-testid=stSidebarCollapseButton] button")
    ?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
}

const embedded = new URLSearchParams(location.search).get("embed") ?? "";
document.documentElement.toggleAttribute("data-embed", /^(1|true)$/i.test(embedded));
try {
  closeFromTheStart();
  keepRoom();
} catch {
  // A browser that lends this site no storage: the contents begin as usual.
}
document.addEventListener("click", ({ target }) => {
  if (target instanceof Element && target.closest("[data-testid=stSidebarNavLink]")) setTimeout(close);
});
