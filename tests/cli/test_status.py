"""`shuzhi status` and `shuzhi reminders`: how far a year is, and what was said when."""

from dataclasses import replace
from pathlib import Path

from bot.domain.planfile import render, sample_plan
from tests.cast import ORGANISER, THIRD
from tests.chat import cards
from tests.cli.at_work import OF_SAMPLE, handed_in, shown
from tests.cli.conftest import Shuzhi
from tests.conftest import Run


async def test_status_tells_reports_and_turnout_and_no_interim_result(
    at: Shuzhi, run: Run, data: Path
) -> None:
    await handed_in(run, data)
    found = shown(at("status", "--json", *OF_SAMPLE))
    rows = {row["branch"]: row for row in found["submissions"]}
    assert rows[THIRD] | {"received": ""} == rows[THIRD] | {
        "version": 1,
        "file": "述职报告.docx",
        "verdict": "pass",
        "received": "",
    }
    assert rows[THIRD]["characters"] > 1000
    assert rows[THIRD]["received"] == "2026-12-01T08:30:00+08:00"
    assert rows["第一支部"]["version"] == 0
    (poll,) = found["polls"]
    assert (poll["subjects"], poll["state"], poll["voted"], poll["released"]) == (
        ["王文例"],
        "open",
        1,
        None,
    )
    assert poll["eligible"] > 50
    assert set(poll["channels"]) == {"card", "words", "paper", "page"}
    assert found["deadline"] == "2026-12-31"
    assert found["outbox"]["sent"] > 0
    told = at("status", *OF_SAMPLE)
    assert told.code == 0
    assert "述职报告.docx" in told.out
    assert "已投 1/" in told.out
    assert "较好" not in told.out


async def test_reminders_tell_what_was_planned_for_whom_and_why_not(
    at: Shuzhi, run: Run, data: Path
) -> None:
    async with run(data) as chat:
        await chat.clock(now="2026-12-01T09:30")
    told = at("reminders", "--department", "sample")
    assert "倒计时" in told.out
    rows = shown(at("reminders", "--json", "--department", "sample"))
    (reminder,) = [row for row in rows if row["item"] == "deadline"]
    assert reminder == {
        "planned": "2026-12-01T09:00:00+08:00",
        "item": "deadline",
        "to": "group",
        "window": "2026-12-31-30",
        "state": "sent",
        "sent": "2026-12-01T09:00:00+08:00",
        "reason": "",
    }
    assert "请用 --department" in at("reminders").err


async def test_the_ledger_of_reminders_calls_the_group_as_its_unit_does(
    at: Shuzhi, run: Run, data: Path
) -> None:
    plan = sample_plan(2026)
    called = replace(plan, words=replace(plan.words, house="院"))
    async with run(data) as chat:
        (card,) = cards(await chat.send(ORGANISER, "plan.toml", render(called).encode()))
        await chat.click(ORGANISER, card, choice="确认")
        await chat.clock(now="2026-12-01T09:30")
    told = at("reminders", "--department", "sample").out
    assert "院群" in told
    assert "系群" not in told
