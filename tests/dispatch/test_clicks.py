"""A button is carried out once, answered alike however often the click comes, and only for who may press it."""

import asyncio
from dataclasses import replace

import pytest

from bot.actions import open_cards, people
from bot.actions.unit_of_work import UnitOfWork
from bot.dispatch.book import Book
from bot.dispatch.clicks import Clicks
from bot.dispatch.context import Context
from bot.dispatch.router import Router, Whose
from bot.domain.open_cards import OpenCard
from bot.domain.permissions import EVERYONE
from bot.messages import Click, ClickAnswer, Message
from tests.cast import DEAN, LI, MEMBER, ORGANISER, STRANGER, VICE_DEAN
from tests.core import Core
from tests.fakes import pressed, update

OTHER_ORGANISER = "x-o01"


async def asked(
    core: Core, account: str = ORGANISER, text: str = "请帮我把第三支部的材料退回去吧,问题写得太虚"
) -> str:
    """The card that asks whether this loosely worded order is meant; its id."""
    await core.hear(update(account, text))
    card = core.messenger.sent[-1].message.card
    assert card is not None
    return card.id


def clicking(core: Core, *, flawed: bool = False) -> Clicks:
    """The program's own way of clicks, with one kind of card that anybody may decide."""
    router = Router("deciding")

    def decide(context: Context, card: OpenCard, option: str) -> ClickAnswer:
        open_cards.decide(context.work, card, context.actor, accepted=option == "yes")
        context.work.message_person(
            context.department,
            context.actor,
            Message(text="decided"),
            key=f"decided:{card.id}:{context.actor.id}",
        )
        if flawed:
            raise ZeroDivisionError
        return ClickAnswer(accepted=True, notice=f"decided by {context.actor.account}")

    router.button("decide", who=EVERYONE, whose=Whose.SECOND)(decide)
    return Clicks(core.program.services, Book([router]))


async def open_request(core: Core, account: str = ORGANISER) -> str:
    def ask(work: UnitOfWork) -> str:
        actor = people.find(work, account)
        assert actor is not None
        others = [
            person for person in people.roster(work, actor.department).people if person != actor
        ]
        return open_cards.ask(work, actor, "decide", {}, others)

    return await core.program.services.write(ask)


async def test_a_repeat_gets_the_same_answer_and_does_nothing_again(core: Core) -> None:
    clicks, card = clicking(core), await open_request(core)
    same = pressed(DEAN, card, "yes", message_id="once")
    answers = await asyncio.gather(*(clicks.answer(same) for _ in range(5)))
    assert {answer.notice for answer in answers} == {f"decided by {DEAN}"}
    await core.settle()
    assert core.messenger.texts() == ["decided"]


async def test_of_two_people_who_confirm_at_once_one_does(core: Core) -> None:
    clicks, card = clicking(core), await open_request(core)
    both = await asyncio.gather(
        *(clicks.answer(pressed(account, card, "yes")) for account in (DEAN, VICE_DEAN))
    )
    assert sorted((answer.accepted, answer.refused) for answer in both) == [
        (False, "card_gone"),
        (True, ""),
    ]
    await core.settle()
    assert core.messenger.texts() == ["decided"]


async def test_a_second_click_with_its_own_id_finds_the_card_gone(core: Core) -> None:
    clicks, card = clicking(core), await open_request(core)
    await clicks.answer(pressed(DEAN, card, "no"))
    answer = await clicks.answer(pressed(DEAN, card, "yes"))
    assert (answer.accepted, answer.refused, answer.state) == (False, "card_gone", "closed")


async def test_a_bug_gives_the_clicker_a_number_and_leaves_the_card_open(
    core: Core, capsys: pytest.CaptureFixture[str]
) -> None:
    card = await open_request(core)
    answer = await clicking(core, flawed=True).answer(pressed(DEAN, card, "yes", message_id="once"))
    assert (answer.accepted, answer.refused) == (False, "incident")
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert (await clicking(core).answer(pressed(DEAN, card, "yes", message_id="once"))).accepted
    await core.settle()
    assert core.messenger.texts() == ["decided"]


async def test_only_the_asker_may_choose(core: Core) -> None:
    card = await asked(core)
    for account, code in (
        (STRANGER, "not_on_roster"),
        (OTHER_ORGANISER, "card_gone"),
        (MEMBER, "not_allowed"),
        (DEAN, "not_allowed"),
    ):
        answer = await core.press(pressed(account, card, "0"))
        assert (answer.accepted, answer.refused) == (False, code), account
    assert (await core.press(pressed(ORGANISER, card, "cancel"))).accepted


async def test_an_option_that_the_card_does_not_have_decides_nothing(core: Core) -> None:
    card = await asked(core)
    for option in ("7", "", "yes", "-1", "٣", "0 "):
        answer = await core.press(pressed(ORGANISER, card, *filter(None, [option])))
        assert (answer.accepted, answer.refused, answer.state) == (False, "no_such", "open"), option
    assert (await core.press(pressed(ORGANISER, card, "cancel"))).accepted


async def test_what_is_neither_yes_nor_no_is_no_decision(core: Core) -> None:
    """It once counted as a no: a request was declined by a click that nobody could have made."""
    clicks, card = clicking(core), await open_request(core)
    for options in (("maybe",), ("yes", "maybe"), ("Yes",)):
        answer = await clicks.answer(pressed(DEAN, card, *options))
        assert (answer.accepted, answer.refused, answer.state) == (False, "no_such", "open"), (
            options
        )
    assert (await clicks.answer(pressed(DEAN, card, "yes"))).accepted


async def test_a_card_that_is_not_known_is_gone(core: Core) -> None:
    for card in ("r-0000000000000000", "", "p-1-0", "x" * 64, "'; DROP TABLE request"):
        answer = await core.press(pressed(LI, card, "yes"))
        assert (answer.accepted, answer.refused, bool(answer.notice)) == (
            False,
            "card_gone",
            True,
        ), card


async def test_a_card_submitted_without_a_choice_decides_nothing(core: Core) -> None:
    clicks, card = clicking(core), await open_request(core)
    assert (await clicks.answer(pressed(DEAN, card))).refused == "no_such"
    assert (await clicks.answer(pressed(DEAN, card, "yes"))).accepted


async def test_the_id_of_somebody_elses_click_gives_nobody_his_answer(core: Core) -> None:
    clicks, card = clicking(core), await open_request(core)
    assert (
        await clicks.answer(pressed(DEAN, card, "yes", message_id="once"))
    ).notice == f"decided by {DEAN}"
    other = await clicks.answer(pressed(MEMBER, card, "yes", message_id="once"))
    assert (other.accepted, other.refused) == (False, "card_gone")


async def test_a_message_with_the_id_of_somebody_elses_is_worked_on(core: Core) -> None:
    first, second = (
        update(DEAN, "我是谁", message_id="once"),
        update(MEMBER, "我是谁", message_id="once"),
    )
    assert len(await core.hear(first, second, first)) == 2


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"choice": ()},
        {"other": ("yes",)},
        {"choice": ("yes",), "other": ("yes",)},
        {"choice": ("yes", "no")},
        {"choice": ("yes", "yes")},
        {"choice": ("None",)},
        {"choice": ("{'id': 'yes'}",)},
    ],
)
async def test_odd_values_are_refused_with_a_sentence(
    core: Core, values: dict[str, tuple[str, ...]]
) -> None:
    clicks, card = clicking(core), await open_request(core)
    click = pressed(DEAN, card)
    answer = await clicks.answer(replace(click, click=Click(card, values)))
    assert (answer.accepted, answer.refused, answer.state) == (False, "no_such", "open")
    assert "重新点选" in answer.notice
