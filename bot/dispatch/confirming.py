"""Requests that wait for a button of the asker: an act that was understood loosely, or a choice between a few.

The request row holds what would be done as plain values; the click runs it with all permissions asked again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from functools import partial
from typing import Any, TypeVar

from bot.actions import open_cards
from bot.actions.files import Incoming
from bot.dispatch import answers, cases
from bot.dispatch.context import Context
from bot.dispatch.prepared import Reply
from bot.dispatch.router import BUTTONS, Book, ButtonRoute, Command, Whose
from bot.dispatch.understanding import Heard, Slot
from bot.domain.open_cards import OpenCard
from bot.domain.people import Branch, Person
from bot.domain.permissions import EVERYONE
from bot.domain.refusals import CardGone
from bot.messages import CardState, ClickAnswer, Message, Option, button_card
from bot.texts import talk

KIND = "heard"  # one button per reading of what was said, and 取消
CANCEL = "cancel"

N = TypeVar("N", Branch, Person)
Value = Branch | Person | date | int | str | bool
Args = Mapping[Slot, Value]


def ask(context: Context, readings: Sequence[Heard], *, text: str) -> Message:
    """A card with one button per reading; with a single reading the button says 确认. A file that came along waits with it."""
    subject: dict[str, Any] = {"readings": [pack(reading) for reading in readings]}
    if context.file is not None:
        subject["file"] = asdict(context.file)
    request_id = open_cards.ask(context.work, context.actor, KIND, subject)
    labels = (
        [talk.CONFIRM_BUTTON]
        if len(readings) == 1
        else [talk.reading(reading.intent, spoken(reading)) for reading in readings]
    )
    options = [Option(str(number), label) for number, label in enumerate(labels)]
    cancel = Option(CANCEL, talk.CANCEL_BUTTON)
    return Message(card=button_card(request_id, talk.CONFIRM_TITLE, text, *options, cancel))


def route(book: Book) -> ButtonRoute:
    """The way of these cards; what one of them stands for is asked again for all permissions."""
    return ButtonRoute(KIND, EVERYONE, Whose.OWN, partial(_press, book), _form, timeless=True)


def _form(card: OpenCard) -> Mapping[str, frozenset[str]]:
    return {BUTTONS: frozenset([*_readings(card), CANCEL])}


def _press(book: Book, context: Context, card: OpenCard, pressed: str) -> ClickAnswer:
    """Carries out the chosen reading. Raises Refusal."""
    chosen = None if pressed == CANCEL else _readings(card)[pressed]
    open_cards.decide(context.work, card, context.actor, accepted=chosen is not None)
    if chosen is None:
        return ClickAnswer(accepted=True, notice=talk.CANCELLED, state=CardState.CLOSED)
    if "file" in card.subject:
        context = replace(context, file=Incoming(**card.subject["file"]))
    intent, args = unpack(context, chosen)
    command = book.commands[intent]
    cases.allow(context, command.who, command.about(context, arguments(command, args)))
    if command.intent.alters(context.actor, args.keys()) and not command.timeless:
        context.check_open()
    message = command.call(context, **arguments(command, args))
    reply = Reply([message], command.private, context.membership)
    answers.enqueue(context.work, context.update, reply)
    return ClickAnswer(accepted=True, notice=talk.done(intent), state=CardState.CLOSED)


def _readings(card: OpenCard) -> Mapping[str, Mapping[str, Any]]:
    """What was packed, by the button that stands for it."""
    return {str(number): reading for number, reading in enumerate(card.subject["readings"])}


def arguments(command: Command, args: Args) -> dict[str, Value]:
    """The handler's keyword arguments; what it does not declare was only said in passing."""
    return {slot.value: args[slot] for slot in command.intent.slots if slot in args}


def pack(heard: Heard) -> dict[str, Any]:
    return {
        "intent": heard.intent,
        "args": {slot.value: _pack_value(value) for slot, value in heard.args.items()},
    }


def unpack(context: Context, packed: Mapping[str, Any]) -> tuple[str, dict[Slot, Value]]:
    """The intent and its arguments, with people and branches as they are now. Raises CardGone where one of them left."""
    return packed["intent"], {
        Slot(name): _unpack_value(context, value) for name, value in packed["args"].items()
    }


def spoken(heard: Heard) -> tuple[str, ...]:
    """The arguments as people say them."""
    return tuple(_spoken_value(value) for value in heard.args.values())


def _spoken_value(value: Value) -> str:
    match value:
        case Branch():
            return value.name
        case Person():
            return value.title
        case date():
            return talk.day(value)
        case _:
            return str(value)


def _pack_value(value: Value) -> dict[str, Any]:
    match value:
        case Branch():
            return {"branch": value.id}
        case Person():
            return {"person": value.id}
        case date():
            return {"date": value.isoformat()}
        case _:
            return {"plain": value}


def _unpack_value(context: Context, packed: Mapping[str, Any]) -> Value:
    (kind, value), *_ = packed.items()
    match kind:
        case "branch":
            return _still_there(context.roster.branches, value)
        case "person":
            return _still_there(context.roster.people, value)
        case "date":
            return date.fromisoformat(value)
        case _:
            return value  # type: ignore[no-any-return]  # packed above from int, str or bool


def _still_there(known: Iterable[N], wanted: int) -> N:
    found = next((one for one in known if one.id == wanted), None)
    if found is None:
        raise CardGone
    return found
