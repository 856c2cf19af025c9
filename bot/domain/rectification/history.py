"""What happened to an item of the ledger: who said or did what, when."""

from datetime import datetime
from enum import StrEnum

from bot.domain.rectification.items import Item, State
from bot.domain.values import dataclass


class EventKind(StrEnum):
    UNDER_WAY = "under_way"
    PROGRESS = "progress"
    HELP = "help"
    HELP_ANSWERED = "help_answered"
    HELP_PASSED_ON = "help_passed_on"
    HELPED = "helped"
    DONE = "done"
    PROOF = "proof"
    DUE_SET = "due_set"
    HANDED_OVER = "handed_over"
    REWORDED = "reworded"
    VERIFIED = "verified"
    RETURNED = "returned"
    HELD = "held"
    RELAPSED = "relapsed"
    ADOPTED = "adopted"  # came closed out of an earlier year's archive


# What an owner says; whoever has said one of these since the month's question has answered it.
ANSWERS = (EventKind.UNDER_WAY, EventKind.PROGRESS, EventKind.HELP, EventKind.DONE)
# With these he tells in words what was done.
REPORTS = (EventKind.PROGRESS, EventKind.DONE)


@dataclass(frozen=True)
class Event:
    """`branch` is that of the owner who speaks. A proof is named by its hash in the file store."""

    at: datetime
    kind: EventKind
    branch: int | None
    person: int | None
    text: str
    sha256: str
    name: str
    size: int


@dataclass(frozen=True)
class Entry:
    """An item with all that happened to it, in order of time."""

    item: Item
    events: tuple[Event, ...]

    def last(self, *kinds: EventKind) -> Event | None:
        return next((event for event in reversed(self.events) if event.kind in kinds), None)

    @property
    def proof(self) -> Event | None:
        """The newest file that an owner laid beside it."""
        return next((event for event in reversed(self.events) if event.sha256), None)

    @property
    def reports(self) -> list[Event]:
        """What its owner said was done about it; a report without words is none."""
        return [event for event in self.events if event.kind in REPORTS and event.text.strip()]

    @property
    def deed(self) -> str:
        """What its owner last said was done about it; empty where he said nothing in words."""
        if not self.reports:
            return ""
        return self.reports[-1].text

    @property
    def is_verified(self) -> bool:
        """Whether somebody else has looked since it was last said to be done. What came closed out
        of an archive was verified in its own year.
        """
        if self.last(EventKind.ADOPTED):
            return True
        done, verified = self.last(EventKind.DONE), self.last(EventKind.VERIFIED)
        if done is None or verified is None:
            return False
        return done.at <= verified.at and done.person != verified.person

    def words_of(self, event: Event) -> str:
        """Returns what an event tells: of a closure what was done, of a relapse the problem."""
        if event.kind is EventKind.VERIFIED:
            deeds = [
                earlier.text
                for earlier in self.events
                if earlier.kind is EventKind.DONE and earlier.at <= event.at
            ]
            return "".join(deeds[-1:])
        if event.kind is EventKind.RELAPSED:
            return self.item.problem
        if event.kind is EventKind.PROGRESS and self.item.state is not State.OPEN:
            return ""  # it is told as done
        return event.text

    @property
    def came_back(self) -> bool:
        """Whether it was closed once, and found to be a problem again."""
        inspection = self.last(EventKind.VERIFIED, EventKind.HELD, EventKind.RELAPSED)
        if inspection is None or self.item.state is State.CLOSED:
            return False
        return inspection.kind is EventKind.RELAPSED
