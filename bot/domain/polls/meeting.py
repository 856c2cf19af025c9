"""The meeting of a cycle and the speeches in it."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum

from bot.domain.people import Person
from bot.domain.plan import Venue
from bot.domain.values import dataclass


class OrderKind(StrEnum):
    """How the order of speaking came about."""

    ROSTER = "roster"
    LOT = "lot"
    ENTERED = "entered"


@dataclass(frozen=True)
class AgendaItem:
    """A point of the agenda as the organiser words it; `minutes` is None where nobody said."""

    title: str
    minutes: int | None = None


@dataclass(frozen=True)
class Event:
    """The meeting as people hear of it.

    `at` is None and `place` is empty until they are fixed. Without `items` the agenda follows
    from the plan; without `speech_minutes` the plan's apply; `attends` and `bring` are empty where
    the organiser has said nothing.
    """

    at: datetime | None = None
    place: str = ""
    items: tuple[AgendaItem, ...] = ()
    speech_minutes: int | None = None
    attends: str = ""
    bring: str = ""


@dataclass(frozen=True)
class Meeting:
    """What was decided for the meeting of a cycle.

    `merges` maps a voter category to the merged one that it belongs to. `named` means that the
    polls to come are held by name. `attendance_card` is empty until there is an attendance list.
    `seed` is what the lot is drawn from, `order` holds persons in the order of speaking, `written`
    why somebody reports in writing, by his id as text. `orders` counts the orders that the group was
    told. `notices` counts how often the group was
    told of the event, the last time at `noticed_at`.
    """

    cycle_id: int
    merges: Mapping[str, str] = field(default_factory=dict)
    named: bool = False
    attendance_card: str = ""
    seed: str = ""
    order: tuple[int, ...] = ()
    order_kind: OrderKind = OrderKind.ROSTER
    orders: int = 0
    written: Mapping[str, str] = field(default_factory=dict)
    event: Event = Event()
    notices: int = 0
    noticed_at: datetime | None = None


@dataclass(frozen=True)
class Agenda:
    """What happens at the meeting, and who speaks when.

    `at` is None and `place` is empty until the meeting is fixed; `announced` once the group was
    told. `speakers` are in their order, by the `order_kind`; `written` are persons and reasons.
    `comments` is each or together, as in the plan; `speech` is what speakers do there.
    `speech_minutes` are the lengths that occur, in the order of speaking.
    """

    title: str
    at: datetime | None
    place: str
    announced: bool
    items: tuple[AgendaItem, ...]
    speakers: tuple[Person, ...]
    order_kind: OrderKind
    speech_minutes: tuple[int, ...]
    written: tuple[tuple[Person, str], ...]
    guests: tuple[Person, ...]
    comments: str
    attends: str
    bring: str
    speech: str
    venues: tuple[Venue, ...] = ()  # beside the main one


@dataclass(frozen=True)
class Leave:
    """Somebody will not come. The `reason` is for the organiser alone."""

    person_id: int
    reason: str


class SpeechState(StrEnum):
    """The organiser ends a speech; that its time is over the clock shows."""

    RUNNING = "running"
    ENDED = "ended"


@dataclass(frozen=True)
class Speech:
    """`started_at` is None for a speech of an earlier version of the program."""

    id: int
    cycle_id: int
    person_id: int
    started_at: datetime | None
    until: datetime
    state: SpeechState
