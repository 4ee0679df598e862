"""Which addresses a stranger may make us call: a browser names its push service, so it could name us."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

LONGEST = 2048
# Networks that carry an IPv4 address inside: judged by what they carry.
NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Names that resolve inside a network only.
INNER_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "home.arpa")


def acceptable(url: str) -> bool:
    """Whether a browser may name this as its push service: https, port 443, a public name, nothing hidden."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    if len(url) > LONGEST or not url.isascii() or any(sign <= " " for sign in url) or "\\" in url:
        return False
    if parts.scheme != "https" or port not in (None, 443) or "@" in parts.netloc or parts.fragment:
        return False
    return _public_name(parts.hostname or "")


def public(address: str) -> bool:
    """Whether this is an address of the open Internet, also when it is wrapped in another."""
    try:
        inner = _unwrapped(ipaddress.ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    return inner.is_global and not (inner.is_multicast or inner.is_reserved or inner.is_unspecified)


def origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _public_name(host: str) -> bool:
    host = host.rstrip(".").lower()
    # A last label that begins with a digit can be an IPv4 address in one of its many spellings.
    last = host.rpartition(".")[2]
    if "." not in host or ":" in host or not last or last[0].isdigit():
        return False
    return not any(host == name or host.endswith(f".{name}") for name in INNER_NAMES)


def _unwrapped(address: Address) -> Address:
    if not isinstance(address, ipaddress.IPv6Address):
        return address
    carried = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
    if carried is None and address in NAT64:
        carried = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return carried or address
