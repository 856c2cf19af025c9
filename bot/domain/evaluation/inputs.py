"""The inputs of a grade (S31), in the plan of 2022 four: everyday knowledge, fieldwork, the leaders' comment,
the on-site ballot.

Entries are added and corrected by a new entry, never overwritten; the ballot is no entry but what
was released.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from bot.domain.evaluation.observations import Remark
from bot.domain.plan import InputRule
from bot.domain.values import dataclass


class Kind(StrEnum):
    """The inputs that have commands of their own; a plan may have others beside or instead."""

    EVERYDAY = "everyday"  # 平时掌握
    FIELDWORK = "fieldwork"  # 调研了解
    COMMENT = "comment"  # 领导点评
    BALLOT = "ballot"  # 现场测评


# What leaders say of a secretary's work: of each sentence they say what it is.
OBSERVED = (Kind.EVERYDAY, Kind.FIELDWORK, Kind.COMMENT)


class Source(StrEnum):
    """Where an entry comes from."""

    CHAT = "chat"
    MEETING = "meeting"  # said while the secretary was being rated
    RELEASE = "release"  # of the ballot


@dataclass(frozen=True)
class Input:
    """`number` is shown and counts through the year of a department; 0 for the ballot.

    `entered_by` is who typed it for the author (代录, rule of conduct 9), empty where the author did.
    `corrects` and `corrected_by` are numbers of other entries.
    """

    number: int
    kind: str
    person: int
    text: str
    author: str
    at: datetime
    source: Source
    entered_by: str = ""
    corrects: int | None = None
    corrected_by: int | None = None
    title: str = ""  # of its kind, as the plan calls it
    remarks: tuple[Remark, ...] = ()  # its sentences, each with the part that somebody said

    @property
    def stands(self) -> bool:
        return self.corrected_by is None and bool(self.text.strip())


def missing(inputs: Iterable[Input], rules: Iterable[InputRule]) -> tuple[InputRule, ...]:
    """Those of the plan's inputs of which nothing stands, in the plan's order."""
    present = {entry.kind for entry in inputs if entry.stands}
    return tuple(rule for rule in rules if rule.id not in present)
