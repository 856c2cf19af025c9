"""Requests as they are told to the outside: people by account, branches by name, dates as ISO text."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from bot.dispatch import questions
from bot.dispatch.understanding import Heard, Slot, Value
from bot.dispatch.understanding.events import read_event
from bot.dispatch.understanding.forms.evaluation import read_decision
from bot.dispatch.understanding.forms.everybody import behind_everybody
from bot.dispatch.understanding.forms.ledger import read_completed
from bot.dispatch.understanding.forms.meetings import read_names
from bot.dispatch.understanding.forms.reports import read_until
from bot.dispatch.understanding.grammar import DONE, GRADES, OF_THE_MEETING
from bot.domain.people import Branch, Person, Roster
from bot.domain.polls.announcing import WeekdayDiffers
from bot.domain.values import dataclass
from bot.messages import Understood

SHEET = "发测评表"
SEVERAL_DONE, EXTENSION = "完成多条", "延期"


@dataclass(frozen=True)
class Membership:
    """On which roster a request was made, by whom, and which grades the plan knows."""

    roster: Roster
    actor: Person
    grades: Sequence[str]


def all_understood(
    requests: Iterable[Heard], today: date, membership: Membership | None = None
) -> tuple[Understood, ...]:
    """Describes requests; a question that no request comes near to is none.

    Whom the text of a request names is told where it is known on which roster: `membership`.
    """
    told = [questions.told(heard) for heard in requests]
    return tuple(
        understood(each)
        for heard in told
        if heard is not None
        for each in in_detail(heard, today, membership)
    )


def in_detail(heard: Heard, today: date, membership: Membership | None) -> Sequence[Heard]:
    """Tells what the handler of a request reads from its text: of a meeting the day, hour and place,
    of a decision or a sheet whom it is about, one after the other, of several items each.
    """
    text = heard.args.get(Slot.TEXT)
    if not isinstance(text, str):
        return [heard]
    if heard.intent in OF_THE_MEETING:
        return [_with_event(heard, text, today)]
    if heard.intent == SEVERAL_DONE:
        return _item_by_item(heard, text)
    if heard.intent == EXTENSION:
        return [_until(heard, text, today)]
    if membership is None:
        return [heard]
    return _of_people(heard, text, today, membership)


def _item_by_item(heard: Heard, text: str) -> Sequence[Heard]:
    completed = read_completed(text)
    if completed is None:
        return [heard]
    said: dict[Slot, Value] = {}
    if completed.said:
        said[Slot.TEXT] = completed.said
    return [replace(heard, intent=DONE, args={Slot.N: item, **said}) for item in completed.items]


def _with_event(heard: Heard, text: str, today: date) -> Heard:
    try:
        said = read_event(text, today)
    # Its handler says so to the person.
    except WeekdayDiffers:
        return heard
    args = dict(heard.args)
    if said.day is not None:
        args[Slot.DATE] = said.day
    told = [said.place]
    if said.clock is not None:
        told.insert(0, f"{said.clock:%H:%M}")
    args[Slot.TEXT] = " ".join(told).strip()
    return replace(heard, args=args)


def _until(heard: Heard, text: str, today: date) -> Heard:
    """Tells the day or the days of 「延期 全部 12月20日」."""
    until = read_until(behind_everybody(text) or text, today)
    if until is None or not {Slot.DATE, Slot.DAYS}.isdisjoint(heard.args):
        return heard
    slot = Slot.DAYS if isinstance(until, int) else Slot.DATE
    return replace(heard, args={**heard.args, slot: until})


def _of_people(heard: Heard, text: str, today: date, membership: Membership) -> Sequence[Heard]:
    """Tells whom a decision or a sheet is about, one after the other."""
    if heard.intent == GRADES:
        return _decided(heard, text, today, membership)
    if heard.intent != SHEET:
        return [heard]
    people = read_names(text, membership.roster, membership.actor).people
    subjects = [person for person in people if membership.roster.is_subject(person)]
    told = [replace(heard, args={**heard.args, Slot.PERSON: each}) for each in subjects]
    return told or [heard]


def _decided(heard: Heard, text: str, today: date, membership: Membership) -> Sequence[Heard]:
    roster, actor = membership.roster, membership.actor
    said = read_decision(text, membership.grades, roster, actor, today, roster.subjects)
    args = dict(heard.args)
    if said.day is not None:
        args[Slot.DATE] = said.day
    if said.unknown or not said.grades:
        return [replace(heard, args=args)]
    return [
        replace(heard, args={**args, Slot.PERSON: person, Slot.GRADE: grade})
        for person, grade in said.grades.items()
    ]


def is_unnamed(heard: Heard) -> bool:
    """Tells whether somebody wants to say this without his name."""
    return Slot.ANONYMOUS in heard.args


def understood(heard: Heard) -> Understood:
    """Describes a request for outside the program.

    People are told by account, branches by name, dates as ISO text.
    Words that somebody wants to say without his name are left out. A subject is called what it
    turned out to be, a branch or a person.
    """
    args: dict[str, str | int | bool | None] = {}
    for slot, value in heard.args.items():
        if slot is Slot.TEXT and is_unnamed(heard):
            continue
        match value:
            case Branch():
                args[Slot.BRANCH.value] = value.name
            case Person():
                args[Slot.PERSON.value] = value.account
            case str() | int():
                args[slot.value] = value
            case _:
                args[slot.value] = value.isoformat()
    return Understood(heard.intent, args)
