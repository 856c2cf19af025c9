"""Cards on which the asker confirms an act that was understood loosely, or chooses between a few.

The card holds what would be done as plain values; the click runs it with all permissions asked
again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any, TypeVar

from bot.actions import open_cards
from bot.actions.files import Incoming
from bot.dispatch import answers, cases
from bot.dispatch.book import Book
from bot.dispatch.context import Context
from bot.dispatch.prepared import Reply, naming
from bot.dispatch.router import BUTTONS, ButtonRoute, Command, Form, Whose
from bot.dispatch.understanding import Heard, Slot
from bot.domain.open_cards import CardText, OpenCard
from bot.domain.people import Branch, Person
from bot.domain.permissions import EVERYONE
from bot.domain.refusals import CardGone, CardOld
from bot.messages import ClickAnswer, Message, Option, button_card
from bot.texts import asking_back, talk

KIND = "heard"  # one button per reading of what was said, and 取消
CANCEL = "cancel"
FRESH = timedelta(days=1)
FIRST = "0"  # the button of the only reading

N = TypeVar("N", Branch, Person)
Value = Branch | Person | date | int | str | bool
Args = Mapping[Slot, Value]


def ask(context: Context, readings: Sequence[Heard], *, text: str) -> Message:
    """Makes a card with one button per reading; with a single reading the button says 确认.

    A file that came along waits with the card.
    """
    subject: dict[str, Any] = {"readings": [pack(reading) for reading in readings]}
    if context.file is not None:
        subject["file"] = asdict(context.file)
    card_text = CardText(talk.CONFIRM_TITLE, text)
    card_id = open_cards.ask(context.work, context.actor, KIND, subject, text=card_text)
    labels = [talk.reading(reading.intent, tuple(spoken(reading).values())) for reading in readings]
    if len(readings) == 1:
        labels = [talk.CONFIRM_BUTTON]
    options = [Option(str(number), label) for number, label in enumerate(labels)]
    options.append(Option(CANCEL, talk.CANCEL_BUTTON))
    return Message(card=button_card(card_id, talk.CONFIRM_TITLE, text, *options))


def route(book: Book) -> ButtonRoute:
    """Makes the route of these cards; for what they stand for, all permissions are asked again."""

    def form(card: OpenCard) -> Form:
        return {BUTTONS: frozenset([*_packed_readings(card), CANCEL])}

    def press(context: Context, card: OpenCard, pressed: str) -> ClickAnswer:
        """Carries out the chosen reading. Raises Refusal."""
        check_fresh(context, card, accepted=pressed != CANCEL)
        open_cards.decide(context.work, card, context.actor, accepted=pressed != CANCEL)
        if pressed == CANCEL:
            return ClickAnswer.closing(talk.CANCELLED)
        if "file" in card.subject:
            context = replace(context, file=Incoming(**card.subject["file"]))
        packed = _packed_readings(card)[pressed]
        carry_out(book, context, packed)
        return ClickAnswer.closing(talk.done(packed["intent"]))

    return ButtonRoute(KIND, EVERYONE, Whose.OWN, press, form, timeless=True)


def check_fresh(context: Context, card: OpenCard, *, accepted: bool) -> None:
    """Raises CardOld where somebody would do by a tap what he asked before yesterday.

    The state has changed since, and what stands far up in a chat is tapped by mistake.
    """
    asked_on = context.work.day_of(card.asked_at)
    if accepted and asked_on is not None and asked_on < context.work.today - FRESH:
        raise CardOld(asked_on)


def carry_out(book: Book, context: Context, packed: Mapping[str, Any]) -> None:
    """Does what was packed and answers with a message, which names whoever is asked to confirm it.

    Raises Refusal.
    """
    # Who was asked by an earlier step of the message is named there.
    asked_before = len(context.work.asked)
    message = perform(book, context, packed)
    message = naming(message, context.work.asked[asked_before:])
    command = book.commands[packed["intent"]]
    reply = Reply([message], command.private, context.membership)
    answers.enqueue(context.work, context.update, reply)


def perform(book: Book, context: Context, packed: Mapping[str, Any]) -> Message:
    """Does what was packed, with all permissions asked again. Raises Refusal."""
    intent, args = unpack(context, packed)
    command = book.commands[intent]
    values = arguments(command, args)
    cases.allow(context, command.who, command.about(context, values))
    # An archived year can still be asked about.
    if command.intent.alters(context.actor, args.keys()) and not command.timeless:
        context.check_open()
    return command.call(context, **values)


def is_single(card: OpenCard) -> bool:
    """Tells whether the card asks about one reading, so that yes or no answers it."""
    return len(card.subject["readings"]) == 1


def _packed_readings(card: OpenCard) -> Mapping[str, Mapping[str, Any]]:
    """Returns what was packed, by the button that stands for it."""
    return {str(number): reading for number, reading in enumerate(card.subject["readings"])}


def arguments(command: Command, args: Args) -> dict[str, Value]:
    """Returns the handler's keyword arguments.

    What the handler does not declare was only said in passing.
    """
    return {slot.value: args[slot] for slot in command.intent.slots if slot in args}


def question(heard: Heard) -> str:
    """Returns the question whether this is meant."""
    return asking_back.is_this_right(heard.intent, spoken(heard))


def spoken(heard: Heard) -> Mapping[str, str]:
    """Returns the arguments as people say them, by slot."""
    words: dict[str, str] = {}
    for slot, value in heard.args.items():
        match value:
            case Branch():
                words[slot.value] = value.name
            case Person():
                words[slot.value] = value.title
            case date():
                words[slot.value] = talk.day(value)
            case _:
                words[slot.value] = asking_back.counted(heard.intent, slot.value, str(value))
    return words


def pack(heard: Heard) -> dict[str, Any]:
    """Makes plain values of a request: people and branches become their ids."""
    args = {slot.value: open_cards.packed(value) for slot, value in heard.args.items()}
    return {"intent": heard.intent, "args": args}


def unpack(context: Context, packed: Mapping[str, Any]) -> tuple[str, dict[Slot, Value]]:
    """Returns the intent and its arguments, with people and branches as they are now.

    Raises CardGone where one of them has left.
    """
    args: dict[Slot, Value] = {}
    for name, typed_value in packed["args"].items():
        ((kind, value),) = typed_value.items()
        match kind:
            case "branch":
                args[Slot(name)] = _still_there(context.roster.all_places, value)
            case "person":
                args[Slot(name)] = _still_there(context.roster.people, value)
            case "date":
                args[Slot(name)] = date.fromisoformat(value)
            case _:
                args[Slot(name)] = value
    return packed["intent"], args


def _still_there(members: Iterable[N], wanted: int) -> N:
    for member in members:
        if member.id == wanted:
            return member
    raise CardGone
