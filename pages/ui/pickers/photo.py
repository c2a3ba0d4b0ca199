"""The photo picker of every page: a sample, a file or the camera.

Photos of a reader stay in this server's memory, scaled down, for a few hours, and open for that reader only; nothing is
written to disk. The files they came in are kept beside them as they are, compressed, together at most as large as one
upload may be, for what needs all their pixels. All pages offer a reader's photos, and a page that is opened for the
first time starts with the photo the reader chose last.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import streamlit as st

from explorer.errors import ExplorerError
from explorer.images import SAMPLES, Picture, open_image, sample
from explorer.runtime import mebibytes, switches
from explorer.settings import settings
from pages.ui import errors, lent
from pages.ui.pickers.own_photos import shelf
from pages.ui.reader import reader
from pages.ui.state import address
from pages.ui.text import _, say

NONE: Mapping[str, Picture] = MappingProxyType({})
UNTOLD: Mapping[str, str] = MappingProxyType({})
COUNT, CHOICE = "photos_count", "photos_choice"
OWN, LENT, LENT_LINK = "own", "lent-", "Lent photo "


def photo(key: str, *, default: str = "chelsea", data: Mapping[str, Picture] = NONE,
          told: Mapping[str, str] = UNTOLD) -> Picture:
    """Ask for a photo in the current row and return it; the choice stands in the address under ``key``.

    Args:
        key: key of the widget, different for each picker of a page.
        default: sample that is shown until the reader chooses, one of ``SAMPLES``.
        data: pictures of the open network's own data, by name; they come first, and the first of them is shown as
            soon as they are offered.
        told: what readers call those pictures; links call them by the pictures' own names.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", width="content"):
        chosen = _select(key, default, data, told)
        _upload(key)
        _camera(key)
        if st.session_state.get(f"{key}_gone"):
            st.badge(_("Photo gone: choose it again"), icon=":material/no_photography:", color="orange", help=_(
                "The address names a reader's own photo. Such a photo opens only in the browser that gave it, for "
                "{hours:.2g} hours after its last use, or for a class to which it is lent. Give it again to go on "
                "with it.").format(
                hours=settings().photos_s / 3600))
        own = {**_own(), **data}
        picture = own.get(chosen) or _lent(chosen) or sample(chosen if chosen in SAMPLES else default)
        _notes(key, chosen, picture)
    return picture


def file_of(picture: Picture) -> bytes | None:
    """Return the file that ``picture`` was opened from, or None where it made room for newer ones.

    Open it again with `explorer.images.open_image` and a larger ``side``.
    """
    own = shelf().file(reader(), picture.key)
    if own is not None:
        return own
    samples = (entry for name, entry in SAMPLES.items() if entry.title == picture.name and sample(name) is picture)
    found = next(samples, None)
    return found.file.read_bytes() if found else None


def _select(key: str, default: str, data: Mapping[str, Picture], told: Mapping[str, str]) -> str:
    lent_photos = {f"{LENT}{name}": title for name, title in lent.things(lent.PHOTO).items()} | _named(key)
    offered = (default, *_own(), *lent_photos, *SAMPLES)
    titles = {name: told.get(name, picture.name) for name, picture in data.items()}
    titles |= {name: _title(name, lent_photos) for name in offered}
    links = {name: picture.name for name, picture in data.items()} | {name: _in_link(name) for name in offered}
    _choose(key, default, list(data), links)
    chosen = st.selectbox(_("Photo"), list(titles), format_func=titles.__getitem__, key=key, on_change=_chosen,
                          args=(key,), label_visibility="collapsed", icon=":material/image:", width=230)
    address.beside(key, links[chosen] if chosen != next(iter(titles)) else None)
    return chosen


def _choose(key: str, default: str, data: list[str], links: Mapping[str, str]) -> None:
    """Choose, before the widget is made: what the reader came with, the first picture of data that is newly offered,
    or, on a page opened afresh and instead of what is offered no more, what they chose last."""
    state = st.session_state
    offered, state[f"{key}_data"] = state.get(f"{key}_data", []), data
    named = address.take((key,)).get(key)
    wished = next((name for name, link in links.items() if link == named), None)
    if named is not None:
        state[f"{key}_gone"] = wished is None and named.startswith((_in_link(OWN), LENT_LINK))
    last = state.get(CHOICE, default)
    if wished is not None:
        state[key] = wished
        state[CHOICE] = wished if wished in _own() else last
    elif named is None and address.afresh(key):
        state[key] = next(iter(links))
    elif data and data != offered:
        state[key] = data[0]
    elif state.get(key) not in links and (key in state or last != default):
        state[f"{key}_gone"] = state.get(key, "").startswith((OWN, LENT))
        state[key] = last if last in links else next(iter(links))


def _named(key: str) -> dict[str, str]:
    """Map the lent photo that a link names, or that is open, to its title, where this reader may see it."""
    names = ((address.coming(key) or "").partition(LENT_LINK)[2], str(st.session_state.get(key)).partition(LENT)[2])
    return {f"{LENT}{name}": found.title for name in filter(None, names) if (found := lent.thing(lent.PHOTO, name))}


def _lent(name: str) -> Picture | None:
    return lent.photo(name.removeprefix(LENT)) if name.startswith(LENT) else None


def _in_link(name: str) -> str:
    """Return what a link calls a photo: the same in all languages."""
    if name.startswith(LENT):
        return f"{LENT_LINK}{name.removeprefix(LENT)}"
    return SAMPLES[name].title if name in SAMPLES else f"Your photo {name.removeprefix(OWN)}"


def _title(name: str, lent_photos: Mapping[str, str]) -> str:
    """Return what the list calls a photo; never a file's name, since it appears in links."""
    if name in SAMPLES:
        return _(SAMPLES[name].title)
    if name in lent_photos:
        return _("{title} · lent").format(title=lent_photos[name])
    return _("Your photo {number}").format(number=name.removeprefix(OWN))


def _upload(key: str) -> None:
    with st.popover(_("Upload"), icon=":material/upload:", key=f"{key}_upload", on_change="rerun") as popover:
        if popover.open and not errors.uploads_are_off():
            widget = f"{key}_file_{st.session_state.get(COUNT, 0)}"
            # Of any name: a file that is no photo is told what it is and what opens it, which Streamlit would not.
            st.file_uploader(_("A photo from this device (PNG, JPEG, HEIC, WebP, AVIF, GIF, TIFF or BMP)"), key=widget,
                             on_change=_take, args=(key, widget),
                             max_upload_size=mebibytes(settings().image_bytes))
            _show_refusal(key)
            _kept(key)


def _kept(key: str) -> None:
    """Say how long photos are kept, and let go of them if the reader asks."""
    st.caption(_("Photos stay in this server's memory, for you only, until {hours:.2g} hours after their last "
                 "use.").format(hours=settings().photos_s / 3600))
    if _own():
        st.button(_("Forget my photos"), icon=":material/delete:", key=f"{key}_forget", on_click=shelf().forget,
                  args=(reader(),))


def _camera(key: str) -> None:
    with st.popover(_("Camera"), icon=":material/photo_camera:", key=f"{key}_camera", on_change="rerun") as popover:
        if popover.open and not errors.uploads_are_off():
            widget = f"{key}_shot_{st.session_state.get(COUNT, 0)}"
            st.camera_input(_("Take a photo"), key=widget, on_change=_take, args=(key, widget))
            _show_refusal(key)


def _notes(key: str, name: str, picture: Picture) -> None:
    """Say what is to be known of how a photo was opened, and offer to stretch one that is dark for its 16 bits."""
    if not picture.notes:
        return
    with st.popover(_("About this photo"), icon=":material/info:", key=f"{key}_notes", on_change="rerun") as popover:
        if popover.open:
            for note in picture.notes:
                st.markdown(errors.plain(say(note)))
            if picture.dark_range and file_of(picture):
                widget = f"{key}_stretch_{name}"
                st.session_state[widget] = picture.is_stretched
                st.toggle(_("Stretch its values from black to white"), key=widget, on_change=_stretch,
                          args=(name, widget))


def _stretch(name: str, widget: str) -> None:
    """Open the file of a photo again, with its values as they are or stretched."""
    picture = _own().get(name)
    content = file_of(picture) if picture else None
    if picture and content:
        shelf().replace(reader(), name, open_image(content, picture.name, stretch=st.session_state[widget]))


def _take(key: str, widget: str) -> None:
    """Open the file just given; a refused one leaves the photo as it was and says why."""
    file = st.session_state[widget]
    st.session_state.pop(f"{key}_refused", None)
    if file is None:
        return
    try:
        switches.refuse_uploads()
        picture = open_image(file.getvalue(), file.name)
    except ExplorerError as error:
        st.session_state[f"{key}_refused"] = error.message
        return
    st.session_state[key] = st.session_state[CHOICE] = shelf().add(reader(), picture, file.getvalue())
    st.session_state.pop(f"{key}_gone", None)
    st.session_state[COUNT] = st.session_state.get(COUNT, 0) + 1  # an empty uploader: the file itself is let go
    st.session_state[f"{key}_upload"] = st.session_state[f"{key}_camera"] = False
    if picture.notes:
        st.session_state[f"{key}_notes"] = True


def _chosen(key: str) -> None:
    st.session_state[CHOICE] = st.session_state[key]
    for note in ("refused", "gone"):
        st.session_state.pop(f"{key}_{note}", None)


def _show_refusal(key: str) -> None:
    if refused := st.session_state.get(f"{key}_refused"):
        errors.show(refused)


def _own() -> Mapping[str, Picture]:
    return shelf().photos(reader())
