"""Counting a ballot (step 9): what makes it void, paper and cards together, what is told of one that came to nothing. Rows of rules on the real database."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from bot.actions.polls import closing, presence
from bot.domain.plan import Plan
from bot.domain.polls.poll import Destruction, PollState, VoidReason
from tests.actions.begun import begins
from tests.actions.hall import (
    CLASS_A,
    CLASS_B,
    CLASS_C,
    MANY,
    SECOND,
    close,
    count,
    counted,
    newest,
    now,
    opened,
    past_the_program,
    vote,
    with_ballot,
)
from tests.actions.office import Office
from tests.actions.test_polls.batches import confirmed, entered
from tests.cast import DEAN, LI, MEMBER, ORGANISER, WANG

# -- the count


@begins(opened)
def test_only_what_is_closed_is_counted_and_once(office: Office) -> None:
    poll = newest(office)
    vote(office, poll, MANY, 1, 2)
    assert not closing.count_closed(office.work, poll.id)
    close(office)
    assert count(office, poll).state is PollState.COUNTED
    fixed = now(office, poll).groups
    assert not closing.count_closed(office.work, poll.id)
    assert now(office, poll).groups == fixed
    assert [facts["state"] for facts in office.trail("poll.counted")] == ["counted"]


@begins(opened)
def test_paper_that_waits_for_its_second_person_holds_up_the_count(office: Office) -> None:
    poll = newest(office)
    entered(office, "A 发2 收2 废0 好2")
    close(office)
    office.now += 3 * SECOND
    assert not closing.count_closed(office.work, poll.id)
    assert now(office, poll).state is PollState.CLOSING


def quorum_of(category: str, share: Fraction) -> Callable[[Plan], Plan]:
    def change(plan: Plan) -> Plan:
        categories = [
            replace(each, quorum=share if each.id == category else None)
            for each in plan.ballot.categories
        ]
        return with_ballot(categories=tuple(categories))(plan)

    return change


WITHOUT_WANG = [account for account in CLASS_B if account != WANG]


@pytest.mark.parametrize(
    ("change", "voters", "void"),
    [
        (with_ballot(), (), VoidReason.NOBODY),
        (with_ballot(), CLASS_A[:1], None),
        (with_ballot(quorum=Fraction(1, 53)), CLASS_A[:1], None),
        (with_ballot(quorum=Fraction(2, 53)), CLASS_A[:1], VoidReason.QUORUM),
        (with_ballot(quorum=Fraction(2, 53)), CLASS_A[:2], None),
        (with_ballot(quorum=Fraction(2, 53)), (), VoidReason.QUORUM),
        # Of one class: the others do not make up for it.
        (quorum_of("A", Fraction(2, 7)), (CLASS_A[0], *CLASS_C[:9]), VoidReason.QUORUM),
        (quorum_of("A", Fraction(2, 7)), CLASS_A[:2], None),
        (quorum_of("B", Fraction(1)), WITHOUT_WANG[1:], VoidReason.QUORUM),
        (quorum_of("B", Fraction(1)), WITHOUT_WANG, None),
    ],
)
def test_too_few_make_it_void(
    office: Office,
    change: Callable[[Plan], Plan],
    voters: Sequence[str],
    void: VoidReason | None,
) -> None:
    office.using(change)
    poll = opened(office)
    vote(office, poll, voters, 1)
    close(office)
    result = count(office, poll)
    assert (result.eligible, result.voted) == (53, len(voters))
    if void is None:
        assert result.state is PollState.COUNTED
    else:
        assert (result.state, result.withheld, result.groups) == (PollState.VOID, void, None)


def test_who_is_not_there_takes_nothing_from_the_share_of_his_class(office: Office) -> None:
    for account in CLASS_A[1:]:
        person = office.person(account)
        presence.take_leave(office.work, office.cycle, person, person, "出差")
    office.using(quorum_of("A", Fraction(1)))
    poll = opened(office)
    vote(office, poll, CLASS_A[:1], 1)
    close(office)
    assert count(office, poll).state is PollState.COUNTED


@begins(opened)
def test_paper_alone_is_a_result(office: Office) -> None:
    poll = newest(office)
    confirmed(office, "A 发6 收6 废0 好5 较好1")
    close(office)
    result = count(office, poll)
    assert (result.state, result.voted) == (PollState.COUNTED, 0)
    assert result.result.table(0) == {"A": {"好": 5, "较好": 1, "一般": 0, "差": 0}}


@begins(opened)
def test_paper_of_which_all_is_spoilt_is_none(office: Office) -> None:
    poll = newest(office)
    confirmed(office, "A 发6 收6 废6 好0")
    close(office)
    assert count(office, poll).withheld == VoidReason.NOBODY


@begins(opened)
def test_card_and_paper_of_one_class_are_one_number(office: Office) -> None:
    poll = newest(office)
    vote(office, poll, CLASS_A[:6], 1, 2)
    confirmed(office, "A 发6 收6 废1 好1 较好4")
    confirmed(office, "A 发1 收1 废0 差1")
    close(office)
    group = count(office, poll).result.groups[0]
    assert (group.name, group.counts, group.paper) == ("A", ((4, 7, 0, 1),), 6)


TAMPERED = {
    "a vote is marked that is none": "UPDATE poll_roll SET marks = '1' WHERE person_id = :member",
    "a mark is taken away": "UPDATE poll_roll SET marks = '0' WHERE person_id = :dean",
    "a cell is gone": "DELETE FROM poll_cell WHERE name = (SELECT min(name) FROM poll_cell)",
    "a cell is another's": (
        "UPDATE poll_cell SET sealed = (SELECT sealed FROM poll_cell ORDER BY name DESC LIMIT 1)"
        " WHERE name = (SELECT min(name) FROM poll_cell)"
    ),
    "who voted is not eligible": "UPDATE poll_roll SET recused = 1 WHERE person_id = :dean",
}


@begins(opened)
@pytest.mark.parametrize("statement", TAMPERED.values(), ids=TAMPERED)
def test_what_was_changed_past_the_program_makes_it_void(office: Office, statement: str) -> None:
    """S28: a count that is not the sum of the votes is no result."""
    poll = newest(office)
    vote(office, poll, (DEAN, *CLASS_C[1:8]), 1)
    people = {"member": office.person(MEMBER).id, "dean": office.person(DEAN).id}
    past_the_program(office, statement, people)
    close(office)
    result = count(office, poll)
    assert (result.state, result.withheld) == (PollState.VOID, VoidReason.MISMATCH)


def test_named_choices_are_kept_and_secret_ones_never(office: Office) -> None:
    secret = counted(office, 1, 2)
    assert secret.named is None
    office.using(with_ballot(secret=False))
    named = counted(office, 1, 2, about=LI)
    assert named.named == {
        str(office.person(account).id): [(1, 2)[number % 2]] for number, account in enumerate(MANY)
    }


# -- what is told of one that came to nothing


@begins(opened)
def test_one_in_which_nobody_voted_is_not_spoken_of(office: Office) -> None:
    poll = newest(office)
    close(office)
    before = len(office.in_group())
    count(office, poll)
    assert len(office.in_group()) == before
    assert office.sent(ORGANISER) == []


def test_who_voted_in_vain_hears_it_in_the_group_and_the_organiser_what_to_do(
    office: Office,
) -> None:
    office.using(with_ballot(quorum=Fraction(1)))
    poll = opened(office)
    vote(office, poll, MANY, 1)
    close(office)
    before = len(office.in_group())
    count(office, poll)
    (told,) = office.in_group()[before:]
    assert "王文例" in told
    assert "作废" in told
    (message,) = office.sent(ORGANISER)
    assert message.text.startswith(told)
    assert len(message.text) > len(told)
    assert office.sent(DEAN) == []


@begins(opened)
def test_lost_keys_end_a_ballot_that_runs(office: Office) -> None:
    poll = newest(office)
    vote(office, poll, MANY, 1)
    assert closing.without_keys(office.work) == []
    assert not closing.void_without_keys(office.work, poll.id + 1)
    assert office.keys.directory is not None
    shutil.rmtree(office.keys.directory)
    assert closing.without_keys(office.work) == [poll.id]
    assert closing.void_without_keys(office.work, poll.id)
    lost = now(office, poll)
    assert (lost.state, lost.withheld) == (PollState.VOID, VoidReason.KEYS_LOST)
    assert (lost.eligible, lost.voted) == (53, len(MANY))
    assert lost.destroyed is Destruction.CELLS
    assert "密钥" in office.in_group()[-1]
    assert "密钥" in office.told(ORGANISER)
    assert office.trail("poll.void") == [{"reason": "keys_lost"}]
    assert closing.without_keys(office.work) == []
    assert not closing.void_without_keys(office.work, poll.id)


@begins(opened)
def test_keys_that_are_lost_while_the_last_votes_arrive_make_it_void_at_the_count(
    office: Office,
) -> None:
    poll = newest(office)
    vote(office, poll, MANY, 1)
    close(office)
    assert office.keys.directory is not None
    shutil.rmtree(office.keys.directory)
    assert closing.without_keys(office.work) == [poll.id]
    result = count(office, poll)
    assert (result.state, result.withheld) == (PollState.VOID, VoidReason.KEYS_LOST)
