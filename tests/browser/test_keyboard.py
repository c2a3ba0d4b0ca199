"""Each page's whole task is done by keyboard alone: every stop shows where it is, none is a trap, Escape closes."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import TimeoutError as Late

from explorer.lessons import shipped
from pages.contents import ENTRIES
from tests.conftest import SETTLED

STACK = "stack/3x24x24/conv.o6.p1~bn~relu~maxpool~conv.o8.p1~relu~flatten~linear.o10"
"""A network that computes at once."""
STOP = """() => {
  let one = document.activeElement;
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  const icons = [...one.querySelectorAll("[data-testid=stIconMaterial]")].map((icon) => icon.innerText.trim());
  const words = (one.innerText ?? "").split("\\n").map((line) => line.trim());
  const text = words.filter((line) => line && !icons.includes(line)).join(" ");
  const name = one.ariaLabel || text || one.labels?.[0]?.innerText || one.title || "";
  const rings = ({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
  const shows = (style) => rings(style) || style.boxShadow !== "none";
  let seen = false;
  for (let at = 0, part = one; part && at < 7 && !seen; at += 1, part = part.parentElement ?? part.getRootNode().host) {
    seen = shows(getComputedStyle(part)) || shows(getComputedStyle(part, "::after"))
      || part.matches("input:not([type=range])"); // the caret, or Streamlit's border around the field
  }
  return { name: name.trim(), kind: one.type || one.getAttribute("role") || one.localName, seen };
}"""
"""What has the focus: its name, what it is, and whether anybody sees that."""
LIST, DIALOG = "[data-testid=stPopoverBody]", "[role=dialog]"
MOST_STOPS = 90


class Hands:
    """A reader's hands on the keyboard."""

    def __init__(self, page: Any) -> None:
        self.page = page

    @property
    def stop(self) -> dict[str, Any]:
        """What has the focus."""
        return self.page.evaluate(STOP)

    def reach(self, name: str, kind: str = "", key: str = "Tab") -> Hands:
        """Press ``key`` until the focus is on what is called so; fail where that never comes."""
        stops: list[str] = []
        while len(stops) < MOST_STOPS:
            self.page.keyboard.press(key)
            stop = self.stop
            stops.append(f"{stop['name']} ({stop['kind']})")
            assert stop["seen"], f"nobody sees that the focus is on {stops[-1]}"
            if stop["name"].startswith(name) and kind in stop["kind"]:
                return self
        raise AssertionError(f"{name} is not among {stops}")

    def back(self, name: str, kind: str = "") -> Hands:
        """Do the same against the order."""
        return self.reach(name, kind, "Shift+Tab")

    def press(self, *keys: str) -> Hands:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def read(self, told: str) -> Hands:
        """Wait until the page tells this."""
        self.page.get_by_text(re.compile(told)).locator("visible=true").first.wait_for()
        return self

    def opens(self, what: str) -> Hands:
        """Open a list or a dialog with what has the focus, close it with Escape, and be where it was opened."""
        opener = self.stop["name"]
        opened = self.press("Enter").page.locator(what).locator("visible=true")
        opened.first.wait_for()
        for patience_ms in (3000, 10_000, 30_000):  # a key that comes while a list is still drawn may be lost
            self.rest().press("Escape")
            with suppress(Late):
                opened.first.wait_for(state="hidden", timeout=patience_ms)
                break
        assert opened.count() == 0
        assert self.stop["name"] == opener
        return self

    def leave(self) -> None:
        """Press Tab until the page ends; each stop on the way has a name, and is seen."""
        for _ in range(MOST_STOPS):
            stop = self.press("Tab").stop
            if stop["kind"] == "body":
                return
            assert stop["seen"] and stop["name"], stop
        raise AssertionError(f"the page does not end, but comes to {self.stop}")

    def link(self, part: str) -> Hands:
        """Wait until this stands in the link."""
        self.page.wait_for_url(re.compile(part))
        return self

    def rest(self) -> Hands:
        """Wait until the script has run."""
        self.page.wait_for_function(SETTLED)
        return self


def reach(page: Any, name: str) -> None:
    """Press Tab until the focus is on what is called so."""
    Hands(page).reach(name)


def pixels(hands: Hands) -> None:
    hands.reach("The photo").press("ArrowDown").link("at=4353_").press("+", "ArrowRight").link("zoom=(?!2200)").rest()
    hands.reach("Whole photo").press("Enter").link("zoom=100").rest()
    hands.reach("C, H, W").press("Enter").link("layout=chw").read(r"x\[:, 97, 84\]")


def step_through(hands: Hands) -> None:
    hands.reach("Share").opens(DIALOG)
    hands.reach("Example").press("ArrowDown", "ArrowDown", "Enter").link("scene=book").rest()
    hands.reach("Input").opens(LIST)
    hands.reach("Convolution, step by step").press("End").read(r"cell (\d+) of \1")
    hands.press("Enter", "8", "Escape", "Enter", "7", "Enter").link("[?&][xw]=[^&]*~7_")
    assert hands.stop["name"].startswith("Convolution")
    hands.read("= 71$")  # 4 · 7 + 5 · 1 + 7 · 2 + 8 · 3
    hands.reach("One step back").press("Enter").read("= 58$")


def classic_filters(hands: Hands) -> None:
    hands.reach("Filter", "text").press("ArrowDown", "ArrowDown", "Enter").link("filters=(?!sobel_x)").rest()
    hands.reach("Row 2, column 2").press("7", "Enter").link("filters=custom.*7").read("Sum −1").rest()
    hands.reach("Paste").opens(LIST)
    hands.back("Divider between").press("ArrowRight")
    hands.back("", "application").press("ArrowRight").read("of the result is")


def pooling(hands: Hands) -> None:
    hands.reach("Stride").press("ArrowUp", "Enter").link("stride=3").rest()
    hands.reach("Paste a grid").opens(LIST)
    hands.reach("Row 1, column 1").press("ArrowRight", "9", "Escape")
    hands.reach("Maximum").press("ArrowRight").read("window 2 of 4")
    hands.reach("Average").press("ArrowDown").read("window 4 of 4")
    hands.reach("One window back").press("Enter").read("window 3 of 4")
    hands.back("On a grid").press("ArrowRight").link("view=shift").rest()
    hands.reach("", "application").press("ArrowRight").link("shift=0_2")


def build_stack(hands: Hands) -> None:
    hands.reach("Layers of the network").press("Home", "ArrowRight").link("layer=conv1").rest()
    hands.reach("Kernel", "range").press("ArrowRight").link(r"o6\.k6").rest()
    hands.reach("Kernel", "text").press("4", "Enter").link(r"o6\.k4").rest()
    hands.reach("", "select").press("ArrowDown")
    hands.reach("Add").press("Enter").link("k4~maxpool").rest()
    hands.back("Undo").press("Enter").link("stack=(?!.*maxpool)").rest()
    hands.reach("Counting").opens(LIST)
    hands.reach("PyTorch code").opens(DIALOG)


def receptive_fields(hands: Hands) -> None:
    hands.reach("Layers of the network").press("Home", "ArrowRight").link("layer=(?!relu2)").rest()
    hands.reach("Layer", "text").press("ArrowDown", "Enter").link("layer=relu1").rest()
    hands.reach("24 × 24 units").press("ArrowDown", "ArrowLeft").link("unit=14x12")
    hands.reach("Heat map over photo").press("End")


def layers(hands: Hands) -> None:
    hands.reach("Input x of the activation").press("End").link("point=6").press("ArrowLeft").link("point=5.95")
    hands.back("Activation functions").press("ArrowRight").link("view=deep_stack").read("The gradient vanishes").rest()
    hands.reach("Layers").press("End").link("deep_depth=40").rest()
    hands.reach("Train the first").press("Enter").read("Trained here|Step|It begins")


def architectures(hands: Hands) -> None:
    hands.reach("1998 LeNet-5").press(*["ArrowRight"] * 5, "Enter").link("network=resnet").rest()
    hands.reach("Layers of the network").press("Home", "ArrowRight").link("layer=conv1").rest()
    hands.press("End", "ArrowLeft", "ArrowLeft", "ArrowLeft", "Enter").read("layer4.0").rest()
    hands.back("One network").press("ArrowLeft").link("view=timeline").rest()


def feature_maps(hands: Hands) -> None:
    hands.reach("Layers of the network").press("ArrowLeft").link("layer=pool1").rest()
    hands.reach("Sort and save").opens(LIST)
    hands.reach("Feature maps").press("ArrowRight").link("channel=1").rest()
    hands.reach("pool1, Map 2").press("ArrowDown").read("Row 2, column 1: ")
    hands.reach("Map over photo").press("End").read("100 %")


def attribution(hands: Hands) -> None:
    hands.reach("Choose the class to explain").press("ArrowDown").link("class=").rest()
    hands.reach("Add a method").press(*"Occlusion", "Enter").link("methods=.*occlusion").rest()
    hands.reach("Where it misleads").opens(LIST)
    hands.reach("Start").press("Enter").read("RdBu")


def fine_tune(hands: Hands) -> None:
    hands.reach("Layers of the network").press("Home").read("picture")


def jobs(hands: Hands) -> None:
    hands.reach("Fine-tune a network").press("Enter").read("Everything is set")


def home(hands: Hands) -> None:
    hands.reach("Start with LeNet-5")
    lessons = [f"{plan.number} {plan.title}" for plan in shipped()]
    pages = [entry.title for entry in ENTRIES]
    for name in (*lessons, *pages[:pages.index("Build a stack") + 1]):
        assert hands.press("Tab").stop["name"] == name  # nothing to stop at between the cards
    hands.back("Pooling").press("Enter").link("/pooling").read("window 1 of 9")


TASKS: dict[str, Callable[[Hands], None]] = {
    "pixels": pixels, "step_through": step_through, "classic_filters": classic_filters, "pooling": pooling,
    "build_stack": build_stack, "layers": layers, "architectures": architectures,
    f"receptive_fields?network={STACK}": receptive_fields, f"feature_maps?network={STACK}": feature_maps,
    f"attribution?network={STACK}&methods=saliency": attribution, "fine_tune": fine_tune, "jobs": jobs, "": home}
"""What is done on which page; a whole job, from its start to its end, is done in test_training.py."""


@pytest.mark.parametrize("where", TASKS, ids=[task.__name__ for task in TASKS.values()])
def test_a_page_is_worked_by_keyboard_alone(app_url, browser_page, settle, where):
    browser_page.goto(f"{app_url}/{where}")
    settle(browser_page)
    hands = Hands(browser_page).press("Tab")
    assert hands.stop["name"] == "Skip to main content"
    TASKS[where](hands.press("Enter"))  # past the contents
    hands.rest().leave()
