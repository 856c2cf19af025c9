"""What a message turned out to ask for, ready to be answered in the transaction that closes it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from bot.actions.files import Incoming
from bot.actions.unit_of_work import UnitOfWork
from bot.dispatch.context import Context, Membership
from bot.domain.refusals import Refusal
from bot.domain.values import dataclass
from bot.messages import Message, Understood, Update
from bot.texts import confirmations as texts
from bot.texts import refusals
from bot.texts.listing import fits


@dataclass(frozen=True)
class Reply:
    """The answers to one message.

    `private` ones belong in single chat, wherever the question was asked. `sender` is who asked,
    where answering has looked that up.
    """

    messages: list[Message]
    private: bool = False
    sender: Membership | None = None


def naming(message: Message, asked: Sequence[str]) -> Message:
    """Returns an answer that names whoever is asked to confirm it."""
    if not asked:
        return message
    text = f"{message.text}\n{texts.who_was_asked(asked)}".strip()
    return replace(message, text=text)


class PreparedMessage(Protocol):
    def answer(self, work: UnitOfWork) -> Reply:
        """Does what was asked. Raises Refusal where the asker as such is refused."""


@dataclass(frozen=True)
class AnsweredMessage:
    """A message that changed nothing and was answered on a snapshot already."""

    reply: Reply

    def answer(self, _work: UnitOfWork) -> Reply:
        return self.reply


@dataclass(frozen=True)
class Step:
    """One of the things asked for. A refusal takes back this step alone.

    The answer names whoever is asked to confirm it.
    """

    call: Callable[[Context], Message]

    def answer(self, context: Context) -> Message:
        # Who was asked by an earlier step of the message is named there.
        asked_before = len(context.work.asked)
        try:
            with context.work.step():
                message = self.call(context)
        except Refusal as refusal:
            return refusals.answer(refusal)
        return naming(message, context.work.asked[asked_before:])


@dataclass(frozen=True)
class MessageSteps:
    """What somebody on the roster asked for, in one message."""

    update: Update
    steps: tuple[Step, ...]
    private: bool = False
    understood: tuple[Understood, ...] = ()
    file: Incoming | None = None

    def answer(self, work: UnitOfWork) -> Reply:
        return self.answer_in(Context.load(work, self.update, file=self.file))

    def answer_in(self, context: Context) -> Reply:
        first, *others = join([step.answer(context) for step in self.steps])
        messages = [replace(first, understood=self.understood), *others]
        return Reply(messages, self.private, context.membership)


def join(messages: list[Message]) -> list[Message]:
    """Makes one message of several that are plain text, as long as it does not get too long.

    Cards and files stand alone, behind the text.
    """
    plain: list[Message] = []
    alone: list[Message] = []
    for message in messages:
        if message.card is not None or message.file is not None:
            alone.append(message)
            continue
        if plain:
            before = plain[-1]
            text = f"{before.text}\n\n{message.text}"
            if fits(text):
                plain[-1] = Message(text=text, refused=before.refused or message.refused)
                continue
        plain.append(message)
    return plain + alone
