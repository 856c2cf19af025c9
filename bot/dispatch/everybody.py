"""「全部」 and lists of names, as they are said instead of one name."""

import re

from bot.domain.people import Branch, Roster
from bot.domain.refusals import NoSuch, WhichPlace
from bot.domain.words import UNIT

ALL = "全部"
_EVERYBODY = re.compile(
    r"\s*(?:全部|所有|全体|大家|全都|都|各支部|每个支部)(?:支部|书记|报告|材料)?[\s：:，,]*"
)
_BETWEEN = re.compile(r"[、,，;；\s]+|和|以及")


def behind_everybody(text: str) -> str | None:
    """Returns what follows 「全部」; None where the text does not begin so."""
    match = _EVERYBODY.match(text)
    return text[match.end() :].strip() if match else None


def places_named(roster: Roster, text: str, usage: str) -> list[Branch]:
    """Returns the places that a list names, in its order.

    Raises NoSuch for a name of none, WhichPlace for a branch in which several are evaluated.
    """
    crowded: dict[str, tuple[str, ...]] = {}
    places: dict[str, Branch] = {}
    for branch in roster.branches:
        inside = roster.places_in(branch)
        places[branch.name] = inside[0]
        if len(inside) > 1:
            subjects = [roster.subject_of(place) for place in inside]
            crowded[branch.name] = tuple(subject.title for subject in subjects if subject)
    for place in roster.places:
        places.setdefault(place.name, place)
    places |= {
        person.title: place for place in roster.places if (person := roster.subject_of(place))
    }
    named: list[Branch] = []
    for name in filter(None, _BETWEEN.split(text.strip())):
        if name not in places:
            raise NoSuch(UNIT, name, usage)
        if name in crowded:
            raise WhichPlace(crowded[name])
        named.append(places[name])
    return list(dict.fromkeys(named))
