"""Why not: one small class per reason, raised by rules and actions, worded in one table (`bot.texts.refusals`).

Refusal
├── NotOnRoster            the sender is unknown
├── NotAllowed             the actor's roles do not reach
├── Unknown                no command was recognised
├── Missing                a command lacks an argument
├── Ambiguous              an argument fits several people or branches
├── NoSuch                 an argument names nobody
├── NoFile · FileTooLarge · FileUnreadable · FetchFailed
├── ReportFrozen           reports are not taken any more
├── NothingHandedIn        the branch has no report yet
├── CardGone               the card belongs to nothing (any more)
├── CardOfAnother          the card asks somebody else
├── OddChoice              what was chosen does not stand on the card
├── RosterChangedMeanwhile what a second person was asked is not what would happen any more
├── OrganiserLeftOut       a roster would take its sender the right to send the next one
├── YearArchived           the latest year is over, and the next has not begun
├── NeedsSecondPerson      the same person may not confirm
│   └── NobodyElse         and there is nobody else who may
├── OwnCase                nobody acts on himself
└── ...                    the refusals of one noun stand beside its rules
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass
class Refusal(Exception):
    """Base of all reasons. `code` is stable: it stands in the sandbox timeline and in logs.

    Not frozen: Python writes the traceback into an exception that passes a context manager.
    """

    code: ClassVar[str] = "refused"


@dataclass
class NotOnRoster(Refusal):
    code: ClassVar[str] = "not_on_roster"


@dataclass
class NotAllowed(Refusal):
    who: str
    code: ClassVar[str] = "not_allowed"


@dataclass
class Unknown(Refusal):
    """`nearest` are usage lines of what the asker may do and probably meant."""

    nearest: tuple[str, ...]
    code: ClassVar[str] = "unknown"


@dataclass
class Missing(Refusal):
    usage: str
    code: ClassVar[str] = "missing_argument"


@dataclass
class Ambiguous(Refusal):
    said: str
    candidates: tuple[str, ...]
    code: ClassVar[str] = "ambiguous"


@dataclass
class NoSuch(Refusal):
    """`kind` is the Chinese word for what was looked for: 支部, 姓名, 日期 ..."""

    kind: str
    said: str
    usage: str = ""
    code: ClassVar[str] = "no_such"


@dataclass
class NoFile(Refusal):
    code: ClassVar[str] = "no_file"


@dataclass
class FileTooLarge(Refusal):
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
    reason: str = "failed"
    code: ClassVar[str] = "fetch_failed"


@dataclass
class ReportFrozen(Refusal):
    code: ClassVar[str] = "report_frozen"


@dataclass
class NothingHandedIn(Refusal):
    branch: str
    code: ClassVar[str] = "nothing_handed_in"


@dataclass
class CardGone(Refusal):
    code: ClassVar[str] = "card_gone"


@dataclass
class CardOfAnother(Refusal):
    code: ClassVar[str] = "not_allowed"


@dataclass
class OddChoice(Refusal):
    code: ClassVar[str] = "no_such"


@dataclass
class RosterChangedMeanwhile(Refusal):
    code: ClassVar[str] = "roster_changed"


@dataclass
class OrganiserLeftOut(Refusal):
    code: ClassVar[str] = "organiser_left_out"


@dataclass
class YearArchived(Refusal):
    year: int
    code: ClassVar[str] = "year_archived"


@dataclass
class NeedsSecondPerson(Refusal):
    code: ClassVar[str] = "needs_second_person"


@dataclass
class NobodyElse(NeedsSecondPerson):
    """Nobody on the roster could confirm it."""


@dataclass
class OwnCase(Refusal):
    """The act is about the actor himself; `others` are the names of those who may do it."""

    others: tuple[str, ...]
    code: ClassVar[str] = "own_case"
