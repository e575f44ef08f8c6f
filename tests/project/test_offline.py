"""Tests reach this machine and no other."""

import socket
import subprocess
import sys

import pytest


def test_connecting_to_another_machine_raises_a_sentence():
    with socket.socket() as phone, pytest.raises(ConnectionError, match="127.0.0.1 and nothing"):
        phone.connect(("192.0.2.1", 80))


def test_looking_a_name_up_raises_before_anything_is_sent():
    with pytest.raises(ConnectionError, match="visimuslim"):
        socket.getaddrinfo("www.visimuslim.org", 443)


def test_a_server_on_loopback_can_be_reached():
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as phone,
    ):
        assert phone.getpeername() == server.getsockname()


def test_programs_started_by_a_test_are_held_to_it_too():
    code = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "a test tried to reach '192.0.2.1'" in run.stderr
