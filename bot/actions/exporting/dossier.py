"""What the papers of a year are made of."""

from collections.abc import Callable, Iterator

from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation.sheet import GradeSheet
from bot.domain.people import Person, Roster
from bot.domain.values import dataclass


@dataclass(frozen=True)
class Dossier:
    """A year as a reader may have it: `sheets` are without his own.

    Without a reader it is for the administrator, and whole.
    """

    work: UnitOfWork
    cycle: Cycle
    roster: Roster
    sheets: tuple[GradeSheet, ...]
    reader: Person | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the reader may have what is about everybody together."""
        return len(self.sheets) == len(self.roster.subjects)


@dataclass(frozen=True)
class Paper:
    """A file by the name that people see."""

    name: str
    content: bytes


Papers = Callable[[Dossier], Iterator[Paper]]
