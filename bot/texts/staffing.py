"""Changes of the roster by a sentence, as those concerned read them."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from bot.domain.people import Person, Role, Roster
from bot.domain.refusals import Refusal
from bot.domain.staffing import (
    BranchLacking,
    ChangeKind,
    LeadsAnother,
    NameTwice,
    NobodyOfThatName,
    NothingToChange,
    StaffChange,
)
from bot.domain.words import ACTIVITY, OFFICE, UNIT
from bot.texts import dates
from bot.texts.listing import in_brackets, quoted, shortened

TITLE = "确认人员变动"
USAGE = f"人员变动 第五{UNIT}{OFFICE}换成李华"
EXAMPLES = (
    "请直接说要改什么，例如：\n"
    f"· 第五{UNIT}{OFFICE}换成李华\n"
    "· 新增一名党员 张三 第二支部\n"
    "· 王五退休了\n"
    "· 李四调到第三支部\n"
    "· 组织员换成李华"
)
LONGEST_WORDS = 30
DONE = "已改好，名册生效。"
DECLINED = "好的，没有改动。"
GIVEN_BACK = "发送前人员又有变动"


def question(
    before: Roster,
    after: Roster,
    changes: Sequence[StaffChange],
    *,
    rated: Sequence[str] = (),
) -> str:
    """Says what would change on the roster.

    `rated` are those who would leave though this year's evaluation is about them too.
    """
    lines = [f"· {_line(before, after, change)}" for change in changes]
    lines += _consequences(before, after, changes)
    if rated:
        # Off the roster nobody can name him any more (decision 0041).
        lines.append(
            f"{'、'.join(rated)}今年已有测评或评价意见，离开名册后不能再定等："
            "要定等次，请先办完再确认。"
        )
    return "\n".join([*lines, "确认后立即生效。"])


def asked_by(name: str, text: str) -> str:
    return f"{name}提出：\n{text}"


def waits(text: str) -> str:
    return f"涉及班子成员或组织员，已请另一位同志确认，确认后生效：\n{text}"


def _line(before: Roster, after: Roster, change: StaffChange) -> str:
    person = None
    if change.person:
        person = before.person(change.person)
    name = change.name
    if person:
        name = person.title
    match change.kind:
        case ChangeKind.JOINS:
            role = change.role or Role.MEMBER
            return f"新增{role.value}：{change.name}{_where(after, change)}"
        case ChangeKind.LEAVES:
            return f"{name}不再在名册里"
        case ChangeKind.MOVES:
            home = "未写支部"
            if person and person.branch:
                home = person.branch.name
            return f"{name}：{home} → {change.branch}"
        case ChangeKind.DISMISSED:
            home = ""
            if change.role is Role.SECRETARY and person and person.branch:
                home = person.branch.name
            return f"{name}不再担任{home}{_office(change)}"
        case _:
            return _appointment(before, change, name)


def _office(change: StaffChange) -> str:
    if change.role is None:
        return OFFICE
    return change.role.value


def _appointment(before: Roster, change: StaffChange, name: str) -> str:
    office = _office(change)
    if change.role is not Role.SECRETARY:
        return f"{name}担任{office}"
    formers = (
        person.name
        for person in before.with_role(Role.SECRETARY)
        if person.branch and person.branch.name == change.branch
    )
    former = next(formers, "暂缺")
    return f"{change.branch}{office}：{former} → {name}"


def _where(after: Roster, change: StaffChange) -> str:
    """Returns the branch and the voter category that somebody new gets."""
    words = []
    if change.branch:
        words.append(change.branch)
    for person in after.people:
        same_branch = person.branch_name == change.branch
        if person.name == change.name and same_branch and person.category:
            words.append(f"{person.category}票")
    return in_brackets("，".join(words))


def _consequences(before: Roster, after: Roster, changes: Sequence[StaffChange]) -> list[str]:
    lines = []
    vacant = [
        branch.name
        for branch in after.branches
        if before.secretary_of(branch) and after.secretary_of(branch) is None
    ]
    if vacant:
        lines.append(f"{'、'.join(vacant)}暂缺{OFFICE}，定下后请告诉我由谁接任。")
    succeeded = any(
        before.secretary_of(branch) != after.secretary_of(branch) and after.secretary_of(branch)
        for branch in before.branches
        if before.secretary_of(branch)
    )
    # What belongs to the branch passes on, and an open ballot is not touched (decision 0041).
    if succeeded:
        lines.append(f"已交的报告、整改事项留在{UNIT}，由接任的同志继续办；已投的票照常计入。")
    known = {person.name: person for person in before.people}
    for change in changes:
        namesake = known.get(change.name)
        if change.person is None and namesake is not None:
            home = namesake.branch_name or "未写支部"
            lines.append(
                f"名册里已有{change.name}（{home}）。这次按另一位同志新增；"
                f"如是同一位，请取消，改说“{change.name}调到{change.branch or '某支部'}”。"
            )
    newcomers = [change.name for change in changes if change.person is None]
    if newcomers:
        lines.append(f"{'、'.join(newcomers)}还没有账号，请本人给我发“绑定 {newcomers[0]}”。")
    return lines


def taken_over(place: str) -> str:
    return (
        f"您好，您现在负责{place}的{ACTIVITY}工作。"
        f"前任交过的报告、定下的整改事项都在，由您接着办；发“待办”“整改”随时能看。"
    )


def item_taken_over(number: int, problem: str, due: date, today: date) -> str:
    return f"{number}. {shortened(quoted(problem), LONGEST_WORDS)}（{dates.day(due, today)}前）"


def more_taken_over(count: int) -> str:
    return f"另有 {count} 条，发“整改”看全部。"


def appointed(role: Role, person: Person) -> str:
    if role is Role.SECRETARY and person.branch:
        return f"{person.branch.name}{OFFICE}：{person.name}同志"
    return f"{role.value}：{person.name}同志"


def announced(lines: Sequence[str]) -> str:
    return "人员变动，今后请联系：\n" + "\n".join(f"· {line}" for line in lines)


def which(names: Sequence[str]) -> str:
    return f"名册里有{'、'.join(names)}，请连同{UNIT}一起说，例如“{names[0]}退休了”。"


def stepping_down(person: Person, words: str) -> str:
    return f"{person.title}说：“{shortened(quoted(words), LONGEST_WORDS)}”"


def whom(branch: str) -> str:
    return f"{branch}{OFFICE}由谁接任？请回复“{branch}{OFFICE}换成”加姓名，例如“{branch}{OFFICE}换成李华”。"


STEPPED_DOWN = "知道了，已转告组织员，由他确认并请接任的同志接着办。确认之前，有关事项仍请您照看。感谢您的付出。"
ALREADY_TOLD = "已经转告组织员，办好后会告诉大家。"

REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    NobodyOfThatName: lambda refusal: (
        f"现在的名册里没有{refusal.name}，没有改动。请核对全名再说一次。"
    ),
    NameTwice: lambda refusal: (
        f"{refusal.branch or '名册里'}已有{refusal.name}，没有改动。"
        "如果是另一位同名同志，请用 Excel 名册填上两人的账号再发来。"
    ),
    BranchLacking: lambda refusal: (
        f"{refusal.name}在哪个{UNIT}？请连同{UNIT}一起说，例如“新增党员 {refusal.name} 第二支部”。"
    ),
    LeadsAnother: lambda refusal: (
        f"{refusal.name}现在是{refusal.branch}{OFFICE}。请先说明由谁接任{refusal.branch}，再说这一句。"
    ),
    NothingToChange: lambda _: "名册现在就是这样，没有改动。",
}
