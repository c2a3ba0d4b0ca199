"""Most tests here pack one picture many times; that is looked for in ``test_twins.py``, beside this folder."""

from __future__ import annotations

import pytest

from explorer.training.data.twins import Prints


@pytest.fixture(autouse=True)
def _every_picture_is_another(request, monkeypatch):
    if "fuzz" not in request.module.__name__:
        monkeypatch.setattr(Prints, "same", lambda *_: [])
