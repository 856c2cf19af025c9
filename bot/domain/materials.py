"""What is handed in beside the report: kept in versions, and not judged."""

from datetime import datetime
from enum import StrEnum

from bot.domain.people import Branch
from bot.domain.plan import Material
from bot.domain.values import dataclass


@dataclass(frozen=True, kw_only=True)
class NewMaterial:
    """One version of a material as it was handed in.

    `place` and `person` are ids, `material` is that of the plan. `characters` is None where no text
    could be read.
    """

    place: int
    person: int
    material: str
    version: int
    sha256: str
    name: str
    size: int
    characters: int | None
    received_at: datetime
    late: bool
    cause: str


class Length(StrEnum):
    """How the length of a material stands to what the plan asks."""

    FITS = "fits"
    OVER = "over"
    UNDER = "under"


def length_of(material: Material, characters: int | None) -> Length:
    """Compares with the plan's limits; what cannot be read fits."""
    if characters is None:
        return Length.FITS
    if material.characters is not None and characters > material.characters:
        return Length.OVER
    if material.min_characters is not None and characters < material.min_characters:
        return Length.UNDER
    return Length.FITS


@dataclass(frozen=True)
class Choice:
    """What a file may be: the report of a place (`material` None), or one of its materials."""

    place: Branch
    material: Material | None = None
