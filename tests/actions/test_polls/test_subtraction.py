"""Nothing that is shown can be taken from something else that was shown to leave one voter's choice. Rows of rules on the real database."""

from collections.abc import Sequence

import pytest

from bot.actions import ballot_invariants
from bot.actions.polls import meetings, releasing
from bot.domain.plan import Row
from bot.domain.polls.poll import Audience, Poll
from bot.domain.polls.results import Result
from bot.storage.polls import roll
from tests.actions.begun import begins
from tests.actions.hall import (
    CLASS_A,
    CLASS_B,
    CLASS_C,
    asks_release,
    casts,
    close,
    count,
    counted,
    newest,
    opened,
    vote,
    with_ballot,
)
from tests.actions.office import Office
from tests.actions.test_asking_branches import PEOPLE
from tests.actions.test_asking_branches import asks_release as asks_branchs_release
from tests.actions.test_asking_branches import counted as branch_counted
from tests.actions.test_asking_branches import releases as releases_branchs
from tests.actions.test_polls.batches import confirmed
from tests.actions.test_polls.test_withdrawing import asks, withdraws
from tests.cast import DEAN, LI, ORGANISER, WANG

TEN = CLASS_C[:10]
ROWS = tuple(map(Row, ("总体评价", "学习", "服务", "廉洁")))


def ten_voted(office: Office) -> None:
    counted(office, 1, 2, voters=TEN)


def preview(office: Office) -> Result:
    """What 公布 shows to the organiser of the newest ballot."""
    return asks_release(office)(office.work).results[-1]


def withdraw(office: Office, poll: Poll) -> None:
    asks(office, poll.id)(office.work)
    withdraws(office)(office.work)


# -- the same ballot again


def shown(office: Office) -> None:
    """Its numbers were shown, and it waits for its release."""
    ten_voted(office)
    assert preview(office).groups


def shown_and_withdrawn(office: Office) -> None:
    shown(office)
    withdraw(office, newest(office))


def shown_and_handed_over(office: Office) -> None:
    shown(office)
    poll = newest(office)
    releasing.release_one(office.work, poll.id, office.person(DEAN), Audience.LEADERSHIP)


@pytest.mark.parametrize(
    "office", [shown, shown_and_withdrawn, shown_and_handed_over], indirect=True
)
@pytest.mark.parametrize(
    ("again", "is_shown"),
    [
        (TEN, True),
        (TEN[1:], False),
        (TEN[2:], False),
        ((*TEN, CLASS_C[10]), False),
        (CLASS_C[10:20], True),  # others altogether
        (TEN[:5], True),  # as many are left as are shown
    ],
)
def test_held_again_it_is_shown_where_no_handful_is_left_by_subtraction(
    office: Office, again: Sequence[str], is_shown: bool
) -> None:
    counted(office, 1, 2, voters=again)
    result = preview(office)
    assert bool(result.groups) == is_shown
    assert result.withheld == ("" if is_shown else "subtraction")


@begins(ten_voted)
def test_what_is_withheld_says_why(office: Office) -> None:
    preview(office)
    counted(office, 1, 2, voters=TEN[1:])
    preview(office)
    assert "可能看出个人选择" in office.told(DEAN) + str(office.cards(DEAN)[-1])


def test_what_nobody_was_shown_takes_nothing_from_the_next(office: Office) -> None:
    withdraw(office, counted(office, 1, 2, voters=TEN))  # before anybody saw a number
    counted(office, 1, 2, voters=TEN[1:])
    assert preview(office).groups


@begins(ten_voted)
def test_about_another_the_choices_are_others(office: Office) -> None:
    assert preview(office).groups
    counted(office, 1, 2, voters=TEN[1:], about=LI)
    assert preview(office).groups


def test_each_class_is_held_against_itself_alone(office: Office) -> None:
    counted(office, 1, 2, voters=(*CLASS_A[:6], *TEN))
    assert preview(office).groups
    counted(office, 1, 2, voters=TEN)
    assert preview(office).groups


def test_who_is_not_asked_about_somebody_is_not_among_those_who_left_him_out(
    office: Office,
) -> None:
    """王文例 votes on a common form, and not about himself; then on his own there are the same others."""
    others = [account for account in CLASS_B if account != WANG][:6]
    common = opened(office, WANG, LI)
    vote(office, common, [account for account in others if account != LI], 1, 2)
    casts(office, common, LI, {0: 1})(office.work)
    casts(office, common, WANG, {1: 2})(office.work)
    close(office)
    count(office, common)
    assert preview(office).groups
    counted(office, 1, 2, voters=others)
    assert preview(office).groups


# -- held by name before


@pytest.mark.parametrize(
    ("by_name", "is_shown"),
    [
        (0, True),
        (1, True),  # he told it himself, and nine are left
        (4, True),
        (6, False),  # four are left
        (9, False),
        (10, True),  # everybody told it
    ],
)
def test_whose_own_choices_are_known_does_not_count_among_the_others(
    office: Office, by_name: int, is_shown: bool
) -> None:
    """A ballot by name (记名) tells each one's choice of the same row."""
    organiser = office.person(ORGANISER)
    if by_name:
        meetings.set_named(office.work, office.cycle, organiser, named=True)
        counted(office, 1, voters=TEN[:by_name])
        meetings.set_named(office.work, office.cycle, organiser, named=False)
    counted(office, 1, 2, voters=TEN)
    assert bool(preview(office).groups) == is_shown


@pytest.mark.parametrize(("position", "is_shown"), [(0, False), (1, True)])
def test_whom_somebody_left_out_by_name_is_not_known_of_him(
    office: Office, position: int, is_shown: bool
) -> None:
    """Nine have told what they think of 王文例, or of 李思样 alone."""
    organiser = office.person(ORGANISER)
    meetings.set_named(office.work, office.cycle, organiser, named=True)
    named = opened(office, WANG, LI)
    for account in TEN[:9]:
        casts(office, named, account, {position: 1})(office.work)
    close(office)
    count(office, named)
    meetings.set_named(office.work, office.cycle, organiser, named=False)
    counted(office, 1, 2, voters=TEN)
    assert bool(preview(office).groups) == is_shown


# -- paper


@pytest.mark.parametrize(("by_card", "is_shown"), [(1, False), (4, False), (5, True), (0, True)])
def test_paper_ballots_taken_away_leave_no_card_voter_alone(
    office: Office, by_card: int, is_shown: bool
) -> None:
    """Seven on paper, which the organiser has entered himself."""
    poll = opened(office)
    vote(office, poll, CLASS_C[:by_card], 4, 1)
    confirmed(office, "C 发7 收7 废0 好7")
    close(office)
    count(office, poll)
    assert bool(preview(office).groups) == is_shown


def test_what_came_on_paper_is_taken_out_of_what_was_shown_before(office: Office) -> None:
    first = opened(office)
    vote(office, first, TEN, 1, 2)
    confirmed(office, "C 发7 收7 废0 好7")
    close(office)
    count(office, first)
    assert preview(office).groups
    # The same card voters: only their own choices are compared, and none is left alone.
    counted(office, 1, 2, voters=TEN)
    assert preview(office).groups
    counted(office, 1, 2, voters=TEN[1:])
    assert preview(office).groups == ()


# -- row by row


def test_a_row_that_one_person_answered_is_hidden(office: Office) -> None:
    office.using(with_ballot(rows=ROWS))
    poll = opened(office)
    for number, account in enumerate(TEN):
        casts(office, poll, account, dict.fromkeys(range(3), number % 2 + 1))(office.work)
    casts(office, poll, TEN[0], {3: 4})(office.work)
    close(office)
    count(office, poll)
    result = preview(office)
    assert [result.hides(position) for position in range(4)] == [False, False, False, True]
    told = office.cards(DEAN)[-1].text
    assert "廉洁\n　作答的人较少，为保护个人选择，不公布。" in told
    assert "差 1" not in told
    assert list(ballot_invariants.breaches(office.work, office.department.id)) == []


def test_what_was_hidden_before_takes_nothing_from_the_next(office: Office) -> None:
    office.using(with_ballot(rows=ROWS[:2]))
    poll = opened(office)
    for account in TEN:
        casts(office, poll, account, {0: 1})(office.work)
    casts(office, poll, TEN[0], {1: 4})(office.work)
    close(office)
    count(office, poll)
    assert preview(office).hides(1)
    again = opened(office)
    for number, account in enumerate(TEN):
        casts(office, again, account, dict.fromkeys((0, 1), number % 2 + 1))(office.work)
    close(office)
    count(office, again)
    assert not preview(office).hides(1)


@pytest.mark.parametrize("days", [0, 3])
def test_after_the_count_the_roll_does_not_tell_who_filled_which_card(
    office: Office, days: int
) -> None:
    """Also while the cells are kept for objections."""
    office.using(with_ballot(rows=ROWS, objection_days=days))
    poll = opened(office)
    for number, account in enumerate(TEN):
        casts(office, poll, account, ({3: 1}, {0: 1})[number % 2])(office.work)
    close(office)
    assert count(office, poll).voted == len(TEN)
    marks = {entry.marks for entry in roll.entries(office.session, poll.id)}
    assert marks == {"00", "11"}


# -- what a branch's people were asked


@pytest.mark.parametrize(("again", "is_shown"), [(PEOPLE, True), (PEOPLE[1:], False)])
def test_a_branch_that_is_asked_again_is_held_against_what_was_released(
    office: Office, again: Sequence[str], is_shown: bool
) -> None:
    office.using(with_ballot(minimum=3))
    branch_counted(office)
    asks_branchs_release(office)(office.work)
    releases_branchs(office)(office.work)
    result = branch_counted(office, again).result
    assert bool(result.groups) == is_shown
