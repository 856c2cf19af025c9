"""The roster workbook as the organiser fills it in: empty, or with the people of today. `bot.documents.roster` reads it."""

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.documents.roster.lines import (
    ACCOUNT,
    BRANCH,
    CATEGORY,
    COLUMNS,
    GROUPS,
    NAME,
    NOTE,
    RESPONSIBLE,
    ROLES,
    SINCE,
    SUPERIORS,
    RosterLine,
)
from bot.domain.people import Role
from bot.domain.plan import SubjectGroup
from bot.exports.characters import printable
from bot.exports.workbook import format_of, header_format, new_workbook, set_up_page

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

CATEGORIES = {"A": "领导", "B": "书记和组织员", "C": "党员和群众代表"}  # of the sample department
PREPARED_ROWS = 300  # rows that offer the lists although nobody stands in them yet
WIDTHS = {
    NAME: 12,
    ACCOUNT: 20,
    BRANCH: 22,
    ROLES: 18,
    CATEGORY: 8,
    SINCE: 14,
    NOTE: 36,
    GROUPS: 14,
    RESPONSIBLE: 12,
    SUPERIORS: 16,
}

_HELP = (
    (NAME, "必填。", "王例"),
    (ACCOUNT, "企业微信或钉钉的用户账号，可以先留空，本人以后发送“绑定 姓名”即可。", "s01"),
    (BRANCH, "所在支部。书记必填；全表写法要一致。领导、嘉宾可以留空。", "第一支部"),
    (
        ROLES,
        f"必填：{'、'.join(Role)}。有几个身份时用顿号连接，如“书记、党员”。每个支部一位书记。",
        "书记",
    ),
    (CATEGORY, "现场测评的票类，按本年度方案填写：{categories}。不参加测评的写“无”。", ""),
    (SINCE, "任现职的时间，写成 2023-09 或 2023-09-01，可以留空。", "2023-09"),
    (NOTE, "可以留空。", ""),
    (GROUPS, "{groups}", ""),
    (RESPONSIBLE, "评议对象是班子等集体时，写明由名册里的谁交材料；其他行留空。", ""),
    (
        SUPERIORS,
        "方案里有票类测评“上级”或“下级”时填写：直接上级或分管领导的姓名，几位用顿号连接；其他情况留空。",
        "",
    ),
)
_LIST_ADVICE = {
    ROLES: "有几个身份时用顿号连接。",
    CATEGORY: "请按本单位方案填写票类。",
    GROUPS: "请按本单位方案填写评议对象，不评议的留空。",
}
_HINTS = (
    "在“名册”表中一行填一人，行的先后就是名单的先后，支部按第一次出现的先后排列。",
    "填好后把文件发给述职助手，它会逐行核对，告诉您哪一行要改、怎么改。可以反复修改、反复发送。",
    "再次发送时以新的名册为准：新增的人会加入，改动会更新，不在名册上的人会停用，历史记录保留。",
)


def roster_template(
    *, categories: Mapping[str, str] = CATEGORIES, groups: Sequence[SubjectGroup] = ()
) -> bytes:
    """Returns an empty roster with a help sheet.

    The example stands in the help, so that no example person is ever imported. `categories` are those of the plan in force, from their ids to their titles, `groups` its groups of subjects.
    """
    return _workbook((), categories, groups)


def roster_workbook(
    lines: Sequence[RosterLine],
    *,
    groups: Sequence[SubjectGroup] = (),
) -> bytes:
    """The people in the given order, ready to be changed and sent back."""
    return _workbook(lines, CATEGORIES, groups)


def _workbook(
    lines: Sequence[RosterLine], categories: Mapping[str, str], groups: Sequence[SubjectGroup]
) -> bytes:
    stream = io.BytesIO()
    book = new_workbook(stream)
    page = book.add_worksheet("名册")
    text = format_of(book, num_format="@")  # accounts and dates stay as typed
    for column, title in enumerate(COLUMNS):
        page.set_column(column, column, WIDTHS[title], text)
        page.write_string(0, column, title, header_format(book))
    page.set_row(0, 24)  # points
    set_up_page(page, 0)
    titles = {group.id: group.title for group in groups}
    ruled = format_of(book, num_format="@", border=1, border_color="#D9D9D9")
    for number, line in enumerate(lines, 1):
        roles = "、".join(role for role in Role if role in line.roles)
        since = ""
        if line.since is not None:
            since = line.since.isoformat()
        known = (line.name, line.account, line.branch, roles, line.category, since, line.note)
        named = "、".join(titles.get(group, group) for group in line.groups)
        cells = (*known, named, line.responsible, "、".join(line.superiors))
        for column, value in enumerate(cells):
            page.write_string(number, column, printable(value), ruled)
    _offer_lists(page, len(lines) + PREPARED_ROWS, list(categories), list(titles.values()))
    _write_help(book, book.add_worksheet("填写说明"), categories, list(titles.values()))
    book.close()
    return stream.getvalue()


def _offer_lists(
    page: "Worksheet", last_row: int, categories: list[str], groups: list[str]
) -> None:
    """Offers lists to choose from.

    Other entries are allowed: several roles are typed, and the bot explains what it cannot read.
    """
    lists = ((ROLES, [role.value for role in Role]), (CATEGORY, categories), (GROUPS, groups))
    for title, choices in lists:
        if not choices:
            continue
        column = COLUMNS.index(title)
        offered = {
            "validate": "list",
            "source": choices,
            "error_type": "information",
            "error_title": title,
            "error_message": _LIST_ADVICE[title],
        }
        page.data_validation(1, column, last_row, column, offered)


def _write_help(
    book: "xlsxwriter.Workbook",
    page: "Worksheet",
    categories: Mapping[str, str],
    groups: Sequence[str],
) -> None:
    about_groups = "本年度方案评议各支部书记，这一列留空。"
    if groups:
        about_groups = f"评议谁就在谁的这一行填写：{'、'.join(groups)}。不评议的留空。"
    listed = "、".join(f"{name} {title}" for name, title in categories.items())
    plain, wrapped = (
        format_of(book),
        format_of(book, text_wrap=True, border=1, border_color="#D9D9D9"),
    )
    page.write_string(0, 0, "怎样填写名册", format_of(book, bold=True, font_size=15))
    for row, hint in enumerate(_HINTS, 1):
        page.write_string(row, 0, hint, plain)
    top = len(_HINTS) + 2
    for column, (title, width) in enumerate((("列名", 14), ("怎样填", 76), ("示例", 16))):
        page.set_column(column, column, width)
        page.write_string(top, column, title, header_format(book))
    for row, cells in enumerate(_HELP, top + 1):
        for column, value in enumerate(cells):
            page.write_string(
                row, column, value.format(categories=listed, groups=about_groups), wrapped
            )
    set_up_page(page, 0)
    page.freeze_panes(0, 0)
