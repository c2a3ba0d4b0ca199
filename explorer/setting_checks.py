"""What settings may say that are neither numbers nor a choice of words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from ipaddress import ip_network
from urllib.parse import urlsplit

from explorer.errors import ExplorerError

SHORTEST_SECRET = 16
"""Fewest characters of a secret that keeps anybody out."""
DEVICE = re.compile(r"auto|cpu|(cpu|cuda|mps):\d{1,3}|cuda|mps", re.ASCII)
DATABASES = ("postgresql", "postgres", "postgresql+psycopg", "sqlite")


def _check_device(name: str, text: str) -> None:
    if not DEVICE.fullmatch(text):
        raise ExplorerError("{name} is {text!r}, which is no device. Set it to auto, cpu, mps or cuda, or to one of "
                            "several, such as cuda:1.", name=name, text=text)


def _check_data(name: str, text: str) -> None:
    if not text.strip():
        raise ExplorerError("{name} is empty. Set it to a folder of its own, or unset it.", name=name)


def _check_database(name: str, text: str) -> None:
    """Refuse what no database is reached by. The address is not repeated: it may hold a password."""
    scheme = text.partition("://")[0] if "://" in text else ""
    if text and scheme not in DATABASES:
        raise ExplorerError("{name} begins with {scheme!r}. Jobs are kept in PostgreSQL (postgresql://...), or, where "
                            "it is unset, in a SQLite file.", name=name, scheme=scheme)
    try:
        _port = urlsplit(text).port
    except ValueError as error:
        raise ExplorerError("{name} cannot be read as an address. Write postgresql://user:password@host:5432/name, "
                            "with %-codes for characters such as / and @ in the password.", name=name) from error


def _check_address(name: str, text: str) -> None:
    found = re.fullmatch(r"https?://[^\s/?#\"'<>@]+(/[^\s?#\"'<>]*)?", text)
    if text and not found:
        raise ExplorerError("{name} is {text!r}. Write it as a browser shows it, such as https://cnn.example.edu.",
                            name=name, text=text)


def _check_sites(name: str, text: str) -> None:
    for site in text.split():
        if not re.fullmatch(r"https?://(\*\.)?[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?", site):
            raise ExplorerError("{name} has {site!r}. Write sites as https://lms.example.edu, with blanks between "
                                "them; https://*.example.edu means all below it.", name=name, site=site)


def _check_secret(name: str, text: str) -> None:
    if text and len(text.strip()) < SHORTEST_SECRET:
        raise ExplorerError("{name} has {length} characters. Use {least} or more, or unset it.",
                            name=name, length=len(text.strip()), least=SHORTEST_SECRET)


def _check_networks(name: str, text: str) -> None:
    for network in text.split():
        try:
            ip_network(network)
        except ValueError as error:
            raise ExplorerError("{name} has {network!r}. Write addresses or networks as 192.0.2.7 or 192.0.2.0/24, "
                                "with blanks between them.", name=name, network=network) from error


def _check_people(name: str, text: str) -> None:
    for one in text.split():
        if not re.fullmatch(r"https?://[^\s|]+\|\S+|[^\s|@]+@[^\s|@]+", one):
            raise ExplorerError("{name} has {one!r}. Write people by their address, ada@example.edu, or by the issuer "
                                "and the sub of their login, https://login.example.edu|1234, with blanks between them.",
                                name=name, one=one)


CHECKS: Mapping[str, Callable[[str, str], None]] = {
    "device": _check_device, "address": _check_address, "embed_from": _check_sites, "data": _check_data,
    "database_url": _check_database, "secret": _check_secret, "admin_secret": _check_secret, "proxies": _check_networks,
    "metrics_from": _check_networks, "teachers": _check_people, "admins": _check_people}
