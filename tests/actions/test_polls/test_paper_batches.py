"""Paper ballots (S27): which ballot they belong to, by two persons, before the count; void ones. Rows of rules on the real database."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from bot.actions.polls import papers
from bot.domain.plan import InputRule, Plan
from bot.domain.polls.refusals import PaperTooLate, PaperUnclear, WhichPaper
from bot.domain.refusals import CardGone, NeedsSecondPerson, Refusal
from bot.storage.polls import paper
from tests.actions.begun import begins
from tests.actions.hall import MANY, close, count, newest, opened, vote
from tests.actions.office import Office
from tests.actions.test_polls.batches import decides, entered, enters
from tests.cast import DEAN, LI, ORGANISER, VICE_DEAN, WANG

SAID = "A 发8 收7 废1 好2 较好4"


def in_two_rounds(plan: Plan) -> Plan:
    rounds = (
        InputRule("leaders", "领导测评", classes=("A",)),
        InputRule("members", "党员测评", classes=("B", "C")),
    )
    return replace(plan, inputs=(*plan.inputs, *rounds))


def none_held(_office: Office) -> None:
    """No ballot."""


def still_open(office: Office) -> None:
    vote(office, opened(office), MANY, 1)


def closing(office: Office) -> None:
    still_open(office)
    close(office)


def counted(office: Office) -> None:
    poll = opened(office)
    vote(office, poll, MANY, 1)
    close(office)
    count(office, poll)


@pytest.mark.parametrize(
    ("reach", "refusal"),
    [(none_held, PaperTooLate), (still_open, None), (closing, None), (counted, PaperTooLate)],
)
def test_paper_is_taken_until_the_count(
    office: Office, reach: Callable[[Office], None], refusal: type[Refusal] | None
) -> None:
    reach(office)
    if refusal is not None:
        assert isinstance(office.refused(enters(office, SAID)), refusal)
        return
    batch, lines = enters(office, SAID)(office.work)
    assert (batch.category, batch.used, batch.counts) == ("A", 6, ((2, 4, 0, 0),))
    assert "较好 4" in lines


@pytest.mark.parametrize(
    ("said", "ballot"),
    [
        (SAID, None),
        (f"K1 {SAID}", 0),
        (f"k1{SAID}", 0),
        (f"  K2  {SAID.replace('A', 'B')}", 1),
        (f"K9 {SAID}", None),
        (f"K12 {SAID}", None),
    ],
)
def test_of_two_ballots_the_one_that_stands_in_front_is_meant(
    office: Office, said: str, ballot: int | None
) -> None:
    office.using(in_two_rounds)
    both = [opened(office), opened(office)]
    assert [poll.code for poll in both] == ["K1", "K2"]
    if ballot is None:
        refusal = office.refused(enters(office, said))
        assert isinstance(refusal, WhichPaper)
        assert refusal.choices == (("K1", "王文例"), ("K2", "王文例"))
        return
    entered(office, said)
    waiting = [paper.is_waiting(office.session, poll.id) for poll in both]
    assert waiting == [ballot == 0, ballot == 1]


@begins(opened)
@pytest.mark.parametrize(
    ("said", "refusal"), [(f"K1 {SAID}", None), (SAID, None), (f"K2 {SAID}", WhichPaper)]
)
def test_the_number_of_the_only_ballot_may_stand_in_front_and_no_other(
    office: Office, said: str, refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        entered(office, said)
    else:
        assert isinstance(office.refused(enters(office, said)), refusal)


@pytest.mark.parametrize(
    ("running", "whose"), [((), []), ((WANG,), [WANG]), ((WANG, LI), [WANG, LI])]
)
def test_entering_is_the_case_of_whom_the_running_ballots_are_about(
    office: Office, running: Sequence[str], whose: Sequence[str]
) -> None:
    if running:
        opened(office, *running)
    cases = papers.paper_cases(office.work, office.department)
    assert [person.account for person in cases] == whose


@begins(opened)
@pytest.mark.parametrize(("by", "second"), [(ORGANISER, DEAN), (DEAN, ORGANISER)])
def test_it_counts_once_a_second_person_has_confirmed_it(
    office: Office, by: str, second: str
) -> None:
    poll = newest(office)
    entered(office, SAID, by=by)
    card, first = office.last_card(second), office.person(by)
    for decide in (papers.confirm, papers.decline):
        own = office.refused(lambda work: decide(work, office.department, card, first))  # noqa: B023
        assert isinstance(own, NeedsSecondPerson)
    assert paper.confirmed(office.session, poll.id) == []
    confirm = decides(office, by=second)
    confirm(office.work)
    assert isinstance(office.refused(confirm), CardGone)
    (batch,) = paper.confirmed(office.session, poll.id)
    assert batch.used == 6
    assert office.person(second).name in office.told(by)
    assert len(office.trail("paper.confirmed")) == 1


@begins(opened)
def test_declined_it_is_dropped_and_whoever_entered_it_is_asked_to_do_it_again(
    office: Office,
) -> None:
    poll = newest(office)
    entered(office, SAID)
    decides(office, accepted=False)(office.work)
    assert not paper.is_waiting(office.session, poll.id)
    assert paper.confirmed(office.session, poll.id) == []
    assert "重新录入" in office.told(ORGANISER)
    assert [facts["category"] for facts in office.trail("paper.declined")] == ["A"]
    entered(office, SAID)
    decides(office)(office.work)
    assert len(paper.confirmed(office.session, poll.id)) == 1


@begins(opened)
@pytest.mark.parametrize(
    ("said", "void"), [("A 发5 收6 废0 好6", True), ("A 发6 收6 废0 好6", False)]
)
def test_more_than_were_handed_out_is_void_and_asks_nobody(
    office: Office, said: str, void: bool
) -> None:
    poll = newest(office)
    batch = entered(office, said)
    assert batch.void == void
    assert len(office.cards(DEAN)) == (not void)
    assert paper.is_waiting(office.session, poll.id) == (not void)
    state = "void" if void else "entered"
    assert office.trail("paper.entered") == [{"category": "A", "state": state}]


@begins(opened)
def test_what_is_not_clear_is_not_kept(office: Office) -> None:
    poll = newest(office)
    assert isinstance(office.refused(enters(office, "A 好六票")), PaperUnclear)
    assert not paper.is_waiting(office.session, poll.id)
    assert office.cards(DEAN) == []


@begins(opened)
def test_batches_of_one_day_are_asked_about_one_after_the_other(office: Office) -> None:
    poll = newest(office)
    entered(office, SAID)
    entered(office, SAID.replace("A", "B"))
    for _ in range(2):
        decides(office)(office.work)
    assert [batch.category for batch in paper.confirmed(office.session, poll.id)] == ["A", "B"]
    assert office.cards(VICE_DEAN) == []
