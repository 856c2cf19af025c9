"""How the lexicon is written: entries made of ways to ask, ways made of concepts.

A way is a set of concepts that must all be there, in whatever order and words, and others that may go along. What it leaves
unexplained speaks against it, so that of two ways the one that explains more of the sentence is the one that was meant:
「三支部的整改做完没」 is not about papers because nothing about papers explains 整改.

In a way B is a branch, P a person, T a day, J today, D a number of days, N the number of an item, `name` B or P, `number` a bare figure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

ALIKE = {"name": ("B", "P"), "day": ("T", "D", "J"), "item": ("N", "number")}


@dataclass(frozen=True)
class Way:
    """`needs`: of each group one concept is said, the first group names the act or thing. `bonus` outweighs a rival."""

    needs: tuple[frozenset[str], ...]
    may: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    bonus: float = 0.0

    @property
    def explains(self) -> frozenset[str]:
        return self.may.union(*self.needs)


@dataclass(frozen=True)
class Entry:
    """What people say for one canonical word.

    `asks`: the word that answers a question about this act (「退回了吗」). `swallows`: whatever follows is its text.
    `extends`: a following clause may be its reason. `about_secretaries`: a person named with it is one who reports, if one
    of the name does. `reports`: saying that it has happened is asking for it (「我已经到了」). `values`: finds the groups n and grade in the letters of the sketch. `says`: its text in the words that are
    asked for, by what people say.
    """

    ways: tuple[Way, ...]
    asks: str = ""
    swallows: bool = False
    extends: bool = False
    about_secretaries: bool = False
    reports: bool = False
    values: re.Pattern[str] | None = field(default=None, compare=False)
    says: Mapping[str, re.Pattern[str]] = field(default_factory=dict, compare=False)

    @cached_property
    def acts(self) -> frozenset[str]:
        """One of these is said wherever one of the ways is shown."""
        return frozenset[str]().union(*(way.needs[0] for way in self.ways))


def way(needs: str, may: str = "", never: str = "", bonus: float = 0.0) -> Way:
    """`needs`: groups apart by spaces, the alternatives of a group by bars: "remind hand|paper"."""
    return Way(
        tuple(_concepts(group.replace("|", " ")) for group in needs.split()),
        _concepts(may),
        _concepts(never),
        bonus,
    )


def _concepts(names: str) -> frozenset[str]:
    return frozenset(one for name in names.split() for one in ALIKE.get(name, (name,)))
