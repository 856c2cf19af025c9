"""One person's ballot as it lies in its cell, and what a vote does to it (step 5)."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.polls.form import BLANK, Form
from bot.domain.values import dataclass

# Events by a short hash of their message id: more than anybody sends while a process dies and returns.
REMEMBERED = 16
# Enough to tell sixteen events of one person apart; a longer one would swell every cell on the disk.
EVENT_BYTES = 4
BELIEVED = timedelta(days=1)  # so much may a platform's clock differ from ours


@dataclass(frozen=True)
class Event:
    """The message that carries a vote: `id` a short hash of platform and message id,
    `at` the platform's own time of it in microseconds since 1970, None where the platform tells
    none that can be believed.
    """

    at: int | None
    id: bytes


def event_id(platform: str, message_id: str) -> bytes:
    """The id of a platform's message. The length in front keeps two pairs from reading alike."""
    name = f"{len(platform)}:{platform}:{message_id}"
    return hashlib.sha256(name.encode()).digest()


def remembered_as(id_: bytes) -> bytes:
    """Returns how a cell remembers an event: short, for it knows those of one person alone."""
    return id_[:EVENT_BYTES]


def event(id_: bytes, stamp: datetime | None, *, opened_at: datetime, now: datetime) -> Event:
    """Returns an event with the platform's own time; a `stamp` that is a day off orders nothing."""
    if stamp is None or not opened_at - BELIEVED <= stamp <= now + BELIEVED:
        return Event(None, remembered_as(id_))
    return Event(int(stamp.timestamp() * 1_000_000), remembered_as(id_))


def credible(sent_at: datetime, *, opened_at: datetime, now: datetime) -> datetime:
    """The time of a vote for the deadline, kept between the opening and now:
    clocks differ and lie.
    """
    return max(min(sent_at, now), opened_at)


def in_time(at: datetime, *, closes_at: datetime | None, closed_at: datetime | None) -> bool:
    """Whether a vote counts: up to and including the planned close, strictly before one by hand."""
    if closes_at is not None and at > closes_at:
        return False
    return closed_at is None or at < closed_at or closed_at == closes_at


LATEST_ARRIVAL = timedelta(seconds=2)  # after the close: how long votes on their way are waited for


@dataclass(frozen=True)
class Ballot:
    """`choices` per item (0 = blank), `newest` the platform's newest time per card,
    `seen` the last events.

    `leaf` is what a card that turns shows now, behind the last one an overview; None on
    other forms.
    """

    choices: tuple[int, ...]
    newest: tuple[int, ...]
    seen: tuple[bytes, ...] = ()
    leaf: int | None = None

    @property
    def blank(self) -> bool:
        return not any(self.choices)

    def choices_after(self, answers: Mapping[int, int]) -> tuple[int, ...]:
        """The choices as they are with these answers in the place of earlier ones."""
        return tuple(answers.get(position, choice) for position, choice in enumerate(self.choices))

    def marks(self, form: Form) -> str:
        """What the roll tells of it: always of the same length.

        That is one character per card, 1 where anything on it is chosen; of a card that turns a
        single one.
        """
        if form.turning:
            chosen_on = [not self.blank]
        else:
            chosen_on = [any(self.choices[item.position] for item in page) for page in form.pages]
        return "".join(str(int(is_chosen)) for is_chosen in chosen_on)

    def marked(self, form: Form, answers: Mapping[int, int], happened: Event) -> "Ballot":
        """The ballot after a vote; itself where the event is known,
        or older than the newest of its cards.

        Votes count in the order in which they come. Only a platform's own time puts one behind
        another that has one too: no time of ours is compared, for our clock may be set back while
        people vote.
        """
        if happened.id in self.seen:
            return self
        pages = {form.page_of[position] for position in answers}
        newest = list(self.newest)
        if happened.at is not None:
            if any(happened.at < newest[page] for page in pages):
                return self
            for page in pages:
                newest[page] = happened.at
        return replace(
            self,
            choices=self.choices_after(answers),
            newest=tuple(newest),
            seen=(happened.id, *self.seen)[:REMEMBERED],
        )


def blank(form: Form) -> Ballot:
    """The ballot of somebody who has not voted yet."""
    leaf = None
    if form.turning:
        leaf = 0
    return Ballot((BLANK,) * len(form.items), (0,) * len(form.pages), leaf=leaf)
