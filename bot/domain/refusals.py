"""Why not: one small class per reason, raised by rules and actions,
worded in one table (`bot.texts.refusals`).

The refusals of one noun stand beside its rules.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from typing_extensions import override

from bot.domain.plan import Part
from bot.domain.values import dataclass


@dataclass
class Refusal(Exception):
    """Base of all reasons. `code` is stable: it stands in the sandbox timeline and in logs.

    A class that gives no code of its own gets its name in snake case: NotOnRoster is not_on_roster.
    Not frozen: Python writes the traceback into an exception that passes a context manager.
    """

    code: ClassVar[str] = "refused"

    @override
    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "code" not in vars(cls):
            cls.code = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


class NotOnRoster(Refusal):
    """The sender stands on no roster."""


@dataclass
class NotAllowed(Refusal):
    """The actor's roles do not reach; `who` may do it, and one of `helpers` will help."""

    who: str
    helpers: tuple[str, ...] = ()


@dataclass
class FileForNothing(NotAllowed):
    """A file came from somebody who hands nothing in, and no words say what it is for."""

    file: str = ""
    code: ClassVar[str] = "not_allowed"


@dataclass
class NotPlanned(Refusal):
    """The year's plan has no such part."""

    part: Part


@dataclass
class Unknown(Refusal):
    """`nearest` are usage lines of what the asker may do and probably meant.

    Where nothing was understood the last time either, `helpers` are people who can be asked.
    """

    nearest: tuple[str, ...]
    helpers: tuple[str, ...] = ()
    contact: str = ""


@dataclass
class WhoseFile(Refusal):
    """An organiser sent a file and did not say whose it is; it is kept for a while."""

    file: str
    code: ClassVar[str] = "missing_argument"


@dataclass
class Missing(Refusal):
    """A command lacks an argument."""

    usage: str
    code: ClassVar[str] = "missing_argument"


@dataclass
class Ambiguous(Refusal):
    """An argument fits several people or branches."""

    said: str
    candidates: tuple[str, ...]


@dataclass
class NoSuch(Refusal):
    """`kind` is the Chinese word for what was looked for: 支部, 姓名, 日期 ..."""

    kind: str
    said: str
    usage: str = ""


@dataclass
class HasLeft(Refusal):
    """Somebody of that name was on the roster; `branch` is where he was, empty for nowhere."""

    name: str
    branch: str


class NoFile(Refusal):
    """A command needs a file, and none came with it."""


@dataclass
class FileTooLarge(Refusal):
    """`limit` is in bytes."""

    limit: int
    code: ClassVar[str] = "too_large"


@dataclass
class FileUnreadable(Refusal):
    """`reason` is one of the error codes of `shuzhi check`."""

    reason: str
    name: str
    code: ClassVar[str] = "unreadable"


@dataclass
class FetchFailed(Refusal):
    """The platform did not hand the file over; `reason` is a key of the table of its sentences."""

    reason: str = "failed"


class ReportFrozen(Refusal):
    """Reports are not taken any more."""


@dataclass
class NothingHandedIn(Refusal):
    """The branch has no report yet."""

    branch: str


class CardGone(Refusal):
    """The card belongs to nothing, or not any more."""


@dataclass
class CardOld(CardGone):
    """What was asked on that `day` is not done by a tap of a later week."""

    day: date


class NothingToConfirm(Refusal):
    """Somebody says yes or no, and no card waits for it."""


class CardOfAnother(Refusal):
    """The card asks somebody else."""

    code: ClassVar[str] = "not_allowed"


class OddChoice(Refusal):
    """What was chosen does not stand on the card."""

    code: ClassVar[str] = "no_such"


class RosterChangedMeanwhile(Refusal):
    """What a second person was asked to confirm is not what would happen any more."""

    code: ClassVar[str] = "roster_changed"


class OrganiserLeftOut(Refusal):
    """A roster would take its sender the right to send the next one."""


@dataclass
class YearArchived(Refusal):
    """The latest year is over, and the next has not begun."""

    year: int


@dataclass
class WhichPlace(Refusal):
    """Several are meant by what was said; `names` are those."""

    names: tuple[str, ...]


@dataclass
class WhichProcedure(Refusal):
    """The sender stands on several rosters; `names` are those of the procedures, by department."""

    names: Mapping[str, str]


class NeedsSecondPerson(Refusal):
    """Who started a step may not confirm it."""


class NobodyElse(NeedsSecondPerson):
    """Nobody on the roster could confirm it."""

    code: ClassVar[str] = "needs_second_person"


@dataclass
class OwnCase(Refusal):
    """The act is about the actor himself; `others` are the names of those who may do it."""

    others: tuple[str, ...]
