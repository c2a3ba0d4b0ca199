"""Writes what the next versions must still read: ``python -m tests.explorer.hosting.write_form FILE``.

A server is filled as readers fill it and backed up. To be run once for each form of the tables or of the files of a
run, with the version that writes it; what it wrote is never written anew.
"""

from __future__ import annotations

import io
import json
import os
import shlex
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

from PIL import Image

from explorer.classroom.class_question import ClassQuestion
from explorer.classroom.students import Rooms
from explorer.errors import message
from explorer.homework.shortened import ShortLinks
from explorer.hosting.backup import back_up
from explorer.jobs.folders import note_state
from explorer.jobs.supervisor import CHILD
from explorer.runtime import run_files
from explorer.settings import settings
from explorer.training.data.upload.store import keep_zip
from explorer.training.plan import Plan, to_json
from tests.explorer.jobs.conftest import Site

PLAN = Plan(network="stack/1x8x8/conv.o2.k3~relu~gap~linear.o10", weights="random", data="digits", side=8,
            how="scratch", epochs=1, batch_size=256, precision="float32", title="Digits")
MANY = 10**6
"""Hours and days: nothing of it ever ends."""


def fill(folder: Path) -> dict[str, str]:
    """Leave two trainings, a failed one, a room with an answer, a short link and an upload; return their names."""
    site = Site(folder, "")
    job = site.jobs.submit("ada", to_json(PLAN), epochs=1, images=1797)
    site.worker(child=shlex.join(CHILD))
    site.wait(job, "done", patience_s=200)
    site.close()
    site = Site(folder, "")
    stopped, waits = site.submit("ada", title="Stopped"), site.submit("bob", title="Waits")
    site.jobs.stop("ada", stopped.id)
    note_state(folder / "jobs" / stopped.id, "stopped", message("The data set {name} is gone.", name="cats"))
    rooms, links = Rooms(site.address), ShortLinks(site.address)
    room = rooms.open("teacher")
    rooms.teacher(room.code, "teacher").ask(ClassQuestion(form="number", says="Side?", right="14"))
    rooms.join(room.code, "ada", "Ada")
    rooms.answer(room.code, "ada", 1, "14")
    link = links.make("ada", "pixels?side=8")
    upload = keep_zip(_pictures(), "ada", "two colours.zip")
    (folder / "secret").write_text("no secret: made for a test, known to all")
    for one in (rooms, links, site):
        one.close()
    with closing(sqlite3.connect(folder / "jobs.sqlite")) as connection, connection:
        connection.execute("UPDATE workflow_status SET executor_id = 'desk-0' WHERE executor_id IS NOT NULL")
        connection.execute("DELETE FROM explorer_workers")
    return {"done": job.id, "stopped": stopped.id, "waits": waits.id, "room": room.code, "word": room.secret,
            "link": link, "upload": upload}


def _pictures() -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        for colour in ("red", "blue"):
            for number in range(5):
                picture = io.BytesIO()
                Image.new("RGB", (8, 8), colour).save(picture, "PNG")
                archive.writestr(f"{colour}/{number}.png", picture.getvalue() + bytes(number))
    return stream.getvalue()


def main() -> None:
    """Write the backup, and the names of what is in it beside it."""
    target = Path(sys.argv[1]).absolute()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"EXPLORER_DATA": folder, "EXPLORER_ROOM_HOURS": str(MANY), "OMP_NUM_THREADS": "1"}
        settings.cache_clear()
        names = fill(Path(folder))
        for job in (Path(folder) / "jobs").iterdir():
            (job / run_files.SAMPLES).unlink(missing_ok=True)
        back_up(target)
    target.with_name(f"{target.name.partition('.')[0]}.json").write_text(json.dumps(names, indent=1) + "\n")


if __name__ == "__main__":
    main()
