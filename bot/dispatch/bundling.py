"""Acts on many: previewed in one card with a line each, confirmed once, done in one transaction.

A handler that is asked for several acts of its kind, or for all, returns `ask`. Pressing 确认 calls the
command of each with all permissions asked again; where one is refused none is done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.actions import open_cards
from bot.actions.shown_cards import YES, card_of
from bot.dispatch import answers, confirming
from bot.dispatch.book import Book
from bot.dispatch.context import Context
from bot.dispatch.prepared import Reply, join
from bot.dispatch.router import BUTTONS, DECISION, ButtonRoute, Form, Whose
from bot.dispatch.understanding import Heard, Slot
from bot.domain.open_cards import CardText, OpenCard
from bot.domain.permissions import EVERYONE
from bot.domain.values import dataclass
from bot.messages import ClickAnswer, Message
from bot.texts import bundles as texts
from bot.texts import talk
from bot.texts.listing import fits

KIND = "bundle"
LEAST = 2  # a single act is none


@dataclass(frozen=True)
class Act:
    """One of the acts: a command's word, its arguments, and the line that stands on the card."""

    word: str
    args: Mapping[Slot, confirming.Value]
    line: str


def ask(context: Context, acts: Sequence[Act], *, left: Sequence[str] = ()) -> Message:
    """Shows what would be done, a line each; `left` are lines of what is left out, and why."""
    lines = [f"{number}. {act.line}" for number, act in enumerate(acts, start=1)]
    text = "\n".join([texts.question(acts[0].word, len(acts)), *lines, *left])
    packed = [
        # Sure, because the card itself is the question.
        confirming.pack(Heard(act.word, act.args, sure=True, because=act.line))
        for act in acts
    ]
    card_text = CardText(texts.title(acts[0].word), text)
    card_id = open_cards.ask(context.work, context.actor, KIND, {"acts": packed}, text=card_text)
    return Message(card=card_of(card_id, card_text))


def of_requests(context: Context, requests: Sequence[Heard]) -> Message:
    """Asks once for several requests of one kind that were understood loosely."""
    acts = [
        Act(heard.intent, heard.args, " ".join(confirming.spoken(heard).values()))
        for heard in requests
    ]
    return ask(context, acts)


def route(book: Book) -> ButtonRoute:
    """Makes the route of these cards."""

    def form(_card: OpenCard) -> Form:
        return {BUTTONS: frozenset(DECISION)}

    def press(context: Context, card: OpenCard, pressed: str) -> ClickAnswer:
        """Does all of it. Raises Refusal, and then nothing is done."""
        confirming.check_fresh(context, card, accepted=pressed == YES)
        open_cards.decide(context.work, card, context.actor, accepted=pressed == YES)
        if pressed != YES:
            return ClickAnswer.closing(talk.CANCELLED)
        acts: Sequence[Mapping[str, Any]] = card.subject["acts"]
        messages = [confirming.perform(book, context, packed) for packed in acts]
        text = "\n".join(message.text for message in messages if message.text)
        others = [message for message in messages if _still_waits(context, message)]
        if fits(text):
            others = [replace(message, text="") for message in others]
            others.insert(0, Message(text=text))
        elif len(others) < sum(message.card is not None for message in messages):
            # One card stands for those of several acts: the words of the last act alone would
            # mislead.
            others = [replace(message, text="") for message in others]
        if others:
            reply = Reply(join(others), private=True, sender=context.membership)
            answers.enqueue(context.work, context.update, reply)
        return ClickAnswer.closing(texts.done(len(acts)))

    return ButtonRoute(KIND, EVERYONE, Whose.OWN, press, form, timeless=True)


def _still_waits(context: Context, message: Message) -> bool:
    """Tells whether a message brings more than words; a card that a later act replaced brings nothing."""
    if message.card is not None:
        return not open_cards.is_settled(context.work, message.card.id)
    return message.file is not None
