"""After the month's question: what an answer does, when it goes out no more, who takes the items over. Rows of rules on the real database (S35)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pytest

from bot.actions import rosters
from bot.actions.rectification import following, handing_over, ledger, questions
from bot.actions.rectification.following import DONE, HELP, UNDER_WAY, Answered
from bot.domain.open_cards import OpenCard
from bot.domain.people import Role
from bot.domain.rectification.history import EventKind
from bot.domain.rectification.items import Item, State
from bot.domain.refusals import CardGone
from bot.domain.staffing import ChangeKind, StaffChange
from bot.storage.rectification import events
from bot.texts import following as texts
from tests.actions.acts import (
    closed,
    done,
    entered,
    leaves,
    newest_item,
    progressed,
    without_school_holidays,
)
from tests.actions.begun import begins
from tests.actions.office import Office
from tests.actions.questions import JANUARY, SOON, ask, promised_in_a_year_without_holidays
from tests.cast import SECOND, THIRD, ZHANG

pytestmark = begins(without_school_holidays)


@pytest.fixture
def item(office: Office) -> Item:
    return newest_item(office)


def question(office: Office, account: str = ZHANG) -> OpenCard:
    return office.last_card(account)


def answered(
    office: Office, card: OpenCard, chosen: Mapping[str, Sequence[int]], by: str = ZHANG
) -> Answered:
    person, branch = office.person(by), office.branch(THIRD)
    return following.answer(office.work, office.cycle, person, branch, card, chosen)


def succeeds(office: Office, account: str, branch: str = THIRD) -> None:
    person = office.person(account)
    change = StaffChange(ChangeKind.APPOINTED, person.name, person.id, branch, Role.SECRETARY)
    rosters.change_staff(office.work, office.department.id, [change])


Happens = Callable[[Office, Item], object]


def untouched(office: Office, item: Item) -> None:
    """Nothing happens to it."""


def with_another(office: Office, _: Item) -> None:
    entered(office, due=SOON, problem="乙")


# -- what an answer does


def kinds(office: Office, item: Item) -> list[EventKind]:
    return [event.kind for event in events.of_items(office.session, [item.id]).get(item.id, ())]


@begins(promised_in_a_year_without_holidays)
@pytest.mark.parametrize(
    ("option", "state", "noted"),
    [
        (UNDER_WAY, State.OPEN, [EventKind.UNDER_WAY]),
        # Cards of earlier releases have this button.
        (DONE, State.PROPOSED, [EventKind.DONE]),
        # What helps is asked for in words: the tap alone changes nothing.
        (HELP, State.OPEN, []),
    ],
)
def test_a_tap_on_a_question_about_one_item(
    office: Office, item: Item, option: str, state: State, noted: Sequence[EventKind]
) -> None:
    ask(office)
    taken = answered(office, question(office), {option: [item.id]})
    current = ledger.by_id(office.work, item.id)
    assert (current.state, kinds(office, item)) == (state, noted)
    assert taken == Answered(
        under_way=(1,) * (option == UNDER_WAY),
        done=(1,) * (option == DONE),
        helpless=(item,) * (option == HELP),
        unclear=(),
    )


def test_of_several_items_it_is_not_known_which_one_needs_help(office: Office) -> None:
    office.at(JANUARY)
    items = [entered(office, due=SOON, problem=problem) for problem in ("甲", "乙")]
    ask(office)
    taken = answered(office, question(office), {HELP: [item.id for item in items]})
    assert (taken.helpless, taken.unclear) == ((), tuple(items))


@begins(promised_in_a_year_without_holidays)
@pytest.mark.parametrize("moves_on", [done, closed])
def test_what_moved_on_meanwhile_is_left_as_it_is(
    office: Office, item: Item, moves_on: Happens
) -> None:
    ask(office)
    card = question(office)
    moves_on(office, item)
    before = kinds(office, item)
    assert answered(office, card, {UNDER_WAY: [item.id]}).under_way == ()
    assert kinds(office, item) == before


@begins(promised_in_a_year_without_holidays)
def test_nobody_answers_for_an_item_of_another_branch(office: Office, item: Item) -> None:
    other = entered(office, SECOND, due=SOON)
    ask(office)
    assert answered(office, question(office), {UNDER_WAY: [other.id]}).under_way == ()
    assert kinds(office, other) == []


@begins(promised_in_a_year_without_holidays)
def test_a_card_is_answered_once(office: Office, item: Item) -> None:
    ask(office)
    card = question(office)
    answered(office, card, {UNDER_WAY: [item.id]})
    again = office.refused(lambda _: answered(office, card, {UNDER_WAY: [item.id]}))
    assert isinstance(again, CardGone)
    assert kinds(office, item) == [EventKind.UNDER_WAY]


@begins(promised_in_a_year_without_holidays)
def test_what_can_be_pressed(office: Office, item: Item) -> None:
    ask(office)
    (card,) = office.cards(ZHANG)
    (asked,) = card.questions
    assert [option.id for option in asked.options] == [UNDER_WAY, HELP]
    assert following.form(question(office)) == {"q0": frozenset({UNDER_WAY, DONE, HELP})}
    two = replace(question(office), subject={"groups": [[1], [2, 3]]})
    assert set(following.form(two)) == {"q0", "q1"}
    chosen = questions.answers(two.subject, {"q0": (UNDER_WAY,), "q1": (HELP,), "q2": (DONE,)})
    assert chosen == {UNDER_WAY: [1], HELP: [2, 3]}


# -- asked again right before it goes out


@begins(promised_in_a_year_without_holidays)
@pytest.mark.parametrize(
    ("happens", "needless"),
    [
        (untouched, False),
        (progressed, True),
        (done, True),
        (closed, True),
        # One of two items is enough to ask, and an answer about one answers for this month.
        (with_another, False),
    ],
)
def test_a_question_goes_out_while_it_is_unanswered(
    office: Office, item: Item, happens: Happens, needless: bool
) -> None:
    assert ask(office, "2027-02-01T21:00") == 1  # it waits for the morning
    happens(office, item)
    assert office.needless(ZHANG) == [texts.ANSWERED_MEANWHILE] * needless


# -- who takes over


def test_whoever_takes_over_a_branch_takes_over_its_items_and_hears_of_it_once(
    office: Office,
) -> None:
    office.at(JANUARY)
    items = [entered(office, due=SOON, problem=problem) for problem in ("甲", "乙")]
    leaves(office, ZHANG)
    succeeds(office, "m11")
    unfinished = ledger.unfinished(office.work, office.department.id)
    assert handing_over.hand_over(office.work, office.roster, unfinished) == 2
    assert handing_over.hand_over(office.work, office.roster, unfinished) == 0
    assert len(office.sent("m11")) == 1
    assert "2 条整改事项" in office.told("m11")
    for item in items:
        (event,) = events.of_items(office.session, [item.id])[item.id]
        assert event.kind is EventKind.HANDED_OVER
        assert "张立范" in event.text
    successor = office.person("m11").id
    assert office.trail("rectification.handed_over") == [{"to": successor}] * 2


@begins(promised_in_a_year_without_holidays)
def test_who_is_welcomed_hears_of_his_items_with_that(office: Office, item: Item) -> None:
    leaves(office, ZHANG)
    succeeds(office, "m11")
    unfinished = ledger.unfinished(office.work, office.department.id)
    handing_over.hand_over(
        office.work, office.roster, unfinished, welcomed=[office.person("m11").id]
    )
    assert office.sent("m11") == []
    assert len(office.trail("rectification.handed_over")) == 1


@begins(promised_in_a_year_without_holidays)
def test_a_vacant_branch_keeps_whom_it_had_until_somebody_follows(
    office: Office, item: Item
) -> None:
    leaves(office, ZHANG)
    assert ask(office) == 0
    assert office.trail("rectification.handed_over") == []
    succeeds(office, "m11")
    # He takes over, and is asked for himself this very month.
    assert ask(office, "2027-02-02T09:00") == 1
    assert len(office.trail("rectification.handed_over")) == 1
    assert len(office.cards("m11")) == 1
