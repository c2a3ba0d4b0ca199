"""Links as nobody should write them, opened on every page: ``python -m tests.pages.fuzz_links --links 3000``.

A link may lead to a message or to a calm page, never to a page that breaks or to a traceback in the log. The same
number gives the same links. Run by hand in thousands, and in a small number by ``test_hostile_links.py``.
"""

from __future__ import annotations

import argparse
import logging
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from explorer import training
from tests.pages.jobs.jobs_page import Desk, price, seat
from tests.pages.links import RUBBISH
from tests.pages.page import ROOT, link as address_of

OWN_JOB, WAITING_JOB = "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"
NETWORKS = ("bundled/resnet20", "bundled/vgg", "torchvision/resnet18",
            "bundled/detect", "bundled/segment", "torchvision/lraspp_mobilenet_v3_large",
            "torchvision/ssdlite320_mobilenet_v3_large",
            "stack/3x32x32/conv.o8~relu~flatten~linear.o10",
            "stack/1x16x16/conv.o4.k3~relu~maxpool~flatten~linear.o7", f"job/{OWN_JOB}")
KNOWN: dict[str, tuple[str, ...]] = {
    "network": NETWORKS, "compared": NETWORKS, "data": ("digits", "shapes", "cifar10", "upload/" + "0" * 64),
    "weights": ("DEFAULT", "random", "own", "best", "last", "IMAGENET1K_V1"), "layer": ("layer1", "conv1", "fc", "3"),
    "how": training.HOWS, "side": ("8", "33", "224", "512"), "job": (OWN_JOB, WAITING_JOB),
    "with": (OWN_JOB, f"{OWN_JOB},{WAITING_JOB}"), "frozen": ("layer1.2.relu_1", "fc", "a,b"),
    "seed": ("100000", "2147483647"),
    "stack": ("conv.o8.k3~relu", "conv.o0", "conv.o8.k3.s0~maxpool.k9"), "input": ("3x32x32", "1x8", "0x0x0"),
    "at": ("0_0_0_0", "0_63_63_1", "9_9_9_9"),
    "patience": ("1", "201", "1000000"), "augment": ("off", "flip:0.33,rotate:7,rand_augment:3"),
    "batch": ("2", "33", "4096"), "decay": ("0.3", "1"), "rate": ("1e-7", "10", "0.0033"), "epochs": ("1", "200"),
    "options": ("steps:8", "steps:-1", "a:b:c"), "methods": ("grad_cam,saliency", "nothing"), "shift": ("1,1", "99,99"),
}
"""Values that are right somewhere."""
WRONG = (*RUBBISH, "stack/", "job/", "stack/3x", "stack//", "/", "null", "None", "true", "[]", "{}", "inf", "-0",
         "1e400", "0.1", "12345678901234567890", "١٢", "½", "\ud7ff\ue000", "a\nb", "\t", "_", "__proto__", ",", ";",
         ".", "..", "1,2", "1,2,3,4", "-5,-5", "nan,nan", "1x1", "~", "conv", "~" * 300, "9" * 400, "1;2;3", "%",
         "layer4~layer4", "{0}", "{name}", "%s", "$1", "javascript:alert(1)")


PARTS = {"fine_tune": ("ft_open", ("pictures", "network", "how", "augment", "race"))}
"""Widgets that open parts of a page, and what they can say."""


def names_of(page: str) -> tuple[str, ...]:
    """Return the parameters that a page reads."""
    own: tuple[str, ...] = import_module(f"pages.{page}.state").state._codec.names
    return (*own, "photo", *(("job", "part") if page == "fine_tune" else ()))


def mutated(draw: random.Random, names: tuple[str, ...], bases: list[dict[str, str]]) -> dict[str, str]:
    """Return a link that is wrong in a few places, or right in all where none happens to be hit."""
    found = dict(draw.choice(bases))
    for _ in range(draw.choice((1, 1, 1, 2, 3))):
        name = draw.choice([*names, *found])
        found[name] = _value(draw, name, found.get(name, ""))
    if draw.random() < 0.1:
        found.pop(draw.choice(list(found)))
    return found


def _value(draw: random.Random, name: str, before: str) -> str:
    kind = draw.random()
    if kind < 0.4:
        return draw.choice(WRONG)
    if kind < 0.7 or not before:
        return draw.choice(KNOWN.get(name, WRONG))
    place = draw.randrange(len(before))
    return draw.choice((before[:place], before[place:], before[:place] + draw.choice(WRONG) + before[place + 1:],
                        before + before, before[:place] + chr(draw.randrange(1, 0xD7FF)) + before[place:]))


@dataclass(slots=True)
class Broken:
    """A link that broke a page, or left a traceback in the log."""

    page: str
    link: dict[str, str]
    said: list[str]


class Log(logging.Handler):
    """Keeps what is logged as an error or with a traceback."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record that no link may cause."""
        if record.exc_info or record.levelno >= logging.ERROR or "Traceback" in record.getMessage():
            about = record.exc_info[1] if record.exc_info else ""
            self.said.append(f"log: {record.getMessage()[:200]} {about!r}")

    def taken(self) -> list[str]:
        """Return what was kept since the last time."""
        found, self.said = self.said, []
        return found


@contextmanager
def watched_log() -> Iterator[Log]:
    """Yield what watches all loggers, Streamlit's own too, which hand nothing on."""
    log = Log()
    loggers = [logging.getLogger(), *(logging.getLogger(name) for name in list(logging.root.manager.loggerDict)
                                      if name.startswith("streamlit"))]
    for logger in loggers:
        logger.addHandler(log)
    try:
        yield log
    finally:
        for logger in loggers:
            logger.removeHandler(log)


@dataclass(slots=True)
class Fuzz:
    """Opens links of one page, one after the other, as a reader who is sent many."""

    page: str
    at: AppTest = field(init=False)
    bases: list[dict[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.at = AppTest.from_file(ROOT / "pages" / "main.py", default_timeout=120).run()
        self.open({})
        first = address_of(self.at)
        self.bases = [first, {}] + [first | {"network": name} for name in NETWORKS if "network" in first]

    def open(self, link: dict[str, str], part: str = "") -> list[str]:
        """Return what broke; ``part``: the part of the page that is open, where it has several."""
        if part:
            self.at.session_state[PARTS[self.page][0]] = part
        self.at.query_params.clear()
        self.at.query_params.update(link)
        self.at.session_state["address_page"] = ""  # as if another page had been open
        self.at.switch_page(f"{self.page}/page.py").run()
        return [f"page: {broken.value[:300]}" for broken in self.at.exception]

    def run(self, links: int, seed: int, log: Log) -> list[Broken]:
        """Return the links that broke something; a page that broke is opened anew."""
        draw, names, found = random.Random(f"{self.page} {seed}"), names_of(self.page), []
        log.taken()
        for _ in range(links):
            link = mutated(draw, names, self.bases)
            said = [*self.open(link, draw.choice(PARTS.get(self.page, ("", ("",)))[1])), *log.taken()]
            if said:
                found.append(Broken(self.page, link, said))
                self.__post_init__()
        return found


PAGES = ("pixels", "step_through", "classic_filters", "pooling", "build_stack", "layers", "receptive_fields",
         "architectures", "pixel_to_class", "feature_maps", "attribution", "where_is_it", "fine_tune", "jobs",
         "exercises", "classroom", "lessons")


def stand_ins(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let pages find two jobs and an estimate without a queue and without training."""
    desk = seat(Desk(folder), patch)
    desk.add(OWN_JOB, "failed")
    desk.add(WAITING_JOB, "queued", place=2)
    price(patch)


def main() -> None:
    """Open many links of the pages named, and say which broke them."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--links", type=int, default=3000, help="of all pages together")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("pages", nargs="*", default=PAGES)
    asked = parser.parse_args()
    kinds: Counter[str] = Counter()
    began = time.monotonic()
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder, watched_log() as log:
        stand_ins(patch, Path(folder))
        for page in asked.pages:
            broken = Fuzz(page).run(asked.links // len(asked.pages), asked.seed, log)
            kinds.update(f"{one.page} {one.said[0]}" for one in broken)
            for one in broken:
                print(one.page, {name: value[:80] for name, value in one.link.items()}, one.said, flush=True)
            print(f"{page}: {len(broken)} broke after {time.monotonic() - began:.0f} s", flush=True)
    for kind, count in kinds.most_common():
        print(count, kind)


if __name__ == "__main__":
    main()
