"""A name that was written is matched or asked for, never replaced: neither by whom was spoken of before nor by who speaks.

「点评 王健国 …」 is about nobody where the roster has no 王健国. Whoever is called nearly so is offered on buttons, each of them
holding the whole request, as if the name had been written rightly.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bot.dispatch.understanding import Doubt, Heard, Slot, Understanding
from bot.dispatch.understanding.aliases import COMPOUND, EVERYDAY, SURNAMES, names_of
from bot.dispatch.understanding.names import Mention, mentions
from bot.dispatch.understanding.nearest import near_names
from bot.dispatch.understanding.requests import READABLE
from bot.dispatch.understanding.writing import plain
from bot.domain.people import Branch, Person, Roster

FAMILY = f"(?:{'|'.join(sorted(COMPOUND))}|[{''.join(sorted(SURNAMES))}])"
NAME = re.compile(
    rf"(?P<name>{FAMILY}[一-鿿]{{1,2}}?)(?:书记|同志|老师|主任)?(?=的(?:报告|材料|稿|票|述职)|[\s,:。;、!?]|$)"
)
GAP = re.compile(r"[\s,:、]*(?:给|对|把|一下)?\s*")
PRAISE = tuple("好差实空多少强弱清高低深浅细紧重大小快慢新稳准严松")  # ends a remark, no name
NAMING = frozenset({Slot.PERSON, Slot.SUBJECT, Slot.BRANCH})
MOST = 4  # people who are offered
Understand = Callable[[str], Understanding]


@dataclass(frozen=True)
class Written:
    """A message as typed, read by `understand`; the same message with another name in it is read the same way."""

    text: str
    roster: Roster
    actor: Person
    understand: Understand
    naming: frozenset[str]  # the words of requests that are about somebody

    def checked(self) -> Understanding:
        """What it asks for, with every written name matched or asked for."""
        meant = self.understand(self.text)
        if meant.doubt is not None:
            return replace(meant, doubt=self._completed(meant.doubt))
        for heard in meant.heard:
            wrong = self._misnamed(heard)
            if wrong is not None:
                return self._asked(heard, wrong)
        return meant

    def _misnamed(self, heard: Heard) -> str | None:
        """What stands at the place of the name, where that is a name and not of whom this was heard."""
        value = next((heard.args[slot] for slot in NAMING if slot in heard.args), None)
        if (
            heard.intent not in self.naming
            or heard.unmatched
            or not isinstance(value, Person | Branch | None)
        ):
            return None
        said = plain(self.text)[:READABLE]
        known = mentions(said, names_of(self.roster), None, self.actor)
        if value is not None and any(_speaks_of(one, value) for one in known):
            return None
        return next((name for name in _names_at(said, heard.intent) if _is_name(name)), None)

    def _asked(self, heard: Heard, said: str) -> Understanding:
        names = names_of(self.roster)
        known = mentions(said, names, None, self.actor)
        alike = [one for mention in known for one in mention.who if isinstance(one, Person)]
        choices = self._readings(heard.intent, said, alike or near_names(said, names))
        if choices:
            return Understanding(doubt=Doubt(None, None, self.text.strip(), choices))
        return Understanding((replace(heard, unmatched=said),))

    def _completed(self, doubt: Doubt) -> Doubt:
        """The same choices with all that the request says besides: 「定等 张三 好」 keeps its grade."""
        people = [choice for choice in doubt.choices if isinstance(choice, Person)]
        if doubt.intent is None or not people or len(people) < len(doubt.choices):
            return doubt
        readings = self._readings(doubt.intent, doubt.said, people)
        return replace(doubt, choices=readings) if len(readings) == len(people) else doubt

    def _readings(self, intent: str, said: str, people: Sequence[Person]) -> tuple[Heard, ...]:
        return tuple(
            reading
            for person in islice(dict.fromkeys(people), MOST)
            if (reading := self._with(intent, said, person)) is not None
        )

    def _with(self, intent: str, said: str, person: Person) -> Heard | None:
        again = (
            self.understand(self.text.replace(said, person.name, 1))
            if said in self.text
            else Understanding()
        )
        fitting = (
            one for one in again.heard if one.intent == intent and person in one.args.values()
        )
        found = next(fitting, None)
        return replace(found, sure=False) if found else None


def _speaks_of(mention: Mention, value: Person | Branch) -> bool:
    if isinstance(value, Branch):
        return any(
            one == value or (isinstance(one, Person) and one.branch == value) for one in mention.who
        )
    return any(one in (value, value.branch) for one in mention.who)


def _names_at(said: str, word: str) -> Iterator[str]:
    """Behind the word of the request, or at the very front."""
    at = said.find(word)
    places = [GAP.match(said, at + len(word))] if at >= 0 else []
    front = GAP.match(said)
    for place in (*places, front):
        found = NAME.match(said, place.end()) if place else None
        if found:
            yield found["name"]


def _is_name(said: str) -> bool:
    remark = said.endswith(PRAISE) and said[-1] != said[-2]  # 「办法多」, not 「钱多多」
    return said[:2] not in EVERYDAY and not remark
