"""Spot checks, weak branches and raised problems: what only their people see. Rows of rules on the real database."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from bot.actions import evaluation, open_cards, raised, spot_checks, weak_branches
from bot.actions.evaluation.inputs import NewEntry
from bot.actions.rectification import entering, ledger
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.evaluation.inputs import Kind
from bot.domain.open_cards import OpenCard
from bot.domain.pairing import Change, Correction, CorrectionUnclear, RowUnknown
from bot.domain.rectification.items import NewItem, Source
from bot.domain.rectification.refusals import NotDrawn, NotListed
from bot.domain.rectification.weak_branches import Field, read_parts
from bot.domain.refusals import CardGone, Refusal
from tests.actions.begun import office_after
from tests.actions.office import Office
from tests.cast import DEAN, FIRST, LI, MEMBER, ORGANISER, SECOND, THIRD, VICE_DEAN, WANG, ZHANG

BRANCHES = 8


def draw(office: Office, count: int, *, by: str = DEAN) -> spot_checks.Draw:
    return spot_checks.draw(office.work, office.cycle, office.person(by), count)


def note(office: Office, branch: str, text: str = "台账齐全", *, by: str = DEAN) -> None:
    actor, place = office.person(by), office.branch(branch)
    spot_checks.note_result(office.work, actor, place, text, None)


# -- spot checks


@pytest.mark.parametrize(
    ("count", "drawn"), [(0, 1), (1, 1), (2, 2), (BRANCHES, BRANCHES), (99, BRANCHES)]
)
def test_as_many_are_drawn_as_wanted_and_each_once(office: Office, count: int, drawn: int) -> None:
    names = Counter(visit.branch.name for visit in draw(office, count).drawn)
    assert len(names) == drawn
    assert set(names.values()) == {1}


def test_nobody_draws_his_own_branch(office: Office) -> None:
    assert FIRST not in {visit.branch.name for visit in draw(office, BRANCHES, by=WANG).drawn}


def test_the_trail_knows_the_seed_and_neither_branch_nor_item(office: Office) -> None:
    made = draw(office, 2)
    (facts,) = office.trail("spot_check.drawn")
    assert facts == {"seed": made.seed, "count": 2}
    for account in (ORGANISER, VICE_DEAN, WANG, MEMBER):
        assert office.sent(account) == []
    assert office.in_group() == []


def test_a_branch_with_items_gets_one_of_them_to_look_at(office: Office) -> None:
    new = NewItem(Source.FEEDBACK, "组织员交办", "调研不够")
    entering.enter(office.work, office.cycle, office.person(ORGANISER), [office.branch(THIRD)], new)
    visits = {visit.branch.name: visit.item for visit in draw(office, BRANCHES).drawn}
    third = visits.pop(THIRD)
    assert third is not None
    assert third.problem == "调研不够"
    assert set(visits.values()) == {None}


def test_what_was_found_is_noted_once_for_each_visit_and_by_its_drawer(office: Office) -> None:
    draw(office, BRANCHES)
    assert isinstance(office.refused(lambda _: note(office, THIRD, by=VICE_DEAN)), NotDrawn)
    note(office, THIRD)
    assert isinstance(office.refused(lambda _: note(office, THIRD)), NotDrawn)
    visits = {
        visit.branch: visit.result
        for visit in spot_checks.mine(office.work, office.roster, office.person(DEAN), 99)
    }
    assert visits[THIRD] == "台账齐全"
    assert set(visits) == {branch.name for branch in office.roster.branches}
    assert spot_checks.mine(office.work, office.roster, office.person(VICE_DEAN), 99) == []


def test_the_newest_visit_that_is_open_is_meant(office: Office) -> None:
    for text in ("第一次", "第二次"):
        draw(office, BRANCHES)
        note(office, THIRD, text)
    visits = spot_checks.mine(office.work, office.roster, office.person(DEAN), 99)
    assert [visit.result for visit in visits if visit.branch == THIRD] == ["第二次", "第一次"]


@pytest.mark.parametrize(
    ("noted", "drawer", "recorded"),
    [
        (False, DEAN, True),
        (False, VICE_DEAN, False),
        # A visit that is still to come is for its drawer alone.
        (False, None, False),
        (True, None, True),
        (True, DEAN, True),
        (True, VICE_DEAN, False),
    ],
)
def test_whose_record_holds_what(
    office: Office, noted: bool, drawer: str | None, recorded: bool
) -> None:
    draw(office, BRANCHES)
    if noted:
        note(office, THIRD)
    person = office.person(drawer) if drawer else None
    assert (spot_checks.record(office.work, office.cycle, person) is not None) == recorded


# -- weak branches


def write(office: Office, text: str, branch: str = SECOND) -> weak_branches.WeakBranch:
    organiser, place = office.person(ORGANISER), office.branch(branch)
    return weak_branches.write(office.work, organiser, place, read_parts(text))


@pytest.mark.parametrize(
    ("texts", "missing"),
    [
        ([""], set(Field)),
        (["组织生活少"], set(Field) - {Field.REASON}),
        (["原因：组织生活少；措施：每月一次"], {Field.IN_CHARGE, Field.DUE, Field.SATISFACTION}),
        (
            ["原因：少", "措施：每月一次", "责任人：李思样", "时限：2027年3月31日", "满意度：较好"],
            set(),
        ),
        # A date that cannot be read changes nothing.
        (["时限：尽快"], set(Field)),
        (["时限：2027年3月31日", "时限：尽快"], set(Field) - {Field.DUE}),
    ],
)
def test_a_branch_that_is_put_in_order_says_what_is_missing(
    office: Office, texts: Sequence[str], missing: set[Field]
) -> None:
    listings = [write(office, text) for text in texts]
    assert set(listings[-1].missing) == missing
    assert len(office.trail("weak_branch.listed")) == 1
    assert len(office.trail("weak_branch.written")) == len(texts)


def test_a_later_part_takes_the_place_of_an_earlier_one_and_leaves_the_others(
    office: Office,
) -> None:
    write(office, "原因：甲；措施：乙；时限：2027年3月31日")
    listing = write(office, "措施：丙")
    assert (listing.reason, listing.measure, listing.due) == ("甲", "丙", date(2027, 3, 31))


def test_a_listing_ends_once_and_another_may_begin(office: Office) -> None:
    organiser, second = office.person(ORGANISER), office.branch(SECOND)

    def close(work: UnitOfWork) -> None:
        weak_branches.close(work, organiser, second, "已转化")

    assert isinstance(office.refused(close), NotListed)
    write(office, "原因：甲")
    close(office.work)
    assert isinstance(office.refused(close), NotListed)
    again = write(office, "措施：乙")
    assert (again.reason, again.result) == ("", None)
    listed = weak_branches.listed(office.work, office.roster)
    assert [(one.branch, one.result) for one in listed] == [(SECOND, "已转化"), (SECOND, None)]


# -- problems that were raised


def say(office: Office, about: str, text: str, *, kind: str = Kind.COMMENT, by: str = DEAN) -> None:
    dean = office.person(by)
    evaluation.add(
        office.work, office.cycle, dean, NewEntry(kind, office.person(about), text, dean)
    )


def offered(office: Office, account: str = ORGANISER) -> list[str]:
    return [
        problem.text
        for problem in raised.waiting(office.work, office.cycle, office.person(account))
    ]


@pytest.mark.parametrize(
    ("said", "problems"),
    [
        ({WANG: ["优点：扎实；不足：调研不够"]}, ["调研不够"]),
        ({WANG: ["优点：扎实"]}, []),
        ({WANG: ["调研不够"]}, []),  # nobody has said that it is a 不足
        ({WANG: ["不足：调研不够", "不足：调研不够"]}, ["调研不够"]),
        ({WANG: ["不足：调研不够"], LI: ["不足：调研不够"]}, ["调研不够", "调研不够"]),
        ({}, []),
    ],
)
def test_what_leaders_call_lacking_is_offered_once(
    office: Office, said: Mapping[str, Sequence[str]], problems: Sequence[str]
) -> None:
    for about, texts in said.items():
        for text in texts:
            say(office, about, text)
    assert offered(office) == list(problems)


def test_what_stands_in_the_ledger_is_not_offered(office: Office) -> None:
    say(office, ZHANG, "不足：调研不够")
    new = NewItem(Source.FEEDBACK, "组织员交办", "调研不够")
    third = office.branch(THIRD)
    entering.enter(office.work, office.cycle, office.person(ORGANISER), [third], new)
    assert offered(office) == []


def correction(change: Change, said: str = "", day: date | None = None) -> Correction:
    return Correction(change, said, day)


def three_raised(office: Office) -> None:
    for about, text in ((WANG, "甲"), (LI, "乙"), (ZHANG, "丙")):
        say(office, about, f"不足：{text}不够")
    raised.card(office.work, office.cycle, office.person(ORGANISER))


shown = office_after(three_raised)


def correct(office: Office, numbers: Sequence[int], change: Correction) -> None:
    raised.correct(office.work, office.cycle, office.person(ORGANISER), numbers, change)


@pytest.mark.parametrize(
    ("numbers", "change", "outcome"),
    [
        ([1], correction(Change.LEFT_OUT), ["乙不够", "丙不够"]),
        ([1, 3], correction(Change.LEFT_OUT), ["乙不够"]),
        ([2], correction(Change.PROBLEM, "走访不够"), ["甲不够", "走访不够", "丙不够"]),
        ([2], correction(Change.DUE, "", date(2027, 5, 1)), ["甲不够", "乙不够", "丙不够"]),
        ([0], correction(Change.LEFT_OUT), RowUnknown),
        ([4], correction(Change.LEFT_OUT), RowUnknown),
        ([1, 4], correction(Change.LEFT_OUT), RowUnknown),
        ([1], correction(Change.CAUSE, "忙"), CorrectionUnclear),
        ([1], correction(Change.DUE), CorrectionUnclear),
    ],
)
def test_the_card_is_put_right_before_it_is_entered(
    shown: Office,
    numbers: Sequence[int],
    change: Correction,
    outcome: Sequence[str] | type[Refusal],
) -> None:
    if isinstance(outcome, type):
        assert isinstance(shown.refused(lambda _: correct(shown, numbers, change)), outcome)
        return
    correct(shown, numbers, change)
    organiser = shown.person(ORGANISER)
    (asked,) = [card for card in raised_cards(shown) if card.asked_by == organiser.id]
    items = raised.enter(shown.work, shown.cycle, organiser, asked)
    assert [item.problem for item in items] == list(outcome)
    if change.day is not None:
        assert items[numbers[0] - 1].due == change.day
    # What he has left out he has decided on: nothing of the card is offered again.
    assert offered(shown) == []
    assert raised.card(shown.work, shown.cycle, organiser) is None

    def again(work: UnitOfWork) -> object:
        return raised.enter(work, shown.cycle, organiser, asked)

    assert isinstance(shown.refused(again), CardGone)


def raised_cards(office: Office) -> list[OpenCard]:
    return open_cards.of_kind(office.work, office.department.id, raised.RAISED)


def test_owners_hear_what_was_entered_for_them(shown: Office) -> None:
    (asked,) = raised_cards(shown)
    raised.enter(shown.work, shown.cycle, shown.person(ORGANISER), asked)
    for account, word in ((WANG, "甲"), (LI, "乙"), (ZHANG, "丙")):
        assert f"{word}不够" in shown.told(account)
        assert len(shown.sent(account)) == 1
    items = ledger.of_department(shown.work, shown.department.id)
    assert {item.source for item in items} == {Source.COMMENT}
