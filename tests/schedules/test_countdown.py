"""The countdown and what is missing: at working hours, once, to whom it concerns, whatever falls out in between."""

import asyncio
import re
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from sqlmodel import col, select

from bot.actions import digests, people, rosters
from bot.actions.installation import seed
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.app import Program
from bot.cli.offline import offline
from bot.clocks import set_clock
from bot.documents.reader import DocumentReader
from bot.domain.plan import Plan
from bot.domain.planfile import sample_plan
from bot.messages import ChatKind
from bot.platforms.sandbox.clock import SimulatedClock
from bot.ports import SendFailed
from bot.sample import SAMPLE_DEPARTMENT, sample_lines, sample_report
from bot.storage.outbox import OutboxRow
from bot.storage.reminders import ReminderRow
from schedules import countdown
from tests.cast import LI, ORGANISER, THIRD, ZHANG
from tests.chat import SHANGHAI
from tests.conftest import settings_for
from tests.core import Core
from tests.fakes import FakeFetcher, update
from tests.plans import without_stage

GOOD = sample_report(THIRD, year=2026)
COUNTED = re.compile("前完成，还有|的完成时限")
WHOLE_MONTH = {date(2026, 12, day) for day in range(1, 32)}


async def go(core: Core, moment: str) -> None:
    """Moves the clock, with everything that happens on the way."""
    clock = cast("SimulatedClock", core.program.clock)
    await core.program.conductor.advance(
        clock, datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
    )


async def hand_in(core: Core, account: str = ZHANG) -> None:
    fetcher = FakeFetcher(GOOD)
    fetcher.gate.set()
    core.program.services.fetchers = {"sandbox": fetcher}
    await core.hear(update(account, file="报告.docx"))


async def unasked(core: Core) -> list[OutboxRow]:
    """What was said without having been asked, in the order of sending."""
    return sorted(
        (row for row in await core.outbox() if not row.prompted and row.sent_at),
        key=lambda row: (row.sent_at, row.id),
    )


async def ledger(core: Core, account: str) -> list[tuple[str, str, str]]:
    """(window, state, reason) of the report's reminders to one person."""

    def read(work: UnitOfWork) -> list[tuple[str, str, str]]:
        person = people.find(work, account)
        assert person is not None
        found = select(ReminderRow).where(
            ReminderRow.target == str(person.id), ReminderRow.item == "report"
        )
        return [
            (row.window, row.state, row.reason)
            for row in work.session.exec(found.order_by(col(ReminderRow.id)))
        ]

    return await core.program.services.read(read)


def local(row: OutboxRow) -> datetime:
    assert row.sent_at is not None
    return row.sent_at.astimezone(SHANGHAI)


def counted_down(core: Core) -> list[str]:
    return [
        sent.message.text
        for sent in core.messenger.sent
        if sent.chat.kind is ChatKind.GROUP and COUNTED.search(sent.message.text)
    ]


def reminded(core: Core, account: str) -> list[str]:
    return [text for text in core.messenger.texts(account) if "写好后把文件发给我就行" in text]


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (
            2022,
            [(12, 1), (12, 23), (12, 30)],
        ),  # the 31st is a Saturday and a holiday
        (2026, [(12, 1), (12, 24), (12, 31)]),
        (
            2027,
            [(12, 1), (12, 24), (12, 31)],
        ),  # a year whose holidays are not known yet
    ],
)
async def test_the_group_hears_the_countdown_on_working_days_at_nine(
    tmp_path: Path, reader: DocumentReader, year: int, days: list[tuple[int, int]]
) -> None:
    settings = settings_for(tmp_path / "data")
    set_clock(settings, datetime(year, 11, 30, 12, 0, tzinfo=SHANGHAI))
    with offline(create=True, platforms=("sandbox",), data_dir=tmp_path / "data") as reached:
        reached.write(lambda work: seed(work, SAMPLE_DEPARTMENT, sample_plan(year)))
        reached.write(
            lambda work: rosters.import_roster(work, "sample", sample_lines()[:12], actor=SYSTEM)
        )
    core = Core(Program(settings, reader=reader))
    await core.program.start()
    await go(core, f"{year}-12-31T23:59")
    await core.program.stop()
    moments = [local(row) for row in await unasked_of_group(core)]
    assert moments == [datetime(year, month, day, 9, 0, tzinfo=SHANGHAI) for month, day in days]


async def unasked_of_group(core: Core) -> list[OutboxRow]:
    return [row for row in await unasked_after_stop(core) if row.chat_kind == "group"]


async def unasked_after_stop(core: Core) -> list[OutboxRow]:
    database = core.program.services.database
    rows = database.look(
        lambda session: list(session.exec(select(OutboxRow).order_by(col(OutboxRow.id))))
    )
    database.stop()
    return [row for row in rows if not row.prompted and row.sent_at]


async def test_a_whole_december_says_at_most_one_thing_a_day_to_everybody_in_working_hours(
    core: Core,
) -> None:
    await go(core, "2026-12-31T23:59")
    said = await unasked(core)
    per_day = Counter((row.chat_kind, row.chat_id, local(row).date()) for row in said)
    assert max(per_day.values()) == 1
    assert all(8 <= local(row).hour < 20 for row in said)
    assert not {local(row).date() for row in said} & {
        day for day in WHOLE_MONTH if day.weekday() >= 5
    }
    assert len(reminded(core, LI)) == len({local(row).date() for row in said if row.chat_id == LI})
    assert "还有 30 天" in counted_down(core)[0]
    assert "今天12月31日" in counted_down(core)[-1]


async def test_two_ticks_at_once_and_a_restart_say_nothing_twice(
    data: Path, reader: DocumentReader
) -> None:
    core = Core(Program(settings_for(data), reader=reader))
    await core.program.start()
    clock = cast("SimulatedClock", core.program.clock)
    clock.move(datetime(2026, 12, 3, 9, 0, tzinfo=SHANGHAI))
    await asyncio.gather(*(countdown.tick(core.program.services, clock.now()) for _ in range(3)))
    await core.program.conductor.beat()
    await core.program.stop()
    again = Core(Program(settings_for(data), reader=reader))
    await again.program.start()
    for _ in range(2):
        await again.program.conductor.beat()
    await again.program.stop()
    assert len(reminded(core, LI)) == 1
    assert again.messenger.texts() == []


async def test_who_hands_in_a_minute_before_hears_nothing(core: Core) -> None:
    """Planned at nine while the platform was away, and true no more when it came back."""
    await go(core, "2026-12-03T08:59")
    core.program.services.messengers = {}
    await go(core, "2026-12-03T09:00")
    core.program.services.messengers = {"sandbox": core.messenger}
    await hand_in(core)
    core.messenger.sent.clear()
    await go(core, "2026-12-03T09:30")
    assert reminded(core, ZHANG) == []
    assert len(reminded(core, LI)) == 1
    (row,) = [row for row in await core.outbox() if row.chat_id == ZHANG and not row.prompted]
    assert (row.state, row.reason) == ("skipped", "发送前已经交了")


async def test_a_platform_that_comes_back_at_night_speaks_in_the_morning_and_of_what_is_still_so(
    core: Core,
) -> None:
    """Rule of conduct 5, and no 「还有 7 天」 on the day after."""
    await go(core, "2026-12-02T12:00")
    core.messenger.failures = [SendFailed("away", retry_after=12 * 3600) for _ in range(50)]
    await go(core, "2026-12-03T09:00")
    core.messenger.failures.clear()
    await go(core, "2026-12-03T23:00")
    assert reminded(core, LI) == []
    await go(core, "2026-12-04T12:00")
    assert reminded(core, LI) == []
    rows = [row for row in await core.outbox() if row.chat_id == LI and not row.prompted]
    assert [(row.state, row.reason) for row in rows] == [
        ("skipped", "没有按时送出，仍然有效的内容顺延"),
        ("skipped", "当天没有送出，内容已过时"),
    ]
    await go(core, "2026-12-07T09:00")
    assert "还有 3 天" in reminded(core, LI)[0]


async def test_an_extension_on_a_day_that_was_spoken_of_says_nothing_twice(core: Core) -> None:
    await go(core, "2026-12-03T09:00")
    await core.hear(update(ORGANISER, "延期 第三支部 12月17日"))
    for _ in range(2):
        await core.program.conductor.beat()
    assert len(reminded(core, ZHANG)) == 1
    assert {reason for _, _, reason in await ledger(core, ZHANG)} == {""}


async def test_the_next_event_of_the_clock_is_the_next_rung(core: Core) -> None:
    moment = await core.program.conductor.next_event()
    assert moment is not None
    assert moment.astimezone(SHANGHAI) == datetime(2026, 12, 1, 9, 0, tzinfo=SHANGHAI)
    await go(core, "2026-12-01T09:00")
    moment = await core.program.conductor.next_event()
    assert moment is not None
    assert moment - core.program.clock.now() > timedelta(hours=12)


async def post(core: Core, text: str) -> None:
    """Something that is no countdown is to be said in the group."""

    def run(work: UnitOfWork) -> None:
        digests.post(work, people.department(work, "sample"), digests.Part(text, text))

    await core.program.services.write(run)


def in_group(core: Core) -> list[str]:
    return [
        sent.message.text for sent in core.messenger.sent if sent.chat.id == SAMPLE_DEPARTMENT.group
    ]


async def test_what_is_known_before_nine_goes_out_with_the_countdown_at_nine(core: Core) -> None:
    """The day's one message waits for the countdown: else the last day's would find its day taken."""
    await go(core, "2026-12-31T08:10")
    core.messenger.sent.clear()
    await post(core, "公示结束")
    await go(core, "2026-12-31T12:00")
    (said,) = in_group(core)
    assert "公示结束" in said
    assert "今天12月31日" in said


async def test_a_message_of_which_nothing_was_left_does_not_take_the_day(core: Core) -> None:
    """On the 30th the platform was away: 「还有 1 天」 is put off, and on the 31st not true any more."""
    await go(core, "2026-12-30T08:50")
    core.messenger.sent.clear()
    core.messenger.failures = [SendFailed("away", retry_after=12 * 3600) for _ in range(50)]
    await go(core, "2026-12-30T12:00")
    core.messenger.failures.clear()
    await go(core, "2026-12-31T12:00")
    (said,) = in_group(core)
    assert said.startswith("今天12月31日")


def without_rungs(plan: Plan) -> Plan:
    return replace(plan, reminders=replace(plan.reminders, rungs=()))


async def year_of(folder: Path, reader: DocumentReader, plan: Plan) -> Core:
    """What was said until five weeks after the deadline, nobody having handed in anything."""
    settings = settings_for(folder / "data")
    set_clock(settings, datetime(plan.year, 11, 1, 12, 0, tzinfo=SHANGHAI))
    with offline(create=True, platforms=("sandbox",), data_dir=folder / "data") as reached:
        reached.write(lambda work: seed(work, SAMPLE_DEPARTMENT, plan))
        reached.write(
            lambda work: rosters.import_roster(work, "sample", sample_lines()[:12], actor=SYSTEM)
        )
    core = Core(Program(settings, reader=reader))
    await core.program.start()
    await go(core, f"{plan.year + 1}-02-05T12:00")
    await core.program.stop()
    return core


async def test_nobody_is_chased_for_a_report_that_the_plan_does_not_ask_for(
    tmp_path: Path, reader: DocumentReader
) -> None:
    core = await year_of(tmp_path, reader, without_stage(sample_plan(2026), "report"))
    said = [sent.message.text for sent in core.messenger.sent]
    assert any(COUNTED.search(text) for text in said)
    assert [text for text in said if "报告" in text] == []


async def test_a_plan_without_rungs_is_silent_also_after_the_date(
    tmp_path: Path, reader: DocumentReader
) -> None:
    core = await year_of(tmp_path, reader, without_rungs(sample_plan(2026)))
    assert [sent.message.text for sent in core.messenger.sent] == []
