"""However often something is delivered, whatever is killed and whoever else is running: it is done once."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from sqlmodel import Session
from typing_extensions import override

from bot.app import Program
from bot.dispatch.inlet import FILES_AT_ONCE
from bot.documents.reader import DocumentReader
from bot.messages import Attachment, Update, pack
from bot.ports import Fetched
from bot.sample import sample_report
from bot.settings import load_settings
from bot.storage.inbox import LEASE, InboxRow
from tests.cast import DEAN, LI, ORGANISER, THIRD, ZHANG
from tests.core import Core
from tests.fakes import FakeFetcher, update

GOOD = sample_report(THIRD, year=2026)


async def hand_in(core: Core, message_id: str) -> Update:
    fetcher = FakeFetcher(GOOD)
    fetcher.gate.set()
    core.program.services.fetchers = {"sandbox": fetcher}
    return update(ZHANG, file="报告.docx", message_id=message_id)


async def test_the_same_delivery_five_times_has_one_effect_and_one_answer(core: Core) -> None:
    said = await core.hear(*[await hand_in(core, "once")] * 5)
    assert len(said) == 1
    assert "第 1 版" in said[0]


async def test_the_same_delivery_five_times_at_once_has_one_effect_and_one_answer(
    core: Core,
) -> None:
    same = await hand_in(core, "once")
    await asyncio.gather(*(core.program.intake.accept(same) for _ in range(5)))
    await core.settle()
    (said,) = core.messenger.texts()
    assert "第 1 版" in said
    assert len(await core.inbox()) == 1


async def test_a_delivery_repeated_after_a_restart_is_known(
    data: Path, reader: DocumentReader
) -> None:
    for expected in (1, 0):
        core = Core(Program(load_settings(platforms=("sandbox",), data_dir=data), reader=reader))
        await core.program.start()
        assert len(await core.hear(await hand_in(core, "once"))) == expected
        await core.program.stop()


async def test_what_a_killed_process_received_and_never_touched_is_done_after_the_restart(
    core: Core,
) -> None:
    await core.change(lambda session: leave_behind(session, update(LI, "我是谁"), state="pending"))
    await core.program.intake.resume()
    await core.settle()
    assert len(core.messenger.texts(LI)) == 1


async def test_a_claim_of_a_killed_process_runs_out_and_is_taken_over_once(core: Core) -> None:
    await core.change(lambda session: leave_behind(session, update(LI, "我是谁"), state="working"))
    assert await core.program.intake.resume() == 0  # somebody may still be working on it
    now = core.program.clock.now()
    core.program.clock.move(now + LEASE * 2)  # type: ignore[attr-defined]  # the sandbox's clock
    await core.program.conductor.beat()
    await core.program.conductor.beat()
    await core.settle()
    assert len(core.messenger.texts(LI)) == 1
    assert [(row.state, row.attempts) for row in await core.inbox()] == [("done", 2)]


async def test_a_restart_on_a_clock_that_stands_still_frees_what_was_held(
    data: Path, reader: DocumentReader
) -> None:
    core = Core(Program(load_settings(platforms=("sandbox",), data_dir=data), reader=reader))
    core.program.services.database.change(
        lambda session: leave_behind(session, update(LI, "我是谁"), state="working")
    )
    await core.program.start()
    await core.settle()
    assert len(core.messenger.texts(LI)) == 1
    await core.program.stop()


def leave_behind(session: Session, left: Update, *, state: str) -> None:
    """The row that a process leaves when it is killed right after it stored, or claimed, a message."""
    row = InboxRow(
        platform=left.platform,
        message_id=left.message_id,
        sender=left.sender.account,
        payload=pack(left),
        received_at=left.sent_at,
        state=state,
        attempts=int(state == "working"),
        claimed_until=left.sent_at + LEASE if state == "working" else None,
    )
    session.add(row)


async def test_two_programs_on_one_database_do_everything_once(
    data: Path, reader: DocumentReader, tmp_path: Path
) -> None:
    shared = f"sqlite:///{data / 'shuzhi.db'}"
    cores = []
    for name in ("first", "second"):
        settings = load_settings(
            platforms=("sandbox",), data_dir=tmp_path / name, database_url=shared
        )
        cores.append(Core(Program(settings, reader=reader)))
        await cores[-1].program.start()
    asked = [update(account, "我是谁") for account in (DEAN, LI, ORGANISER, ZHANG)] * 2
    await asyncio.gather(*(core.program.intake.accept(one) for core in cores for one in asked))
    for core in cores:
        await core.settle()
    keys = Counter(delivery.key for core in cores for delivery in core.messenger.tried)
    assert len(keys) == 4
    assert set(keys.values()) == {1}
    for core in cores:
        await core.program.stop()


async def test_messages_of_one_sender_are_answered_in_order_while_others_pass_a_slow_file(
    core: Core,
) -> None:
    slow = FakeFetcher(GOOD)
    core.program.services.fetchers = {"sandbox": slow}
    await core.program.intake.accept(update(ZHANG, file="报告.docx"))
    await core.program.intake.accept(update(ZHANG, "我的材料"))
    await slow.asked.wait()
    for account in (LI, DEAN):
        await core.program.intake.accept(update(account, "我是谁"))
    await core.messenger.until_sent(2)
    assert core.messenger.texts(ZHANG) == []
    slow.gate.set()
    await core.settle()
    receipt, mine = core.messenger.texts(ZHANG)
    assert "第 1 版" in receipt
    assert "报告.docx" in mine


@dataclass
class CountingFetcher(FakeFetcher):
    asked_for: list[str] = field(default_factory=list)

    @override
    async def fetch(self, attachment: Attachment, *, limit: int) -> Fetched:
        self.asked_for.append(attachment.name)
        return await super().fetch(attachment, limit=limit)


async def test_files_wait_for_each_other_and_nobody_else_for_them(core: Core) -> None:
    fetcher = CountingFetcher(GOOD)
    core.program.services.fetchers = {"sandbox": fetcher}
    secretaries = [f"s0{number}" for number in range(1, FILES_AT_ONCE + 4)]
    for account in secretaries:
        await core.program.intake.accept(update(account, file=f"{account}.docx"))
    await core.program.intake.accept(update(DEAN, "我是谁"))
    await core.messenger.until_sent(1)
    assert len(core.messenger.texts(DEAN)) == 1
    assert len(fetcher.asked_for) <= FILES_AT_ONCE
    fetcher.gate.set()
    await core.settle()
    assert sorted(fetcher.asked_for) == [f"{account}.docx" for account in secretaries]
    assert all("第 1 版" in core.messenger.texts(account)[0] for account in secretaries)


async def test_a_message_that_cannot_be_read_back_stops_nobody(core: Core) -> None:
    """A row as a newer or broken program may have left it."""
    await core.change(lambda session: leave_behind(session, update(LI, "我是谁"), state="pending"))

    def spoil(session: Session) -> None:
        row = session.get_one(InboxRow, 1)
        row.payload = {"text": "我是谁"}

    await core.change(spoil)
    await core.program.intake.resume()
    await core.hear(update(LI, "倒计时"))
    assert len(core.messenger.texts(LI)) == 1
    spoilt, read = await core.inbox()
    assert (spoilt.state, bool(spoilt.incident)) == ("failed", True)
    assert read.state == "done"
    assert await core.program.intake.resume() == 0
