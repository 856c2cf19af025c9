"""Those who decide: leaders and organisers. Who they are changes only by two persons."""

from collections.abc import Iterable, Mapping

from bot.domain.people import Person
from bot.domain.permissions import OVERSIGHT
from bot.domain.values import dataclass


@dataclass(frozen=True)
class DeciderChange:
    """One line of the roster that held or holds an office which decides;
    None where it was not or is not there.
    """

    before: Person | None
    after: Person | None

    @property
    def names(self) -> str:
        names = [person.name for person in (self.before, self.after) if person]
        return " → ".join(dict.fromkeys(names))

    @property
    def is_one(self) -> bool:
        """Whether anything differs: the name, the account, the offices or the branch."""
        if self.before is None or self.after is None:
            return True
        before, after = [
            (person.name, person.account, person.roles, person.branch)
            for person in (self.before, self.after)
        ]
        return before != after


def decides(person: Person | None) -> bool:
    return person is not None and OVERSIGHT.allows(person)


def changes(before: Iterable[Person], after: Iterable[Person]) -> tuple[DeciderChange, ...]:
    """What differs between two rosters of those who decide:
    their names, accounts, offices and branches.
    """
    old, new = _by_id(before), _by_id(after)
    pairs = [DeciderChange(old.get(line), new.get(line)) for line in {**old, **new}]
    deciders = [pair for pair in pairs if decides(pair.before) or decides(pair.after)]
    return tuple(pair for pair in deciders if pair.is_one)


def touched(before: Iterable[Person], after: Iterable[Person]) -> tuple[int, ...]:
    """Everybody who is new, or has another name, account, office or branch.

    Whoever did it vouches for none of them.
    """
    old = _by_id(before)
    return tuple(person.id for person in after if DeciderChange(old.get(person.id), person).is_one)


def _by_id(people: Iterable[Person]) -> Mapping[int, Person]:
    return {person.id: person for person in people}
