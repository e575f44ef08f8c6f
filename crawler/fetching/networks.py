"""Which addresses lie in the open internet, and which inside somebody's network."""

from __future__ import annotations

import ipaddress
import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import urlsplit

LOCAL_NAMES = (
    *("localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp"),
    *("private", "home.arpa"),
)
"""Last labels of names that mean something only inside a network (RFC 6761, 6762, 8375)."""

NOBODYS = tuple(map(IPv4Network, ("192.0.0.0/24", "192.88.99.0/24")))
"""IPv4 for protocols (RFC 6890) and 6to4 relays; Python before 3.13 calls some of it global."""
PUBLIC_IPV6 = IPv6Network("2000::/3")
"""All IPv6 that is given out to be reached by everybody (RFC 4291)."""
WRAPPED_IPV4 = tuple(
    (IPv6Network(network), shift)
    for network, shift in (
        ("::ffff:0:0/96", 0),  # mapped (RFC 4291)
        ("::ffff:0:0:0/96", 0),  # translated (RFC 2765)
        ("64:ff9b::/96", 0),  # NAT64 (RFC 6052)
        ("::/96", 0),  # compatible, given up (RFC 4291)
        ("2002::/16", 80),  # 6to4 (RFC 3056)
    )
)
"""IPv6 in which an IPv4 address is wrapped, and how many bits stand behind it."""
ISATAP = (0x00005EFE, 0x02005EFE)
"""Bits 64 to 96 of an IPv6 address that tunnels to the IPv4 address in its last 32 (RFC 5214)."""


def is_public(url: str) -> bool:
    """Whether an address names a host of the open internet, as far as the name itself tells.

    Also in the forms that only browsers and C libraries read: http://2130706433/, http://0x7f.1/.
    Names are not looked up.
    """
    return is_public_host(urlsplit(url).hostname or "")


def is_public_host(host: str) -> bool:
    """The same of a host alone, name or IP address."""
    host = host.rstrip(".").lower()
    if address := _ip_address(host):
        return is_public_address(address)
    return "." in host and not host.endswith(tuple(f".{name}" for name in LOCAL_NAMES))


def is_public_address(address: IPv4Address | IPv6Address | str) -> bool:
    """Whether an IP address is one host's in the open internet; IPv4 wrapped in IPv6 is judged.

    Raises ValueError for a text that is no IP address.
    """
    address = ipaddress.ip_address(address)
    if isinstance(address, IPv4Address):
        nobodys = address.is_multicast or any(address in network for network in NOBODYS)
        return address.is_global and not nobodys
    wrapped = _wrapped(address)
    if wrapped:
        return all(map(is_public_address, wrapped))
    return address.is_global and address in PUBLIC_IPV6


def _wrapped(address: IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that an IPv6 address stands for or goes through."""
    if address.teredo:
        return list(address.teredo)
    number = int(address)
    for network, shift in WRAPPED_IPV4:
        if address in network:
            return [IPv4Address(number >> shift & 0xFFFFFFFF)]
    if number >> 32 & 0xFFFFFFFF in ISATAP:
        return [IPv4Address(number & 0xFFFFFFFF)]
    return []


def _ip_address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeEncodeError, ValueError):
        return None
