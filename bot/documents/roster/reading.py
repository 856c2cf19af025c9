"""Reading a roster workbook, forgiving about form and strict about meaning."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from difflib import get_close_matches
from itertools import islice

from bot.documents.roster.comparing import compare
from bot.documents.roster.lines import (
    ACCOUNT,
    BRANCH,
    CATEGORY,
    COLUMNS,
    GROUPS,
    NAME,
    NOTE,
    REQUIRED,
    RESPONSIBLE,
    ROLES,
    SINCE,
    SUPERIORS,
    RosterLine,
    RosterProblem,
    RosterSheet,
    Severity,
)
from bot.documents.spreadsheet import Row, Spreadsheet, Value, read_spreadsheets
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Unreadable
from bot.domain.patterns import pattern
from bot.domain.people import Role
from bot.domain.plan import SubjectGroup
from bot.domain.values import dataclass
from bot.domain.written_dates import DAY, YEAR_AND_MONTH, day_or_none

OFFICE_WORDS = ("书记", "支部书记")  # what the column may say where the plan has no groups
HEADER_ROWS = 10  # the header stands in one of the first rows, titles may stand above it
LINES = 5000  # of a university; a department has two hundred
EXACT_DIGITS = 15  # Excel rounds longer numbers
LONGEST = {NAME: 40, ACCOUNT: 64, BRANCH: 60, NOTE: 1000, RESPONSIBLE: 40, SUPERIORS: 200}

NO_VOTE = "无"  # in the column of voter categories: on the roster, but without a vote

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
    "述职对象": GROUPS,
    "考核对象": GROUPS,
    "被评议对象": GROUPS,
    "上级领导": SUPERIORS,
    "分管领导": SUPERIORS,
    "经办人": RESPONSIBLE,
    "材料负责人": RESPONSIBLE,
}
LONGEST_HEADING = 200  # characters of a cell that are looked at for the name of a column
_ADDITION = pattern(r"\([^)\n]{0,60}\)|[*:\s]")
_SEPARATORS = pattern(r"[、,;/|\s]+")
_WRITTEN_DATE = pattern(rf"{YEAR_AND_MONTH}(?:月?|{DAY})(?:[ T][\d:.]*)?(?:起|[-~]?至今)?")
_COMPACT_DATE = pattern(r"(\d{4})(\d{2})(\d{2})?")
_YEARS = range(1950, 2101)
_SERIALS = range(18_264, 73_416)  # Excel's day numbers of those years

_UNREADABLE = {
    Unreadable.ENCRYPTED: "名册有密码保护，打不开。请取消密码后再发一次。",
    Unreadable.TOO_LARGE: "名册太大了。请只保留名册这一张表，删去图片和多余的行，再发一次。",
    Unreadable.CORRUPT: "名册文件已损坏，打不开。请在 Excel 或 WPS 里打开检查，另存为 .xlsx 后再发一次。",
}
_NOT_A_WORKBOOK = "这不是 .xlsx 工作簿。请用 Excel 或 WPS 把名册另存为 .xlsx 后再发一次。"


def read_roster(
    content: bytes, *, categories: Collection[str], groups: Sequence[SubjectGroup] = ()
) -> RosterSheet:
    """Reads any bytes; what is no roster at all gives one problem with row 0.

    `categories` are the ids of the plan's 票类, `groups` its groups of subjects.
    """
    try:
        sheets = read_spreadsheets(content)
    except UnreadableFile as unreadable:
        return _refuse(_UNREADABLE.get(unreadable.code, _NOT_A_WORKBOOK))
    tables = [table for table in map(_find_table, sheets) if table is not None]
    complete = [table for table in tables if not table.missing]
    if not tables:
        columns = "、".join(COLUMNS)
        message = f"没有找到表头。请在前 {HEADER_ROWS} 行内保留一行列名：{columns}。"
        return replace(_refuse(message), is_foreign=True)
    if not complete:
        missing = "、".join(tables[0].missing)
        message = f"名册缺少这些列：{missing}。请在表头里补上，可以留空的格子照常留空。"
        return replace(_refuse(message), is_foreign=True)
    # Of several tables the first complete one is the roster.
    table = complete[0]
    if len(table.rows) > LINES:
        return _refuse(f"名册超过 {LINES} 行。请确认发的是名册，并删去多余的行。")
    if not table.rows:
        return _refuse("名册里还没有人。请在表头下面一行一人填写，再发一次。")
    lines: list[RosterLine] = []
    problems: list[RosterProblem] = []
    for row in table.rows:
        reader = _LineReader(row, table, categories, groups)
        lines.append(reader.line())
        problems += reader.problems
    problems += compare(lines, groups)
    problems.sort(key=lambda problem: (problem.row, COLUMNS.index(problem.column)))
    # A line with an error stays out, and the others can be looked at all the same.
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

    def __init__(
        self,
        row: Row,
        table: _Table,
        categories: Collection[str],
        groups: Sequence[SubjectGroup],
    ) -> None:
        self._row, self._table = row, table
        self._categories = categories
        self._known_groups = groups
        self.problems: list[RosterProblem] = []

    def line(self) -> RosterLine:
        name = _compact(_written(self._value(NAME)))
        if not name:
            self._problem(NAME, "这一行没有姓名。请填写姓名；如果这一行不需要，请整行删除。")
        groups = self._groups()
        is_body = any(group.bodies for group in groups)
        roles = self._roles(required=not groups)
        account = self._account()
        if is_body and account:
            self._problem(ACCOUNT, "集体没有账号，请清空这一格，在“负责人”一栏写明由谁办理。")
            account = ""
        branch = self._short(BRANCH, _compact(_written(self._value(BRANCH))))
        if Role.SECRETARY in roles and not branch:
            self._problem(BRANCH, "书记要写明所在支部，请在这一格填写支部名称。")
        responsible = self._short(RESPONSIBLE, _compact(_written(self._value(RESPONSIBLE))))
        if responsible and not is_body:
            self._problem(RESPONSIBLE, "负责人只有班子等集体才填，个人由本人办理，请清空这一格。")
        # Whether the superiors stand on the roster shows only when all of it is read.
        written = self._short(SUPERIORS, _written(self._value(SUPERIORS)))
        names = [_compact(name.strip()) for name in re.split(r"[、,，;；/|\n]", written)]
        superiors = tuple(dict.fromkeys(filter(None, names)))
        return RosterLine(
            row=self._row.number,
            name=self._short(NAME, name),
            account=account,
            branch=branch,
            roles=roles,
            category=self._category(roles, required=not is_body),
            since=self._since(),
            note=self._short(NOTE, _written(self._value(NOTE))),
            groups=tuple(group.id for group in groups),
            is_body=is_body,
            responsible=responsible,
            superiors=superiors,
        )

    def _value(self, column: str) -> Value:
        """Returns the cell of the column; a cell merged with one above says the same."""
        index = self._table.columns.get(column, -1)
        own = self._row.values.get(index, "")
        if own == "":
            return self._row.merged.get(index, "")
        return own

    def _problem(self, column: str, message: str) -> None:
        self.problems.append(RosterProblem(self._row.number, column, message))

    def _short(self, column: str, text: str) -> str:
        longest = LONGEST[column]
        if len(text) <= longest:
            return text
        self._problem(column, f"这一格有 {len(text)} 个字，太长了，请缩短到 {longest} 个字以内。")
        return ""

    def _account(self) -> str:
        value = self._value(ACCOUNT)
        if isinstance(value, float) and (value != int(value) or abs(value) >= 10**EXACT_DIGITS):
            self._problem(
                ACCOUNT, "账号被 Excel 当成数字改动了。请把这一格设为“文本”格式，再重新填写账号。"
            )
            return ""
        return self._short(ACCOUNT, re.sub(r"\s", "", _normal(_written(value))))

    def _groups(self) -> tuple[SubjectGroup, ...]:
        """Returns the groups that the cell names by title or id; a mixed one is a problem."""
        groups: list[SubjectGroup] = []
        known = {name: group for group in self._known_groups for name in (group.id, group.title)}
        titles = [group.title for group in self._known_groups]
        for word in _SEPARATORS.split(_normal(_written(self._value(GROUPS)))):
            if word in known:
                groups.append(known[word])
            elif word and not (word in OFFICE_WORDS and not titles):
                message = f"方案里没有评议对象“{word}”。"
                if titles:
                    message += f"请填写 {'、'.join(titles)} 中的一个，不评议的留空。"
                else:
                    message += (
                        "请把这一格留空，评议对象就是各支部书记；"
                        "要评议别的人，请先在方案里写 [subjects] 一节。"
                    )
                self._problem(GROUPS, message)
        if len({group.bodies for group in groups}) > 1:
            self._problem(GROUPS, "同一行不能既是个人又是集体，请分成两行填写。")
        return tuple(dict.fromkeys(groups))

    def _roles(self, *, required: bool) -> frozenset[Role]:
        words = [word for word in _SEPARATORS.split(_normal(_written(self._value(ROLES)))) if word]
        all_roles = "、".join(Role)
        if not words and required:
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

    def _category(self, roles: frozenset[Role], *, required: bool) -> str:
        written = _normal(_written(self._value(CATEGORY)))
        category = re.sub(r"\s|类$", "", written).upper()
        by_upper = {known.upper(): known for known in self._categories}
        known = "、".join(self._categories)
        if not category and required and roles != {Role.GUEST}:
            self.problems.append(
                RosterProblem(
                    self._row.number,
                    CATEGORY,
                    f"这一行没有票类，不参加测评。要参加就填写 {known} 中的一个；不参加请写“{NO_VOTE}”。",
                    Severity.WARNING,
                )
            )
        elif category not in ("", NO_VOTE) and category not in by_upper:
            self._problem(
                CATEGORY,
                f"方案里没有票类“{written}”。请填写 {known} 中的一个；不参加测评请写“{NO_VOTE}”；"
                "要增加票类，请先改年度方案。",
            )
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
        if value == int(value):
            return str(int(value))
        return repr(value)
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
        # Excel counts from 1900 and believes that it was a leap year; older ones on a Mac from 1904.
        zero = date(1899, 12, 30)
        if since_1904:
            zero = date(1904, 1, 1)
        return zero + timedelta(days=int(value))
    parts = re.split(r"([-./年月日])", _normal(_written(value)))
    text = "".join(part.strip() for part in parts)
    match = _WRITTEN_DATE.fullmatch(text) or _COMPACT_DATE.fullmatch(text)
    if not match or (isinstance(value, float) and text.endswith(".1")):
        return None
    year, month, day = (int(digits or 1) for digits in match.groups())
    if year not in _YEARS:
        return None
    return day_or_none(year, month, day)
