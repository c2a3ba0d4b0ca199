"""A ZIP that came in before an admin switched uploads off is not kept, and no other is asked for."""

from __future__ import annotations

from explorer.runtime import switches
from tests.pages.fine_tune.test_fine_tune import (  # noqa: F401 (fixtures)
    desk,
    give,
    looked,
    own,
    pictures_zip,
    plan,
)
from tests.pages.page import checked


def test_where_an_admin_has_switched_uploads_off_nothing_is_kept(own):  # noqa: F811
    waiting = looked(give(own, pictures_zip(cats=30, dogs=30)))
    switches.follow({"uploads": "off"})
    try:
        at = checked(waiting.button(key="ft_use").click().run())
        assert not at.file_uploader
        assert any("switched off uploads" in said.value for said in (*at.error, *at.info))
        assert not plan(at).data.startswith("upload/")
    finally:
        switches.follow({})
