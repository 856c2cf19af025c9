"""Why something is not published, not read or not taken as feedback.

PublicityRefusal
├── release   AlreadyPublic · NothingToPublish · ListPublic · NothingToList · CorrectionNeedsNew
├── reading   NotPublic · NoPublicReport · NoListPublic
└── feedback  FeedbackClosed · FeedbackEmpty · FeedbackPrivately · FeedbackTooOften · FeedbackUnclear · FeedbackNotStored
"""

from datetime import date
from typing import ClassVar

from bot.domain.refusals import Refusal
from bot.domain.values import dataclass


class PublicityRefusal(Refusal):
    code: ClassVar[str] = "publicity"


@dataclass
class AlreadyPublic(PublicityRefusal):
    last: date


@dataclass
class ListPublic(PublicityRefusal):
    """The list of results is or was public."""

    last: date


class NothingToList(PublicityRefusal):
    """Nobody has a result that the list would show."""


class NoListPublic(PublicityRefusal):
    """No list of results is public at the moment."""


class NothingToPublish(PublicityRefusal):
    """No report could be published."""


@dataclass
class CorrectionNeedsNew(PublicityRefusal):
    """The published report of the branch is its newest one:
    there is nothing to put in its place.
    """

    branch: str
    code: ClassVar[str] = "nothing_to_correct"


class NotPublic(PublicityRefusal):
    """The reports are not public now."""


@dataclass
class NoPublicReport(PublicityRefusal):
    branch: str


@dataclass
class FeedbackClosed(PublicityRefusal):
    """`last` is the last day that there was, or None before any."""

    last: date | None
    contact: str


class FeedbackEmpty(PublicityRefusal):
    """Feedback without words."""

    code: ClassVar[str] = "missing_argument"


class FeedbackPrivately(PublicityRefusal):
    """Anonymous feedback was typed in the group, where everybody reads who writes:
    it is not taken.
    """


@dataclass
class FeedbackTooOften(PublicityRefusal):
    daily: int


class FeedbackUnclear(PublicityRefusal):
    """Secrecy was asked for in a way that was understood only after the message had come in:
    its text is gone again.
    """


class FeedbackNotStored(PublicityRefusal):
    """The database did not take it; nothing was kept."""

    code: ClassVar[str] = "unavailable"
