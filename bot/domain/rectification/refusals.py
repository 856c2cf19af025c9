"""Why not, around rectification."""

from datetime import date
from typing import ClassVar

from bot.domain.refusals import Refusal
from bot.domain.values import dataclass


class NoItems(Refusal):
    """The ledger holds nothing for the asker."""


@dataclass
class NoSuchItem(Refusal):
    """`known` are the numbers that there are."""

    number: int
    known: tuple[int, ...]


@dataclass
class ItemArchived(Refusal):
    """The item is one of an archived year; later years may have begun."""

    number: int
    year: int
    code: ClassVar[str] = "year_archived"


@dataclass
class WhichItem(Refusal):
    """Several would fit; `known` are their names."""

    known: tuple[str, ...]


@dataclass
class ItemClosed(Refusal):
    number: int


@dataclass
class StaysInLedger(Refusal):
    """What was confirmed is not taken out again."""

    number: int


class NothingToVerify(Refusal):
    """No item waits for verification."""


class OwnersMayNotVerify(Refusal):
    """Who answers for an item, or said that it was done, is not the one who looks."""


@dataclass
class ReasonMissing(Refusal):
    usage: str


@dataclass
class NoProof(Refusal):
    number: int


@dataclass
class NotDrawn(Refusal):
    """The asker has no open spot check of this branch."""

    branch: str


class NobodyToDraw(Refusal):
    """No branch is left that a spot check could draw."""


class NoDraft(Refusal):
    """There is no bulletin that could be edited or released."""


@dataclass
class NothingToReport(Refusal):
    """Nobody has reported or seen anything since the period began; `since` is its first day."""

    since: date


@dataclass
class NotListed(Refusal):
    """The branch is not on the list of weak branches."""

    branch: str


class NothingToArchive(Refusal):
    """No year is open that could be archived."""


@dataclass
class NoHelpWanted(Refusal):
    """No call of this branch waits. `settled` tells of the last one, when it was; else empty."""

    branch: str
    settled: str = ""


@dataclass
class CannotHelp(Refusal):
    """This one has no office, no account, or it is his own case; `others` may instead."""

    name: str
    others: tuple[str, ...]


class NobodyToHelp(Refusal):
    """The roster names nobody who could answer a call for help."""
