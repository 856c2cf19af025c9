"""What the service manager hears, over a socket of its own as systemd opens it."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import supervisor
from bot.watchdog import Watchdog


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.settimeout(5)
        monkeypatch.setenv(supervisor.ADDRESS, str(tmp_path / "notify"))
        yield listening


def test_states_arrive_as_one_datagram(manager: socket.socket) -> None:
    supervisor.tell(supervisor.READY, supervisor.ALIVE)
    assert manager.recv(100) == b"READY=1\nWATCHDOG=1"


def test_an_abstract_address_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"shuzhi-test-of-notify-{os.getpid()}"  # the whole machine sees it
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(f"\0{name}")
        listening.settimeout(5)
        monkeypatch.setenv(supervisor.ADDRESS, f"@{name}")
        supervisor.tell(supervisor.ENDING)
        assert listening.recv(100) == b"STOPPING=1"


async def test_a_sign_of_life_reaches_the_manager(manager: socket.socket) -> None:
    dog = Watchdog()
    dog.alive()
    await dog.stop()  # else the kernel ends the tests that follow
    assert manager.recv(100) == b"WATCHDOG=1"


@pytest.mark.parametrize("address", ["", "/nowhere/at/all"])
def test_a_manager_that_does_not_listen_stops_nobody(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(supervisor.ADDRESS, address)
    supervisor.tell(supervisor.READY)
