"""What a department makes public of one year, from the draft to the end of its window."""

from datetime import date, datetime
from enum import StrEnum

from bot.domain.people import Branch
from bot.domain.plan import Plan
from bot.domain.publicity.report import PublicReport
from bot.domain.publicity.result import PublicResult
from bot.domain.publicity.window import Window
from bot.domain.values import dataclass


class State(StrEnum):
    """The states of a publication: proposed -> open -> closed, or proposed -> declined | withdrawn."""

    PROPOSED = "proposed"
    OPEN = "open"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # a newer draft took its place


class Kind(StrEnum):
    """What a publication shows."""

    REPORTS = "reports"
    RESULTS = "results"  # a list of names with grades or scores


@dataclass(frozen=True)
class Terms:
    """Among whom, with whom to speak, and for how many working days, as the plan said when it was drafted."""

    scope: str
    contact: str
    workdays: int

    @classmethod
    def of(cls, plan: Plan) -> "Terms":
        return cls(plan.publicity_scope, plan.help_contact, plan.publicity_days)


@dataclass(frozen=True)
class NoticeFile:
    """The notice in the file store, by content hash."""

    sha256: str
    name: str
    size: int


@dataclass(frozen=True)
class Publication:
    """`card_id` is the card on which it is confirmed; what is None is not known before the release."""

    id: int
    department: str
    cycle: int
    state: State
    card_id: str
    terms: Terms
    reports: tuple[PublicReport, ...]
    notice: NoticeFile | None
    first: date | None
    last: date | None
    closes_at: datetime | None
    closed_at: datetime | None
    kind: Kind = Kind.REPORTS
    results: tuple[PublicResult, ...] = ()

    @property
    def window(self) -> Window:
        """The window of a publication that was released."""
        assert self.first is not None
        assert self.last is not None
        return Window(self.first, self.last)

    def report_of(self, branch: Branch) -> PublicReport | None:
        """The report that is shown of this branch."""
        for report in self.reports:
            if report.branch_id == branch.id:
                return report
        return None


@dataclass(frozen=True)
class Correction:
    """The newest report of a branch in the place of the one that is shown. `is_open`: nobody has decided it yet."""

    id: int
    publication: int
    before: PublicReport
    after: PublicReport
    reason: str
    is_open: bool


@dataclass(frozen=True)
class Feedback:
    """`branch` is the id of the one that the text names. Person and time are None where it was anonymous."""

    text: str
    branch: int | None
    person: int | None = None
    at: datetime | None = None
