"""Other ways to say a command, written down by the module that has it, and answers to what
somebody was asked in words.
"""

import re
from collections.abc import Callable, Sequence

from bot.dispatch.context import Context
from bot.dispatch.understanding import Heard, Slot, Understanding
from bot.dispatch.understanding.grammar import OF_ITEMS, PROGRESS
from bot.dispatch.understanding.numerals import number
from bot.dispatch.understanding.writing import plain, unaddressed
from bot.domain.patterns import pattern
from bot.domain.values import dataclass


@dataclass(frozen=True)
class Alias:
    """Another way to say a command: a whole message of this form.

    Its named groups are the command's slots. With `whole` they may hold anything, also the words of
    other commands: the message is not cut into several requests.
    """

    word: str
    form: re.Pattern[str]
    whole: bool = False

    def heard(self, text: str) -> Heard | None:
        match = self.form.fullmatch(unaddressed(text))
        if match is None:
            return None
        args: dict[Slot, int | str] = {}
        for name, value in match.groupdict().items():
            if not value:
                continue
            if name == Slot.N:
                args[Slot.N] = number(value) or 0
            else:
                args[Slot(name)] = value.strip()
        # A form was written down by hand, so it is as sure as the word itself.
        return Heard(self.word, args, sure=True, because=self.form.pattern)


@dataclass(frozen=True)
class Reply:
    """What somebody was asked in words, and answers in words of his own.

    The answer is a further text of the command. `awaited` tells whether this message may be one.
    """

    word: str
    awaited: Callable[[Context], bool]


_MAY_BE_DONE = pattern(
    r"(?:完|结|办结|搞定|弄好|办好|做好|完成|完毕|销号|销掉|到位)\s?(?:了|啦|哒|咯|喽|嘞|掉)"
)
_ASKED = pattern(r"(?:[吗么?？]|了没有?)[\s。!！]{0,9}$")


def contradicts(text: str, meant: Understanding, aliases: Sequence[Heard]) -> bool:
    """Tells whether an item is understood otherwise than the form of the words makes it.

    「第一条 弄好咯」 has the form of progress, and tells that it is done: that is asked, whatever
    the rest of it is like, and 「第2条 销号 了吗」 asks. A colon leaves no doubt.
    """
    if ":" in plain(text):
        return False
    tells_of_progress = any(alias.intent == PROGRESS for alias in aliases)
    if tells_of_progress and (_MAY_BE_DONE.search(text) or _ASKED.search(text)):
        return True
    words = [heard.intent for heard in meant.heard]
    forms = [alias.intent for alias in aliases]
    both_are_of_items = bool(words) and OF_ITEMS.issuperset([*words, *forms])
    return both_are_of_items and words != forms
