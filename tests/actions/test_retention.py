"""What is kept beyond its term: what is due when, what is taken away, what stays. Rows of rules on the real database."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.actions import retention, submissions
from bot.actions.help_requests import answering
from bot.domain.retention import Due, Kind
from bot.sample import SECOND_DEPARTMENT
from bot.storage import cycles as cycle_store
from bot.storage.inbox import InboxRow
from tests.actions.acts import entered, hand_in
from tests.actions.begun import begins
from tests.actions.kept import TERM_IS_OVER, hear, over, remove_all, say, terms, two_versions
from tests.actions.office import Office
from tests.cast import MEMBER, THIRD, ZHANG

MINUTE_BEFORE = "2027-12-09T09:59"


def due(office: Office) -> dict[Kind, int]:
    return {each.kind: each.number for each in retention.due(office.work, terms(office))}


def keeping(office: Office, **months: int | None) -> None:
    office.using(lambda plan: replace(plan, retention=replace(plan.retention, **months)))


# -- what is due, and when


THINGS: dict[str, tuple[Callable[[Office], object], Kind]] = {
    "what somebody wrote": (lambda office: hear(office, MEMBER), Kind.MESSAGES),
    "what he was told": (lambda office: say(office, MEMBER), Kind.MESSAGES),
    "an earlier version": (two_versions, Kind.DRAFTS),
}


@begins(over)
@pytest.mark.parametrize(
    ("moment", "is_due"), [(MINUTE_BEFORE, False), (TERM_IS_OVER, True), ("2036-01-01T09:00", True)]
)
@pytest.mark.parametrize(("happens", "kind"), THINGS.values(), ids=THINGS)
def test_a_thing_is_due_when_its_term_after_the_archive_is_over(
    office: Office, happens: Callable[[Office], object], kind: Kind, moment: str, is_due: bool
) -> None:
    before = due_at(office, moment).get(kind, 0)
    office.at("2026-12-01T09:00")
    happens(office)
    office.at(moment)
    assert due(office).get(kind, 0) == before + is_due


def due_at(office: Office, moment: str) -> dict[Kind, int]:
    office.at(moment)
    return due(office)


@pytest.mark.parametrize("happens", [happens for happens, _ in THINGS.values()], ids=THINGS)
def test_nothing_of_a_running_year_is_ever_due(
    office: Office, happens: Callable[[Office], object]
) -> None:
    happens(office)
    office.at("2036-12-01T09:00")
    assert due(office) == {}
    assert retention.number_due(office.work) == 0
    assert terms(office).running == [2026]


@pytest.mark.parametrize(("happens", "kind"), THINGS.values(), ids=THINGS)
def test_what_a_plan_keeps_for_good_is_never_due(
    office: Office, happens: Callable[[Office], object], kind: Kind
) -> None:
    keeping(office, messages=None, drafts=None)
    happens(office)
    over(office)
    office.at("2036-12-01T09:00")
    assert due(office) == {}


def test_while_somebody_waits_for_help_a_year_is_not_over(office: Office) -> None:
    hear(office, MEMBER)
    item = entered(office)
    zhang, third = office.person(ZHANG), office.branch(THIRD)
    call, _ = answering.ask(office.work, office.cycle, zhang, third, item, "缺场地")
    cycle = office.cycle
    over(office)
    office.at(TERM_IS_OVER)
    assert due(office) == {}
    assert terms(office).running == [2026]
    answering.settle(office.work, cycle, zhang, call)
    assert due(office)[Kind.MESSAGES] > 0
    assert terms(office).running == []


def test_what_is_due_is_told_by_number_and_time_alone(office: Office) -> None:
    hear(office, MEMBER)
    first = office.now
    office.at("2026-12-02T09:00")
    say(office, MEMBER)
    last = office.now
    over(office)
    office.at(TERM_IS_OVER)
    assert retention.due(office.work, terms(office)) == [Due(Kind.MESSAGES, 2, first, last)]


@begins(over)
@pytest.mark.parametrize(
    "waits",
    [
        lambda office: hear(office, MEMBER, done=False),
        lambda office: say(office, MEMBER, sent=False),
    ],
    ids=["nobody has read it yet", "it has not gone out yet"],
)
def test_what_is_not_worked_on_is_not_due(
    office: Office, waits: Callable[[Office], object]
) -> None:
    before = due_at(office, TERM_IS_OVER)
    office.at("2026-12-01T09:00")
    waits(office)
    assert due_at(office, TERM_IS_OVER) == before


# -- what is removed


@pytest.mark.parametrize(("happens", "kind"), THINGS.values(), ids=THINGS)
def test_what_is_due_goes_once_with_a_line_in_the_trail(
    office: Office, happens: Callable[[Office], object], kind: Kind
) -> None:
    happens(office)
    over(office)
    office.at(TERM_IS_OVER)
    number = due(office)[kind]
    assert number > 0
    assert remove_all(office, kind) == number
    assert kind not in due(office)
    assert remove_all(office, kind) == 0
    assert office.trail("retention.removed") == [{"number": number}]


def test_of_what_somebody_wrote_one_empty_row_stays(office: Office) -> None:
    hear(office, MEMBER, "第一句")
    hear(office, MEMBER, "第二句")
    over(office)
    office.at(TERM_IS_OVER)
    remove_all(office, Kind.MESSAGES)
    rows = office.session.exec(select(InboxRow).where(InboxRow.sender == MEMBER)).all()
    # By it the bot knows that it may write to him.
    assert len(rows) == 1
    assert "第" not in str(rows[0].payload)


def test_the_newest_version_stays_with_what_was_decided_about_it(office: Office) -> None:
    two_versions(office)
    cycle = office.cycle
    over(office)
    office.at(TERM_IS_OVER)
    removed = retention.remove(office.work, terms(office), Kind.DRAFTS)
    versions = submissions.versions(office.work, cycle, office.branch(THIRD))
    assert [version.version for version in versions] == [2]
    first = hashlib.sha256("述职报告\n一、存在问题\n第一稿".encode()).hexdigest()
    assert first in removed.files
    assert versions[0].sha256 not in removed.files


# -- of those who belong to no roster, or to several


def archive_second(office: Office) -> None:
    for cycle in cycle_store.of_department(office.session, SECOND_DEPARTMENT.id):
        cycle_store.archive(office.session, cycle.id)


def test_what_a_stranger_wrote_waits_until_all_years_are_over(office: Office) -> None:
    hear(office, "nobody")
    over(office)
    office.at(TERM_IS_OVER)
    # The other department's year still runs.
    assert retention.due_of_others(office.work) == Due(Kind.MESSAGES, 0)
    assert retention.remove_of_others(office.work).number == 0
    archive_second(office)
    assert retention.due_of_others(office.work).number == 1
    assert retention.remove_of_others(office.work).number == 1
    assert retention.due_of_others(office.work).number == 0
    assert retention.remove_of_others(office.work).number == 0
    assert office.trail("retention.removed") == [{"number": 1}]


def test_whoever_is_on_one_roster_is_no_stranger(office: Office) -> None:
    hear(office, MEMBER)
    over(office)
    archive_second(office)
    office.at(TERM_IS_OVER)
    assert retention.due_of_others(office.work).number == 0


# -- files that nothing names


@pytest.mark.parametrize(
    ("moment", "is_due"), [("2026-12-20T09:00", False), ("2036-01-01T09:00", True)]
)
def test_a_file_that_nothing_names_is_due_after_its_term(
    office: Office, moment: str, is_due: bool
) -> None:
    stray = office.files.put(b"stray")
    hand_in(office)
    office.at(moment)
    unnamed = [file.sha256 for file in retention.unnamed_files(office.work)]
    assert unnamed == [stray] * is_due


def test_where_files_are_kept_for_good_none_is_due(office: Office) -> None:
    office.files.put(b"stray")
    keeping(office, files=None)
    office.at("2036-01-01T09:00")
    assert retention.unnamed_files(office.work) == []


def test_files_go_that_removed_rows_had_named_and_what_a_row_names_stays(office: Office) -> None:
    stray, other = office.files.put(b"stray"), office.files.put(b"other")
    report = hand_in(office).submission.sha256
    office.at("2027-01-01T09:00")
    assert retention.remove_files(office.work, {stray, report}) == 1
    kept = {file.sha256 for file in office.files.stored()}
    assert stray not in kept
    assert {other, report} <= kept


@pytest.mark.parametrize(("hours", "gone"), [(23, False), (24, False), (25, True)])
def test_a_file_that_was_just_stored_again_stays(office: Office, hours: int, gone: bool) -> None:
    stray = office.files.put(b"stray")
    stored_at = (office.now - timedelta(hours=hours)).timestamp()
    os.utime(office.files.path(stray), (stored_at, stored_at))
    assert retention.remove_files(office.work, {stray}) == gone


def test_all_that_is_due_is_one_number(office: Office) -> None:
    hear(office, MEMBER)
    two_versions(office)
    hear(office, "nobody")
    over(office)
    archive_second(office)
    office.files.put(b"stray")
    office.at("2036-01-01T09:00")
    of_the_department = sum(due(office).values())
    assert of_the_department > 1
    # And what the stranger wrote, and the file.
    assert retention.number_due(office.work) == of_the_department + 1 + 1
