"""Why an input, an opinion, a grade or its announcement is not possible.

EvaluationRefusal
├── inputs    NotRated · NoSpeaker · WhoseWords · EntryUnknown · EntryCorrected · NothingSaid
├── opinion   NoOpinionOpen · SentenceUnknown · HalfUnknown · HalvesEmpty · WhoseOpinion
├── grade     GradeUnknown · InputsMissing · MeetingAhead · SameGrade · ReasonNeeded
└── result    NotGraded · ResultWaits · NothingTold · ObjectionLate
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.domain.refusals import Refusal


@dataclass
class EvaluationRefusal(Refusal):
    code: ClassVar[str] = "evaluation"


@dataclass
class NotRated(EvaluationRefusal):
    """Only secretaries are evaluated (S2)."""

    name: str
    code: ClassVar[str] = "not_a_subject"


@dataclass
class NoSpeaker(EvaluationRefusal):
    """A comment without a name, and nobody is being rated, or several at once."""

    code: ClassVar[str] = "no_speaker"


@dataclass
class WhoseWords(EvaluationRefusal):
    """The organiser enters what somebody else said, and does not say who."""

    word: str
    code: ClassVar[str] = "whose_words"


@dataclass
class EntryUnknown(EvaluationRefusal):
    number: int
    code: ClassVar[str] = "entry_unknown"


@dataclass
class EntryCorrected(EvaluationRefusal):
    number: int
    by: int
    code: ClassVar[str] = "entry_corrected"


@dataclass
class NothingSaid(EvaluationRefusal):
    usage: str
    code: ClassVar[str] = "missing_argument"


@dataclass
class NoOpinionOpen(EvaluationRefusal):
    """A sentence is to be changed, and it is not clear of whose opinion."""

    code: ClassVar[str] = "no_opinion_open"


@dataclass
class SentenceUnknown(EvaluationRefusal):
    number: int
    last: int
    code: ClassVar[str] = "sentence_unknown"


@dataclass
class HalfUnknown(EvaluationRefusal):
    said: str
    code: ClassVar[str] = "half_unknown"


@dataclass
class HalvesEmpty(EvaluationRefusal):
    """`halves` are those of S32 that say nothing."""

    name: str
    halves: tuple[str, ...]
    code: ClassVar[str] = "halves_empty"


@dataclass
class WhoseOpinion(EvaluationRefusal):
    """A Word file that names no secretary, or several."""

    code: ClassVar[str] = "whose_opinion"


@dataclass
class GradeUnknown(EvaluationRefusal):
    said: str
    scale: tuple[str, ...]
    code: ClassVar[str] = "grade_unknown"


@dataclass
class InputsMissing(EvaluationRefusal):
    """`missing` are kinds of input; `leaders` may enter all but the ballot, which `organisers` release."""

    name: str
    missing: tuple[str, ...]
    leaders: tuple[str, ...]
    organisers: tuple[str, ...]
    code: ClassVar[str] = "inputs_missing"


@dataclass
class MeetingAhead(EvaluationRefusal):
    """The committee's meeting is not yet held on this day."""

    day: date
    code: ClassVar[str] = "meeting_ahead"


@dataclass
class SameGrade(EvaluationRefusal):
    name: str
    grade: str
    code: ClassVar[str] = "same_grade"


@dataclass
class ReasonNeeded(EvaluationRefusal):
    """A confirmed grade is changed without a reason."""

    name: str
    before: str
    code: ClassVar[str] = "reason_needed"


@dataclass
class NotGraded(EvaluationRefusal):
    name: str
    code: ClassVar[str] = "not_graded"


@dataclass
class ResultWaits(EvaluationRefusal):
    """The same result was told already."""

    name: str
    code: ClassVar[str] = "already_told"


@dataclass
class NothingTold(EvaluationRefusal):
    code: ClassVar[str] = "nothing_told"


@dataclass
class ObjectionLate(EvaluationRefusal):
    until: date
    contact: str
    code: ClassVar[str] = "objection_late"
