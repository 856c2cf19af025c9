"""The roll of a ballot: who stands on it, who may vote, how many have to be there, and in which class. Rows of rules on the real database."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.actions import rosters
from bot.actions.polls import meetings, opening, presence
from bot.domain.people import Role
from bot.domain.plan import VoterCategory
from bot.domain.polls.refusals import BelowQuorum, CategoryTooSmall
from bot.domain.refusals import Refusal
from bot.domain.staffing import ChangeKind, StaffChange
from bot.storage.polls import cells, polls, roll
from tests.actions.begun import Beginnings, begins, no_act
from tests.actions.hall import (
    CLASS_A,
    CLASS_B,
    CLASS_C,
    EVERYBODY,
    SUBJECTS,
    in_two_rounds,
    newest,
    opened,
    opens,
    with_ballot,
)
from tests.actions.office import Office
from tests.cast import DEAN, GUEST, LI, MEMBER, ORGANISER, WANG


def entries(office: Office) -> list[roll.RollEntry]:
    return roll.entries(office.session, newest(office).id)


def sign_in(office: Office, *accounts: str) -> None:
    organiser = office.person(ORGANISER)
    presence.open_attendance(office.work, office.cycle, office.department, organiser)
    for account in accounts:
        presence.sign_in(
            office.work, office.cycle, office.department, office.person(account), actor=organiser
        )


def leave(office: Office, *accounts: str) -> None:
    for account in accounts:
        person = office.person(account)
        presence.take_leave(office.work, office.cycle, person, person, "出差")


# -- who stands on it, and who may vote


@pytest.mark.parametrize(
    ("about", "voters"),
    [((WANG,), EVERYBODY - 1), (SUBJECTS, EVERYBODY), ((WANG, LI), EVERYBODY)],
)
def test_nobody_rates_himself_and_on_a_common_form_each_rates_the_others(
    office: Office, about: Sequence[str], voters: int
) -> None:
    poll = opened(office, *about)
    assert poll.terms.eligible == voters
    assert len(entries(office)) == EVERYBODY
    recused = [entry.person for entry in entries(office) if entry.recused]
    assert recused == [office.person(WANG).id] * (EVERYBODY - voters)
    assert cells.number(office.session, poll.id) == EVERYBODY


@begins(opened)
def test_a_guest_has_no_vote(office: Office) -> None:
    assert roll.find(office.session, newest(office).id, office.person(GUEST).id) is None


@pytest.mark.parametrize(
    ("there", "away", "voters"),
    [
        (None, (), EVERYBODY - 1),
        (None, (MEMBER,), EVERYBODY - 2),
        (None, (MEMBER, LI, GUEST), EVERYBODY - 3),
        (None, (WANG,), EVERYBODY - 1),
        ((DEAN, MEMBER, LI), (), 3),
        # Whoever has signed in is there, whatever he had said before.
        ((DEAN, MEMBER, LI), (MEMBER,), 3),
        ((DEAN, WANG, GUEST), (), 1),
    ],
)
def test_who_has_signed_in_votes_or_without_a_list_who_is_not_on_leave(
    office: Office, there: Sequence[str] | None, away: Sequence[str], voters: int
) -> None:
    leave(office, *away)
    if there is not None:
        sign_in(office, *there)
    poll = opened(office)
    assert poll.terms.eligible == voters
    assert poll.terms.attendance == (there is not None)
    # The absent stand on the roll as well: who comes late is marked, nobody is added.
    assert len(entries(office)) == EVERYBODY


@pytest.mark.parametrize(
    ("there", "apart"), [((DEAN, "l02"), True), ((MEMBER,), False), ((DEAN, MEMBER), False)]
)
def test_a_ballot_of_people_who_are_not_at_the_meeting_is_held_apart_from_it(
    office: Office, there: Sequence[str], apart: bool
) -> None:
    office.using(in_two_rounds)
    _, members = office.cycle.plan.rounds
    sign_in(office, *there)
    poll = opened(office, round_=members)
    assert poll.terms.attendance == (not apart)
    voters = len(CLASS_B + CLASS_C) - 1
    assert poll.terms.eligible == (voters if apart else 1)


# -- whether enough are there


@pytest.mark.parametrize(
    ("quorum", "there", "refused"),
    [
        (None, (), (0, 3)),
        (None, (WANG,), (0, 3)),
        (None, (DEAN,), None),
        (Fraction(1, 10), CLASS_A[:5], (5, 6)),  # a tenth of 53 is six
        (Fraction(1, 10), CLASS_A[:6], None),
        (Fraction(1, 10), (*CLASS_A[:5], WANG), (5, 6)),
        (Fraction(2, 53), (DEAN, "l02"), None),
        (Fraction(2, 53), (DEAN,), (1, 3)),
        (Fraction(1), CLASS_A, (7, 53)),
    ],
)
def test_a_ballot_needs_the_plans_share_of_those_who_could_vote(
    office: Office,
    quorum: Fraction | None,
    there: Sequence[str],
    refused: tuple[int, int] | None,
) -> None:
    office.using(with_ballot(quorum=quorum))
    sign_in(office, *there)
    if refused is None:
        assert opened(office).terms.quorum == quorum
        return
    refusal = office.refused(opens(office))
    assert isinstance(refusal, BelowQuorum)
    assert (refusal.present, refusal.needed) == refused
    assert polls.of_cycle(office.session, office.cycle.id) == []


@given(there=st.sets(st.sampled_from(CLASS_A + CLASS_B + CLASS_C), min_size=1))
@settings(max_examples=10)
def test_law_there_is_a_cell_for_everybody_and_a_vote_for_everybody_who_came(
    beginnings: Beginnings, there: set[str]
) -> None:
    """Whoever signs in: cells = roll, votes = those present without the one who is rated."""
    with beginnings.after(no_act) as office:
        sign_in(office, *sorted(there))
        able = there - {WANG}
        if not able:
            assert isinstance(office.refused(opens(office)), BelowQuorum)
            return
        poll = opened(office)
        assert cells.number(office.session, poll.id) == len(entries(office)) == EVERYBODY
        assert poll.terms.eligible == sum(category.eligible for category in poll.terms.categories)
        assert poll.terms.eligible == len(able) == roll.turnout(office.session, poll.id)[0]


# -- in which class


@pytest.mark.parametrize(
    ("small_apart", "secret", "named", "refusal"),
    [
        (True, True, False, None),
        (False, True, False, CategoryTooSmall),
        (False, False, False, None),
        (False, True, True, None),
    ],
)
def test_a_small_class_is_a_hindrance_only_where_its_counts_would_be_shown(
    office: Office, small_apart: bool, secret: bool, named: bool, refusal: type[Refusal] | None
) -> None:
    office.using(with_ballot(small_apart=small_apart, secret=secret))
    meetings.set_named(office.work, office.cycle, office.person(ORGANISER), named=named)
    sign_in(office, *CLASS_A[:4], *CLASS_B[3:9], *CLASS_C[:6])
    if refusal is not None:
        why = office.refused(opens(office))
        assert isinstance(why, CategoryTooSmall)
        assert (why.category, why.eligible, why.minimum) == ("A", 4, 5)
        assert why.partners == ("B", "C")
        return
    assert opened(office).terms.secret == (secret and not named)


def test_merged_classes_are_one_on_the_roll(office: Office) -> None:
    organiser = office.person(ORGANISER)
    meetings.merge_categories(office.work, office.cycle, organiser, ["A", "B"])
    poll = opened(office)
    assert [category.id for category in poll.terms.categories] == ["A+B", "C"]
    assert {entry.category for entry in entries(office)} == {"A+B", "C"}


def test_classes_that_the_plan_does_not_name_vote_and_are_told(office: Office) -> None:
    category = VoterCategory("A", "领导", Fraction(1))
    office.using(with_ballot(categories=(category,)))
    answer = opens(office)(office.work)
    assert isinstance(answer, opening.OpenedPoll)
    assert answer.unknown == ("B", "C")
    assert answer.terms.eligible == EVERYBODY - 1
    assert answer.code == newest(office).code


def test_merged_with_one_that_the_plan_names_a_class_is_known(office: Office) -> None:
    office.using(with_ballot(categories=(VoterCategory("A", "领导", Fraction(1)),)))
    organiser = office.person(ORGANISER)
    meetings.merge_categories(office.work, office.cycle, organiser, ["A", "B"])
    answer = opens(office)(office.work)
    assert isinstance(answer, opening.OpenedPoll)
    assert answer.unknown == ("C",)


# -- what changes later


@begins(opened)
def test_whoever_leaves_the_roster_stays_on_the_roll_with_his_account_of_the_opening(
    office: Office,
) -> None:
    member = office.person(MEMBER)
    gone = StaffChange(ChangeKind.LEAVES, member.name, member.id, "", None)
    rosters.change_staff(office.work, office.department.id, [gone])
    entry = roll.find(office.session, newest(office).id, member.id)
    assert entry is not None
    assert entry.account == MEMBER
    assert len(entries(office)) == EVERYBODY


@begins(opened)
def test_whoever_comes_to_the_roster_later_does_not_come_to_the_roll(office: Office) -> None:
    came = StaffChange(ChangeKind.JOINS, "新来样", None, "第一支部", Role.MEMBER)
    rosters.change_staff(office.work, office.department.id, [came])
    assert len(entries(office)) == EVERYBODY
