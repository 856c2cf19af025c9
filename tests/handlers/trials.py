"""Commands that are tried: what they say, or how they refuse, is looked at, and nothing of it stays."""

from collections.abc import Callable

from bot.actions.unit_of_work import UnitOfWork
from bot.dispatch.context import Context
from bot.domain.refusals import Refusal
from bot.messages import Message, Update

Call = Callable[[Context], Message]


def tried(work: UnitOfWork, update: Update, call: Call) -> Message | Refusal:
    """What comes of it when somebody has said that. Everything that it writes is taken back."""
    with work.trial():
        try:
            return call(Context.load(work, update))
        except Refusal as refusal:
            return refusal
