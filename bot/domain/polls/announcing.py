"""The meeting is announced and changed by sentences: what one of them says, and what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from bot.domain.polls.meeting import AgendaItem, Event
from bot.domain.refusals import Refusal
from bot.domain.values import dataclass

FARTHEST = timedelta(days=200)  # a day without a year that lies further ahead has passed this year


class Lack(StrEnum):
    """What has to be said before the group can be told."""

    DAY = "day"
    CLOCK = "clock"
    PLACE = "place"


@dataclass(frozen=True)
class Said:
    """What a sentence says of the meeting; what it does not speak of is empty.

    `later` is a number of days by which the meeting is put off, negative where it is brought
    forward. `minutes` are those of points of the agenda, by title.
    """

    day: date | None = None
    clock: time | None = None
    later: int | None = None
    place: str = ""
    items: tuple[AgendaItem, ...] = ()
    minutes: Mapping[str, int] = field(default_factory=dict)
    speech_minutes: int | None = None
    attends: str = ""
    bring: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Said()


@dataclass(frozen=True)
class Draft:
    """An event that is not complete yet: it may have its day without a clock time."""

    day: date | None
    clock: time | None
    event: Event  # with everything else

    @property
    def lacks(self) -> tuple[Lack, ...]:
        lacks = []
        if self.day is None:
            lacks.append(Lack.DAY)
        if self.clock is None:
            lacks.append(Lack.CLOCK)
        if not self.event.place:
            lacks.append(Lack.PLACE)
        return tuple(lacks)

    def complete(self, zone: tzinfo) -> Event:
        """The event itself. Nothing may be lacking."""
        assert self.day is not None, "asked for before"
        assert self.clock is not None, "asked for before"
        return replace(self.event, at=datetime.combine(self.day, self.clock, zone))


def draft_of(event: Event, zone: tzinfo) -> Draft:
    """The event as it stands, to be changed."""
    if event.at is None:
        return Draft(None, None, event)
    local = event.at.astimezone(zone)
    return Draft(local.date(), local.time().replace(tzinfo=None), event)


def changed(draft: Draft, said: Said, agenda: Sequence[AgendaItem]) -> Draft:
    """The draft with what was said; `agenda` is the one in force, whose minutes may change."""
    day = said.day or draft.day
    if said.later is not None and said.day is None and draft.day is not None:
        day = draft.day + timedelta(days=said.later)
    items = said.items or draft.event.items
    if said.minutes:
        items = tuple(
            replace(item, minutes=said.minutes.get(item.title, item.minutes))
            for item in items or agenda
        )
    event = replace(
        draft.event,
        place=said.place or draft.event.place,
        items=items,
        speech_minutes=said.speech_minutes or draft.event.speech_minutes,
        attends=said.attends or draft.event.attends,
        bring=said.bring or draft.event.bring,
    )
    return Draft(day, said.clock or draft.clock, event)


def check_moment(at: datetime, now: datetime) -> None:
    """Raises MeetingPast for what is over, MeetingTooFar for what can only be a slip."""
    if at <= now:
        raise MeetingPast(at)
    if at - now > FARTHEST:
        raise MeetingTooFar(at)


@dataclass
class MeetingPast(Refusal):
    at: datetime


@dataclass
class MeetingTooFar(Refusal):
    at: datetime


@dataclass
class WeekdayDiffers(Refusal):
    """The day is not the day of the week that was written beside it."""

    day: date
    said: int  # 0 is Monday


class NothingSaidOfMeeting(Refusal):
    """A sentence that should announce or change the meeting names nothing of it."""


class MeetingUnchanged(Refusal):
    """What was said is what the group has been told."""


class MeetingNotAnnounced(Refusal):
    """A meeting that is put off by some days must have a day."""


@dataclass
class MeetingChangedMeanwhile(Refusal):
    """Somebody changed the meeting after this card was shown."""


class OnlyOwnLeave(Refusal):
    """Leave for others is entered by the organiser."""


@dataclass
class NotOnLeave(Refusal):
    name: str


@dataclass
class DrawnBefore(Refusal):
    """The lot was drawn; again only for a reason. `names` are in the order of speaking."""

    names: tuple[str, ...]


@dataclass
class OrderIncomplete(Refusal):
    """An entered order leaves out `missing`, names `unknown` or somebody `twice`."""

    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    twice: tuple[str, ...]
