"""The roster workbook (docs/interface.md).

Every row that can be read, every problem named for the person who fills it in. Reading is
forgiving about form (order of columns, spaces, full-width letters, ways to write a date) and
strict about meaning.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from enum import StrEnum
from itertools import islice

from bot.documents.spreadsheet import Row, Spreadsheet, Value, read_spreadsheets
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Unreadable
from bot.domain.people import Role
from bot.domain.written_dates import DAY, YEAR_AND_MONTH, day_or_none

NAME, ACCOUNT, BRANCH, ROLES, CATEGORY, SINCE, NOTE = (
    "姓名",
    "账号",
    "支部",
    "身份",
    "票类",
    "任职时间",
    "备注",
)
COLUMNS = (NAME, ACCOUNT, BRANCH, ROLES, CATEGORY, SINCE, NOTE)
REQUIRED = (NAME, ACCOUNT, BRANCH, ROLES, CATEGORY)

HEADER_ROWS = 10  # the header stands in one of the first rows, titles may stand above it
LINES = 5000
EXACT_DIGITS = 15  # Excel rounds longer numbers
LONGEST = {NAME: 40, ACCOUNT: 64, BRANCH: 60, NOTE: 1000}

_ALIASES = {
    "名字": NAME,
    "帐号": ACCOUNT,
    "账户": ACCOUNT,
    "企业微信账号": ACCOUNT,
    "企业微信帐号": ACCOUNT,
    "钉钉账号": ACCOUNT,
    "党支部": BRANCH,
    "所在支部": BRANCH,
    "所在党支部": BRANCH,
    "支部名称": BRANCH,
    "角色": ROLES,
    "投票类别": CATEGORY,
    "票种": CATEGORY,
    "任职日期": SINCE,
    "任现职时间": SINCE,
    "任职年月": SINCE,
}
LONGEST_HEADING = 200
_ADDITION = re.compile(r"\([^)\n]{0,60}\)|[*:\s]")
_SEPARATORS = re.compile(r"[、,;/|\s]+")
_WRITTEN_DATE = re.compile(rf"{YEAR_AND_MONTH}(?:月?|{DAY})(?:[ T][\d:.]*)?(?:起|[-~]?至今)?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_YEARS = range(1950, 2101)
_SERIALS = range(18_264, 73_416)  # Excel's day numbers of those years

_UNREADABLE = {
    Unreadable.ENCRYPTED: "名册有密码保护，打不开。请取消密码后再发一次。",
    Unreadable.TOO_LARGE: "名册太大了。请只保留名册这一张表，删去图片和多余的行，再发一次。",
    Unreadable.CORRUPT: "名册文件已损坏，打不开。请在 Excel 或 WPS 里打开检查，另存为 .xlsx 后再发一次。",
}
_NOT_A_WORKBOOK = "这不是 .xlsx 工作簿。请用 Excel 或 WPS 把名册另存为 .xlsx 后再发一次。"


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class RosterLine:
    """One person. `row` is the row in the workbook, `account` empty where nobody is bound yet."""

    row: int
    name: str
    account: str = ""
    branch: str = ""
    roles: frozenset[Role] = frozenset()
    category: str = ""
    since: date | None = None
    note: str = ""


@dataclass(frozen=True)
class RosterProblem:
    """`row` 0 is the file as a whole. `message` says what is wrong and what to put there."""

    row: int
    column: str
    message: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True)
class RosterSheet:
    """`lines` are the rows without an error, `problems` in the order of rows."""

    lines: tuple[RosterLine, ...]
    problems: tuple[RosterProblem, ...]

    @property
    def errors(self) -> tuple[RosterProblem, ...]:
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


def read_roster(content: bytes, *, categories: Collection[str]) -> RosterSheet:
    """Reads any bytes; what is no roster at all gives one problem with row 0.

    `categories` are the ids of the plan's 票类.
    """
    try:
        sheets = read_spreadsheets(content)
    except UnreadableFile as unreadable:
        return _refuse(_UNREADABLE.get(unreadable.code, _NOT_A_WORKBOOK))
    tables = [table for table in map(_find_table, sheets) if table is not None]
    complete = [table for table in tables if not table.missing]
    if not tables:
        columns = "、".join(COLUMNS)
        return _refuse(f"没有找到表头。请在前 {HEADER_ROWS} 行内保留一行列名：{columns}。")
    if not complete:
        missing = "、".join(tables[0].missing)
        return _refuse(f"名册缺少这些列：{missing}。请在表头里补上，可以留空的格子照常留空。")
    table = complete[0]
    if len(table.rows) > LINES:
        return _refuse(f"名册超过 {LINES} 行。请确认发的是名册，并删去多余的行。")
    if not table.rows:
        return _refuse("名册里还没有人。请在表头下面一行一人填写，再发一次。")
    lines: list[RosterLine] = []
    problems: list[RosterProblem] = []
    for row in table.rows:
        reader = _LineReader(row, table, categories)
        lines.append(reader.line())
        problems += reader.problems
    problems += _compare_accounts(lines)
    problems += _compare_names(lines)
    problems += _count_secretaries(lines)
    problems.sort(key=lambda problem: (problem.row, COLUMNS.index(problem.column)))
    faulty = {problem.row for problem in problems if problem.severity is Severity.ERROR}
    readable = tuple(line for line in lines if line.row not in faulty)
    return RosterSheet(readable, tuple(problems))


def _refuse(message: str) -> RosterSheet:
    return RosterSheet((), (RosterProblem(0, "", message),))


@dataclass(frozen=True)
class _Table:
    columns: Mapping[str, int]
    rows: Sequence[Row]
    since_1904: bool

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(column for column in REQUIRED if column not in self.columns)


def _find_table(sheet: Spreadsheet) -> _Table | None:
    """Returns the table under the first row that names the persons and one more column.

    Of two columns with one name the left one counts. A running number or a remark beside the
    table makes no person.
    """
    for index, row in enumerate(sheet.rows):
        if row.number > HEADER_ROWS:
            return None
        columns: dict[str, int] = {}
        for column, value in sorted(row.values.items()):
            heading = _ADDITION.sub("", _normal(str(value)[:LONGEST_HEADING]))
            heading = _ALIASES.get(heading, heading)
            if heading in COLUMNS:
                columns.setdefault(heading, column)
        if NAME in columns and len(columns) > 1:
            telling = {columns[column] for column in columns if column != NOTE}
            filled = (each for each in sheet.rows[index + 1 :] if telling & each.values.keys())
            rows = tuple(islice(filled, LINES + 1))
            return _Table(columns, rows, sheet.since_1904)
    return None


class _LineReader:
    """One row turned into a line; what cannot be read is noted and left empty."""

    def __init__(self, row: Row, table: _Table, categories: Collection[str]) -> None:
        self._row, self._table = row, table
        self._categories = categories
        self.problems: list[RosterProblem] = []

    def line(self) -> RosterLine:
        name = self._name()
        roles = self._roles()
        branch = self._short(BRANCH, _compact(_written(self._value(BRANCH))))
        if Role.SECRETARY in roles and not branch:
            self._problem(BRANCH, "书记要写明所在支部，请在这一格填写支部名称。")
        return RosterLine(
            row=self._row.number,
            name=name,
            account=self._account(),
            branch=branch,
            roles=roles,
            category=self._category(roles),
            since=self._since(),
            note=self._short(NOTE, _written(self._value(NOTE))),
        )

    def _value(self, column: str) -> Value:
        """Returns the cell of the column; a cell merged with one above says the same."""
        index = self._table.columns.get(column, -1)
        own = self._row.values.get(index, "")
        return self._row.merged.get(index, "") if own == "" else own

    def _problem(self, column: str, message: str) -> None:
        self.problems.append(RosterProblem(self._row.number, column, message))

    def _short(self, column: str, text: str) -> str:
        longest = LONGEST[column]
        if len(text) <= longest:
            return text
        self._problem(column, f"这一格有 {len(text)} 个字，太长了，请缩短到 {longest} 个字以内。")
        return ""

    def _name(self) -> str:
        name = _compact(_written(self._value(NAME)))
        if not name:
            self._problem(NAME, "这一行没有姓名。请填写姓名；如果这一行不需要，请整行删除。")
        return self._short(NAME, name)

    def _account(self) -> str:
        value = self._value(ACCOUNT)
        if isinstance(value, float) and (value != int(value) or abs(value) >= 10**EXACT_DIGITS):
            self._problem(
                ACCOUNT, "账号被 Excel 当成数字改动了。请把这一格设为“文本”格式，再重新填写账号。"
            )
            return ""
        return self._short(ACCOUNT, re.sub(r"\s", "", _normal(_written(value))))

    def _roles(self) -> frozenset[Role]:
        words = [word for word in _SEPARATORS.split(_normal(_written(self._value(ROLES)))) if word]
        all_roles = "、".join(Role)
        if not words:
            self._problem(ROLES, f"这一行没有身份。请填写：{all_roles}；有几个身份时用顿号连接。")
        roles = set()
        for word in words:
            if word in list(Role):
                roles.add(Role(word))
                continue
            advice = f"请填写：{all_roles}。"
            for nearest in get_close_matches(word, list(Role), n=1, cutoff=0.45):
                advice = f"是不是“{nearest}”？请改成“{nearest}”。"
            self._problem(ROLES, f"不认识身份“{word}”。{advice}")
        return frozenset(roles)

    def _category(self, roles: frozenset[Role]) -> str:
        written = _normal(_written(self._value(CATEGORY)))
        category = re.sub(r"\s|类$", "", written).upper()
        by_upper = {known.upper(): known for known in self._categories}
        known = "、".join(self._categories)
        if not category and roles != {Role.GUEST}:
            self._problem(CATEGORY, f"这一行没有票类。请填写 {known} 中的一个；只有嘉宾可以不填。")
        elif category and category not in by_upper:
            self._problem(CATEGORY, f"方案里没有票类“{written}”。请填写 {known} 中的一个。")
        return by_upper.get(category, "")

    def _since(self) -> date | None:
        value = self._value(SINCE)
        if value == "":
            return None
        since = _day_in_cell(value, since_1904=self._table.since_1904)
        if since is None:
            self._problem(
                SINCE, f"看不懂任职时间“{_written(value)}”。请写成 2023-09 或 2023-09-01 的样子。"
            )
        return since


def _written(value: Value) -> str:
    """Returns a cell as the person wrote it: 10023.0 is 10023.

    Characters that no printer shows are dropped.
    """
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else repr(value)
    shown = [
        character for character in value if unicodedata.category(character) not in {"Cc", "Cf"}
    ]
    return "".join(shown).strip()


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _compact(text: str) -> str:
    """Drops the spaces that pad short Chinese names; those between Latin words stay single."""
    return re.sub(r"(?<![!-~]) | (?![!-~])", "", " ".join(text.split()))


def _day_in_cell(value: Value, *, since_1904: bool) -> date | None:
    """Returns the day that a cell names, of a month the first; None where it names none.

    A year alone is too vague, and so is the number 2023.1 (January or October?).
    """
    if isinstance(value, float) and int(value) in _SERIALS:
        zero = date(1904, 1, 1) if since_1904 else date(1899, 12, 30)
        return zero + timedelta(days=int(value))
    parts = re.split(r"([-./年月日])", _normal(_written(value)))
    text = "".join(part.strip() for part in parts)
    match = _WRITTEN_DATE.fullmatch(text) or _COMPACT_DATE.fullmatch(text)
    if not match or (isinstance(value, float) and text.endswith(".1")):
        return None
    year, month, day = (int(digits or 1) for digits in match.groups())
    return day_or_none(year, month, day) if year in _YEARS else None


def _compare_accounts(lines: Sequence[RosterLine]) -> Iterator[RosterProblem]:
    first: dict[str, RosterLine] = {}
    for line in lines:
        before = first.setdefault(line.account, line)
        if line.account and before is not line:
            message = (
                f"账号“{line.account}”和第 {before.row} 行{before.name}的相同。"
                "请核对，每人一个账号；暂不清楚的可以先留空。"
            )
            yield RosterProblem(line.row, ACCOUNT, message)


def _compare_names(lines: Sequence[RosterLine]) -> Iterator[RosterProblem]:
    """Two persons of one name in one branch can be told apart by their accounts only."""
    first: dict[tuple[str, str], RosterLine] = {}
    for line in lines:
        before = first.setdefault((line.branch, line.name), line)
        if line.name and before is not line and not (line.account and before.account):
            message = (
                f"第 {before.row} 行已有同名的{line.name}。"
                "如果是同一人，请删去一行；如果是两个人，请都填上账号。"
            )
            yield RosterProblem(line.row, NAME, message)


def _count_secretaries(lines: Sequence[RosterLine]) -> Iterator[RosterProblem]:
    """A branch has one secretary: a second one is an error, none a warning."""
    secretary: dict[str, RosterLine] = {}
    for line in lines:
        if not line.branch or Role.SECRETARY not in line.roles:
            continue
        before = secretary.setdefault(line.branch, line)
        if before is not line:
            message = (
                f"{line.branch}已有书记{before.name}（第 {before.row} 行）。"
                "一个支部只能有一位书记，请核对身份。"
            )
            yield RosterProblem(line.row, ROLES, message)
    unread = {line.branch for line in lines if not line.roles}  # the secretary may be one of these
    first_lines = {line.branch: line for line in reversed(lines) if line.branch}
    for branch, line in first_lines.items():
        if branch not in secretary and branch not in unread:
            message = f"{branch}还没有书记，述职会缺这个支部。请给该支部的书记填上身份“书记”。"
            yield RosterProblem(line.row, ROLES, message, Severity.WARNING)
