"""Limits and choices of this server, from ``EXPLORER_*`` environment variables."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from difflib import get_close_matches
from functools import cache
from typing import Any

from explorer.errors import ExplorerError, Message, message
from explorer.setting_checks import CHECKS, SHORTEST_SECRET as SHORTEST_SECRET

PREFIX = "EXPLORER_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Each field is set by the variable ``EXPLORER_<FIELD>``, for example ``EXPLORER_IMAGE_PIXELS``."""

    device: str = "auto"
    """Device that runs networks: ``auto`` (CUDA, then MPS, then CPU) or a name torch knows, such as ``cuda:1``."""
    image_bytes: int = 20 * 2**20
    """Largest picture file, bytes. No upload is larger than ``server.maxUploadSize`` in ``.streamlit/config.toml``."""
    image_pixels: int = 50_000_000
    """Largest picture, pixels (width x height), read from its header before anything is decoded."""
    image_longest: int = 30_000
    """Longest side of a picture's file, px."""
    image_memory: int = 512 * 2**20
    """Most memory that decoding one picture may take, bytes, estimated from its header."""
    image_side: int = 1024
    """Pictures are scaled down to this longer side when they are opened, px."""
    photos_bytes: int = 2**30
    """Most bytes of readers' own photos kept in memory, of all readers together; those used longest ago make room."""
    photos_s: float = 2 * 3600.0
    """How long a reader's own photos are kept in memory after they were used last, s."""
    layers: int = 600
    """Most layers of a stack."""
    text_chars: int = 16_000
    """Longest text of a stack in a link, characters."""
    code_chars: int = 60_000
    """Longest text of code that is pasted, characters."""
    input_values: int = 4_000_000
    """Largest input of a stack, values (channels x height x width)."""
    run_params: int = 100_000_000
    """Largest stack that is run on a picture, parameters."""
    run_macs: int = 40_000_000_000
    """Largest stack that is run on a picture, multiply-accumulates."""
    run_values: int = 200_000_000
    """Largest stack that is run on a picture, activations of all its layers together, values."""
    weights_bytes: int = 256 * 2**20
    """Largest file of a reader's own weights, bytes."""
    model_bytes: int = 256 * 2**20
    """Largest ONNX file of a reader's own network, bytes."""
    model_nodes: int = 20_000
    """Most operators of such a file."""
    networks_bytes: int = 10 * 2**30
    """Most bytes of readers' own ONNX networks kept on disk; those used longest ago make room."""
    networks_bytes_per_reader: int = 2**30
    """Most bytes of one reader's own ONNX networks kept on disk; further ones are refused until one is removed."""
    downloads: str = field(default="on", metadata={"choices": ("on", "off")})
    """``off``: weights and data sets are read from this machine only, never downloaded."""
    queue: int = 64
    """Most requests that wait for one device; further ones are asked to come back."""
    wait_s: float = 30.0
    """Longest wait for an answer of a device, s."""
    tasks: int = 4
    """Most long computations that run at once, such as attributions in many passes; further ones are refused."""
    lessons: str = ""
    """Folder of a teacher's own lessons, which are listed after ours; empty: ours alone."""
    data: str = "data"
    """Folder for data sets, readers' ZIP files, jobs and what they trained."""
    cifar10: str = ""
    """ZIP of CIFAR-10 with folders ``test/<class>``, to show what units of bundled networks like; empty:
    ``cifar10.zip`` in ``data``."""
    zip_bytes: int = 200 * 2**20
    """Largest ZIP of a reader's own pictures, bytes."""
    zip_files: int = 20_000
    """Most files in such a ZIP."""
    zip_unpacked: int = 2 * 2**30
    """Most bytes of all its files together, unpacked."""
    zip_ratio: int = 100
    """Above this ratio of unpacked to packed bytes a ZIP is taken for a bomb."""
    class_pictures: int = 5
    """Fewest pictures of a class; classes of a ZIP with fewer are left out."""
    classes: int = 1000
    """Most classes of a ZIP."""
    set_bytes: int = 2 * 2**30
    """Largest data set in memory, bytes (pictures x 3 x side x side)."""
    uploads_bytes: int = 10 * 2**30
    """Most bytes of readers' ZIP files kept on disk; those used longest ago make room."""
    uploads_bytes_per_reader: int = 2**30
    """Most bytes of one reader's ZIP files kept on disk; further ones are refused until the reader removes one."""
    prepared_bytes: int = 8 * 2**30
    """Most bytes of decoded pictures kept on disk, so that a data set opens at once the next time."""
    database_url: str = field(default="", repr=False)
    """Database of the jobs, ``postgresql://...`` for several machines; empty: a SQLite file in ``data``."""
    address: str = ""
    """Address of the app as others reach it, such as ``https://cnn.example.edu``, for links that are shared; empty: the
    one that a reader came by, or this machine's in its network."""
    embed_from: str = ""
    """Sites that may show the app in a frame, such as ``https://lms.example.edu https://*.example.org``, with blanks
    between them; empty: its own site only."""
    short_links: int = 20_000
    """Most short links that are kept, of all readers together."""
    short_links_per_reader: int = 200
    """Most short links of one reader."""
    short_link_days: float = 180.0
    """How long a short link is kept after it was used last, days."""
    secret: str = field(default="", repr=False)
    """Signs readers' cookies; empty: made once and kept in ``data``. The same on all machines."""
    admin_secret: str = field(default="", repr=False)
    """Whoever writes it on the page *Admin* is an admin; empty: only those whose login says so."""
    worker: str = field(default="app", metadata={"choices": ("app", "external")})
    """``external``: jobs are run by ``python -m explorer.jobs.worker``, not by a worker that the app starts."""
    jobs_per_worker: int = 1
    """Most jobs that one worker runs at once."""
    jobs_running: int = 8
    """Most jobs that run at once, on all machines together."""
    jobs_running_per_reader: int = 1
    """Most jobs of one reader that run at once; further ones wait."""
    jobs_queued: int = 100
    """Most jobs that wait, of all readers together; further ones are refused."""
    jobs_queued_per_reader: int = 5
    """Most jobs of one reader that wait; further ones are refused."""
    job_seconds: float = 4 * 3600.0
    """Longest time that a job runs, all its starts together, s."""
    data_bytes: int = 20 * 2**30
    """Jobs are refused while what all jobs have written takes more than this, bytes."""
    epochs: int = 200
    """Most epochs of a training run."""
    train_images: int = 60_000
    """Most pictures that a training run learns from."""
    rooms: int = 200
    """Most rooms of classes that are open at once, of all readers together."""
    rooms_per_reader: int = 3
    """Most rooms of one reader that are open at once."""
    room_hours: float = 24.0
    """How long a room is open, h; then it is deleted with all its answers."""
    room_students: int = 200
    """Most students of a room."""
    room_questions: int = 200
    """Most questions of a room."""
    room_nickname: int = 20
    """Longest nickname, characters."""
    room_answers_per_s: float = 1.0
    """Most answers of one student, per second; a few more at once are let through."""
    uploads_per_minute: float = 60.0
    """Most files that one reader uploads, per minute; so many at once are let through, and so it is with all below."""
    attributions_per_minute: float = 60.0
    """Most long computations, such as attributions in many passes, that one reader starts, per minute."""
    jobs_per_hour: float = 60.0
    """Most jobs that one reader submits or resumes, per hour."""
    rooms_per_hour: float = 12.0
    """Most rooms of a class that one reader opens, per hour."""
    short_links_per_hour: float = 120.0
    """Most short links that one reader makes, per hour."""
    readers_per_address: float = 60.0
    """All readers who come from one address, a class behind one router, have so many times the limits of one."""
    teacher_factor: float = 4.0
    """Teachers have so many times the limits of other readers: of what they do per minute or hour, of jobs that wait,
    and of bytes of ZIP files and networks."""
    role_claim: str = ""
    """Claim of the login that tells a reader's roles, such as ``roles``, ``groups`` or ``realm_access.roles``; empty:
    none does."""
    teacher_values: str = "teacher"
    """Values of that claim that make a teacher, with commas between them."""
    admin_values: str = "admin"
    """Values of that claim that make an admin, with commas between them."""
    teachers: str = ""
    """Who is a teacher: addresses that the login has checked, or ``https://issuer|sub``, with blanks between them;
    empty, and without a claim for roles: everybody may do what teachers may."""
    admins: str = ""
    """Who is an admin, written in the same way."""
    proxies: str = "127.0.0.0/8 ::1"
    """Addresses and networks of proxies whose ``X-Forwarded-For`` is believed, with blanks between them."""
    metrics_from: str = "127.0.0.0/8 ::1"
    """Addresses and networks that may read ``/metrics``, with blanks between them."""
    log: str = field(default="text", metadata={"choices": ("text", "json")})
    """``json``: the log is one JSON object a line, and has a line for each request; nothing of a reader's is in it."""
    hsts: str = field(default="off", metadata={"choices": ("off", "on")})
    """``on``: browsers that came by https are told to come by nothing else for a year (Strict-Transport-Security)."""


@cache
def settings() -> Settings:
    """Return the settings of this process, read once."""
    return from_environment(os.environ)


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Return the settings that ``environment`` asks for. Names that are none are left to `unknown`.

    Raises:
        ExplorerError: a value is not of its field's kind, a number is not finite or not above 0, or a choice is none
            of those there are.
    """
    chosen: dict[str, Any] = {}
    for entry in fields(Settings):
        name = f"{PREFIX}{entry.name.upper()}"
        if name in environment:
            chosen[entry.name] = _parsed(name, environment[name], entry)
    return Settings(**chosen)


def unknown(environment: Mapping[str, str]) -> list[Message]:
    """Return a sentence about each ``EXPLORER_`` name that sets nothing, with the name that was probably meant.

    They are told of, not refused: hosts set names of their own, as Kubernetes does for a service called *explorer*.
    """
    known = {entry.name.upper() for entry in fields(Settings)}
    names = sorted(name.removeprefix(PREFIX) for name in environment if name.startswith(PREFIX))
    return [_about_unknown(name, known) for name in names if name not in known]


def _about_unknown(rest: str, known: set[str]) -> Message:
    name = f"{PREFIX}{rest}"
    if near := get_close_matches(rest, sorted(known), n=1):
        return message("{name} sets nothing. Did you mean {near}?", name=name, near=f"{PREFIX}{near[0]}")
    return message("{name} sets nothing; README.md lists what can be set.", name=name)


def _parsed(name: str, text: str, entry: Field[Any]) -> Any:
    if not isinstance(entry.default, str):
        return _number(name, text, type(entry.default))
    if choices := entry.metadata.get("choices"):
        _refuse_other_than(choices, name, text)
    if check := CHECKS.get(entry.name):
        check(name, text)
    return text


def _number(name: str, text: str, kind: Callable[[str], Any]) -> float:
    try:
        value: float = kind(text)
    except ValueError as error:
        raise ExplorerError("{name} is {text!r}, which is not a number. Set it to a number above 0, or unset it.",
                            name=name, text=text) from error
    if not 0 < value < math.inf:
        raise ExplorerError("{name} is {text}. Set it to a number above 0, or unset it.", name=name, text=text)
    return value


def _refuse_other_than(choices: tuple[str, ...], name: str, text: str) -> None:
    if text not in choices:
        near = get_close_matches(text.strip().lower(), choices, n=1, cutoff=0.5) or choices[:1]
        raise ExplorerError("{name} is {text!r}. It can be one of these: {choices}. Did you mean {near}?", name=name,
                            text=text, choices=", ".join(choices), near=near[0])
