"""*Flipped or not*: one signal slides over another; convolution turns it round first, deep learning does not."""

from __future__ import annotations

from functools import partial

import streamlit as st

from explorer.convolution.lessons import PAIRS, Lesson, drawn, overlaps, read_signal, signal_text
from explorer.errors import ExplorerError
from pages.step_through.state import set_lesson, state
from pages.ui.components import component
from pages.ui.components.linked_grids import told
from pages.ui.state.page_state import show_problems
from pages.ui.state.widget import controlled
from pages.ui.text import _

KEY, PROBLEMS = "ss_flip", "ss_flip_problems"

_mount = component.register("sliding")


def flip_view() -> None:
    """Show f and g, how g slides over f, and what comes out."""
    if found := told(KEY):
        set_lesson(**found)
    lesson = state.now.lesson
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="ss_lesson_row"):
        fits = [name for name, pair in PAIRS.items() if (pair.f, pair.g) == (lesson.f, lesson.g)]
        st.selectbox(_("Example"), list(PAIRS), format_func=lambda name: _(PAIRS[name].title), width=230,
                     placeholder=_("Your own numbers"),
                     **controlled("ss_flip_pair", fits[0] if fits else None, _opened))
        for name in ("f", "g"):
            st.text_input(name, width=170, help=_("Numbers with spaces between them; at most 24"),
                          **controlled(f"ss_flip_{name}", signal_text(getattr(lesson, name)), partial(_typed, name)))
        st.segmented_control(_("g slides"), [True, False], required=True, format_func=lambda flip: (
            _("flipped: convolution") if flip else _("as it is: cross-correlation")),
            **controlled("ss_flip_way", lesson.flip, lambda flip: set_lesson(flip=bool(flip))))
    show_problems(st.session_state.get(PROBLEMS, ()), icon=":material/rule:")
    _mount(key=KEY, data=sliding_data(lesson), on_selected_change=component.noted)
    with st.container(border=True):
        st.markdown(_explained(lesson))


def sliding_data(lesson: Lesson) -> dict[str, object]:
    """Return what the component draws: signals, and every shift at which they meet."""
    found = overlaps(lesson.f, lesson.g, flip=lesson.flip)
    return {"f": list(lesson.f), "g": drawn(lesson.g, flip=lesson.flip).tolist(), "clock": lesson.clock,
            "shifts": [one.shift for one in found], "products": [one.products.tolist() for one in found],
            "totals": [one.total for one in found], "words": _words(lesson.flip)}


def _opened(name: str | None) -> None:
    if name in PAIRS:
        st.session_state[PROBLEMS] = ()
        set_lesson(f=PAIRS[name].f, g=PAIRS[name].g)


def _typed(name: str, text: str) -> None:
    """Take a signal over; where nothing of it is a number, the one before stays, and the reason is said."""
    try:
        values, st.session_state[PROBLEMS] = read_signal(text, getattr(state.now.lesson, name))
    except ExplorerError as error:
        st.session_state[PROBLEMS] = (error.message,)
    else:
        set_lesson(**{name: values})


def _explained(lesson: Lesson) -> str:
    """Return the formula of what is shown, and what deep learning does."""
    if lesson.flip:
        return _("**Convolution:** $(f * g)[t] = \\sum_n f[n]\\, g[t - n]$. The minus sign turns g round before it "
                 "slides. In numpy: `np.convolve(f, g)`.")
    return _("**Cross-correlation:** $(f \\star g)[t] = \\sum_n f[n]\\, g[n - t]$. g slides as it is. This is what a "
             "layer called *convolution* computes in PyTorch: its kernel is learned, and it may as well be learned the "
             "other way round. In numpy: `np.correlate(f, g, \"full\")`.")


def _words(flip: bool) -> dict[str, str]:
    return {
        "f": "f", "g": _("g, flipped") if flip else "g", "products": _("Products"), "output": _("Output"),
        "name": _("Two signals that slide over each other"),
        "keys": _("Arrow keys slide, space plays."),
        "hint": _("Drag sideways, or press play."),
        "back": _("One step back"), "next": _("One step on"), "play": _("Play"), "pause": _("Pause"),
        "line": _("Timeline"), "speed": _("Speed"), "rate": _("{rate} per second"),
    }
