"""What a message turned out to ask for, ready to be answered inside a transaction or on a snapshot."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from bot.actions.unit_of_work import UnitOfWork
from bot.dispatch.context import Context
from bot.domain.refusals import Refusal
from bot.messages import Message, Understood, Update
from bot.texts import talk
from bot.texts.listing import fits


class Request(Protocol):
    """`reads`: may be answered on a snapshot. `private`: the answer belongs in single chat, wherever it was asked."""

    @property
    def reads(self) -> bool:
        """Whether answering stores nothing."""

    @property
    def private(self) -> bool:
        """Whether the group must not see the answer."""

    def answer(self, work: UnitOfWork) -> list[Message]:
        """The answers. Raises Refusal where the asker as such is refused."""


@dataclass(frozen=True)
class Step:
    """One of the things asked for. A refusal takes back this step alone."""

    call: Callable[[Context], Message]

    def answer(self, context: Context) -> Message:
        try:
            with context.work.step():
                return self.call(context)
        except Refusal as refusal:
            return talk.refusal(refusal)


@dataclass(frozen=True)
class Asked:
    """What somebody on the roster asked for, in one message."""

    update: Update
    steps: tuple[Step, ...]
    reads: bool = False
    private: bool = False
    understood: tuple[Understood, ...] = ()
    prepared: object = None

    def answer(self, work: UnitOfWork) -> list[Message]:
        context = Context.load(work, self.update, prepared=self.prepared)
        first, *others = join([step.answer(context) for step in self.steps])
        return [replace(first, understood=self.understood), *others]


def join(messages: list[Message]) -> list[Message]:
    """Several answers become one message as far as they are plain text and it does not get too long; cards and files stand alone."""
    plain = [message for message in messages if message.card is None and message.file is None]
    rest = [message for message in messages if message.card is not None or message.file is not None]
    joined = plain[:1]
    for message in plain[1:]:
        text = f"{joined[-1].text}\n\n{message.text}"
        if fits(text):
            joined[-1] = Message(text=text, refused=joined[-1].refused or message.refused)
        else:
            joined.append(message)
    return joined + rest
