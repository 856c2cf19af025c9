"""What is kept about a person, in words: what, how much, until when, and why."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.people import Person, Role
from bot.domain.personal import TOLD_LATER, About, Record
from bot.domain.plan import Retention
from bot.domain.retention import Found
from bot.domain.words import REPORT, SPEECH

TITLE = "个人信息清单"
COLUMNS = ("内容", "数量", "起", "止", "保存到")
WIDTHS = (0.34, 0.1, 0.17, 0.17, 0.22)  # of the columns, as parts of the page
YEAR_END = "随年度档案"
WHY = "只为办这项工作而存，存在本单位的机器上；无记名测评选了什么谁也不知道，这里也没有。"
ON_ROSTER = "在名册期间"
AFTER_LEAVING = "离开名册后账号已停用；姓名随档案"
RECORDS = {
    Record.REPORTS: REPORT,
    Record.MATERIALS: "其他材料",
    Record.PROMISES: "承诺",
    Record.OBSERVATIONS: "别人写的情况记录",
    Record.WRITTEN: "写的情况记录",
    Record.OPINIONS: "评价意见",
    Record.GRADES: "等次和反馈",
    Record.ITEMS: "负责的整改事项",
    Record.PROGRESS: "报告的整改进展",
    Record.HELP: "求助",
    Record.LETTERS: "署名意见",
    Record.ATTENDANCES: "到会登记",
    Record.LEAVES: "请假",
    Record.SPEECHES: SPEECH,
    Record.PAGES: "测评页链接",
    Record.OFFICE: "经办、确认",
}
Line = tuple[str, int | None, date | None, date | None, str]


def identity(person: Person) -> str:
    """As the roster has him."""
    roles = "、".join(sorted(role.value for role in person.roles))
    parts = [person.name]
    if person.branch is not None:
        parts.append(person.branch.name)
    if roles:
        parts.append(f"身份：{roles}")
    if person.category:
        parts.append(f"票类{person.category}")
    if person.account:
        parts.append(f"账号 {person.account}")
    return "，".join(parts)


def lines(about: About, rules: Retention, zone: ZoneInfo, *, for_himself: bool) -> Iterator[Line]:
    """Yields what is kept, without what there is none of.

    He himself is not told how much others have written for his grade: he is told that by them.
    """
    until = ON_ROSTER
    if not about.is_on_roster:
        until = AFTER_LEAVING
    yield f"名册：{identity(about.person)}", None, None, None, until
    yield from _found("说的话", about.heard, _after_archive(rules.messages), zone)
    yield from _found("收到的话", about.said, _after_archive(rules.messages), zone)
    for record, title in RECORDS.items():
        number = about.records.get(record, 0)
        if number and not (for_himself and record in TOLD_LATER):
            yield title, number, None, None, _until(record, rules)
    if about.reminders:
        yield "提醒记录（只有时间）", about.reminders, None, None, YEAR_END
    if about.traces:
        yield "收发记录（内容已删，只有时间）", about.traces, None, None, YEAR_END
    # Whether he voted is on the roll; what he chose nobody knows any more (ballot step 10).
    for turnout in about.turnouts:
        words = {True: "投了票", False: "没有投票", None: "不参加"}[turnout.voted]
        yield f"测评：{words}", None, turnout.day, turnout.day, YEAR_END
    yield from _found("办理记录（审计链）", about.acts, f"{YEAR_END}，不能改", zone)


def own(about: About, rules: Retention, zone: ZoneInfo, organisers: str) -> str:
    """Returns what somebody is told of himself."""
    rows = ["这里存着您的："]
    kept = lines(about, rules, zone, for_himself=True)
    rows += [f"· {line(row)}" for row in kept]
    rows.append(WHY)
    # It reaches him by the procedure, and he is not even told how much there is (decision 0038).
    if about.person.has(Role.SECRETARY) or about.person.groups:
        rows.append("别人为评价写的内容按程序反馈，这里不列。")
    rows.append(f"要更正或删除，请找{organisers}同志。")
    return "\n".join(rows)


def line(row: Line) -> str:
    """Returns one line of the list, as the administrator reads it."""
    title, number, first, last, until = row
    text = title
    if number is not None:
        text += f" {number} 条"
    if first is not None and last is not None:
        text += f"，{first}"
        if first != last:
            text += f" 至 {last}"
    return f"{text}（{until}）"


def _found(title: str, found: Found, until: str, zone: ZoneInfo) -> Iterator[Line]:
    if found.number:
        yield title, found.number, _day(found.first, zone), _day(found.last, zone), until


def _day(moment: datetime | None, zone: ZoneInfo) -> date | None:
    if moment is None:
        return None
    return moment.astimezone(zone).date()


def _until(record: Record, rules: Retention) -> str:
    match record:
        case Record.REPORTS | Record.MATERIALS | Record.OPINIONS:
            return f"定稿{YEAR_END}；旧稿{_after_archive(rules.drafts)}"
        case Record.LETTERS:
            return f"原话{_after_archive(rules.letters)}"
        case Record.LEAVES:
            return f"原因{_after_archive(rules.messages)}"
        case Record.PAGES:
            return "测评结束后"
        case _:
            return YEAR_END


def _after_archive(months: int | None) -> str:
    if months is None:
        return YEAR_END
    return f"年度归档后{months}个月"


def somebody(number: int) -> str:
    """Returns what stands for the name of one who left and whom no paper names."""
    return f"已离开的同志{number}"


def forgotten(*, messages: int, contacts: int, reasons: int, note: bool, name: bool) -> list[str]:
    """Returns what a removal takes away, line by line."""
    counted = (
        (messages, "对话 {} 条"),
        (contacts, "测评名册里的账号 {} 处"),
        (reasons, "请假原因 {} 条"),
    )
    rows = [words.format(number) for number, words in counted if number]
    if note:
        rows.append("名册里的备注")
    if name:
        rows.append("姓名：没有材料写到他")
    return rows


STAYS = "留下的（见 shuzhi privacy person）："
STAY_REASONS = (
    "报告、意见、等次、整改、会议和公示记录：年度档案",
    "是否投了票：不删会被当作程序之外的改动；选了什么本来就没有",
    "审计链：删一行，整条就对不上",
)
STAYS_ON_ROSTER = "姓名、账号：还在名册上，办事要用；离开名册后可以再删"
STAYS_NAMED = "姓名：上面这些材料里写着"
NOTHING_TO_FORGET = "没有可以删的。"
NO_ACCOUNT = "他离开时账号已经删去。知道他原来的账号，用 --account 写上，才找得到他的对话"
