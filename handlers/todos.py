"""待办 in the chat: what waits for whoever asks, with a button each, and what comes next."""

from collections.abc import Sequence
from dataclasses import replace

from bot.actions import open_cards, shown_cards, todos
from bot.actions.todos import listing
from bot.dispatch import agreeing, answers, confirming
from bot.dispatch.book import Book
from bot.dispatch.context import Context
from bot.dispatch.prepared import Reply
from bot.dispatch.router import BUTTONS, Router, Whose
from bot.dispatch.understanding.forms.shown import TODOS
from bot.domain.open_cards import CardText, OpenCard
from bot.domain.permissions import EVERYONE
from bot.messages import ClickAnswer, Message
from bot.texts import confirmations as confirmation_texts
from bot.texts import todos as texts

AGAIN = "asked_again"


def todos_router(routers: Sequence[Router]) -> Router:
    """Makes the router of to-dos, whose buttons do what all the other routes offer."""
    router = Router("todos", forms=TODOS)
    book = Book(routers)
    routes = agreeing.all_routes(book)

    @router.command(
        "待办",
        who=EVERYONE,
        help="看现在有什么要您办的，下一步是什么",
        private=True,
        timeless=True,
        shows=lambda _actor, _said: True,  # a button only begins (decision 0039)
    )
    def list_todos(context: Context) -> Message:
        return todos.listed(context.work, context.cycle, context.actor)

    @router.button(
        listing.KIND,
        who=EVERYONE,
        whose=Whose.OWN,
        form=lambda card: {BUTTONS: frozenset(card.subject["requests"])},
        timeless=True,
    )
    def begin(context: Context, card: OpenCard, pressed: str) -> ClickAnswer:
        """Begins what the button names; the list stays, for there may be more on it."""
        request = card.subject["requests"][pressed]
        if "card" in request:
            decision = agreeing.of_card(routes, context, request["card"])
            card_text = decision.card.text or CardText(decision.title, confirmation_texts.NO_TEXT)
            # It is shown once more under an id of its own: no platform takes one id twice.
            again = open_cards.ask(context.work, context.actor, AGAIN, {"card": decision.card.id})
            text = "\n".join([*card_text.before, card_text.text])
            message = Message(card=shown_cards.card_of(again, replace(card_text, text=text)))
            reply = Reply([message], private=True, sender=context.membership)
            answers.enqueue(context.work, context.update, reply)
        else:
            # All permissions are asked again, for the list may be old (decision 0027).
            confirming.carry_out(book, context, request)
        return ClickAnswer(accepted=True, notice=texts.BEGUN)

    @router.button(AGAIN, who=EVERYONE, whose=Whose.OWN, timeless=True)
    def decide(context: Context, card: OpenCard, pressed: str) -> ClickAnswer:
        """Answers the card that this one shows again."""
        decision = agreeing.of_card(routes, context, card.subject["card"])
        open_cards.withdraw(context.work, card, context.actor)
        return decision.press(context, accepted=pressed == shown_cards.YES)

    return router


def with_the_next(context: Context, answer: Message) -> Message:
    """Returns an answer that ends a step together with what waits next, as buttons.

    In the group it is returned as it is: what comes next is the organiser's own business (rule of
    conduct 2).
    """
    if context.in_group:
        return answer
    return todos.with_the_next(context.work, context.cycle, context.actor, answer)


def closing_lines(context: Context) -> list[str]:
    """Returns what waits for whoever asks, and what comes next: two lines under an overview."""
    waiting = todos.of_person(context.work, context.cycle, context.actor)
    next_step = todos.next_step(context.work, context.cycle)
    if not waiting:
        return [texts.NOTHING, next_step]
    return [texts.waiting(len(waiting), waiting[0].text), next_step]
