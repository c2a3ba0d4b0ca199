"""What tests of pages share: opening one by its link, playing clicks, and reading what components are given."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qsl

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]


def opened_page(name, **link):
    """Open the page ``name`` with a link's parameters."""
    at = AppTest.from_file(ROOT / "pages" / "main.py", default_timeout=120).run()
    for parameter, value in link.items():
        at.query_params[parameter] = str(value)
    return checked(at.switch_page(f"{name}/page.py").run())


def checked(at):
    """Return the app, if nothing broke."""
    assert not at.exception, at.exception[0].value
    return at


def text_of(at):
    """Return all sentences of the page, without the backslashes before what would be markup."""
    kinds = (at.markdown, at.info, at.warning, at.error, at.caption)
    return "\n".join(element.value for kind in kinds for element in kind).replace("\\", "")


def link(at):
    """Return what the page puts into the address bar.

    It is written by a component in the browser, and ``AppTest`` runs no scripts: this is what the component is given.
    ``at.query_params`` is what a browser sends; pages read it when they are opened.
    """
    return dict(parse_qsl(component(at, "address")["query"], keep_blank_values=True))


def param(at, name):
    """Return what the address says about ``name``."""
    return link(at).get(name)


def leave_for(at, name, **params):
    """Open another page with a link's parameters, as a browser does: those of the page before are gone."""
    at.query_params.clear()
    at.query_params.update({parameter: str(value) for parameter, value in params.items()})
    return checked(at.switch_page(f"{name}/page.py").run())


def widget(at, kind, name):
    """Return the widget called ``name``, whatever key it has by now (see ``pages/ui/state/widget.py``)."""
    return next(found for found in getattr(at, kind) if found.key and found.key.partition("~")[0] == name)


def pick(at, component, value):
    """Play a click in a component."""
    at.session_state[component] = {"selected": value}
    at.run()
    at.session_state[component] = {}
    return checked(at)


def header(block):
    """Return what stands before the numbers in a block of bytes."""
    return json.loads(block[4:4 + int.from_bytes(block[:4], "little")])


def headers(at):
    """Return the headers of all components that get bytes."""
    return [header(element.proto.bytes) for element in at.main
            if element.type == "bidi_component" and element.proto.bytes]


def component(at, key):
    """Return what the component ``key`` is given as JSON."""
    return next(json.loads(part.proto.json) for part in at.main
                if part.type == "bidi_component" and key in part.proto.id and part.proto.json)
