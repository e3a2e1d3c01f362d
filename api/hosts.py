"""Which names and addresses this office answers to, so that no foreign name can be bound to it."""

import os
import socket
from collections.abc import Iterable
from functools import cache
from ipaddress import ip_address
from urllib.parse import urlsplit

EXTRA_HOSTS = "TAIZHANG_HOSTS"
"""Environment: further names, separated by commas, such as that of a reverse proxy."""


@cache
def own_names() -> frozenset[str]:
    """localhost, this machine's name as the office's network knows it, and what was configured."""
    machine = socket.gethostname().lower()
    short = machine.partition(".")[0]
    extra = os.environ.get(EXTRA_HOSTS, "").lower().split(",")
    names = {"localhost", machine, short, f"{short}.local", *map(str.strip, extra)}
    return frozenset(names - {""})


def is_own_host(host: str, arrived_at: str | None) -> bool:
    """Whether a Host header names this office.

    An IP literal counts when it is the address the connection came in on (`arrived_at`): a
    rebound foreign name never equals it. IPv4 arriving on an IPv6 socket is compared as IPv4.
    """
    name = _name(host)
    if name is None:
        return False
    if name in own_names():
        return True
    address = _address(name)
    return address is not None and arrived_at is not None and address == _address(arrived_at)


def same_origin(origin: str, host: str) -> bool:
    """Whether an Origin header is this very host and port (a proxy may have added TLS)."""
    scheme, separator, rest = origin.partition("://")
    return bool(separator) and scheme in ("http", "https") and rest.lower() == host.lower()


def header(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> str | None:
    """The value of an ASGI header; None when it is absent."""
    return next((value.decode("latin-1") for key, value in headers if key == name), None)


def _name(host: str) -> str | None:
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return None
    if parts.path or parts.query or parts.fragment or parts.username is not None:
        return None
    return (parts.hostname or "").rstrip(".").lower() or None


def _address(text: str) -> str | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)
