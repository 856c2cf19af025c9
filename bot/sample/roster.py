"""The sample department of `shuzhi demo`, and a second one beside it. Everybody is invented: given names end in 例, 样, 范 or 试."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.documents.roster import RosterLine
from bot.domain.people import Department, Role
from bot.exports.roster import roster_workbook

SAMPLE_DEPARTMENT = Department(id="sample", name="示例系", group="group-sample", platform="sandbox")
SECOND_DEPARTMENT = Department(id="second", name="样板系", group="group-second", platform="sandbox")

BRANCHES = (
    "第一支部",
    "第二支部",
    "第三支部",
    "第四支部",
    "第五支部",
    "第六支部",
    "第七支部",
    "第八支部",
)

# 王书记 is one person although a member is named 王 too; 张书记 are two, so the bot must ask back; 老李 is the only 李 of all.
_SECRETARIES = ("王文例", "李思样", "张立范", "陈明试", "刘佳例", "张晓样", "周正范", "吴若试")
_LEADERS = (
    ("赵建例", "系党委书记"),
    ("钱守样", "系主任、党委副书记"),
    ("孙平范", "党委副书记"),
    ("郑安试", "副系主任"),
    ("冯远例", "副系主任"),
)
_ORGANISER = "何勤样"
_MEMBERS = (
    ("刘一例", "杨小样", "黄可范", "林知试", "田野例"),
    ("徐行例", "王海样", "马青范", "江河试", "董良例"),
    ("朱白例", "胡云样", "郭松范", "罗溪试", "叶秋例"),
    ("梁石例", "宋词样", "谢帆范", "卢笙试", "程远例"),
    ("唐岳例", "韩冬样", "曹禾范", "白露试", "康健例"),
    ("许愿例", "邓林样", "魏根范", "史书试", "贺新例"),
    ("沈星例", "彭越样", "吕梁范", "顾盼试", "龙吟例"),
    ("苏叶例", "蒋舟样", "蔡田试", "孟夏范", "常青例"),
)
# One of each branch.
_REPRESENTATIVES = frozenset(
    {"林知试", "马青范", "罗溪试", "曹禾范", "吕梁范", "蔡田试", "史书试", "程远例"}
)
_COUNCIL = frozenset({"刘一例", "苏叶例"})  # sit with the leadership and vote in its category
_HEADS = frozenset(
    {"徐行例", "朱白例", "梁石例", "唐岳例", "许愿例", "沈星例"}
)  # heads of teaching and research sections
_GUESTS = (("潘特例", "学校党委组织部"), ("范嘉样", "学校党委巡察办"))
# Some are new, some have been in office for years: texts say so, and papers too.
_IN_OFFICE_SINCE = (
    (2021, 9),
    (2022, 3),
    (2023, 9),
    (2020, 11),
    (2024, 6),
    (2023, 3),
    (2022, 10),
    (2025, 9),
)

_SECOND = (
    ("第一支部", "秦川试", "尤里例", "施工样"),
    ("第二支部", "方圆样", "任重范", "袁清试"),
    ("第三支部", "王南范", "柳河例", "毕行样"),
)
_SECOND_LEADERS = ("丁宁例", "崔明样", "夏至范", "石坚试", "姜禾例")


def sample_lines() -> tuple[RosterLine, ...]:
    """Eight branches with their secretaries, five leaders, an organiser, 40 members, two guests without a vote."""
    lines = [
        _line(name, f"l{number:02}", Role.LEADER, "A", note=office)
        for number, (name, office) in enumerate(_LEADERS, 1)
    ]
    lines.append(_line(_ORGANISER, "o01", Role.ORGANISER, "B", note="专职组织员"))
    member = 0
    for index, (branch, secretary, members) in enumerate(
        zip(BRANCHES, _SECRETARIES, _MEMBERS, strict=True)
    ):
        since = date(*_IN_OFFICE_SINCE[index], 1)
        roles = frozenset({Role.SECRETARY})
        lines.append(RosterLine(0, secretary, f"s{index + 1:02}", branch, roles, "B", since))
        for name in members:
            member += 1
            lines.append(_member(name, f"m{member:02}", branch))
    lines += [
        _line(name, f"g{number:02}", Role.GUEST, note=note)
        for number, (name, note) in enumerate(_GUESTS, 1)
    ]
    return _numbered(lines)


def second_lines() -> tuple[RosterLine, ...]:
    """Three branches; 15 voters in three categories, of whom the smaller ones must be merged before a secret poll."""
    lines = [
        _line(name, f"x-l{number:02}", Role.LEADER, "A")
        for number, name in enumerate(_SECOND_LEADERS, 1)
    ]
    lines.append(_line("谈笑样", "x-o01", Role.ORGANISER, "B"))
    member = 0
    for number, (branch, secretary, *members) in enumerate(_SECOND, 1):
        lines.append(_line(secretary, f"x-s{number:02}", Role.SECRETARY, "B", branch=branch))
        for name in members:
            member += 1
            lines.append(_line(name, f"x-m{member:02}", Role.MEMBER, "C", branch=branch))
    return _numbered(lines)


def sample_roster_workbook() -> bytes:
    return roster_workbook(sample_lines())


def second_roster_workbook() -> bytes:
    return roster_workbook(second_lines())


def _numbered(lines: Iterable[RosterLine]) -> tuple[RosterLine, ...]:
    """Returns the lines with the rows that the workbook gives them, below its header."""
    return tuple(replace(line, row=row) for row, line in enumerate(lines, 2))


def _line(
    name: str, account: str, role: Role, category: str = "", *, branch: str = "", note: str = ""
) -> RosterLine:
    return RosterLine(0, name, account, branch, frozenset({role}), category, note=note)


def _member(name: str, account: str, branch: str) -> RosterLine:
    if name in _COUNCIL:
        return _line(name, account, Role.MEMBER, "A", branch=branch, note="系务委员")
    if name in _HEADS:
        return _line(name, account, Role.MEMBER, "B", branch=branch, note="教研室主任")
    role = Role.MEMBER
    if name in _REPRESENTATIVES:
        role = Role.REPRESENTATIVE
    return _line(name, account, role, "C", branch=branch)
