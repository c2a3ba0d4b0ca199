"""The running app and a real browser, for tests that need them; the rest of the tests start neither."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import settings as hypothesis_settings

from explorer.jobs.paths import PATIENT

# As the app does: several test processes share the processors.
for _name, _value in PATIENT.items():
    os.environ.setdefault(_name, _value)

# A busy machine makes single examples slow; how long tests may take is decided elsewhere.
hypothesis_settings.register_profile("explorer", deadline=None, max_examples=25)
hypothesis_settings.register_profile("thorough", deadline=None, max_examples=100)
hypothesis_settings.load_profile("explorer")

ROOT = Path(__file__).parents[1]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]
BROWSERS = ("chromium-headless-shell", "chromium")
"""The first needs a third of the other's processor time: it draws no window around the page."""
WAITING = {"browser", "jobs"}
"""Folders of tests that wait for a browser or for other processes."""
SIZES = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
STILL = """addEventListener("DOMContentLoaded", () => {
  const style = document.createElement("style");
  style.textContent = `*, ::before, ::after { animation-duration: 1ms !important; animation-delay: 0s !important;
    animation-iteration-count: 1 !important; }`;
  document.head.append(style);
});"""
"""Lets Streamlit's skeletons and spinners end at once. Drawn without a graphics card they cost more than the rest of a
page; what moves in our components lies in shadow roots and goes on."""
LAUNCHER = """
import streamlit as st
from starlette.middleware import Middleware
from pages.ui.components.scripts import routes
from pages.ui.headers import SecurityHeaders
app = st.App("{page}", routes=routes(), middleware=[Middleware(SecurityHeaders)])
"""
SHOWN: list[Any] = []
"""Pages of a browser that this test has opened."""
SETTLED = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  return app && app.getAttribute('data-test-script-state') === 'notRunning'
    && !document.querySelector('[data-testid=stSkeleton],[data-testid=stSpinner]');
}"""


class Clock:
    """A clock that is set by hand, s."""

    now = 0.0

    def __call__(self) -> float:
        """Return what it shows."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Return a clock that a test sets."""
    return Clock()


@pytest.fixture
def configure() -> Iterator[Callable[..., None]]:
    """Return ``configure(field=value)``, which changes settings for this test."""
    from explorer.settings import settings

    with pytest.MonkeyPatch.context() as patch:
        def change(**values: object) -> None:
            for name, value in values.items():
                patch.setenv(f"EXPLORER_{name.upper()}", str(value))
            settings.cache_clear()
        yield change
    settings.cache_clear()


@pytest.fixture(autouse=True)
def _photos_of_one_test() -> Iterator[None]:
    """Let no test see another one's photos."""
    yield
    if module := sys.modules.get("pages.ui.pickers.own_photos"):
        module.shelf.cache_clear()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what ``tests/benchmarks/conftest.py`` reads; pytest asks only here, before it knows that folder."""
    parser.addoption("--benchmark", action="store_true", help="measure speed: the benchmarks alone, in full size")
    parser.addoption("--thorough", action="store_true", help="try pages with all that can be opened on them")


def pytest_configure(config: pytest.Config) -> None:
    """Let torch compute on one thread, but where speed is measured.

    Several test processes share the processors; threads of small networks would wait for one another at every layer.
    """
    if not config.getoption("benchmark"):
        os.environ.setdefault("OMP_NUM_THREADS", "1")
    gc.disable()


def pytest_collection_finish() -> None:
    """Let Python's search for garbage pass over the tests: they stay to the end, and it would go through them often."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.hookimpl(trylast=True)  # after those that are not asked for are left out
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin early with the files that mostly wait, two others after each: at the end nobody waits for a single one.

    Files that are named one by one come in the order in which they are named.
    """
    if all(".py" in argument for argument in config.args):
        return
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    others = iter([path for path in files if path.parent.name not in WAITING])
    order = [path for waiting in files if waiting.parent.name in WAITING for path in (waiting, *islice(others, 2))]
    items[:] = [item for path in (*order, *others) for item in files[path]]


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _served(script: Path, log: Path, base: str = "", /, **settings: str) -> Iterator[str]:
    """Run ``script`` under Streamlit on a free port, below the path ``base``, and yield its address."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port),
               "--server.headless", "true", "--server.address", "127.0.0.1", "--server.baseUrlPath", base]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "EXPLORER_DATA": str(log.with_name("data"))}
    environment |= {f"EXPLORER_{name.upper()}": value for name, value in settings.items()}
    with log.open("w") as output:
        server = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, env=environment)
    url = f"http://127.0.0.1:{port}/{base}".rstrip("/")
    try:
        _wait_until_healthy(url, server, log)
        yield url
    finally:
        # A page whose server goes complains, and a busy machine gives it the time for that.
        for page in SHOWN:
            if not page.is_closed() and page.url.startswith(url):
                page.close()
        server.terminate()
        try:
            server.wait(timeout=30)
        except subprocess.TimeoutExpired:  # a busy machine
            server.kill()
            server.wait(timeout=30)


def _wait_until_healthy(url: str, server: subprocess.Popen[bytes], log: Path, patience_s: float = 60) -> None:
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The app did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def serve(tmp_path_factory) -> Callable[..., Any]:
    """Return a context manager that runs a script as a server of its own: ``with serve(path, **settings) as url``."""
    return lambda script, base="", **settings: _served(script, tmp_path_factory.mktemp("server") / "log", base,
                                                       **settings)


@pytest.fixture(scope="session")
def serve_page(serve, tmp_path_factory) -> Callable[[str], Any]:
    """Return the same for the text of one page, beside the scripts that its components load."""
    folder = tmp_path_factory.mktemp("pages")

    def served(text: str, name: str = "page") -> Any:
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
        launcher = folder / f"{name}_app.py"
        launcher.write_text(LAUNCHER.format(page=f"{name}.py"), encoding="utf-8")
        return serve(launcher)

    return served


@pytest.fixture(scope="session")
def app_url(serve) -> Iterator[str]:
    """Yield the address of the real app, started once."""
    with serve(ROOT / "app.py") as url:
        yield url


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Return where Chromium lies; without it, skip, or fail where CI promises that nothing is left out."""
    path = os.environ.get("EXPLORER_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path:
        return path
    reason = ("Chromium is missing: install it (Debian: apt-get install chromium-headless-shell) or set "
              "EXPLORER_CHROMIUM.")
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def chromium(chromium_path) -> Iterator[Any]:
    """Yield a browser. One per module: Playwright's event loop would be in the way of other tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield browser
        browser.close()


def still(context: Any) -> Any:
    """Return a browser context in whose pages Streamlit's own elements do not move."""
    context.add_init_script(STILL)
    return context


@pytest.fixture(scope="module")
def readers(chromium) -> dict[tuple[str, str], Any]:
    """Return the browser contexts that tests of a module share: what one page has loaded, the next need not."""
    return {}


@pytest.fixture
def new_page(chromium, readers) -> Iterator[Callable[..., Any]]:
    """Yield ``new_page(size="desktop", theme="light", alone=False)``; ``alone``: a reader of its own, without cookies.

    Whatever a page complains of fails the test at its end.
    """
    complaints: list[str] = []
    opened: list[Any] = []

    def make(size: str = "desktop", theme: str = "light", alone: bool = False) -> Any:
        context = None if alone else readers.get((size, theme))
        if context is None:
            context = still(chromium.new_context(viewport=SIZES[size], color_scheme=theme))
        if not alone:
            readers[size, theme] = context
        page = context.new_page()
        opened.append(context if alone else page)
        SHOWN.append(page)
        _listen(page, complaints)
        return page

    yield make
    SHOWN.clear()
    for one in opened:
        one.close()
    assert complaints == []


@pytest.fixture
def browser_page(new_page) -> Any:
    """Return a page of 1440 x 900 in the light theme."""
    return new_page()


@pytest.fixture(scope="session")
def settle() -> Callable[[Any], None]:
    """Return ``settle(page)``, which waits until the script has run and nothing is loading."""

    def wait(page: Any, timeout_ms: float = 60_000) -> None:
        page.wait_for_selector("[data-testid=stApp]", timeout=timeout_ms)
        page.wait_for_function(SETTLED, timeout=timeout_ms)
        page.wait_for_timeout(300)
        page.wait_for_function(SETTLED, timeout=timeout_ms)

    return wait


def _listen(page: Any, complaints: list[str]) -> None:
    """Collect errors of scripts and of the console, and requests that leave this machine."""

    def on_console(message: Any) -> None:
        # On a deep link Streamlit's own front end first asks below the page's path, and gets 404.
        if message.type == "error" and "/_stcore/" not in message.location.get("url", ""):
            complaints.append(f"console: {message.text}")

    def on_request(request: Any) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.hostname not in {"127.0.0.1", "localhost"}:
            complaints.append(f"request to another host: {request.url}")

    page.on("console", on_console)
    page.on("request", on_request)
    page.on("pageerror", lambda error: complaints.append(f"page error: {error}"))
