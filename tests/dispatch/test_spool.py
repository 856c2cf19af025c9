"""What comes while the database is away is not lost, and lies nowhere readable; a typed vote is not kept at all."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.actions.services import StoreUnavailable
from bot.app import Program
from bot.documents.reader import DocumentReader
from bot.messages import Message, Update
from bot.storage import spool
from bot.texts import talk
from tests.cast import LI, MEMBER, ORGANISER
from tests.conftest import settings_for
from tests.core import Core
from tests.fakes import update


@contextmanager
def database_away(data: Path) -> Iterator[None]:
    """Nothing can be appended to the database any more; small new files still find room."""
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, ((data / "shuzhi.db-wal").stat().st_size, limit[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)


async def deliver(core: Core, one: Update) -> Message | None:
    """As a platform does it once it has tried often enough."""
    try:
        return await core.program.intake.accept(one)
    except StoreUnavailable:
        return await core.program.intake.put_aside(one)


def kept(data: Path) -> list[Path]:
    """The files of the spool, in the order of arrival; the folder's name is a random key's."""
    return sorted(path for path in (data / "spool").rglob("*") if path.is_file())


def spooled(data: Path) -> bytes:
    """All that lies in the spool, as whoever copies the disk sees it."""
    return b"".join(path.read_bytes() for path in kept(data))


def left(data: Path) -> list[Path]:
    return list((data / "spool").rglob("*")) + list(
        data.with_name(data.name + "-keys").glob("*.key")
    )


async def test_what_came_meanwhile_is_done_in_order_once_it_is_back(core: Core, data: Path) -> None:
    await core.hear(update(LI, "我是谁"))
    first, second = update(LI, "倒计时"), update(LI, "帮助")
    with database_away(data):
        told = [await deliver(core, one) for one in (first, second, first)]
    assert told == [talk.kept_for_later()] * 3
    assert "倒计时".encode() not in spooled(data)
    assert LI.encode() not in spooled(data)
    await core.program.conductor.beat()
    await core.settle()
    texts = [row.payload["text"] for row in await core.inbox()]
    assert texts == ["我是谁", "倒计时", "帮助"]
    assert left(data) == []


async def test_it_outlives_the_process(data: Path, reader: DocumentReader) -> None:
    core = Core(Program(settings_for(data), reader=reader))
    await core.program.start()
    await core.hear(update(LI, "我是谁"))
    with database_away(data):
        await deliver(core, update(LI, "倒计时"))
    await core.program.stop()
    again = Core(Program(settings_for(data), reader=reader))
    await again.program.start()
    await again.settle()
    assert len(await again.inbox()) == 2
    assert len(again.messenger.sent) == 1
    await again.program.stop()
    assert left(data) == []


async def test_while_it_stays_away_nothing_is_dropped(core: Core, data: Path) -> None:
    await core.hear(update(LI, "我是谁"))
    with database_away(data):
        await deliver(core, update(LI, "倒计时"))
        await core.program.intake.resume()
    assert len(left(data)) == 3  # the folder, the message and its key
    await core.program.intake.resume()
    await core.settle()
    assert len(await core.inbox()) == 2


async def test_a_typed_vote_is_not_kept_and_its_voter_hears_so(core: Core, data: Path) -> None:
    await core.hear(update(ORGANISER, "开始测评 王文例"))
    vote = update(MEMBER, "测评 较好")
    with database_away(data):
        told = await deliver(core, vote)
        again = await core.program.intake.put_aside(vote)
    assert told is not None
    assert "没有计入" in told.text
    assert again.refused == "not_kept"
    assert not (data / "spool").exists()


async def test_what_may_be_a_choice_goes_to_the_ballot_box_when_it_is_taken_in(
    core: Core, data: Path
) -> None:
    await core.hear(update(ORGANISER, "开始测评 王文例"))
    with database_away(data):
        told = await core.program.intake.put_aside(update(MEMBER, "王文例 较好"))
    assert told == talk.kept_for_later()
    assert "较好".encode() not in spooled(data)
    rows = len(await core.inbox())
    await core.program.intake.resume()
    await core.settle()
    assert len(await core.inbox()) == rows
    answers = [sent.message.text for sent in core.messenger.sent if sent.chat.id == MEMBER]
    assert answers
    assert "较好" not in answers[-1]
    assert kept(data) == []


async def test_what_finds_no_room_is_told_to_its_sender(
    core: Core, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await core.hear(update(LI, "我是谁"))
    monkeypatch.setattr(spool, "ENTRIES", 1)
    with database_away(data):
        assert await deliver(core, update(LI, "倒计时")) == talk.kept_for_later()
        assert (await deliver(core, update(LI, "帮助")) or Message()).refused == "not_kept"


async def test_what_nobody_can_read_any_more_holds_nothing_up(core: Core, data: Path) -> None:
    await core.hear(update(LI, "我是谁"))
    await core.program.intake.put_aside(update(LI, "帮助"))
    await core.program.intake.put_aside(update(LI, "倒计时"))
    first, _ = kept(data)
    first.write_bytes(first.read_bytes()[::-1])
    await core.program.intake.resume()
    await core.settle()
    assert len(await core.inbox()) == 2
    assert left(data) == []
