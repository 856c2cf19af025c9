"""Asking a second person for what does not fit on one card."""

from bot.actions import confirmations, people
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
