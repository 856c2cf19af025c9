"""Why something is not published, not read or not taken as feedback.

PublicityRefusal
├── release   AlreadyPublic · NothingToPublish · CorrectionNeedsNew
├── reading   NotPublic · NoPublicReport
└── feedback  FeedbackClosed · FeedbackEmpty · FeedbackPrivately · FeedbackTooOften · FeedbackUnclear · FeedbackNotStored
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.domain.refusals import Refusal


@dataclass
class PublicityRefusal(Refusal):
    code: ClassVar[str] = "publicity"


@dataclass
class AlreadyPublic(PublicityRefusal):
    last: date
    code: ClassVar[str] = "already_public"


@dataclass
class NothingToPublish(PublicityRefusal):
    code: ClassVar[str] = "nothing_to_publish"


@dataclass
class CorrectionNeedsNew(PublicityRefusal):
    """The published report of the branch is its newest one: there is nothing to put in its place."""

    branch: str
    code: ClassVar[str] = "nothing_to_correct"


@dataclass
class NotPublic(PublicityRefusal):
    code: ClassVar[str] = "not_public"


@dataclass
class NoPublicReport(PublicityRefusal):
    branch: str
    code: ClassVar[str] = "no_public_report"


@dataclass
class FeedbackClosed(PublicityRefusal):
    """`last` is the last day that there was, or None before any."""

    last: date | None
    contact: str
    code: ClassVar[str] = "feedback_closed"


@dataclass
class FeedbackEmpty(PublicityRefusal):
    code: ClassVar[str] = "missing_argument"


@dataclass
class FeedbackPrivately(PublicityRefusal):
    """Anonymous feedback was typed in the group, where everybody reads who writes: it is not taken."""

    code: ClassVar[str] = "feedback_privately"


@dataclass
class FeedbackTooOften(PublicityRefusal):
    daily: int
    code: ClassVar[str] = "feedback_too_often"


@dataclass
class FeedbackUnclear(PublicityRefusal):
    """Secrecy was asked for in a way that was understood only after the message had come in: its text is gone again."""

    code: ClassVar[str] = "feedback_unclear"


@dataclass
class FeedbackNotStored(PublicityRefusal):
    code: ClassVar[str] = "unavailable"
