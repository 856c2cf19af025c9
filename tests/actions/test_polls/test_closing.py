"""Closing, counting and destroying (the ballot, steps 8 to 10): who ends what, what is told of it, what makes a ballot void. Rows of rules on the real database."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from bot.actions.polls import closing, links, presence
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.plan import InputRule, Plan
from bot.domain.polls.poll import Destruction, PollState, VoidReason
from bot.domain.polls.refusals import NothingOpen, WhichToEnd
from bot.storage.polls import cells, polls, roll
from bot.storage.polls import links as link_store
from tests.actions.begun import begins
from tests.actions.hall import (
    CLASS_A,
    CLASS_B,
    CLASS_C,
    MANY,
    SUBJECTS,
    asks_release,
    casts,
    close,
    count,
    counted,
    newest,
    now,
    opened,
    past_the_program,
    sheet_opened,
    vote,
    with_ballot,
)
from tests.actions.office import Office
from tests.actions.test_polls.batches import confirmed, entered
from tests.cast import DEAN, LI, MEMBER, ORGANISER, WANG

SECOND = timedelta(seconds=1)


def in_two_rounds(plan: Plan) -> Plan:
    rounds = (
        InputRule("leaders", "领导测评", classes=("A",)),
        InputRule("members", "党员测评", classes=("B", "C")),
    )
    return replace(plan, inputs=(*plan.inputs, *rounds))


def closes(office: Office, **which: object) -> Callable[[UnitOfWork], closing.ClosedPoll]:
    organiser = office.person(ORGANISER)
    return lambda work: closing.close_open(work, office.department, organiser, **which)  # type: ignore[arg-type]


# -- ending it


def test_one_ends_what_is_open_and_once(office: Office) -> None:
    assert isinstance(office.refused(closes(office)), NothingOpen)
    poll = opened(office)
    closes(office)(office.work)
    assert now(office, poll).state is PollState.CLOSING
    assert isinstance(office.refused(closes(office)), NothingOpen)
    assert office.trail("poll.closed") == [{"eligible": 53, "voted": 0}]


def test_of_two_ballots_the_one_that_is_named_ends(office: Office) -> None:
    office.using(in_two_rounds)
    leaders, members = office.cycle.plan.rounds
    first, second = opened(office), opened(office)
    refusal = office.refused(closes(office))
    assert isinstance(refusal, WhichToEnd)
    assert refusal.subjects == ("领导测评", "党员测评")
    closes(office, round_=members)(office.work)
    assert (now(office, first).state, now(office, second).state) == (
        PollState.OPEN,
        PollState.CLOSING,
    )
    assert isinstance(office.refused(closes(office, round_=members)), NothingOpen)
    closes(office, round_=leaders)(office.work)
    assert now(office, first).state is PollState.CLOSING


def test_of_two_ballots_the_one_about_who_is_named_ends(office: Office) -> None:
    office.using(in_two_rounds)
    leaders, members = office.cycle.plan.rounds
    first, second = opened(office, WANG, round_=leaders), opened(office, LI, round_=members)
    refusal = office.refused(closes(office))
    assert isinstance(refusal, WhichToEnd)
    closes(office, subject=office.person(LI))(office.work)
    assert now(office, first).state is PollState.OPEN
    assert now(office, second).state is PollState.CLOSING


@pytest.mark.parametrize(
    ("sheet", "in_group", "told"),
    [
        (False, False, "王文例的测评已结束"),
        (False, True, "王文例的测评已结束"),
        (True, False, "发出54份，收回2份"),
        # Where the sheet was called, the answer there tells the end.
        (True, True, ""),
    ],
)
def test_the_group_hears_of_the_end_once(
    office: Office, sheet: bool, in_group: bool, told: str
) -> None:
    poll = sheet_opened(office) if sheet else opened(office)
    vote(office, poll, [DEAN, MEMBER], 1)
    before = len(office.in_group())
    answer = closes(office, in_group=in_group)(office.work)
    after = office.in_group()[before:]
    if told:
        assert after == [answer.ended]
        assert told in after[0]
    else:
        assert after == []
        assert "收回2份" in answer.ended


@begins(sheet_opened)
def test_the_end_counts_sheets_with_those_on_paper_and_keeps_the_spoilt_apart(
    office: Office,
) -> None:
    poll = newest(office)
    vote(office, poll, [DEAN, MEMBER], 1)
    confirmed(office, "B 发9 收8 废1；" + "；".join(["好7"] * 8))
    entered(office, "C 发3 收3 废0；" + "；".join(["好3"] * 8))  # nobody has confirmed it
    answer = closes(office)(office.work)
    assert (answer.eligible, answer.voted) == (54, 2)
    assert (answer.handed_out, answer.returned, answer.valid) == (63, 10, 9)


# -- by the clock


@pytest.mark.parametrize(("after", "closed"), [(59, False), (60, True), (300, True)])
def test_the_clock_ends_it_at_the_planned_moment_and_not_at_its_beat(
    office: Office, after: int, closed: bool
) -> None:
    moment = office.now + 60 * SECOND
    poll = opened(office, closes_at=moment)
    office.now += after * SECOND
    assert closing.close_due(office.work, poll.id) == closed
    assert now(office, poll).closed_at == (moment if closed else None)
    assert not closing.close_due(office.work, poll.id)
    assert len(office.trail("poll.closed")) == closed


@begins(opened)
def test_the_clock_leaves_what_has_no_end(office: Office) -> None:
    poll = newest(office)
    office.now += timedelta(days=9)
    assert not closing.close_due(office.work, poll.id)
    assert not closing.close_due(office.work, poll.id + 1)


@begins(opened)
def test_it_is_counted_when_what_was_under_way_has_arrived(office: Office) -> None:
    poll = newest(office)
    assert closing.ready_to_count(now(office, poll)) is None
    close(office)
    assert closing.ready_to_count(now(office, poll)) == office.now + 2 * SECOND
    count(office, poll)
    assert closing.ready_to_count(now(office, poll)) is None


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


# -- what is left


@pytest.mark.parametrize(
    ("days", "voters", "kept"), [(0, MANY, False), (3, MANY, True), (3, (), False)]
)
def test_cells_are_kept_for_objections_to_a_result_alone(
    office: Office, days: int, voters: Sequence[str], kept: bool
) -> None:
    office.using(with_ballot(objection_days=days))
    poll = opened(office)
    vote(office, poll, voters, 1)
    close(office)
    result = count(office, poll)
    assert cells.number(office.session, poll.id) == (54 if kept else 0)
    if kept:
        assert (result.destroyed, result.destroy_at) == (
            Destruction.NOT_BEGUN,
            office.now + timedelta(days=days),
        )
    else:
        assert (result.destroyed, result.destroy_at) == (Destruction.CELLS, None)


@begins(opened)
def test_destruction_forgets_keys_cells_and_links_after_the_commit(office: Office) -> None:
    poll = newest(office)
    vote(office, poll, MANY, 1)
    links.end_link(
        replace(office.work, pages_address="https://xi.cn"), poll.id, office.person(DEAN)
    )
    close(office)
    office.now += 3 * SECOND
    work = office.work
    assert closing.count_closed(work, poll.id)
    assert office.keys.exists(poll.key_id)
    for follow_up in work.after_commit:
        follow_up()
    assert not office.keys.exists(poll.key_id)
    link = link_store.find(office.session, poll.id, office.person(DEAN).id)
    assert link is not None
    assert link.number == link_store.FIRST


def test_each_step_of_destruction_is_noted_once(office: Office) -> None:
    office.using(with_ballot(objection_days=3))
    poll = counted(office)
    assert closing.destroy_kept(office.work, poll.id)
    assert not closing.destroy_kept(office.work, poll.id)
    assert not closing.destroy_kept(office.work, poll.id + 1)
    steps = (Destruction.CELLS, Destruction.KEYS, Destruction.KEYS)
    noted = [closing.note_destroyed(office.work, poll.id, step) for step in steps]
    assert noted == [False, True, False]
    assert not closing.note_destroyed(office.work, poll.id + 1, Destruction.KEYS)
    assert office.trail("poll.destroyed") == []
    later = (Destruction.FILES, Destruction.FILES, Destruction.KEYS, Destruction.CELLS)
    noted = [closing.note_destroyed(office.work, poll.id, step) for step in later]
    assert noted == [True, False, False, False]
    assert len(office.trail("poll.destroyed")) == 1
    assert now(office, poll).destroyed is Destruction.FILES


def test_after_the_count_the_roll_tells_who_voted_and_on_no_card(office: Office) -> None:
    office.using(with_ballot(objection_days=3))
    poll = opened(office, *SUBJECTS)
    vote(office, poll, [DEAN], 1)
    casts(office, poll, MEMBER, {0: 1})(office.work)
    close(office)
    count(office, poll)
    marks = {entry.marks for entry in roll.entries(office.session, poll.id)}
    assert marks == {"000", "111"}


def test_destruction_leaves_the_result(office: Office) -> None:
    poll = counted(office, 1, 2)
    shown = asks_release(office)(office.work)
    assert shown.results == (poll.result,)
    assert [other.id for other in polls.unfinished(office.session)] == [poll.id]
    for step in (Destruction.KEYS, Destruction.FILES):
        closing.note_destroyed(office.work, poll.id, step)
    assert polls.unfinished(office.session) == []
    assert now(office, poll).result == poll.result
