"""What a branch's people said (S8): released by two, into the ledger and to its secretary. Rows of rules on the real database."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.actions import satisfaction, weak_branches
from bot.actions.polls import closing
from bot.actions.polls.status import status as evaluation_status
from bot.domain.polls.poll import PollState
from bot.domain.polls.refusals import PollVoid
from bot.domain.refusals import CardGone, NeedsSecondPerson, Refusal
from bot.domain.satisfaction import Matter, NobodyAsked, StillAsked
from tests.actions.hall import lose_keys, now, vote
from tests.actions.office import Office
from tests.actions.test_asking_branches import (
    PEOPLE,
    also_organises,
    asked,
    asks_release,
    counted,
    ends,
    listed,
    releases,
)
from tests.cast import DEAN, ORGANISER, SECOND, THIRD, WANG, ZHANG

# -- released by two


def still_asked(office: Office) -> None:
    asked(office)


def ended(office: Office) -> None:
    vote(office, asked(office), PEOPLE, 1, 2)
    ends(office)(office.work)


def over(office: Office) -> None:
    counted(office)


def void(office: Office) -> None:
    poll = asked(office)
    lose_keys(office, poll)


def out(office: Office) -> None:
    counted(office)
    asks_release(office)(office.work)
    releases(office)(office.work)


@pytest.mark.parametrize(
    ("reach", "refusal"),
    [
        (listed, NobodyAsked),
        (still_asked, StillAsked),
        (ended, None),
        (over, None),
        (void, PollVoid),
        (out, NobodyAsked),
    ],
)
def test_what_is_counted_and_not_out_yet_can_be_released(
    office: Office, reach: Callable[[Office], None], refusal: type[Refusal] | None
) -> None:
    reach(office)
    if refusal is not None:
        assert isinstance(office.refused(asks_release(office)), refusal)
    else:
        asks_release(office)(office.work)
        releases(office)(office.work)
        assert len(satisfaction.released(office.work, office.department.id)) == 1


def test_two_release_it_once_and_the_secretary_hears_the_numbers(office: Office) -> None:
    counted(office)
    asks_release(office)(office.work)
    card, organiser = office.last_card(DEAN), office.person(ORGANISER)
    own = office.refused(
        lambda work: satisfaction.release(work, office.department, card, organiser)
    )
    assert isinstance(own, NeedsSecondPerson)
    confirm = releases(office)
    confirm(office.work)
    assert isinstance(office.refused(confirm), CardGone)
    assert "满意 3 人" in office.told(ZHANG)
    assert office.told(WANG) == ""
    assert office.in_group() == []
    (released,) = satisfaction.released(office.work, office.department.id, office.branch(THIRD))
    assert (released.matter, released.on) == (Matter.WEAK, office.work.today)
    assert satisfaction.released(office.work, office.department.id, office.branch(SECOND)) == ()
    (weak,) = weak_branches.listed(office.work, office.roster)
    assert "60%" in weak.satisfaction


def test_nobody_is_asked_to_release_what_is_about_himself(office: Office) -> None:
    also_organises(office, ZHANG)
    counted(office)
    asks_release(office, by=DEAN)(office.work)
    assert office.cards(ZHANG) == []
    releases(office, by=ORGANISER)(office.work)


def test_asked_again_it_stands_on_the_newer_card_alone(office: Office) -> None:
    counted(office)
    asks_release(office)(office.work)
    first = office.last_card(DEAN)
    asks_release(office)(office.work)
    with pytest.raises(CardGone):
        office.card(first.id)
    releases(office)(office.work)


def test_declined_nothing_is_known_and_whoever_asked_hears_so(office: Office) -> None:
    poll = counted(office)
    asks_release(office)(office.work)
    card, dean = office.last_card(DEAN), office.person(DEAN)
    satisfaction.decline(office.work, office.department, card, dean)
    assert now(office, poll).state is PollState.COUNTED
    assert "赵建例" in office.told(ORGANISER)
    assert office.told(ZHANG) == ""
    assert satisfaction.released(office.work, office.department.id) == ()


def test_one_that_came_to_nothing_is_told_to_whom_it_asked_and_to_no_group(office: Office) -> None:
    poll = asked(office)
    office.keys.forget(poll.key_id)
    assert closing.void_without_keys(office.work, poll.id)
    for account in PEOPLE:
        assert "密钥" in office.told(account)
        assert "满意度 支部" not in office.told(account)
    assert "满意度 支部" in office.told(ORGANISER)  # how to go on
    for other in (ZHANG, WANG, DEAN):
        assert "密钥" not in office.told(other)
    assert office.in_group() == []


# -- how it stands


def test_its_turnout_is_told_while_it_runs_and_its_numbers_once_they_are_released(
    office: Office,
) -> None:
    poll = counted(office)
    (standing,) = satisfaction.branch_polls(office.work, office.department.id)
    assert (standing.branch, standing.about) == (THIRD, "整顿满意度")
    assert (standing.status.voted, standing.status.eligible) == (5, 5)
    assert (standing.released, standing.status.released) == (None, None)
    asks_release(office)(office.work)
    releases(office)(office.work)
    (standing,) = satisfaction.branch_polls(office.work, office.department.id)
    assert standing.released is not None
    assert standing.released.code == poll.code
    # The evaluation knows nothing of it.
    assert evaluation_status(office.work, office.cycle.id) == ()


@pytest.mark.parametrize(
    ("listed_at", "closed_at", "counts"),
    [
        (-1, None, True),
        (0, None, True),
        (1, None, False),
        (-1, 1, True),
        (-1, 0, True),
        (-2, -1, False),
    ],
)
def test_what_people_said_belongs_to_the_time_in_which_the_branch_was_listed(
    office: Office, listed_at: int, closed_at: int | None, counts: bool
) -> None:
    """Days from the opening of their ballot."""
    begun = office.now
    counted(office)
    asks_release(office)(office.work)
    releases(office)(office.work)
    releases_ = satisfaction.released(office.work, office.department.id)
    ended_at = None
    if closed_at is not None:
        ended_at = begun + timedelta(days=closed_at)
    found = satisfaction.of_weak_branch(
        releases_,
        office.branch(THIRD).id,
        listed_at=begun + timedelta(days=listed_at),
        closed_at=ended_at,
    )
    assert (found is not None) == counts
    assert (
        satisfaction.of_weak_branch(
            releases_, office.branch(SECOND).id, listed_at=begun, closed_at=None
        )
        is None
    )
