"""Asking a branch's people whether they are satisfied (S8): who may, about what, who is asked, until when; released by two into the ledger. Rows of rules on the real database."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from bot.actions import conditions, rosters, satisfaction, weak_branches
from bot.actions.polls import closing, reminding
from bot.actions.satisfaction import asking
from bot.actions.unit_of_work import UnitOfWork
from bot.documents.roster import RosterLine
from bot.domain.people import Role
from bot.domain.polls.poll import Poll, PollState
from bot.domain.polls.refusals import NothingOpen
from bot.domain.rectification.weak_branches import Field
from bot.domain.refusals import OwnCase, Refusal
from bot.domain.satisfaction import (
    BranchTooSmall,
    EndsTooSoon,
    Matter,
    NobodyAsked,
    NothingToAsk,
    StillAsked,
)
from bot.storage.polls import polls as store
from tests.actions.acts import entered
from tests.actions.begun import begins
from tests.actions.hall import LINES, casts, now, past_the_program, vote, with_ballot
from tests.actions.office import Office
from tests.actions.test_polls.test_closing import closes
from tests.cast import DEAN, MEMBER, ORGANISER, SECOND, THIRD, WANG, ZHANG
from tests.chat import SHANGHAI

PEOPLE = tuple(f"m{number}" for number in range(11, 16))  # of the third branch


def listed(office: Office, branch: str = THIRD) -> None:
    """The branch is put in order: there is something to be satisfied with."""
    parts = {Field.REASON: "组织生活不正常"}
    weak_branches.write(office.work, office.person(ORGANISER), office.branch(branch), parts)


def item_closed(office: Office, branch: str = THIRD) -> None:
    item = entered(office, branch)
    past_the_program(office, f"UPDATE rectification_item SET state = 'closed' WHERE id = {item.id}")


def asks(
    office: Office,
    branch: str = THIRD,
    *,
    by: str = ORGANISER,
    matter: Matter | None = None,
    last_day: date | None = None,
) -> Callable[[UnitOfWork], satisfaction.OpenedPoll]:
    actor, place = office.person(by), office.branch(branch)
    return lambda work: satisfaction.ask(
        work, office.cycle, office.department, actor, place, matter=matter, last_day=last_day
    )


def asked(office: Office, branch: str = THIRD) -> Poll:
    listed(office, branch)
    asks(office, branch)(office.work)
    poll = asking.running(office.work, office.department, office.branch(branch))
    assert poll is not None
    return poll


def ends(
    office: Office, branch: str = THIRD, *, by: str = ORGANISER
) -> Callable[[UnitOfWork], object]:
    actor, place = office.person(by), office.branch(branch)
    return lambda work: satisfaction.end(work, office.department, actor, place)


def counted(office: Office, voters: Sequence[str] = PEOPLE) -> Poll:
    poll = asked(office)
    vote(office, poll, voters, 1, 2)
    ends(office)(office.work)
    office.now += timedelta(seconds=3)
    assert closing.count_closed(office.work, poll.id)
    return now(office, poll)


def asks_release(
    office: Office, branch: str = THIRD, *, by: str = ORGANISER
) -> Callable[[UnitOfWork], object]:
    actor, place = office.person(by), office.branch(branch)
    return lambda work: satisfaction.ask_release(work, office.department, actor, place)


def releases(office: Office, *, by: str = DEAN) -> Callable[[UnitOfWork], None]:
    card, actor = office.last_card(by), office.person(by)
    return lambda work: satisfaction.release(work, office.department, card, actor)


def also_organises(office: Office, account: str) -> None:
    lines = list(LINES)
    for number, line in enumerate(lines):
        if line.account == account:
            lines[number] = replace(line, roles=line.roles | {Role.ORGANISER})
    rosters.import_roster(office.work, office.department.id, lines, actor="system")


# -- about what


@pytest.mark.parametrize(
    ("weak", "closed", "wanted", "matter"),
    [
        (False, False, None, None),
        (True, False, None, Matter.WEAK),
        (False, True, None, Matter.ITEMS),
        (True, True, None, Matter.WEAK),
        (True, True, Matter.ITEMS, Matter.ITEMS),
        (True, False, Matter.ITEMS, None),
        (False, True, Matter.WEAK, None),
    ],
)
def test_it_is_asked_about_what_the_branch_has(
    office: Office, weak: bool, closed: bool, wanted: Matter | None, matter: Matter | None
) -> None:
    if weak:
        listed(office)
    if closed:
        item_closed(office)
    act = asks(office, matter=wanted)
    if matter is None:
        assert isinstance(office.refused(act), NothingToAsk)
        return
    assert act(office.work).terms.form.rows == (matter.value,)


def test_an_item_that_is_open_is_nothing_to_be_satisfied_with(office: Office) -> None:
    entered(office, THIRD)
    assert isinstance(office.refused(asks(office)), NothingToAsk)


# -- who may


@pytest.mark.parametrize(("by", "refusal"), [(ORGANISER, None), (DEAN, None), (ZHANG, OwnCase)])
def test_nobody_has_a_hand_in_what_is_asked_about_his_own_branch(
    office: Office, by: str, refusal: type[Refusal] | None
) -> None:
    also_organises(office, ZHANG)
    listed(office)
    if refusal is None:
        asks(office, by=by)(office.work)
        ends(office, by=by)(office.work)
        return
    assert isinstance(office.refused(asks(office, by=by)), refusal)
    asks(office)(office.work)
    assert isinstance(office.refused(ends(office, by=by)), refusal)
    assert isinstance(office.refused(asks_release(office, by=by)), refusal)


def test_a_branch_is_asked_once_at_a_time(office: Office) -> None:
    first = asked(office)
    assert isinstance(office.refused(asks(office)), StillAsked)
    second = asked(office, SECOND)
    assert first.branch_id != second.branch_id
    ends(office)(office.work)
    assert isinstance(office.refused(ends(office)), NobodyAsked)
    asks(office)(office.work)


@begins(listed)
def test_in_a_small_branch_everybody_would_be_recognised(office: Office) -> None:
    office.using(with_ballot(minimum=6))
    refusal = office.refused(asks(office))
    assert isinstance(refusal, BranchTooSmall)
    assert (refusal.branch, refusal.eligible, refusal.minimum) == (THIRD, 5, 6)
    assert office.told(PEOPLE[0]) == ""


# -- who is asked


@begins(listed)
def test_each_of_its_people_gets_a_card_and_the_group_hears_nothing(office: Office) -> None:
    opened = asks(office)(office.work)
    assert opened.unreachable == ()
    assert opened.terms.eligible == len(PEOPLE)
    for account in PEOPLE:
        (card,) = office.cards(account)
        assert [option.text for option in card.questions[0].options] == [
            "满意",
            "基本满意",
            "不满意",
        ]
    for other in (ZHANG, MEMBER, WANG, DEAN):
        assert office.cards(other) == []
    assert office.in_group() == []


def test_who_has_no_account_yet_is_named_and_answers_once_he_has_one(office: Office) -> None:
    new = RosterLine(0, "新来样", "", THIRD, frozenset({Role.MEMBER}), "C")
    organiser = office.person(ORGANISER)
    rosters.import_roster(office.work, office.department.id, [*LINES, new], actor=organiser)
    listed(office)
    opened = asks(office)(office.work)
    assert opened.terms.eligible == len(PEOPLE) + 1
    assert opened.unreachable == ("新来样",)
    bound = replace(new, account="n01")
    rosters.import_roster(office.work, office.department.id, [*LINES, bound], actor=organiser)
    (poll,) = store.of_branches(office.session, office.department.id)
    casts(office, poll, "n01", 1)(office.work)


def test_a_branch_without_a_secretary_is_asked_too(office: Office) -> None:
    lines = [line for line in LINES if line.account != ZHANG]
    rosters.import_roster(office.work, office.department.id, lines, actor="system")
    counted(office)
    asks_release(office)(office.work)
    releases(office)(office.work)
    assert len(satisfaction.released(office.work, office.department.id)) == 1


# -- until when


@begins(listed)
@pytest.mark.parametrize(
    ("last_day", "closes"),
    [
        (None, date(2026, 12, 8)),  # five workdays
        (date(2026, 12, 2), date(2026, 12, 2)),
        (date(2026, 12, 1), None),
        (date(2026, 11, 30), None),
        (date(2027, 3, 1), date(2027, 3, 1)),
    ],
)
def test_people_have_until_the_quiet_hours_of_the_last_day(
    office: Office, last_day: date | None, closes: date | None
) -> None:
    act = asks(office, last_day=last_day)
    if closes is None:
        refusal = office.refused(act)
        assert isinstance(refusal, EndsTooSoon)
        assert refusal.first == date(2026, 12, 2)
        return
    act(office.work)
    (poll,) = satisfaction.branch_polls(office.work, office.department.id)
    assert poll.closes_at == datetime.combine(closes, time(20), SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "over"), [("2026-12-08T19:59", False), ("2026-12-08T20:00", True)]
)
def test_the_clock_ends_it_and_tells_whoever_opened_it(
    office: Office, moment: str, over: bool
) -> None:
    poll = asked(office)
    office.at(moment)
    assert closing.close_due(office.work, poll.id) == over
    assert bool(office.told(ORGANISER)) == over
    assert office.in_group() == []


def test_who_ends_it_himself_is_not_told_so(office: Office) -> None:
    asked(office)
    ends(office)(office.work)
    assert office.told(ORGANISER) == ""
    assert office.in_group() == []


def test_the_end_of_the_evaluation_does_not_end_it(office: Office) -> None:
    poll = asked(office)
    assert isinstance(office.refused(closes(office)), NothingOpen)
    assert now(office, poll).state is PollState.OPEN


@pytest.mark.parametrize(
    ("opened_on", "last_day", "reminds_at"),
    [
        ("2026-12-01T08:30", None, "2026-12-07T09:00"),
        ("2026-12-01T08:30", date(2026, 12, 7), "2026-12-04T09:00"),  # over the weekend
        ("2026-12-01T08:30", date(2026, 12, 2), None),  # asked on the day before
        ("2026-12-01T08:30", date(2026, 12, 3), "2026-12-02T09:00"),
    ],
)
def test_who_has_not_answered_is_asked_on_the_workday_before_the_last(
    office: Office, opened_on: str, last_day: date | None, reminds_at: str | None
) -> None:
    office.at(opened_on)
    listed(office)
    asks(office, last_day=last_day)(office.work)
    (poll,) = store.of_branches(office.session, office.department.id)
    moment = reminding.reminds_at(office.work, poll)
    if reminds_at is None:
        assert moment is None
        return
    assert moment == datetime.fromisoformat(reminds_at).replace(tzinfo=SHANGHAI)
    vote(office, poll, PEOPLE[:1], 1)
    office.now = moment
    before = {account: len(office.sent(account)) for account in PEOPLE}
    assert reminding.remind_missing(office.work, poll.id)
    after = {account: len(office.sent(account)) for account in PEOPLE}
    assert [after[account] - before[account] for account in PEOPLE] == [0, 1, 1, 1, 1]


def test_an_invitation_is_obsolete_once_he_has_answered_or_it_is_over(office: Office) -> None:
    poll = asked(office)

    def why(account: str) -> str:
        person = office.person(account)
        condition = {"kind": reminding.CONDITION, "poll": poll.id, "person": person.id}
        return conditions.why_obsolete(office.work, condition)

    assert why(PEOPLE[0]) == ""
    assert why(MEMBER) != ""
    casts(office, poll, PEOPLE[0], 1)(office.work)
    assert why(PEOPLE[0]) != ""
    assert why(PEOPLE[1]) == ""
    ends(office)(office.work)
    assert why(PEOPLE[1]) != ""
