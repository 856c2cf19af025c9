"""Those who decide: leaders and organisers. Who they are changes only by two persons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.people import Person
from bot.domain.permissions import OVERSIGHT


@dataclass(frozen=True)
class DeciderChange:
    """One line of the roster that held or holds an office which decides; None where it was not or is not there."""

    before: Person | None
    after: Person | None

    @property
    def names(self) -> str:
        known = [person.name for person in (self.before, self.after) if person]
        return " → ".join(dict.fromkeys(known))


def decides(person: Person | None) -> bool:
    return person is not None and OVERSIGHT.allows(person)


def changes(before: Iterable[Person], after: Iterable[Person]) -> tuple[DeciderChange, ...]:
    """What differs between two rosters of those who decide: their names, accounts, offices and branches."""
    left, right = _by_id(before), _by_id(after)
    pairs = [DeciderChange(left.get(one), right.get(one)) for one in dict.fromkeys([*left, *right])]
    return tuple(
        one for one in pairs if (decides(one.before) or decides(one.after)) and _differ(one)
    )


def touched(before: Iterable[Person], after: Iterable[Person]) -> tuple[int, ...]:
    """Everybody who is new, or has another name, account, office or branch: whoever did it vouches for none of them."""
    left = _by_id(before)
    return tuple(one.id for one in after if _differ(DeciderChange(left.get(one.id), one)))


def _by_id(people: Iterable[Person]) -> Mapping[int, Person]:
    return {person.id: person for person in people}


def _differ(change: DeciderChange) -> bool:
    before, after = change.before, change.after
    if before is None or after is None:
        return True
    told = [
        (person.name, person.account, person.roles, person.branch) for person in (before, after)
    ]
    return told[0] != told[1]
