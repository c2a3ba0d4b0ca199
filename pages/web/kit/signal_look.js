// Stands before the scripts of the attribution page: how all its maps are looked at. One slider moves them together,
// and the pointer over one of them marks the same place in the others; the server need not know of either.

const LOOK = "explorer-why-look";

function look() {
  return (window.explorerWhyLook ??= { mode: "over", over: 60, masked: 20, point: null });
}

function changeLook(change) {
  Object.assign(look(), change);
  window.dispatchEvent(new Event(LOOK));
}

// Tell a view about every change, until it is taken off the page.
function onLook(view, tell) {
  const told = () => {
    if (!view.card.isConnected) window.removeEventListener(LOOK, told);
    else tell(view);
  };
  window.addEventListener(LOOK, told);
}
