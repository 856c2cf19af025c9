"""Asking a second person for what does not fit on one card."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from bot.actions import confirmations, open_cards, people
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.open_cards import CardText
from tests.cast import DEAN, MEMBER, ORGANISER, VICE_DEAN
from tests.core import Core


async def test_what_a_card_does_not_hold_is_told_before_it_to_the_one_who_is_asked_first(
    core: Core,
) -> None:
    def ask(work: UnitOfWork) -> str:
        actor = people.find(work, ORGANISER)
        assert actor is not None
        card_text = CardText("请确认", "最后一页", ("第一页", "第二页"))
        return confirmations.ask_others(
            work, people.department(work, "sample"), actor, "any", {}, card_text
        )

    request_id = await core.program.services.write(ask)
    await core.settle()
    first, second, last = [sent.message for sent in core.messenger.sent if sent.chat.id == DEAN]
    assert (first.text, second.text) == ("第一页", "第二页")
    assert last.card is not None
    assert (last.card.id, last.card.text) == (request_id, "最后一页")
    assert {VICE_DEAN, ORGANISER, MEMBER}.isdisjoint(sent.chat.id for sent in core.messenger.sent)


LEADERS = ("l01", "l02", "l03", "l04", "l05")


def asks(title: str, kind: str = "any") -> Callable[[UnitOfWork], str]:
    """Returns what lets the organiser ask for this."""

    def ask(work: UnitOfWork) -> str:
        actor = people.find(work, ORGANISER)
        assert actor is not None
        department = people.department(work, "sample")
        return confirmations.ask_others(work, department, actor, kind, {}, CardText(title, "？"))

    return ask


def answers(card_id: str, who: str, *, accepted: bool = True) -> Callable[[UnitOfWork], None]:
    """Returns what lets somebody say yes, or no to a card that others may still confirm."""

    def answer(work: UnitOfWork) -> None:
        actor, card = people.find(work, who), open_cards.find(work, card_id)
        assert actor is not None
        if accepted:
            confirmations.decide(work, card, actor, accepted=True)
        else:
            department = people.department(work, "sample")
            assert confirmations.pass_on_declined(work, department, card, actor)

    return answer


async def shown(core: Core, who: str) -> Sequence[str]:
    """The titles of the cards that this person was sent."""
    await core.settle()
    messages = [sent.message for sent in core.messenger.sent if sent.chat.id == who]
    return [message.card.title for message in messages if message.card is not None]


async def test_what_is_asked_in_several_sentences_comes_one_after_the_other(core: Core) -> None:
    write = core.program.services.write
    first, second, third = [await write(asks(title)) for title in ("一", "二", "三")]
    assert await shown(core, DEAN) == ["一"]
    await write(answers(first, DEAN))
    assert await shown(core, DEAN) == ["一", "二"]
    await write(answers(second, DEAN))
    assert await shown(core, DEAN) == ["一", "二", "三"]
    await write(answers(third, DEAN))
    assert await shown(core, DEAN) == ["一", "二", "三"]
    await write(asks("四"))
    assert await shown(core, DEAN) == ["一", "二", "三", "四"]


async def test_a_no_brings_the_next_as_well(core: Core) -> None:
    write = core.program.services.write
    first, _second = [await write(asks(title)) for title in ("一", "二")]
    assert await shown(core, DEAN) == ["一"]
    await write(answers(first, DEAN, accepted=False))
    assert await shown(core, DEAN) == ["一", "二"]
    assert await shown(core, VICE_DEAN) == ["一"]


async def test_what_replaces_the_one_in_front_waits_for_nothing(core: Core) -> None:
    write = core.program.services.write

    def withdraw(work: UnitOfWork) -> None:
        actor = people.find(work, ORGANISER)
        assert actor is not None
        confirmations.withdraw(work, first, actor)

    first, _second = [await write(asks(title)) for title in ("一", "二")]
    assert await shown(core, DEAN) == ["一"]
    await write(withdraw)
    assert await shown(core, DEAN) == ["一", "二"]


async def test_another_matter_and_another_day_wait_for_nothing(core: Core) -> None:
    """A card of yesterday may have been overlooked; what is urgent does not stand behind it."""
    write = core.program.services.write
    yesterday = core.program.services.clock.now() - timedelta(days=1)
    await write(asks("一"), now=yesterday)
    await write(asks("二", "other"))
    assert await shown(core, DEAN) == ["一", "二"]
    await write(asks("三"))
    assert await shown(core, DEAN) == ["一", "二", "三"]


async def test_those_who_are_asked_later_see_each_once(core: Core) -> None:
    """The one in front finds no answer: who was asked first and the others see what stood behind."""
    write = core.program.services.write
    first, second = [await write(asks(title)) for title in ("一", "二")]
    later = core.program.services.clock.now() + timedelta(days=3)
    assert await write(confirmations.pass_on_due, now=later) == 2
    await write(answers(first, VICE_DEAN), now=later)
    await write(answers(second, VICE_DEAN), now=later)

    rows = [row for row in await core.outbox() if second in f"{row.payload}{row.parts}"]
    asked = sorted(row.chat_id for row in rows)
    assert asked == sorted(LEADERS)
