"""Why an input, an opinion, a grade or its announcement is not possible.

EvaluationRefusal
├── inputs    NotRated · NoSpeaker · WhoseWords · EntryUnknown · EntryCorrected · NothingSaid
├── opinion   NoOpinionOpen · SentenceUnknown · HalfUnknown · HalvesEmpty · WhoseOpinion ·
│             OpinionTwice · NoParts · OpinionMoved
├── grade     GradeUnknown · InputsMissing · MeetingAhead · SameGrade · TwoGrades · ReasonNeeded
└── result    NotGraded · ResultWaits · NothingTold · ObjectionLate
"""

from datetime import date
from typing import ClassVar

from bot.domain.plan import InputRule
from bot.domain.refusals import Refusal
from bot.domain.values import dataclass


class EvaluationRefusal(Refusal):
    code: ClassVar[str] = "evaluation"


@dataclass
class NotRated(EvaluationRefusal):
    """Only secretaries are evaluated (S2)."""

    name: str
    code: ClassVar[str] = "not_a_subject"


class NoSpeaker(EvaluationRefusal):
    """A comment without a name, and nobody is being rated, or several at once."""


@dataclass
class WhoseWords(EvaluationRefusal):
    """The organiser enters what somebody else said, and does not say who."""

    word: str


@dataclass
class EntryUnknown(EvaluationRefusal):
    number: int


@dataclass
class EntryCorrected(EvaluationRefusal):
    number: int
    by: int


@dataclass
class NothingSaid(EvaluationRefusal):
    usage: str
    code: ClassVar[str] = "missing_argument"


class NoOpinionOpen(EvaluationRefusal):
    """A sentence is to be changed, and it is not clear of whose opinion."""


@dataclass
class SentenceUnknown(EvaluationRefusal):
    number: int
    last: int


@dataclass
class HalfUnknown(EvaluationRefusal):
    said: str


@dataclass
class HalvesEmpty(EvaluationRefusal):
    """`halves` are those of S32 that say nothing."""

    name: str
    halves: tuple[str, ...]


@dataclass
class WhoseOpinion(EvaluationRefusal):
    """A Word file that names nobody who is evaluated, or several on one page; `unknown` are its names."""

    unknown: tuple[str, ...] = ()


@dataclass
class OpinionTwice(EvaluationRefusal):
    """A Word file has two pages about one secretary."""

    name: str


@dataclass
class NoParts(EvaluationRefusal):
    """None of the pages of a Word file shows where its parts begin."""

    names: tuple[str, ...]


@dataclass
class OpinionMoved(EvaluationRefusal):
    """What was shown is no longer what would be changed: somebody changed it meanwhile."""

    name: str


@dataclass
class GradeUnknown(EvaluationRefusal):
    said: str
    scale: tuple[str, ...]


@dataclass
class InputsMissing(EvaluationRefusal):
    """`missing` are kinds of input; `leaders` may enter all but the ballot,
    which `organisers` release.
    """

    name: str
    missing: tuple[InputRule, ...]
    leaders: tuple[str, ...]
    organisers: tuple[str, ...]
    number: int = 4  # of inputs that the plan asks for


@dataclass
class MeetingAhead(EvaluationRefusal):
    """The committee's meeting is not yet held on this day."""

    day: date


@dataclass
class SameGrade(EvaluationRefusal):
    name: str
    grade: str


@dataclass
class TwoGrades(EvaluationRefusal):
    """A decision names these under two grades."""

    names: tuple[str, ...]


@dataclass
class ReasonNeeded(EvaluationRefusal):
    """A confirmed grade is changed without a reason."""

    name: str
    before: str


@dataclass
class NotGraded(EvaluationRefusal):
    name: str


@dataclass
class ResultWaits(EvaluationRefusal):
    """The same result was told already."""

    name: str
    code: ClassVar[str] = "already_told"


class NothingTold(EvaluationRefusal):
    """No result was announced that one could object to."""


@dataclass
class ObjectionLate(EvaluationRefusal):
    until: date
    contact: str
