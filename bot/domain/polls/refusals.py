"""Why a poll, a vote or a release is not possible.

PollRefusal
├── opening    NotASubject · PollAlreadyOpen · CategoryTooSmall · BelowQuorum · NoGroup · EverybodyRated · NoKeyPlace · ClosesTooSoon
├── voting     NoOpenPoll · PollClosed · NotOnRoll · AccountChanged · Recused · NotPresent · Incomplete · UnclearVote · WhichPoll
│              VotePrivately · VoteNotStored · PollLost
├── page       LinkUnknown · LinkEnded · LinkElsewhere · PageStale · UnclearPage
├── closing    NothingOpen · WhichToEnd
├── meeting    (bot.domain.polls.announcing)
├── paper      PaperUnclear · PaperTooLate · WhichPaper
└── release    NotForTheGroup · NothingToRelease · PollStillOpen · PollVoid · PaperPending
"""

from datetime import datetime
from typing import ClassVar

from bot.domain.refusals import Refusal
from bot.domain.values import dataclass


class PollRefusal(Refusal):
    code: ClassVar[str] = "poll"


@dataclass
class NotASubject(PollRefusal):
    """Only secretaries are rated."""

    name: str


@dataclass
class SheetsDiffer(PollRefusal):
    """These are rated in different rows; `groups` are their titles."""

    groups: tuple[str, ...]


@dataclass
class RoundsHeld(PollRefusal):
    """Each of the plan's ballots was held about these; `titles` are theirs."""

    titles: tuple[str, ...]


@dataclass
class PollAlreadyOpen(PollRefusal):
    subjects: str


@dataclass
class CategoryTooSmall(PollRefusal):
    """`partners` are the categories that it can be merged with."""

    category: str
    eligible: int
    minimum: int
    partners: tuple[str, ...]


@dataclass
class BelowQuorum(PollRefusal):
    present: int
    needed: int


@dataclass
class ClosesTooSoon(PollRefusal):
    """The closing time that was said is over, or more than `days` ahead."""

    at: datetime
    days: int


class NoGroup(PollRefusal):
    """The department's group is not known yet."""


class EverybodyRated(PollRefusal):
    """No secretary is left for the next poll."""


class NoKeyPlace(PollRefusal):
    """The keys of a new poll could not be kept."""


class NothingOpen(PollRefusal):
    """The organiser wants to close, and no poll is open."""

    code: ClassVar[str] = "no_open_poll"


@dataclass
class WhichToEnd(PollRefusal):
    """Several ballots are open side by side; `subjects` says whom each is about."""

    subjects: tuple[str, ...]


@dataclass
class WhichPaper(PollRefusal):
    """Paper for one of several ballots; `choices` are (code, subjects)."""

    choices: tuple[tuple[str, str], ...]


class NoOpenPoll(PollRefusal):
    """A vote, and no poll is open."""


class PollClosed(PollRefusal):
    """The vote came after the end."""


@dataclass
class PollLost(PollRefusal):
    """A vote in a poll that came to nothing. `reason` is as in `PollVoid`."""

    subjects: str
    reason: str
    code: ClassVar[str] = "poll_void"


class NotOnRoll(PollRefusal):
    """The voter is not among those whom this poll asks."""


class AccountChanged(PollRefusal):
    """The roster has given this person another account since the opening: he votes on paper."""


class Recused(PollRefusal):
    """Nobody rates himself."""


class NotPresent(PollRefusal):
    """The poll asks those who have signed in, and the voter has not."""


class Incomplete(PollRefusal):
    """The card was submitted without an answer to each of its questions,
    or with one that it does not offer.
    """

    code: ClassVar[str] = "incomplete_ballot"


@dataclass
class UnclearVote(PollRefusal):
    """The typed vote does not say one step per item. Holds nothing of what was typed."""

    steps: tuple[str, ...]
    items: int


class PerhapsVote(PollRefusal):
    """What was said while a ballot is open may be a choice, and was not kept.

    Holds nothing of it.
    """


@dataclass
class WhichPoll(PollRefusal):
    """Several polls are open; `choices` are (code, subjects)."""

    choices: tuple[tuple[str, str], ...]


class VotePrivately(PollRefusal):
    """A choice was typed in the group: it is not counted."""


class VoteNotStored(PollRefusal):
    """The database did not take it; the vote is not counted and may be given again."""

    code: ClassVar[str] = "unavailable"


class LinkUnknown(PollRefusal):
    """No ballot has such a page."""


class LinkEnded(PollRefusal):
    """Its person has asked for a new link since."""


class LinkElsewhere(PollRefusal):
    """The link belongs to the device that used it first."""


class PageStale(PollRefusal):
    """The form was not made for this page and this device."""


class UnclearPage(PollRefusal):
    """The form holds an option that its row does not offer. Holds nothing of it."""


class NotForTheGroup(PollRefusal):
    """The plan gives results to the leadership alone."""


class NothingToRelease(PollRefusal):
    """No counted poll waits for its release."""


@dataclass
class NothingToWithdraw(PollRefusal):
    """`poll` is the number that was named: there is none, or it was published or void already."""

    poll: str


@dataclass
class PollStillOpen(PollRefusal):
    subjects: str


@dataclass
class PollVoid(PollRefusal):
    """The count did not come out: the poll is held again.

    `reason`: keys_lost, mismatch, quorum, nobody or withdrawn.
    """

    subjects: str
    reason: str


@dataclass
class PaperPending(PollRefusal):
    """Paper ballots wait for their second person."""

    subjects: str


@dataclass
class PaperUnclear(PollRefusal):
    """`category` is one of the poll, for the example of how to write it."""

    steps: tuple[str, ...]
    items: int
    category: str = "A"


@dataclass
class PaperClassUnclear(PaperUnclear):
    """The class of voters is missing, or none of this poll's; `classes` are these."""

    code: ClassVar[str] = "paper_unclear"
    classes: tuple[str, ...] = ()


@dataclass
class PaperHeadUnclear(PaperUnclear):
    """How many came back, or how many of them are valid, is missing or contradicts itself."""

    code: ClassVar[str] = "paper_unclear"


@dataclass
class PaperLineUnclear(PaperUnclear):
    """What was said of one subject cannot be read."""

    code: ClassVar[str] = "paper_unclear"
    subject: str = ""
    said: str = ""


@dataclass
class PaperLinesMissing(PaperUnclear):
    """Of these subjects nothing was said, or of these twice."""

    code: ClassVar[str] = "paper_unclear"
    missing: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()


@dataclass
class PaperBeyond(PaperUnclear):
    """More was counted for one subject than ballots are valid."""

    code: ClassVar[str] = "paper_unclear"
    subject: str = ""
    counted: int = 0
    valid: int = 0


class PaperTooLate(PollRefusal):
    """The poll was counted, or none was held: paper ballots are entered before the count."""
