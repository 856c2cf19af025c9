"""「为什么没提醒我」: what was planned for whom, and what became of it. Rows of rules on the real database."""

from collections.abc import Callable, Sequence
from datetime import datetime

import pytest
from sqlmodel import select

from bot.actions import reminder_log, reminders
from bot.actions.reminder_log import Logged
from bot.storage.outbox import OutboxRow, sending
from bot.texts import reminders as texts
from tests.actions.acts import hand_in
from tests.actions.begun import office_after
from tests.actions.office import Office
from tests.cast import LI, MEMBER, ZHANG
from tests.chat import SHANGHAI

WEEK_BEFORE = "2026-12-03T09:00"
NOW = datetime(2026, 12, 3, 9, 1, tzinfo=SHANGHAI)


def others_reminded(office: Office) -> None:
    """张立范 has handed in; the others are reminded of their reports, a week before."""
    hand_in(office)
    office.at(WEEK_BEFORE)
    reminders.remind_due(office.work)


reminded = office_after(others_reminded)


def latest(office: Office, account: str, limit: int = 10) -> list[Logged]:
    return reminder_log.latest(office.work, office.person(account), limit)


def row_of(office: Office, account: str) -> int:
    row = office.session.exec(select(OutboxRow).where(OutboxRow.chat_id == account)).one()
    assert row.id is not None
    return row.id


def finish(office: Office, account: str, how: Callable[..., None], *said: object) -> None:
    how(office.session, row_of(office, account), *said)
    office.session.expire_all()


def test_what_waits_is_told_as_waiting(reminded: Office) -> None:
    (entry,) = latest(reminded, LI)
    assert (entry.item, entry.to, entry.window) == ("report", "李思样", "2026-12-10-7")
    assert (entry.state, entry.reasons, entry.sent_at) == ("pending", (), None)
    assert entry.planned_at == reminded.now


def test_what_was_left_out_says_why(reminded: Office) -> None:
    (entry,) = latest(reminded, ZHANG)
    assert (entry.state, entry.reasons) == ("skipped", (texts.HANDED_IN,))


OUTCOMES: dict[str, tuple[Callable[..., None], Sequence[object], str, tuple[str, ...], str]] = {
    "sent": (lambda session, row: sending.sent(session, row, NOW), (), "sent", (), ""),
    "not needed any more": (sending.skipped, ("情况有变",), "skipped", ("情况有变",), ""),
    # What the platform said is for the log and the command line.
    "not taken": (sending.failed, ("errcode 40008",), "failed", (), "errcode 40008"),
    "not reached yet": (sending.unreached, ("",), "unreached", (), ""),
}


@pytest.mark.parametrize(
    ("how", "said", "state", "reasons", "failure"), OUTCOMES.values(), ids=OUTCOMES
)
def test_what_became_of_the_message_is_told(
    reminded: Office,
    how: Callable[..., None],
    said: Sequence[object],
    state: str,
    reasons: tuple[str, ...],
    failure: str,
) -> None:
    finish(reminded, LI, how, *said)
    (entry,) = latest(reminded, LI)
    assert (entry.state, entry.reasons, entry.failure) == (state, reasons, failure)
    assert entry.all_reasons == (*reasons, *filter(None, [failure]))
    assert (entry.sent_at is not None) == (state == "sent")


@pytest.mark.parametrize("mark", [texts.REPEATED, texts.UNCLEAR])
def test_what_was_sent_and_perhaps_twice_says_so(reminded: Office, mark: str) -> None:
    row = reminded.session.get_one(OutboxRow, row_of(reminded, LI))
    sending.sent(reminded.session, row_of(reminded, LI), NOW)
    reminded.session.refresh(row)
    row.reason = mark
    reminded.session.flush()
    (entry,) = latest(reminded, LI)
    assert (entry.state, entry.reasons) == ("sent", (mark,))


def test_the_newest_is_told_first_and_as_many_as_wanted(reminded: Office) -> None:
    for moment in ("2026-12-07T09:00", "2026-12-09T09:00"):
        reminded.at(moment)
        reminders.remind_due(reminded.work)
    windows = [entry.window for entry in latest(reminded, LI)]
    assert windows == ["2026-12-10-1", "2026-12-10-3", "2026-12-10-7"]
    assert latest(reminded, MEMBER) == []


def test_everything_of_a_department_in_order_of_time(reminded: Office) -> None:
    reminded.at("2026-12-24T09:00")
    reminders.remind_due(reminded.work)
    entries = reminder_log.of_department(reminded.work, reminded.department)
    assert [entry.planned_at for entry in entries] == sorted(entry.planned_at for entry in entries)
    receivers = {entry.to for entry in entries}
    assert {"李思样", "张立范", "group"} <= receivers
    assert {entry.item for entry in entries} == {"report", "deadline"}


def test_a_branch_that_nobody_leads_is_told_as_that(reminded: Office) -> None:
    entry = latest(reminded, LI)[0]
    vacant = Logged(
        entry.planned_at, "rectification:7", "2027-02", "branch:2", "skipped", ("暂缺",), None
    )
    line = reminder_log.line(vacant, SHANGHAI)
    for words in ("2026-12-03 09:00", "整改进展·7", "（暂缺）", "2027-02", "没有发（暂缺）"):
        assert words in line


def test_an_entry_as_a_line_and_as_json(reminded: Office) -> None:
    finish(reminded, LI, lambda session, row: sending.sent(session, row, NOW))
    (entry,) = latest(reminded, LI)
    assert "已发出 2026-12-03 09:01" in reminder_log.line(entry, SHANGHAI)
    assert reminder_log.as_json(entry, SHANGHAI) == {
        "planned": "2026-12-03T09:00:00+08:00",
        "item": "report",
        "to": "李思样",
        "window": "2026-12-10-7",
        "state": "sent",
        "sent": "2026-12-03T09:01:00+08:00",
        "reason": "",
    }
    left_out = latest(reminded, ZHANG)[0]
    assert reminder_log.as_json(left_out, SHANGHAI)["sent"] is None
    assert reminder_log.as_json(left_out, SHANGHAI)["reason"] == texts.HANDED_IN
