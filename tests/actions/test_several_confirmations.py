"""Several confirmations at once: what stands behind what, and what is asked about together. Rows of rules on the real database."""

from collections.abc import Callable, Sequence

import pytest

from bot.actions import confirmations, open_cards, shown_cards
from bot.domain.open_cards import CardText, OpenCard
from bot.domain.refusals import NobodyElse
from tests.actions.office import Office
from tests.actions.second_persons import ANY, LEADERS, ask, decides, says_no, shown
from tests.cast import DEAN, MEMBER, ORGANISER, VICE_DEAN, WANG

# -- several at once


def test_what_is_asked_in_several_sentences_comes_one_after_the_other(office: Office) -> None:
    first, second, third = [ask(office, title) for title in ("一", "二", "三")]
    assert shown(office, DEAN) == ["一"]
    assert [open_cards.find(office.work, card).stands_behind for card in (first, second)] == [
        False,
        True,
    ]
    decides(office, first)
    assert shown(office, DEAN) == ["一", "二"]
    decides(office, second)
    assert shown(office, DEAN) == ["一", "二", "三"]
    decides(office, third)
    ask(office, "四")
    assert shown(office, DEAN) == ["一", "二", "三", "四"]


def test_what_nobody_has_been_shown_may_be_asked_anew(office: Office) -> None:
    cards = [ask(office, title) for title in ("一", "二", "三")]
    unseen = shown_cards.unseen(office.work, office.person(ORGANISER), ANY)
    assert [card.id for card in unseen] == cards[1:]


def test_a_no_brings_the_next_as_well(office: Office) -> None:
    first, _second = [ask(office, title) for title in ("一", "二")]
    says_no(office, first)
    assert shown(office, DEAN) == ["一", "二"]
    assert shown(office, VICE_DEAN) == ["一"]


def test_what_replaces_the_one_in_front_waits_for_nothing(office: Office) -> None:
    first, _second = [ask(office, title) for title in ("一", "二")]
    confirmations.withdraw(office.work, first, office.person(ORGANISER))
    assert shown(office, DEAN) == ["一", "二"]


def ask_tomorrow(office: Office) -> None:
    office.at("2026-12-02T09:00")
    ask(office, "二")


OTHERS: dict[str, Callable[[Office], object]] = {
    "another matter": lambda office: ask(office, "二", "other"),
    "another person asks": lambda office: ask(office, "二", by=VICE_DEAN, about=(ORGANISER,)),
    "another day": ask_tomorrow,
}


@pytest.mark.parametrize("then", OTHERS.values(), ids=OTHERS)
def test_another_matter_and_another_day_wait_for_nothing(
    office: Office, then: Callable[[Office], object]
) -> None:
    """A card of yesterday may have been overlooked; what is urgent does not stand behind it."""
    ask(office, "一")
    then(office)
    assert shown(office, DEAN) == ["一", "二"]


def test_those_who_are_asked_later_see_each_once(office: Office) -> None:
    """The one in front finds no answer: who was asked first and the others see what stood behind."""
    first, second = [ask(office, title) for title in ("一", "二")]
    office.at("2026-12-04T09:00")
    assert confirmations.pass_on_due(office.work) == 2
    for card in (first, second):
        decides(office, card, VICE_DEAN)
    assert [shown(office, account).count("二") for account in LEADERS] == [1] * len(LEADERS)


# -- what can be asked about together


def grouped(office: Office, *cases: Sequence[str]) -> list[list[str]]:
    """Groups cases about these persons; the cases are named by whom they are about."""
    named = [
        ("+".join(accounts), [office.person(account) for account in accounts]) for accounts in cases
    ]
    organiser = office.person(ORGANISER)
    groups = confirmations.group_cases(office.work, office.department, organiser, named)
    return [[name for name, _ in group] for group in groups]


@pytest.mark.parametrize(
    ("cases", "groups"),
    [
        ([(WANG,), (MEMBER,)], [[WANG, MEMBER]]),
        # One who is neither may confirm both.
        ([(DEAN,), (VICE_DEAN,)], [[DEAN, VICE_DEAN]]),
        # Nobody may confirm all: by who may confirm which.
        ([LEADERS[:3], LEADERS[3:], LEADERS[:3]], [["l01+l02+l03"] * 2, ["l04+l05"]]),
    ],
)
def test_cases_are_asked_together_where_somebody_may_confirm_all(
    office: Office, cases: list[Sequence[str]], groups: list[list[str]]
) -> None:
    assert grouped(office, *cases) == groups


def test_a_case_that_nobody_could_confirm_is_refused(office: Office) -> None:
    assert isinstance(office.refused(lambda _: grouped(office, LEADERS, (WANG,))), NobodyElse)


def test_what_somebody_confirms_himself_is_his_own_card(office: Office) -> None:
    organiser = office.person(ORGANISER)
    card = confirmations.ask_oneself(office.work, organiser, ANY, {"a": 1}, CardText("一", "？"))
    kept: OpenCard = office.card(card.id)
    assert (kept.addressees, kept.asked_by) == ((organiser.id,), organiser.id)
    assert kept.subject == {"a": 1}
    assert [option.id for option in card.questions[0].options] == ["yes", "no"]
