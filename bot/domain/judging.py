"""What an author confirms of a verdict, and the refusals around it."""

from typing import ClassVar

from bot.domain.refusals import Refusal
from bot.domain.values import dataclass


@dataclass(frozen=True)
class Triple:
    """A row of problem, cause and measure that the author confirmed (S19)."""

    submission_id: int
    position: int
    problem: str
    cause: str
    measure: str


@dataclass
class SectionUnknown(Refusal):
    number: int
    code: ClassVar[str] = "section_unknown"


@dataclass
class PartUnknown(Refusal):
    said: str
    code: ClassVar[str] = "part_unknown"


@dataclass
class FindingUnknown(Refusal):
    """`standing` are the rules that the verdict holds something against."""

    rule: str
    standing: tuple[str, ...]
    code: ClassVar[str] = "finding_unknown"


@dataclass
class NothingToConfirm(Refusal):
    code: ClassVar[str] = "nothing_to_confirm"


@dataclass
class NoMarkedCopy(Refusal):
    code: ClassVar[str] = "no_marked_copy"
