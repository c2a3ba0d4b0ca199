"""Why accuracy is no measure of boxes: count pixels that are told rightly, and predict nothing at all."""

from __future__ import annotations

import streamlit as st

from explorer.detection import BoxPair
from explorer.numbers import number
from pages.ui.components.table import table
from pages.ui.text import _, formula, share_text
from pages.where_is_it.box_settings import PICTURE_TIMES
from pages.where_is_it.state import state


def accuracy_view(pair: BoxPair, size: tuple[int, int]) -> None:
    """Show pixel accuracy and IoU of the predicted box, and of no box, in a picture that can be made larger."""
    st.markdown(_("**Why not count the pixels that are told rightly?**"))
    left, right = st.columns([0.58, 0.42], gap="medium")
    with left:
        st.segmented_control(_("The same boxes in a picture of"), PICTURE_TIMES, required=True,
                             format_func=lambda times: f"{times * size[0]} × {times * size[1]} px",
                             **state.bind("times"))
        times = state.now.times
        found = pair.pixels((times * size[0], times * size[1]))
        table([{_("Predicted"): name, _("pixels told rightly"): f"{number(right_ones)} / {number(found.all)}",
                _("accuracy"): share_text(found.share(right_ones)), _("IoU"): number(iou)}
               for name, right_ones, iou in ((_("box A"), found.right, pair.iou),
                                             (_("no box at all"), found.right_without, 0.0),
                                             (_("exactly B"), found.all, 1.0 if found.true else 0.0))],
              name=_("Accuracy and IoU of three answers"))
        st.markdown("\n\n".join(formula(line) for line in found.lines()))
    with right:
        st.info(_("**Accuracy rewards the background.** Pixels outside both boxes count as right, and in a large "
                  "picture they are nearly all: whoever predicts nothing is right for {share} of the pixels, and has "
                  "found nothing. The IoU does not count them: only what at least one box covers is in it, so it does "
                  "not change with the size of the picture.").format(
                      share=share_text(found.share(found.right_without))), icon=":material/lightbulb:")
        st.caption(_("The accuracy of the class is no help either: *a cat, and it is one* says nothing of where. A "
                     "detection counts as right when its class is right and its IoU reaches the threshold."))
