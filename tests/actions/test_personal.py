"""What is kept of one person: how much it is, and what is forgotten when he asks. Rows of rules on the real database."""

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from bot.actions import people, personal, rosters
from bot.domain.people import Person
from bot.domain.personal import Record
from bot.domain.retention import Kind
from bot.domain.staffing import ChangeKind, StaffChange
from bot.storage.inbox import InboxRow
from tests.actions.acts import entered
from tests.actions.kept import TERM_IS_OVER, hear, over, remove_all, say, two_versions
from tests.actions.office import Office
from tests.cast import MEMBER, OTHER_MEMBER, ZHANG


def leave(office: Office, account: str) -> Person:
    person = office.person(account)
    change = StaffChange(ChangeKind.LEAVES, person.name, person.id, "", None)
    rosters.change_staff(office.work, office.department.id, [change])
    former = people.by_id(office.work, person.id)
    assert former is not None
    return former


def test_what_is_kept_of_somebody_is_told_by_numbers(office: Office) -> None:
    hear(office, ZHANG)
    say(office, ZHANG)
    two_versions(office)
    entered(office)
    known = personal.about(office.work, office.person(ZHANG))
    assert (known.heard.number, known.said.number) == (1, 1)
    assert known.records[Record.REPORTS] == 2
    assert known.records[Record.ITEMS] == 1
    assert known.traces == 0
    assert known.acts.number == 2  # he handed in twice


def test_what_has_no_words_any_more_is_a_trace(office: Office) -> None:
    hear(office, MEMBER)
    say(office, MEMBER)
    over(office)
    office.at(TERM_IS_OVER)
    remove_all(office, Kind.MESSAGES)
    known = personal.about(office.work, office.person(MEMBER))
    assert (known.heard.number, known.said.number, known.traces) == (0, 0, 2)


@pytest.mark.parametrize("by", ["杨小样", MEMBER])
def test_somebody_is_found_by_name_and_account_also_when_he_has_left(
    office: Office, by: str
) -> None:
    found = personal.named(office.work, office.department, by)
    assert [(person.account, is_on_roster) for person, is_on_roster in found] == [(MEMBER, True)]
    leave(office, MEMBER)
    found = personal.named(office.work, office.department, "杨小样")
    assert [is_on_roster for _, is_on_roster in found] == [False]


def forget(
    office: Office, person: Person, *, is_on_roster: bool, **said: Any
) -> personal.Forgotten:
    return personal.forget(office.work, person, is_on_roster=is_on_roster, **said)


def test_who_is_still_there_loses_his_words_and_keeps_his_name(office: Office) -> None:
    hear(office, MEMBER)
    say(office, MEMBER)
    forgotten = forget(office, office.person(MEMBER), is_on_roster=True)
    assert (forgotten.messages, forgotten.name, forgotten.any) == (2, False, True)
    assert office.person(MEMBER).name == "杨小样"
    assert office.trail("person.forgotten") == [{"messages": 2, "name": False}]
    again = forget(office, office.person(MEMBER), is_on_roster=True)
    assert not again.any
    assert len(office.trail("person.forgotten")) == 1


def test_a_leaver_whom_nothing_names_loses_his_name_too(office: Office) -> None:
    former = leave(office, OTHER_MEMBER)
    forgotten = forget(office, former, is_on_roster=False)
    assert forgotten.name
    after = people.by_id(office.work, former.id)
    assert after is not None
    assert after.name == f"已离开的同志{former.id}"
    assert not forget(office, after, is_on_roster=False).any


def test_a_leaver_whom_papers_name_keeps_his_name(office: Office) -> None:
    two_versions(office)
    former = leave(office, ZHANG)
    forgotten = forget(office, former, is_on_roster=False)
    assert not forgotten.name
    after = people.by_id(office.work, former.id)
    assert after is not None
    assert after.name == "张立范"


def test_what_a_leaver_wrote_under_an_account_he_has_no_more_is_told_and_forgotten(
    office: Office,
) -> None:
    hear(office, OTHER_MEMBER)
    former = leave(office, OTHER_MEMBER)
    nobody = replace(former, account="")
    known = personal.about(office.work, nobody, is_on_roster=False, more_accounts=[OTHER_MEMBER])
    assert known.heard.number == 1
    assert forget(office, former, is_on_roster=False, more_accounts=[OTHER_MEMBER]).messages == 1
    rows = office.session.exec(select(InboxRow).where(InboxRow.sender == OTHER_MEMBER)).all()
    assert rows == []
