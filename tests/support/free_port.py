"""A port for a server that is begun later, or again."""

import random
import socket

NOT_GIVEN_OUT = range(20_000, 32_000)
"""Below those that the system gives to whoever asks for any: nobody takes it meanwhile."""


def free_port() -> int:
    """One on which nobody listens on this machine."""
    while True:
        port = random.choice(NOT_GIVEN_OUT)
        with socket.socket() as tried:
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
