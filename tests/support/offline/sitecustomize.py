"""No test leaves this machine: every connection and look-up beyond loopback raises.

An audit hook sees what Python's own socket calls are asked to do, whichever library asks. The
folder is put on PYTHONPATH by conftest.py, so that Python processes started by a test import
this file too, before anything else.
"""

import ipaddress
import sys


class BeyondLoopback(ConnectionError):
    """A test tried to reach another machine."""


def is_loopback(host: object) -> bool:
    """Whether a host, name or address, is this machine; None and "" mean a local port to bind."""
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(name).partition("%")[0]).is_loopback
    except ValueError:
        return False


def loopback_only(event: str, arguments: tuple) -> None:
    """Raise when a socket call names a host that is not this machine."""
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    if not is_loopback(host):
        raise BeyondLoopback(
            f"a test tried to reach {host!r}; tests use servers on 127.0.0.1 and nothing else"
        )


sys.addaudithook(loopback_only)
