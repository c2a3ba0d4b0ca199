"""*Words*: a sentence as a signal, kernels of two, three and four words, and the largest answer of each."""

from __future__ import annotations

import numpy as np
import streamlit as st

from explorer.convolution.lessons import WIDTHS, Sentence, read_words
from pages.step_through.state import set_lesson, state
from pages.ui.components.linked_grids import Grid, Linked, linked_grids, told
from pages.ui.state.page_state import show_problems
from pages.ui.state.widget import controlled
from pages.ui.text import _

KEY, PROBLEMS = "ss_words", "ss_words_problems"
MOST_CHARS = 200


def words_view() -> None:
    """Show a sentence, the kernels that slide over it, and the features that are left."""
    if found := told(KEY):
        set_lesson(**found)
    sentence = state.now.lesson.sentence
    st.text_input(_("Sentence"), max_chars=MOST_CHARS, help=_("At least four words; twelve are shown"),
                  **controlled("ss_sentence", " ".join(sentence.words), _typed))
    show_problems(st.session_state.get(PROBLEMS, ()), icon=":material/rule:")
    grids, links = pictured(sentence)
    linked_grids(grids, links, pick=state.now.lesson.pick or (len(grids) - 1, 0), key=KEY, hint=_(
        "The numbers of the words and the kernels are made up here; a network learns both. The same word has the same "
        "numbers."))
    with st.container(border=True):
        st.markdown(_explained(sentence))


def _typed(text: str) -> None:
    words, st.session_state[PROBLEMS] = read_words(text)
    set_lesson(words=words)


def pictured(sentence: Sentence) -> tuple[list[Grid], list[Linked]]:
    """Return the grids of a sentence, and what reads what: words, per width two kernels and their answers, features."""
    numbers = [str(at + 1) for at in range(sentence.numbers.shape[1])]
    grids = [Grid(title=_("{count} words").format(count=len(sentence.words)), brief=_("Sentence"),
                  values=sentence.numbers, tone="diverging", rows=sentence.words, columns=numbers)]
    links, answers = [], {}
    for group, width in enumerate(WIDTHS, start=1):
        conv = sentence.convolution(width)
        kernels = []
        for at, kernel in enumerate(conv.weight):
            kernels.append(len(grids))
            letter = "AB"[at]
            grids.append(Grid(title=_("{letter}: {width} words").format(letter=letter, width=width), group=group,
                              brief=_("Kernel {letter} of {width} words").format(letter=letter, width=width),
                              values=kernel.T, tone="diverging", sign=""))
        answers[width] = len(grids)
        grids.append(Grid(title=_("Answers"), brief=_("Answers to {width} words").format(width=width), group=group,
                          values=conv.output.T, columns=("A", "B")))
        links += _reads(conv.output_shape[1], width, answers[width], kernels, sentence)
    return _with_features(grids, links, answers, sentence)


def _reads(places: int, width: int, answers: int, kernels: list[int], sentence: Sentence) -> list[Linked]:
    """Return what the answers of one width read: rows of the sentence, and their own kernel."""
    length = sentence.numbers.shape[1]
    rows = [list(range(place * length, (place + width) * length)) for place in range(places) for _filter in kernels]
    found = [Linked(source=answers, reads=0, cells=rows)]
    for at, kernel in enumerate(kernels):
        own = [list(range(width * length)) if cell % len(kernels) == at else [] for cell in range(len(rows))]
        found.append(Linked(source=answers, reads=kernel, cells=own))
    return found


def _with_features(grids: list[Grid], links: list[Linked], answers: dict[int, int],
                   sentence: Sentence) -> tuple[list[Grid], list[Linked]]:
    """Add the row of features; each comes from the largest answer of its kernel."""
    found = sentence.features
    features = Grid(title=_("{count} features").format(count=len(found)),
                    brief=_("Features"), group=len(answers) + 1, values=np.array([[one.value for one in found]]),
                    columns=[f"{one.width}{'AB'[one.filter]}" for one in found])
    for width, grid in answers.items():
        cells = [[2 * one.place + one.filter] if one.width == width else [] for one in found]
        links.append(Linked(source=len(grids), reads=grid, cells=cells))
    return [*grids, features], links


def _explained(sentence: Sentence) -> str:
    """Return how many answers each width has, and that the number of features stays."""
    count = len(sentence.words)
    lengths = ", ".join(f"${count} - {width} + 1 = {count - width + 1}$" for width in WIDTHS)
    return _("A kernel of k words fits at n − k + 1 places: {lengths}. Only the largest answer of each kernel goes on "
             "(*max over time*), so that a sentence of any length leaves {features} features. Source: Zhang & Wallace "
             "(2015), arXiv:1510.03820, figure 1.").format(lengths=lengths, features=len(sentence.features))
