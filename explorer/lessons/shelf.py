"""All lessons there are: ours, and those that lie in the folder ``EXPLORER_LESSONS``, which is read again when it
changes: what a teacher saves is there with the next click."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from explorer.errors import Message, message
from explorer.lessons.lesson_file import read_lesson
from explorer.lessons.lesson_plan import LessonPlan
from explorer.lessons.pointers import Discussion, Topic, read_discussions, read_topics
from explorer.lessons.tables import LessonError
from explorer.settings import settings

SHIPPED = Path(__file__).parent / "shipped"
MOST_FILES, MOST_BYTES = 100, 200_000
"""Files of a teacher's folder that are read, and bytes of one."""
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_Stamp = tuple[tuple[str, int, int], ...]


@cache
def shipped() -> tuple[LessonPlan, ...]:
    """Return our own lessons, in the order in which they are taught."""
    found = []
    for file in sorted(SHIPPED.glob("lesson_*.toml")):
        name = file.stem.removeprefix("lesson_")
        plan, problems = read_lesson(file.read_text(encoding="utf-8"), name=name, number=int(name), file=file.name)
        if plan is None:
            raise LessonError("{problem}", problem=problems[0])
        found.append(plan)
    return tuple(found)


def lessons() -> tuple[LessonPlan, ...]:
    """Return all lessons: ours, then a teacher's own in the order of their files' names."""
    return (*shipped(), *_own()[0])


def faults() -> tuple[Message, ...]:
    """Return what is wrong with a teacher's own files; a lesson with a fault is left out until it is mended."""
    return _own()[1]


def lesson(name: str) -> LessonPlan | None:
    """Return the lesson that is called ``name`` in links, or None."""
    return next((plan for plan in lessons() if plan.name == name), None)


@cache
def topics() -> tuple[Topic, ...]:
    """Return what the lectures teach, each with the page that shows it."""
    file = SHIPPED / "topics.toml"
    found, problems = read_topics(file.read_text(encoding="utf-8"))
    if problems:
        raise LessonError("{problem}", problem=problems[0])
    return found


@cache
def discussions() -> tuple[Discussion, ...]:
    """Return the questions that a class discusses."""
    file = SHIPPED / "discussions.toml"
    found, problems = read_discussions(file.read_text(encoding="utf-8"))
    if problems:
        raise LessonError("{problem}", problem=problems[0])
    return found


def _own() -> tuple[tuple[LessonPlan, ...], tuple[Message, ...]]:
    folder = settings().lessons
    return _read(folder, _stamp(Path(folder))) if folder else ((), ())


def _stamp(folder: Path) -> _Stamp:
    """Return what changes when a lesson of the folder does: names, times and sizes of its files."""
    try:
        files = sorted(folder.glob("*.toml"))[:MOST_FILES]
        told = [(file.name, file.stat()) for file in files]
    except OSError:  # such as a file that is being saved right now: it is read the next time
        return ()
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in told)


@lru_cache(maxsize=4)
def _read(folder: str, stamp: _Stamp) -> tuple[tuple[LessonPlan, ...], tuple[Message, ...]]:
    if not Path(folder).is_dir():
        return (), (message("EXPLORER_LESSONS is {folder!r}, which is no folder on this server.", folder=folder),)
    plans: list[LessonPlan] = []
    problems: list[Message] = []
    for file, _time, size in stamp:
        plan, wrong = _read_file(Path(folder) / file, size, number=len(shipped()) + len(plans) + 1)
        plans += [plan] if plan else []
        problems += wrong
    return tuple(plans), tuple(problems)


def _read_file(file: Path, size: int, number: int) -> tuple[LessonPlan | None, tuple[Message, ...]]:
    name = file.stem.lower()
    if not _NAME.fullmatch(name):
        return None, (message("{file}: use a file name of small letters, digits, - and _ that begins with a letter; "
                              "it stands in links.", file=file.name),)
    if size > MOST_BYTES:
        return None, (message("{file} has {size:,} bytes; at most {most:,} are read.", file=file.name, size=size,
                              most=MOST_BYTES),)
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return None, (message("{file} cannot be read as text in UTF-8: {reason}", file=file.name,
                              reason=str(error)[:200]),)
    return read_lesson(text, name=name, number=number, shipped=False, file=file.name)
