"""Answers to what somebody was asked in words."""

from collections.abc import Callable

from bot.dispatch.context import Context
from bot.domain.values import dataclass


@dataclass(frozen=True)
class Reply:
    """What somebody was asked in words, and answers in words of his own.

    The answer is a further text of the command. `awaited` tells whether this message may be one.
    """

    word: str
    awaited: Callable[[Context], bool]
