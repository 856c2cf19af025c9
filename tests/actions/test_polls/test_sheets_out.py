"""Sheets go into the single chats, and who has not voted is reminded: who gets it, who not, once, and until when. Rows of rules on the real database."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.actions import conditions, digests
from bot.actions.digests import Part
from bot.actions.polls import clock, handing_out, presence, reminding, turning_cards
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.plan import Row
from bot.domain.polls.poll import Poll
from bot.domain.reach import FirstWord
from bot.messages import Message
from bot.storage.outbox import OutboxRow, OutboxState
from tests.actions.begun import begins
from tests.actions.hall import (
    EVERYBODY,
    SUBJECTS,
    casts,
    close,
    newest,
    now,
    opened,
    rebind,
    sheet_opened,
    vote,
    with_ballot,
)
from tests.actions.office import Office
from tests.cast import DEAN, GUEST, LI, MEMBER, ORGANISER, OTHER_MEMBER, WANG

MINUTES = 10


def hands_out(office: Office, poll: Poll, allowed: FirstWord = FirstWord.ALWAYS) -> int:
    work = office.work
    work.first_words = {office.department.platform: allowed}
    return handing_out.hand_out(work, office.department, poll.id)


def sheets(office: Office, account: str) -> list[str]:
    return [card.title for card in office.cards(account) if "1／" in card.title]


# -- handed out


@begins(sheet_opened)
def test_everybody_on_the_roll_gets_his_own_sheet(office: Office) -> None:
    poll = newest(office)
    assert hands_out(office, poll) == EVERYBODY
    assert "1／8" in sheets(office, MEMBER)[0]
    assert "1／7" in sheets(office, WANG)[0]  # nobody rates himself
    assert sheets(office, GUEST) == []
    # It goes at once, also at night: people sit in the hall.
    assert "这是您的测评表" in office.told(DEAN)


@begins(sheet_opened)
def test_a_sheet_is_blank_on_its_way_whatever_was_chosen_already(office: Office) -> None:
    poll = newest(office)
    casts(office, poll, MEMBER, {0: 4})(office.work)
    hands_out(office, poll)
    (card,) = office.cards(MEMBER)
    assert "1／8" in card.title
    assert "差" not in card.text
    assert card.questions[0].options[-1].text == "暂不选"


@pytest.mark.parametrize(
    ("allowed", "number"),
    [(FirstWord.ALWAYS, EVERYBODY), (FirstWord.ONCE_SPOKEN, 0), (FirstWord.NEVER, 0)],
)
def test_only_those_whom_the_platform_lets_be_written_to(
    office: Office, allowed: FirstWord, number: int
) -> None:
    assert hands_out(office, sheet_opened(office), allowed) == number


def test_who_has_another_account_now_or_is_not_there_gets_none(office: Office) -> None:
    member = office.person(OTHER_MEMBER)
    presence.take_leave(office.work, office.cycle, member, member, "出差")
    poll = sheet_opened(office)
    rebind(office, MEMBER, "new")
    assert hands_out(office, poll) == EVERYBODY - 2
    assert sheets(office, "new") == []
    assert sheets(office, OTHER_MEMBER) == []


def test_who_has_heard_something_today_gets_it_with_his_first_word(office: Office) -> None:
    """At most one unasked message a day (rule of conduct 5)."""
    first = sheet_opened(office)
    assert hands_out(office, first) == EVERYBODY
    close(office)
    second = opened(office, LI, turning=True)
    assert hands_out(office, second) == 0
    assert handing_out.was_handed_out(office.work, office.department, first, office.person(MEMBER))
    assert not handing_out.was_handed_out(
        office.work, office.department, second, office.person(MEMBER)
    )


def test_what_waits_for_the_day_goes_along(office: Office) -> None:
    member = office.person(MEMBER)
    digests.tell(office.work, office.department, member, Part("other", "明天开会"))
    hands_out(office, sheet_opened(office))
    first, second = office.sent(MEMBER)
    assert first.text == "明天开会"
    assert second.card is not None


def test_whoever_signs_in_late_gets_his_sheet_and_once(office: Office) -> None:
    dean, member, organiser = map(office.person, (DEAN, MEMBER, ORGANISER))
    presence.open_attendance(office.work, office.cycle, office.department, organiser)
    presence.sign_in(office.work, office.cycle, office.department, dean, actor=dean)

    def late(work: UnitOfWork) -> None:
        handing_out.hand_out_late(work, office.department, member)

    late(office.work)  # no sheet is open
    poll = sheet_opened(office)
    assert hands_out(office, poll) == 1
    late(office.work)  # he is not there
    assert sheets(office, MEMBER) == []
    presence.sign_in(office.work, office.cycle, office.department, member, actor=member)
    for _ in range(2):
        late(office.work)
    assert len(sheets(office, MEMBER)) == 1


def obsolete(office: Office, poll: Poll, account: str, kind: str) -> str:
    condition = {"kind": kind, "poll": poll.id, "person": office.person(account).id}
    return conditions.why_obsolete(office.work, condition)


@pytest.mark.parametrize(("after", "holds"), [(59, True), (60, False), (61, False)])
def test_a_sheet_is_brought_as_long_as_it_can_be_filled(
    office: Office, after: int, holds: bool
) -> None:
    poll = opened(office, *SUBJECTS, turning=True, closes_at=office.now + timedelta(seconds=60))
    office.now += timedelta(seconds=after)
    assert (obsolete(office, poll, MEMBER, handing_out.CONDITION) == "") == holds


@begins(sheet_opened)
def test_a_sheet_of_a_ballot_that_has_ended_or_that_he_has_is_not_brought(office: Office) -> None:
    poll = newest(office)
    assert obsolete(office, poll, MEMBER, handing_out.CONDITION) == ""
    key = f"sheet:{poll.id}:{office.person(MEMBER).id}"
    member = office.person(MEMBER)
    assert office.work.message_person(office.department, member, Message(text="测评表"), key=key)
    assert obsolete(office, poll, MEMBER, handing_out.CONDITION) != ""
    assert obsolete(office, poll, DEAN, handing_out.CONDITION) == ""
    close(office)
    assert obsolete(office, poll, DEAN, handing_out.CONDITION) != ""


def test_who_says_that_he_is_there_signs_in_and_gets_the_sheet_that_is_open(
    office: Office,
) -> None:
    dean, member, organiser = map(office.person, (DEAN, MEMBER, ORGANISER))
    presence.open_attendance(office.work, office.cycle, office.department, organiser)
    presence.sign_in(office.work, office.cycle, office.department, dean, actor=dean)
    poll = sheet_opened(office)
    assert turning_cards.open_sheet(office.work, member) is None
    work, cycle, department = office.work, office.cycle, office.department
    awaited = turning_cards.open_sheet_for(work, cycle, department, member)
    assert awaited is not None
    assert awaited.id == poll.id
    assert presence.attendance(office.work, office.cycle).present_ids == {dean.id, member.id}


@pytest.mark.parametrize("closes", [False, True])
def test_the_group_hears_of_a_sheet_how_to_get_it_and_until_when(
    office: Office, closes: bool
) -> None:
    closes_at = None
    if closes:
        closes_at = office.now + timedelta(hours=1)
    poll = opened(office, *SUBJECTS, turning=True, closes_at=closes_at)
    notice = turning_cards.sheet_notice(poll.terms, office.work.zone)
    assert "现场测评（无记名），对象为8位同志" in notice
    assert ("09:30截止" in notice) == closes


# -- reminded in the hall


def does_nothing(_office: Office, _poll: Poll) -> None:
    """He has not voted."""


def votes(office: Office, poll: Poll) -> None:
    vote(office, poll, [MEMBER], 1)


def votes_in_part(office: Office, poll: Poll) -> None:
    casts(office, poll, MEMBER, {0: 1})(office.work)


@pytest.mark.parametrize(
    ("minutes", "after", "number"),
    [(0, 600, 0), (MINUTES, 599, 0), (MINUTES, 600, EVERYBODY), (MINUTES, 900, EVERYBODY)],
)
def test_after_the_plans_minutes_those_are_asked_who_are_missing_and_once(
    office: Office, minutes: int, after: int, number: int
) -> None:
    office.using(with_ballot(remind_after_minutes=minutes))
    poll = opened(office, *SUBJECTS)
    begun = office.now
    due = reminding.reminds_at(office.work, poll)
    assert due == (begun + timedelta(minutes=minutes) if minutes else None)
    assert clock.next_due(office.work, begun) == due
    office.now += timedelta(seconds=after)
    assert reminding.remind_missing(office.work, poll.id) == bool(number)
    assert bool(office.told(MEMBER)) == bool(number)
    assert not reminding.remind_missing(office.work, poll.id)
    if number:
        assert reminding.reminds_at(office.work, now(office, poll)) is None


@pytest.mark.parametrize(
    ("does", "sheet", "reminded"),
    [
        (does_nothing, False, True),
        (votes, False, False),
        (votes_in_part, False, True),
        (votes_in_part, True, False),  # what he left out is his to leave out
        (does_nothing, True, True),
    ],
)
def test_who_has_filled_his_ballot_is_not_asked(
    office: Office, does: Callable[[Office, Poll], None], sheet: bool, reminded: bool
) -> None:
    office.using(with_ballot(remind_after_minutes=MINUTES, rows=(Row("总体评价"), Row("学习"))))
    poll = opened(office, WANG, LI, turning=sheet)
    does(office, poll)
    office.now += timedelta(minutes=MINUTES)
    assert reminding.remind_missing(office.work, poll.id)
    assert bool(office.told(MEMBER)) == reminded
    assert office.told(GUEST) == ""
    assert office.told(WANG)


def test_of_a_ballot_that_has_ended_nobody_is_reminded(office: Office) -> None:
    office.using(with_ballot(remind_after_minutes=MINUTES))
    poll = opened(office)
    rebind(office, MEMBER, "new")
    office.now += timedelta(minutes=MINUTES)
    reminding.remind_missing(office.work, poll.id)
    # With another account he cannot vote: a reminder would be a riddle.
    assert office.told("new") == ""
    assert office.told(WANG) == ""
    close(office)
    office.now += timedelta(days=1)
    second = opened(office, LI)
    close(office)
    office.now += timedelta(minutes=MINUTES)
    assert not reminding.remind_missing(office.work, second.id)
    assert not reminding.remind_missing(office.work, second.id + 1)


def test_nobody_is_reminded_beside_what_he_heard_unasked(office: Office) -> None:
    office.using(with_ballot(remind_after_minutes=MINUTES))
    poll = sheet_opened(office)
    hands_out(office, poll)
    office.now += timedelta(minutes=MINUTES)
    before = {account: len(office.sent(account)) for account in (MEMBER, DEAN)}
    digest_sent(office, MEMBER)
    assert reminding.remind_missing(office.work, poll.id)
    assert len(office.sent(MEMBER)) == before[MEMBER]


def digest_sent(office: Office, account: str) -> None:
    """The sender has brought him what waited."""
    for row in office.session.exec(select(OutboxRow).where(OutboxRow.chat_id == account)):
        row.state = OutboxState.SENT
        office.session.add(row)
    office.session.flush()
