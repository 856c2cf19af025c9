"""Why a poll, a vote or a release is not possible.

PollRefusal
├── opening    NotASubject · PollAlreadyOpen · CategoryTooSmall · BelowQuorum · NoGroup · EverybodyRated · NoKeyPlace
├── voting     NoOpenPoll · PollClosed · NotOnRoll · AccountChanged · Recused · NotPresent · Incomplete · UnclearVote · WhichPoll
│              VotePrivately · VoteNotStored · PollLost
├── closing    NothingOpen
├── meeting    NoSeed
├── paper      PaperUnclear · PaperTooLate
└── release    NothingToRelease · PollStillOpen · PollVoid · PaperPending
"""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.refusals import Refusal


@dataclass
class PollRefusal(Refusal):
    code: ClassVar[str] = "poll"


@dataclass
class NotASubject(PollRefusal):
    name: str
    code: ClassVar[str] = "not_a_subject"


@dataclass
class PollAlreadyOpen(PollRefusal):
    subjects: str
    code: ClassVar[str] = "poll_already_open"


@dataclass
class CategoryTooSmall(PollRefusal):
    """`partners` are the categories that it can be merged with."""

    category: str
    eligible: int
    minimum: int
    partners: tuple[str, ...]
    code: ClassVar[str] = "category_too_small"


@dataclass
class BelowQuorum(PollRefusal):
    present: int
    needed: int
    code: ClassVar[str] = "below_quorum"


@dataclass
class NoGroup(PollRefusal):
    code: ClassVar[str] = "no_group"


@dataclass
class EverybodyRated(PollRefusal):
    code: ClassVar[str] = "everybody_rated"


@dataclass
class NoKeyPlace(PollRefusal):
    """The keys of a new poll could not be kept."""

    code: ClassVar[str] = "no_key_place"


@dataclass
class NothingOpen(PollRefusal):
    """The organiser wants to close, and no poll is open."""

    code: ClassVar[str] = "no_open_poll"


@dataclass
class NoOpenPoll(PollRefusal):
    """A vote, and no poll is open."""

    code: ClassVar[str] = "no_open_poll"


@dataclass
class PollClosed(PollRefusal):
    code: ClassVar[str] = "poll_closed"


@dataclass
class PollLost(PollRefusal):
    """A vote in a poll that came to nothing. `reason` is as in `PollVoid`."""

    subjects: str
    reason: str
    code: ClassVar[str] = "poll_void"


@dataclass
class NotOnRoll(PollRefusal):
    code: ClassVar[str] = "not_on_roll"


@dataclass
class AccountChanged(PollRefusal):
    """The roster has given this person another account since the opening: he votes on paper."""

    code: ClassVar[str] = "account_changed"


@dataclass
class Recused(PollRefusal):
    """Nobody rates himself."""

    code: ClassVar[str] = "recused"


@dataclass
class NotPresent(PollRefusal):
    code: ClassVar[str] = "not_present"


@dataclass
class Incomplete(PollRefusal):
    """The card was submitted without an answer to each of its questions, or with one that it does not offer."""

    code: ClassVar[str] = "incomplete_ballot"


@dataclass
class UnclearVote(PollRefusal):
    """The typed vote does not say one step per item. Holds nothing of what was typed."""

    steps: tuple[str, ...]
    items: int
    code: ClassVar[str] = "unclear_vote"


@dataclass
class PerhapsVote(PollRefusal):
    """What was said while a ballot is open may be a choice, and was not kept. Holds nothing of it."""

    code: ClassVar[str] = "perhaps_vote"


@dataclass
class WhichPoll(PollRefusal):
    """Several polls are open; `choices` are (code, subjects)."""

    choices: tuple[tuple[str, str], ...]
    code: ClassVar[str] = "which_poll"


@dataclass
class VotePrivately(PollRefusal):
    """A choice was typed in the group: it is not counted."""

    code: ClassVar[str] = "vote_privately"


@dataclass
class VoteNotStored(PollRefusal):
    """The database did not take it; the vote is not counted and may be given again."""

    code: ClassVar[str] = "unavailable"


@dataclass
class NothingToRelease(PollRefusal):
    code: ClassVar[str] = "nothing_to_release"


@dataclass
class NothingToWithdraw(PollRefusal):
    """`poll` is the number that was named: there is none, or it was published or void already."""

    poll: str
    code: ClassVar[str] = "nothing_to_withdraw"


@dataclass
class PollStillOpen(PollRefusal):
    subjects: str
    code: ClassVar[str] = "poll_still_open"


@dataclass
class PollVoid(PollRefusal):
    """The count did not come out: the poll is held again. `reason`: keys_lost, mismatch, quorum, nobody or withdrawn."""

    subjects: str
    reason: str
    code: ClassVar[str] = "poll_void"


@dataclass
class PaperPending(PollRefusal):
    """Paper ballots wait for their second person."""

    subjects: str
    code: ClassVar[str] = "paper_pending"


@dataclass
class PaperUnclear(PollRefusal):
    steps: tuple[str, ...]
    items: int
    code: ClassVar[str] = "paper_unclear"


@dataclass
class PaperTooLate(PollRefusal):
    """The poll was counted, or none was held: paper ballots are entered before the count."""

    code: ClassVar[str] = "paper_too_late"


@dataclass
class NoSeed(PollRefusal):
    """The order is drawn from a seed that everybody was told before."""

    code: ClassVar[str] = "no_seed"
