"""The columns of the roster workbook, and what a row of it says."""

from datetime import date
from enum import StrEnum

from bot.domain.people import Role
from bot.domain.values import dataclass

NAME, ACCOUNT, BRANCH, ROLES, CATEGORY, SINCE, NOTE, GROUPS, RESPONSIBLE, SUPERIORS = (
    "姓名",
    "账号",
    "支部",
    "身份",
    "票类",
    "任职时间",
    "备注",
    "评议对象",
    "负责人",
    "上级",
)
COLUMNS = (NAME, ACCOUNT, BRANCH, ROLES, CATEGORY, SINCE, NOTE, GROUPS, RESPONSIBLE, SUPERIORS)
REQUIRED = (NAME, ACCOUNT, BRANCH, ROLES, CATEGORY)


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class RosterLine:
    """One person or body. `row` is the row in the workbook, `account` empty where nobody is bound
    yet.

    `groups` are ids of the plan's groups of subjects, `responsible` the name of the person who
    hands in for a body, `superiors` the names of those under whom he works.
    """

    row: int
    name: str
    account: str = ""
    branch: str = ""
    roles: frozenset[Role] = frozenset()
    category: str = ""
    since: date | None = None
    note: str = ""
    groups: tuple[str, ...] = ()
    is_body: bool = False
    responsible: str = ""
    superiors: tuple[str, ...] = ()


@dataclass(frozen=True)
class RosterProblem:
    """`row` 0 is the file as a whole. `message` says what is wrong and what to put there."""

    row: int
    column: str
    message: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True)
class RosterSheet:
    """`lines` are the rows without an error, `problems` in the order of rows.

    `is_foreign` tells of a workbook without the columns of a roster: it may be something else.
    """

    lines: tuple[RosterLine, ...]
    problems: tuple[RosterProblem, ...]
    is_foreign: bool = False

    @property
    def errors(self) -> tuple[RosterProblem, ...]:
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)
