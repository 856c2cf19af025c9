"""A whole message that stands for a request."""

import re

from bot.dispatch.understanding.forms.words import asks
from bot.dispatch.understanding.numerals import number
from bot.dispatch.understanding.values import Heard, Slot
from bot.domain.patterns import pattern
from bot.domain.values import dataclass


@dataclass(frozen=True)
class WrittenForm:
    """Another way to say a request: a whole message of this form.

    Its named groups are the request's slots. With `whole` they may hold anything, also the words of
    other requests: the message is not cut into several. Whoever asks has said nothing of this form,
    「重新抽签行不行」, unless it is one that `asks`.
    """

    word: str
    form: re.Pattern[str]
    whole: bool = False
    asks: bool = False

    def heard(self, text: str) -> Heard | None:
        """Returns what a message says that has this form; the robot is not addressed in it."""
        match = self.form.fullmatch(text)
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
        if not self.asks and asks(str(args.get(Slot.TEXT, text))):
            return None
        # A form was written down by hand, so it is as sure as the word itself.
        return Heard(self.word, args, sure=True, because=self.form.pattern)


def forms(
    word: str, *messages: str, whole: bool = False, asks: bool = False
) -> tuple[WrittenForm, ...]:
    """Returns the forms of one request, in the order in which they are tried."""
    return tuple(WrittenForm(word, pattern(message), whole, asks) for message in messages)
