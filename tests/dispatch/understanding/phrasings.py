"""The phrasings and what is expected of each, read and compared."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.dispatch.understanding import Heard, Recent, Slot, Understanding, understand
from bot.domain.people import Branch, Person, Roster
from tests.dispatch.understanding.casts import CASTS, INTENTS, TODAY

PHRASES = Path(__file__).with_name("phrases")
WORDS = {intent.word: intent for intent in INTENTS}
SUBJECT = re.compile(
    r"subject=(?=[^;|]*支部(?:;| \|\||$))"
)  # the older set names the slot, not what was named


@dataclass(frozen=True)
class Phrasing:
    text: str
    cast: str
    actor: str
    recent: str
    expected: str

    @property
    def roster(self) -> Roster:
        return CASTS[self.cast]

    def understood(self) -> Understanding:
        return understand(
            self.text,
            intents=INTENTS,
            roster=self.roster,
            today=TODAY,
            actor=self.person,
            recent=self._recent(),
        )

    @property
    def person(self) -> Person:
        return self._person(self.actor)

    def _person(self, name: str) -> Person:
        return next(person for person in self.roster.people if person.name == name)

    def _recent(self) -> Recent | None:
        if not self.recent:
            return None
        branch, person, intent = self.recent.split(",")
        unit = next((one for one in self.roster.branches if one.name == branch), None)
        return Recent(unit, self._person(person) if person else None, intent or None)


def phrasings(name: str) -> list[Phrasing]:
    with (PHRASES / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return [
            Phrasing(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def said(understanding: Understanding, case: Phrasing) -> str:
    """What was understood, in the notation of the phrase sets."""
    doubt, expected = understanding.doubt, case.expected
    if expected == "!act" and not any(alters(heard, case) for heard in understanding.heard):
        return "!act"
    if understanding.heard:
        return " || ".join(map(_request, understanding.heard))
    if doubt and doubt.slot:
        return f"?{doubt.slot} " + "|".join(
            sorted(_value(choice) for choice in doubt.choices if not isinstance(choice, Heard))
        )
    if doubt and not (expected == "-" and doubt.intent is None):
        return f"?{doubt.intent} " + "|".join(
            choice.intent for choice in doubt.choices if isinstance(choice, Heard)
        )
    return "-"


def right(understanding: Understanding, case: Phrasing) -> bool:
    return _sorted(said(understanding, case)) == _sorted(case.expected)


def wrong_act(understanding: Understanding, case: Phrasing) -> bool:
    """An act that would be done without a confirmation, and was not asked for like this."""
    wanted = {_sorted(part) for part in case.expected.split(" || ")}
    return any(
        heard.sure and alters(heard, case) and _sorted(_request(heard)) not in wanted
        for heard in understanding.heard
    )


def alters(heard: Heard, case: Phrasing) -> bool:
    return WORDS[heard.intent].alters(case.person, heard.args.keys())


def _sorted(expected: str) -> str:
    expected = SUBJECT.sub("branch=", expected).replace("subject=", "person=")
    if expected.startswith("?"):
        slot, _, names = expected.partition(" ")
        return f"{slot} " + "|".join(sorted(names.split("|")))
    return " || ".join("; ".join(sorted(part.split("; "))) for part in expected.split(" || "))


def _request(heard: Heard) -> str:
    return "; ".join((heard.intent, *_arguments(heard)))


def _arguments(heard: Heard) -> Iterator[str]:
    for slot in Slot:
        if slot in heard.args:
            yield f"{_named(slot, heard.args[slot])}={_value(heard.args[slot])}"
    if heard.unmatched:
        yield f"unmatched={heard.unmatched}"


def _named(slot: Slot, value: object) -> Slot:
    """A subject is told as what it turned out to be."""
    if isinstance(value, Branch):
        return Slot.BRANCH
    return Slot.PERSON if isinstance(value, Person) else slot


def _value(value: object) -> str:
    if isinstance(value, Branch | Person):
        return value.name
    if isinstance(value, bool):
        return "1"
    return value.isoformat() if isinstance(value, date) else str(value)
