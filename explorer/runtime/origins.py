"""Where a request comes from: what a proxy says of it is believed where the proxy is one of ours."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
HOUSEHOLD = 64
"""Bits of an IPv6 address that a household or a class has in common; whoever has one has all behind it (RFC 6177)."""


def came_from(peer: str, forwarded: Sequence[str], proxies: str) -> str:
    """Return the address of whoever asked: the last in the chain that is no proxy of ours.

    Args:
        peer: the other end of the connection; empty: not known.
        forwarded: values of ``X-Forwarded-For``, each proxy's neighbour at its right end.
        proxies: networks of ours, with blanks between them.
    """
    chain = [part.strip() for value in forwarded for part in value.split(",")]
    found = peer
    while is_in(found, proxies) and chain:
        found = chain.pop()
    return found


def all_in(peer: str, forwarded: Sequence[str], networks: str) -> bool:
    """Say whether the peer and all for whom it speaks are in ``networks``: a proxy there lets no stranger in."""
    chain = [part.strip() for value in forwarded for part in value.split(",")]
    return all(is_in(one, networks) for one in (peer, *chain))


def household(address: str) -> str:
    """Return what stands for all addresses that one household or class can have at will."""
    found = _address(address)
    if isinstance(found, IPv6Address):
        return str(ip_network((found, HOUSEHOLD), strict=False))
    return str(found or "")


def is_in(address: str, networks: str) -> bool:
    """Say whether an address is in one of the networks, which have blanks between them; what is none is in no one."""
    found = _address(address)
    return found is not None and any(found in network for network in _networks(networks))


@lru_cache(4096)
def _address(text: str) -> Address | None:
    """Return the address that ``text`` is, also with a port; IPv4 in IPv6 is IPv4."""
    bare = text[1:].partition("]")[0] if text.startswith("[") else text
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ip_address(bare)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


@cache
def _networks(text: str) -> tuple[Network, ...]:
    return tuple(ip_network(part) for part in text.split())
