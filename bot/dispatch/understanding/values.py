"""What goes into the understanding of a message and what comes out of it."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field
from datetime import date
from enum import StrEnum

from bot.domain.people import Branch, Person
from bot.domain.values import dataclass

Value = Branch | Person | date | int | str | bool
MOST_CHOICES = 4  # that are offered where one is meant


class Slot(StrEnum):
    """What a request may name. A subject is a branch or a person, whichever was said."""

    BRANCH = "branch"
    PERSON = "person"
    SUBJECT = "subject"
    DATE = "date"
    DAYS = "days"
    N = "n"
    GRADE = "grade"
    TEXT = "text"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True)
class Intent:
    """One thing that can be asked for: its canonical word, its slots in canonical order, and whether it alters anything.

    `shows`: for whom and with which arguments it only shows something although it may change things otherwise.
    `literal`: it is not read in free words, but only in the forms that its module writes down.
    `of_branch`: the branch that it names is meant as such, and not who is evaluated there.
    `names`: it is about somebody, although it may also be said of all.
    """

    word: str
    slots: tuple[Slot, ...] = ()
    required: frozenset[Slot] = frozenset()
    changes: bool = False
    shows: Callable[[Person, AbstractSet[Slot]], bool] | None = None
    literal: bool = False
    of_branch: bool = False
    names: bool = False

    @property
    def named(self) -> AbstractSet[Slot]:
        """The slots for which a name that is not said is looked for in what was spoken of before."""
        if not self.names:
            return self.required
        return self.required | {Slot.BRANCH, Slot.PERSON, Slot.SUBJECT}.intersection(self.slots)

    def alters(self, actor: Person, said: AbstractSet[Slot]) -> bool:
        """Whether it alters anything when this person asks for it with these arguments."""
        return self.changes and not (self.shows and self.shows(actor, said))


PLAINLY = 1_000


@dataclass(frozen=True)
class Heard:
    """One request. `sure` is false where an act was understood loosely: the caller asks before it is done.

    `because` is one line in Chinese that says what the reading rests on. `unmatched` is a name as typed that nobody
    and nothing on the roster bears; its slot is then empty. `asks_how`: it is asked how this is
    done, so it is explained and never done.
    """

    intent: str
    args: Mapping[Slot, Value]
    sure: bool
    because: str
    unmatched: str = ""
    asks_how: bool = False


@dataclass(frozen=True)
class Doubt:
    """What has to be asked back: whom `slot` of a request means, or what the message does.

    There are at most as many choices as a card has room for, and none when a request was only
    waved off (「别退回」).
    """

    intent: str | None
    slot: Slot | None
    said: str
    choices: tuple[Heard | Branch | Person, ...]

    @classmethod
    def between(cls, readings: Sequence[Heard], said: str, *, intent: str | None = None) -> "Doubt":
        """Returns the question which of these readings is meant; `intent` is what they come from,
        where that is one request.
        """
        return cls(intent, None, said, tuple(readings[:MOST_CHOICES]))

    @classmethod
    def waved_off(cls, intent: str, said: str) -> "Doubt":
        """Returns what a request comes to that is not to be done: nothing is offered."""
        return cls(intent, None, said, ())


@dataclass(frozen=True)
class Outcome:
    """What one request came to: several things heard (one for each name), or one doubt."""

    heard: tuple[Heard, ...] = ()
    doubt: Doubt | None = None


@dataclass(frozen=True)
class Understanding:
    """The requests in the order they were made. `nearest`: up to three canonical words when nothing was understood.

    `ballot`: something of it says a choice in a ballot. `parts`: the message as typed, where it
    plainly is several requests. `margin`: how plainly the words ask for the least plain of them:
    what is not read from their shape is plain.
    """

    heard: tuple[Heard, ...] = ()
    doubt: Doubt | None = None
    nearest: tuple[str, ...] = ()
    ballot: bool = False
    parts: tuple[str, ...] = ()
    margin: int = PLAINLY


@dataclass(frozen=True)
class Recent:
    """What was just spoken of in this chat; the caller forgets it after ten minutes.

    `also` are the others whom the same message named: 「受理他的」 after two names is asked.
    """

    branch: Branch | None = None
    person: Person | None = None
    intent: str | None = None
    n: int | None = None
    also: tuple[Branch | Person, ...] = field(default=(), compare=False)
    message: str = field(default="", compare=False)
