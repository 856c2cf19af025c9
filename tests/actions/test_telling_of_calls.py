"""What the two of a call for help hear, each step once, worded when it goes out. Rows of rules on the real database (S35, S37)."""

from collections.abc import Callable, Sequence

import pytest

from bot.actions import open_cards, rosters
from bot.actions.help_requests import answering, calls, telling, waiting
from bot.actions.help_requests.calls import Call
from bot.domain.people import Person
from bot.domain.rectification.items import Item
from bot.domain.refusals import CardGone
from bot.domain.staffing import ChangeKind, StaffChange
from bot.texts import help_requests as texts
from tests.actions.acts import done, entered, newest_item
from tests.actions.begun import begins
from tests.actions.office import Office
from tests.cast import DEAN, LI, MEMBER, ORGANISER, THIRD, VICE_DEAN, ZHANG

EVERYBODY = (ORGANISER, DEAN, VICE_DEAN, ZHANG, LI, MEMBER)


@pytest.fixture
def item(office: Office) -> Item:
    return newest_item(office)


def ask(office: Office, item: Item, text: str = "缺场地") -> Call:
    zhang, third = office.person(ZHANG), office.branch(THIRD)
    return answering.ask(office.work, office.cycle, zhang, third, item, text)[0]


def answer(office: Office, call: Call, text: str = "已借到") -> None:
    answering.answer(office.work, office.cycle, office.person(ORGANISER), call, text)


def hand_on(office: Office, call: Call, to: str = DEAN) -> Call:
    organiser, helper = office.person(ORGANISER), office.person(to)
    return answering.hand_on(office.work, office.cycle, organiser, call, helper)


def heard(office: Office) -> list[str]:
    """Who has something to hear."""
    return [account for account in EVERYBODY if office.sent(account)]


def asked_card(office: Office, call: Call) -> str:
    """The card as it goes out to who owes the answer."""
    current = calls.unsettled(office.work, office.department.id)
    (now,) = [each for each in current if each.request.id == call.request.id]
    helper: Person | None = now.helper
    assert helper is not None
    return telling.asked_card(office.work, office.roster, now, helper).id


def is_open(office: Office, card: str) -> bool:
    return not open_cards.is_settled(office.work, card)


# -- who owes the answer


@begins(entered)
def test_one_person_alone_hears_of_a_call(office: Office, item: Item) -> None:
    ask(office, item)
    assert heard(office) == [ORGANISER]


@begins(entered)
@pytest.mark.parametrize(
    ("helper", "buttons"),
    [
        (ORGANISER, ["answer", "done", "hand_on"]),
        # A leader has nobody behind him.
        (DEAN, ["answer", "done"]),
    ],
)
def test_his_card_tells_who_wants_what_until_when(
    office: Office, item: Item, helper: str, buttons: Sequence[str]
) -> None:
    call = ask(office, item)
    if helper != ORGANISER:
        call = hand_on(office, call, helper)
    card = telling.asked_card(office.work, office.roster, call, office.person(helper))
    for words in ("第三支部", "张立范", "第1条", "调研不够", "缺场地", "12月8日"):
        assert words in card.text
    assert [option.id for option in card.questions[0].options] == buttons


@begins(entered)
def test_what_is_said_before_it_goes_out_stands_on_it(office: Office, item: Item) -> None:
    call = ask(office, item)
    ask(office, item, "也缺人手")
    assert len(office.sent(ORGANISER)) == 1
    (current,) = calls.unsettled(office.work, office.department.id)
    card = telling.asked_card(office.work, office.roster, current, office.person(ORGANISER))
    assert ("缺场地" in card.text, "也缺人手" in card.text) == (True, True)
    assert call.request.id == current.request.id


def settle(office: Office, call: Call) -> None:
    answering.settle(office.work, office.cycle, office.person(ZHANG), call)


def say_done(office: Office, call: Call) -> None:
    done(office, call.item)


def reopened(office: Office, call: Call) -> None:
    answer(office, call)
    answering.reopen(office.work, office.cycle, office.person(ZHANG), call)


def untouched(office: Office, call: Call) -> None:
    """Nothing happens to it."""


@begins(entered)
@pytest.mark.parametrize(
    ("happens", "needless"),
    [
        (untouched, []),
        (reopened, []),
        (answer, [texts.ANSWERED_MEANWHILE]),
        (settle, [texts.ANSWERED_MEANWHILE]),
        (hand_on, [texts.ANSWERED_MEANWHILE]),
    ],
)
def test_he_is_told_while_he_owes_the_answer(
    office: Office,
    item: Item,
    happens: Callable[[Office, Call], object],
    needless: Sequence[str],
) -> None:
    office.at("2026-12-01T21:00")
    call = ask(office, item)
    happens(office, call)
    assert office.needless(ORGANISER) == needless


@begins(entered)
def test_a_call_about_what_is_said_to_be_done_brings_no_card(office: Office, item: Item) -> None:
    office.at("2026-12-01T21:00")
    call = ask(office, item)
    say_done(office, call)
    assert texts.ANSWERED_MEANWHILE in office.would_hear(ORGANISER)


@begins(entered)
def test_the_reminder_says_that_it_is_one(office: Office, item: Item) -> None:
    ask(office, item)
    assert texts.REMINDER not in office.would_hear(ORGANISER)
    office.at("2026-12-09T09:00")
    assert waiting.follow_up(office.work) == 1
    assert texts.REMINDER in office.would_hear(ORGANISER)
    # What he was to hear of the call before and has not is dropped.
    assert office.would_hear(ORGANISER).count(texts.REMINDER) == 1


@begins(entered)
def test_where_nobody_owes_it_nobody_is_told(office: Office, item: Item) -> None:
    call = ask(office, item)
    before = heard(office)
    nobody = Call(call.request, call.item, call.branch, None)
    telling.tell_helper(office.work, office.roster, nobody)
    assert heard(office) == before


# -- who asked


@begins(entered)
def test_who_asked_is_shown_the_answer_and_asked_whether_it_helped(
    office: Office, item: Item
) -> None:
    call = ask(office, item)
    answer(office, call, "已借到302室")
    (card,) = office.cards(ZHANG)
    for words in ("第1条", "调研不够", "何勤样", "已借到302室"):
        assert words in card.text
    assert [option.id for option in card.questions[0].options] == ["helped", "not_yet"]


@begins(entered)
def test_whoever_leads_the_branch_now_hears_the_answer(office: Office, item: Item) -> None:
    call = ask(office, item)
    zhang = office.person(ZHANG)
    change = StaffChange(ChangeKind.LEAVES, zhang.name, zhang.id, "", None)
    rosters.change_staff(office.work, office.department.id, [change])
    answer(office, call)
    # The branch is vacant: it waits in the history.
    assert heard(office) == [ORGANISER]


@begins(entered)
def test_who_asked_hears_whose_it_is_now_and_until_when(office: Office, item: Item) -> None:
    call = ask(office, item)
    office.at("2026-12-04T21:00")
    hand_on(office, call)
    told = office.told(ZHANG)
    assert ("赵建例" in told, "12月11日" in told) == (True, True)
    assert heard(office) == [ORGANISER, DEAN, ZHANG]
    # Once the leader has answered, that he has it is no news.
    (current,) = calls.unsettled(office.work, office.department.id)
    answering.answer(office.work, office.cycle, office.person(DEAN), current, "已借到")
    assert texts.ANSWERED_MEANWHILE in office.needless(ZHANG)


# -- the cards of a step that is over


@begins(entered)
@pytest.mark.parametrize(
    ("step", "open_then"),
    [
        (answer, False),
        (settle, False),
        (hand_on, False),
        (lambda office, call: ask(office, call.item, "也缺人手"), False),
        (untouched, True),
    ],
    ids=["answered", "settled", "handed on", "something was added", "nothing happened"],
)
def test_a_card_that_tells_an_earlier_state_closes(
    office: Office, item: Item, step: Callable[[Office, Call], object], open_then: bool
) -> None:
    call = ask(office, item)
    card = asked_card(office, call)
    other = asked_card(office, ask(office, entered(office, problem="谈心不够"), "缺人手"))
    step(office, call)
    assert is_open(office, card) == open_then
    # The cards of another call are none of its concern.
    assert is_open(office, other)


@begins(entered)
def test_the_question_whether_it_helped_closes_with_the_call(office: Office, item: Item) -> None:
    call = ask(office, item)
    answer(office, call)
    card = office.cards(ZHANG)[-1].id
    settle(office, call)
    with pytest.raises(CardGone):
        office.card(card)
