"""A service that does not answer is noticed, told without anybody's words, and ended when it is hopeless."""

import asyncio
import faulthandler
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.watchdog import CALM, HOPELESS, SILENCE, Watchdog, standing
from tests.patterns.guarded import HANGS, ROOT


@pytest.fixture(autouse=True)
def _clock_stopped() -> Iterator[None]:
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)
    faulthandler.cancel_dump_traceback_later()


def test_a_silence_is_told_once_with_the_places_of_all_threads(
    capsys: pytest.CaptureFixture[str],
) -> None:
    dog = Watchdog()
    with ThreadPoolExecutor(1) as watching:  # from outside of the thread that hangs
        for _ in range(SILENCE + 3):
            watching.submit(dog.look).result()
    written = capsys.readouterr()
    told = [line for line in (written.out + written.err).splitlines() if "service.hangs" in line]
    assert len(told) == 1
    assert "test_a_silence_is_told_once" in told[0]
    assert dog.ready() == (
        False,
        f"服务线程有 {SILENCE + 3} 秒没有应答，请查看日志里的 service.hangs",
    )


def test_the_service_is_ready_again_when_it_has_answered_for_a_while() -> None:
    dog = Watchdog(places=str)
    for _ in range(SILENCE):
        dog.look()
    dog.alive()
    assert not dog.ready()[0]
    for _ in range(CALM):
        dog.look()
        dog.alive()
    assert dog.ready()[0]


def test_a_short_silence_is_nobodys_business(capsys: pytest.CaptureFixture[str]) -> None:
    dog = Watchdog()
    for _ in range(SILENCE - 1):
        dog.look()
    dog.alive()
    assert dog.ready()[0]
    written = capsys.readouterr()
    assert "service" not in written.out + written.err


def test_a_process_that_hangs_for_good_is_ended() -> None:
    ended: list[bool] = []
    dog = Watchdog(places=str, end=lambda: ended.append(True))
    for _ in range(HOPELESS - 1):
        dog.look()
    assert not ended
    dog.look()
    assert ended


def test_no_value_of_any_thread_is_told() -> None:
    secret = "张三的票"  # noqa: F841 - what a frame holds
    assert (
        "test_no_value_of_any_thread_is_told" not in standing()
    )  # the asking thread itself is left out
    assert "张三" not in standing()


async def test_it_lives_as_long_as_the_event_loop() -> None:
    dog = Watchdog()
    dog.start()
    await asyncio.sleep(0)
    await dog.stop()
    assert dog.ready()[0]
    assert signal.getitimer(signal.ITIMER_PROF)[0] == 0


def test_who_is_asked_to_end_while_it_hangs_ends_soon() -> None:
    ended: list[bool] = []
    dog = Watchdog(places=str, end=lambda: ended.append(True))
    dog.ending()
    for _ in range(SILENCE):
        dog.look()
    assert ended


HOGGED = """
import re, sys
sys.path.insert(0, sys.argv[1])
from bot import watchdog
watchdog.PROCESSOR_SECONDS = 0.5
watchdog.HELD_SECONDS = 0.1
watchdog.Watchdog().alive()
re.fullmatch("(?:a|a)*b", "a" * 60)
"""


def test_the_kernel_ends_a_process_whose_interpreter_is_held() -> None:
    command = [sys.executable, "-c", HOGGED, str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=HANGS)
    assert done.returncode == -signal.SIGPROF
    assert "fullmatch" in done.stderr  # where it hung, told past the held interpreter
    assert "aaaa" not in done.stderr


HANGING = """
import asyncio, re, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from bot import watchdog
from bot.app import Program
from bot.cli.serving import Service, _listen
from bot.settings import load_settings
watchdog.ENDING_SECONDS = 0.1
watchdog.HELD_SECONDS = 1

def hang(said):
    print("hangs", flush=True)
    re.fullmatch("(?:a|a)*b", said)

class Hanging(Service):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        self._program.watchdog.alive()
        asyncio.get_running_loop().call_soon(hang, "a" * 60)

settings = load_settings(platforms=("sandbox",), data_dir=Path(sys.argv[2]), port=0)
with _listen(settings) as listener:
    Hanging(Program(settings)).run([listener])
"""


def test_a_hanging_service_obeys_when_asked_to_end(data: Path) -> None:
    command = [sys.executable, "-c", HANGING, str(ROOT), str(data)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as service:
        assert service.stdout
        while (line := service.stdout.readline()) and line != "hangs\n":
            pass
        service.terminate()
        try:
            _, told = service.communicate(timeout=HANGS)
        finally:
            service.kill()
    assert service.returncode == -signal.SIGPROF, told
    assert "aaaa" not in told
