"""The launcher."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

import app
from explorer.jobs.paths import PATIENT
from pages.ui.errors import apologise

ROOT = Path(app.__file__).parent


def test_what_is_loaded_at_the_start_is_exempt_from_garbage_collection():
    async def start_and_stop() -> int:
        async with app.lifespan(app.app):
            return gc.get_freeze_count()

    gc.unfreeze()
    try:
        assert asyncio.run(start_and_stop()) > 10_000
    finally:
        gc.unfreeze()


def test_a_crash_is_answered_by_the_apology():
    assert app.app._on_script_error is apologise


@pytest.mark.parametrize("chosen", [None, "ACTIVE"])
def test_torchs_threads_wait_asleep_unless_the_host_chose_otherwise(chosen):
    (name, usual), = PATIENT.items()
    outside = {key: value for key, value in os.environ.items() if key != name} | ({name: chosen} if chosen else {})
    told = "import app, os, sys; print(os.environ[sys.argv[1]], 'torch' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", told, name], cwd=ROOT, env=outside, capture_output=True, text=True,
                           check=True)
    assert found.stdout.split()[-2:] == [chosen or usual, "False"]


def test_the_server_listens_before_what_only_pages_need_is_loaded():
    told = "import app, sys; print(*({'numpy', 'explorer.graph', 'sqlalchemy'} & {*sys.modules}))"
    found = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.split() == []
