"""What the names in a reader's ZIP leave open, asked before anything is learned: letters, classes, parts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from functools import partial

import streamlit as st

from explorer import training
from pages.ui.errors import plain
from pages.ui.state.widget import controlled
from pages.ui.text import _, say

MOST_READINGS = 6
"""Encodings to choose from."""
MOST_SHOWN = 4
"""Names in one line."""
MOST_EDITED = 24
"""Classes whose names can be changed at once; a search finds the others."""
MOST_ROLES = 12

Answer = Callable[[training.Answers], None]


def questions(report: training.ZipReport, answer: Answer) -> None:
    """Show how the names of a ZIP are read, and what else they could mean; each choice is handed to ``answer``."""
    if report.folders is None:
        return
    if len(report.folders.encodings) > 1:
        _ask_letters(report, answer)
    layout = report.folders.layout
    if len(layout.offers) > 1:
        _ask_layout(report, answer)
    elif layout.kind in {"names", "table"}:
        st.info({"names": _("No folders name classes here, so they are taken from the names of the files, up to the "
                            "last number: {names}."),
                 "table": _("No folders name classes here, so they are taken from the table in the ZIP: {names}.")}[
                     layout.kind].format(names=plain(_some(layout.offers[layout.kind]))), icon=":material/label:")
    if layout.roles:
        _ask_roles(report, answer)


def is_open(report: training.ZipReport) -> bool:
    """Say whether a question must be answered before the ZIP can be used."""
    return report.folders is not None and report.folders.layout.asks


def _ask_letters(report: training.ZipReport, answer: Answer) -> None:
    """Ask which reading of the names is right: people know their own words better than any name of an encoding."""
    assert report.folders
    now, fit = report.folders.encoding, report.folders.encodings
    choices = list(dict.fromkeys([*fit[:MOST_READINGS], now]))

    def line(encoding: str) -> str:
        words = " · ".join(report.reading(encoding)[:MOST_SHOWN])
        return _("{words} :gray[{letters}, {encoding}]").format(words=plain(words[:120]), encoding=encoding,
                                                                letters=say(training.ENCODINGS[encoding]))

    certain = fit[0] == now == training.UTF8  # other letters hardly ever make sound Unicode
    known = _("Names of files are read as Unicode")
    with st.expander(known, icon=":material/translate:") if certain else nullcontext():
        st.radio(_("The ZIP does not say in which letters its names are written. Which line reads right?"), choices,
                 format_func=line, **controlled("ft_letters", now, lambda chosen: answer(
                     training.Answers(encoding=chosen))))


def _ask_layout(report: training.ZipReport, answer: Answer) -> None:
    assert report.folders
    layout = report.folders.layout
    texts = {"classes": _("the outer folders: {names}"), "parts": _("the folders within them: {names}"),
             "inside": _("the outer folders, and those within them divide each: {names}"),
             "names": _("what the names of the files begin with: {names}"),
             "table": _("what a table in the ZIP says: {names}")}
    if layout.asks:
        st.info(_("Several folders hold folders of the same names, or are called like parts of a set. Only you know "
                  "what is meant: choose."), icon=":material/help:")
    st.radio(_("What are the classes?"), list(layout.offers), format_func=lambda kind: texts[kind].format(
        names=plain(_some(layout.offers[kind]))), **controlled(
            "ft_layout", None if layout.asks else layout.kind,
            lambda chosen: answer(replace(report.answers, layout=chosen, roles=(), classes=()))))


def _some(names: tuple[str, ...]) -> str:
    shown = ", ".join(name[:40] for name in names[:MOST_SHOWN])
    return shown if len(names) <= MOST_SHOWN else _("{names}, ... ({count} in all)").format(names=shown,
                                                                                         count=len(names))


def _ask_roles(report: training.ZipReport, answer: Answer) -> None:
    """Show what each part of the set is for; where folders do not say so, a reader decides."""
    assert report.folders
    roles = report.folders.layout.roles
    words = {"train": _("to learn from"), "val": _("to choose the best epoch by"), "test": _("to measure on once"),
             "none": _("not used")}

    def choose(folder: str, role: str) -> None:
        answer(replace(report.answers, layout=report.folders.layout.kind if report.folders else "",
                       roles=tuple((roles | {folder: role}).items())))

    shown = [_("{folder} ({use})").format(folder=folder, use=words[role])
             for folder, role in list(roles.items())[:MOST_ROLES]]
    with st.expander(_("The set's own parts: {parts}").format(parts=plain(", ".join(shown)[:300])),
            icon=":material/call_split:"), st.container(horizontal=True):
        for number, (folder, role) in enumerate(list(roles.items())[:MOST_ROLES]):
            st.selectbox(plain(folder), list(words), format_func=words.__getitem__, width=230, **controlled(
                f"ft_role_{number}", role, partial(choose, folder)))


def class_names(report: training.ZipReport, answer: Answer) -> None:
    """Let the names of classes be changed: two by one name become one class, one without a name is left out."""
    if report.folders is None or not report.folders.classes:
        return
    for alike in report.folders.alike:
        label = report.folders.classes[alike[0]]
        st.info(_("{names} are one class, *{label}*: names that look alike would be told apart by nobody. Give one "
                  "another name below to keep them apart.").format(names=plain(", ".join(map(repr, alike))),
                                                                   label=plain(label)), icon=":material/merge:")
    with st.expander(_("Change the names of the classes"), icon=":material/edit:"):
        st.caption(_("Classes with the same name become one; a class without a name is left out."))
        names = list(report.folders.classes)
        if len(names) > MOST_EDITED:
            sought = st.text_input(_("Find a class"), key="ft_class_sought").casefold()
            names = [name for name in names if sought in name.casefold()]
        with st.container(horizontal=True):
            for number, name in enumerate(names[:MOST_EDITED]):
                _edited(number, name, report, answer)
        if len(names) > MOST_EDITED:
            st.caption(_("{count} of {all} are shown.").format(count=MOST_EDITED, all=len(names)))


def _edited(number: int, name: str, report: training.ZipReport, answer: Answer) -> None:
    assert report.folders

    def renamed(text: str) -> None:
        chosen = dict(report.answers.classes) | {name: text}
        answer(replace(report.answers, classes=tuple((one, called) for one, called in chosen.items() if one != called)))

    st.text_input(plain(name) or "-", max_chars=training.LONGEST_CLASS, width=230, placeholder=_("left out"),
                  **controlled(f"ft_class_{number}", report.folders.classes[name], renamed))
