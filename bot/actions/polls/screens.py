"""The screen in the hall: who speaks and for how long, and how many sheets are in. Numbers only."""

import hmac
from datetime import datetime
from enum import StrEnum

from bot.actions import cycles
from bot.actions.polls.meetings import Hall, hall
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.patterns import pattern
from bot.domain.people import Person
from bot.domain.polls.meeting import Agenda
from bot.domain.polls.poll import RUNNING, PollState
from bot.domain.polls.refusals import LinkUnknown
from bot.domain.values import dataclass
from bot.domain.words import Words
from bot.messages import Link
from bot.storage.polls import polls, roll, screens
from bot.texts.polls import pages as texts

_ADDRESS = pattern(r"(\d{1,9})-([0-9A-Za-z_-]{22})")


class Turn(StrEnum):
    """Where a speaker of the agenda stands."""

    DONE = "done"
    NOW = "now"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True)
class Place:
    """One speaker on the agenda."""

    name: str
    branch: str
    turn: Turn


@dataclass(frozen=True)
class Turnout:
    """How many sheets are in, of how many; `open` while more may come."""

    returned: int
    expected: int
    open: bool


@dataclass(frozen=True)
class Screen:
    """What the hall sees. `until` is the end of the present speech, None where nobody speaks.

    `turnout` is None before the first sheet was handed out. `words` are what the unit calls things.
    """

    agenda: Agenda
    words: Words
    places: tuple[Place, ...]
    now: datetime
    until: datetime | None
    turnout: Turnout | None

    @property
    def speaker(self) -> Place | None:
        """Who speaks now; None between two speeches."""
        return next((place for place in self.places if place.turn is Turn.NOW), None)


def screen_link(work: UnitOfWork, cycle: Cycle, actor: Person) -> Link | None:
    """Returns the link to the meeting's screen, the same as often as it is asked for.

    None where the program has no address.
    """
    if not work.pages_address:
        return None
    secret = screens.secret_of(work.session, cycle.id)
    if secret is None:
        # It lies readable in the database, for it opens numbers only (docs/decisions/0021).
        secret = screens.make(work.session, cycle.id)
        work.audit(cycle.department, actor, "screen.opened", f"cycle:{cycle.year}")
    return Link(texts.SCREEN_LINK, f"{work.pages_address}/screen/{cycle.id}-{secret}")


def show(work: UnitOfWork, address: str) -> Screen:
    """Returns what stands on the screen of this address.

    Raises LinkUnknown, also where its year is over.
    """
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise LinkUnknown
    cycle_id = int(match[1])
    secret = screens.secret_of(work.session, cycle_id)
    # In constant time: how long a refusal takes tells nothing of the secret.
    if secret is None or not hmac.compare_digest(secret, match[2]):
        raise LinkUnknown
    cycle = next((running for running in cycles.active(work) if running.id == cycle_id), None)
    if cycle is None:
        raise LinkUnknown
    meeting = hall(work, cycle)
    until = None
    if meeting.talk is not None:
        until = meeting.talk.until
    return Screen(
        agenda=meeting.agenda,
        words=cycle.plan.words,
        places=_places(meeting),
        now=work.now,
        until=until,
        turnout=_turnout(work, cycle),
    )


def _places(meeting: Hall) -> tuple[Place, ...]:
    """Returns everybody who speaks in the hall; whoever comes after the present speaker is the next
    one.
    """
    places: list[Place] = []
    following = meeting.talk is None
    for person in meeting.agenda.speakers:
        turn = Turn.LATER
        if meeting.talk is not None and person == meeting.talk.speaker:
            turn = Turn.NOW
            following = True
        elif person.id in meeting.spoken:
            turn = Turn.DONE
        elif following:
            turn = Turn.NEXT
            following = False
        branch = person.branch_name
        places.append(Place(person.name, branch, turn))
    return tuple(places)


def _turnout(work: UnitOfWork, cycle: Cycle) -> Turnout | None:
    """Returns that of the poll that takes sheets now, else of the last one that came to a count;
    None before the first.
    """
    held = [
        poll for poll in polls.of_cycle(work.session, cycle.id) if poll.state is not PollState.VOID
    ]
    if not held:
        return None
    # How many are in is a number that everybody may see; counts are not (ballot step 6).
    running = [poll for poll in held if poll.state in RUNNING]
    poll = (running or held)[-1]
    # Once it is counted the poll has its numbers itself, and its roll tells them no more.
    if poll.eligible is not None and poll.voted is not None:
        return Turnout(poll.voted, poll.eligible, open=False)
    eligible, voted = roll.turnout(work.session, poll.id)
    return Turnout(voted, eligible, open=poll.state is PollState.OPEN)
