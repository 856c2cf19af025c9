"""The meeting of a cycle and the speeches in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

LAST_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Meeting:
    """What was decided for the meeting of a cycle.

    `merges` maps a voter category to the merged one that it belongs to. `named` means that the
    polls to come are held by name. `attendance_card` is empty until there is an attendance list.
    `order` holds persons in the order of speaking, `written` why somebody reports in writing, by
    his id as text.
    """

    cycle_id: int
    merges: Mapping[str, str] = field(default_factory=dict)
    named: bool = False
    attendance_card: str = ""
    seed: str = ""
    order: tuple[int, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict)


class SpeechState(StrEnum):
    """The clock brings a speech from running to over; the organiser ends it."""

    RUNNING = "running"
    LAST_MINUTE = "last_minute"
    OVER = "over"  # the time is over, the speaker need not be
    ENDED = "ended"


@dataclass(frozen=True)
class Speech:
    id: int
    cycle_id: int
    person_id: int
    until: datetime
    state: SpeechState

    @property
    def speaks_next_at(self) -> datetime:
        """When the clock says the next word about the time."""
        if self.state is SpeechState.RUNNING:
            return self.until - LAST_MINUTE
        return self.until
