"""What is handed in: the report and the other materials."""

from fractions import Fraction

from bot.domain.values import dataclass


@dataclass(frozen=True)
class FocusArea:
    """One of the areas a report should speak about (S5-S10)."""

    id: str
    title: str
    keywords: tuple[str, ...]


@dataclass(frozen=True)
class ReportRules:
    """What the plan asks of a report (S17-S26, S30)."""

    characters: int | None = 3500  # S26, counted as Word counts 字数; None = no limit
    max_achievements: Fraction | None = Fraction(1, 3)  # S21, share of the report's length
    min_problems_and_causes: Fraction | None = None  # some units ask for a third; the plan does not
    focus_areas: tuple[FocusArea, ...] = ()
    max_file_bytes: int = 20 * 1024 * 1024
    # A report on party building is judged by S18-S25, any other kind by its length alone.
    party_building: bool = True
    min_characters: int | None = None  # some units want a report of a certain length at least
    focus_year: int = 0  # of which year the areas are; 0 for every year

    @property
    def has_shares(self) -> bool:
        """Whether it is asked how much is said of what."""
        return self.max_achievements is not None or self.min_problems_and_causes is not None


@dataclass(frozen=True)
class Material:
    """A document that is handed in beside the report: slides, a form. It is kept, and not judged.

    `kinds` are the endings of its files; `subjects` the groups that hand it in, empty for all.
    """

    id: str
    title: str
    kinds: tuple[str, ...] = ()
    characters: int | None = None
    min_characters: int | None = None
    required: bool = True
    subjects: tuple[str, ...] = ()

    def accepts(self, name: str) -> bool:
        """Whether a file of this name may be this material."""
        _, dot, ending = name.lower().rpartition(".")
        return not self.kinds or (bool(dot) and ending in self.kinds)
