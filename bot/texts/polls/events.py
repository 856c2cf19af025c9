"""The meeting as an event: the notice, its changes, and the answers to questions about it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, tzinfo
from typing import Any

from bot.domain.people import Person, Role, Roster
from bot.domain.plan import Plan, Venue
from bot.domain.polls import announcing as why
from bot.domain.polls.announcing import Lack
from bot.domain.polls.meeting import Agenda, AgendaItem, OrderKind
from bot.domain.refusals import Refusal
from bot.domain.words import HOUSE, MEETING, SPEECH, SUBJECT, Words
from bot.texts import dates
from bot.texts.listing import LINES, in_brackets, listed

FIGURES = "一二三四五六七八九十"
TOGETHER = "together"
COMMENTS = {"each": "一述一评", TOGETHER: "集中点评"}
COMMENTING = "点评"
NUMBERED_UP_TO = len(FIGURES)
ATTENDING = (
    (Role.LEADER, "领导班子成员"),
    (Role.SECRETARY, SUBJECT),
    (Role.ORGANISER, "组织员"),
    (Role.MEMBER, "党员"),
    (Role.REPRESENTATIVE, "群众代表"),
)


def title(plan: Plan) -> str:
    """Returns what the meeting is called."""
    return f"{plan.unit}{of_year(plan)}"


def of_year(plan: Plan) -> str:
    """Returns what the year's meeting is called, with no word of the year's title said twice:
    「履职评估」, 「履职评估会」.
    """
    head = plan.title.removesuffix(plan.words.activity)
    for length in range(len(plan.words.meeting), 1, -1):
        if head.endswith(plan.words.meeting[:length]):
            head = head[:-length]
            break
    return f"{head}{MEETING}"


def planned_agenda(words: Words) -> tuple[AgendaItem, ...]:
    """Returns the agenda of a meeting of which nobody has said anything else."""
    titles = (f"{words.subject}{words.speech}", "现场测评", "领导讲话")
    return tuple(AgendaItem(title) for title in titles)


def planned_attendance(roster: Roster) -> str:
    """Says who comes, by what they are on the roster."""
    present = [words for role, words in ATTENDING if roster.with_role(role)]
    return "、".join(present)


def notice(agenda: Agenda, zone: tzinfo) -> str:
    """Returns the notice for the group."""
    assert agenda.at is not None, "a notice tells when it is"
    lines = [
        f"【会议通知】{agenda.title}",
        f"时间：{dates.moment(agenda.at, zone)}",
        f"地点：{agenda.place}",
        *venues(agenda),
        f"参会：{agenda.attends}",
        f"议程：{_agenda_in_one_line(agenda)}",
    ]
    if agenda.bring:
        lines.append(f"请带：{agenda.bring}")
    lines.append(HOW_TO_EXCUSE)
    return "\n".join(lines)


def venues(agenda: Agenda) -> list[str]:
    """Returns a line for each place beside the main one: who comes there."""
    return [
        f"{venue.shown}：{'、'.join((*venue.branches, *venue.people))}" for venue in agenda.venues
    ]


def own_venue(venue: Venue | None, agenda: Agenda) -> str:
    """Says where the reader comes; empty where there is one place for all."""
    if not agenda.venues:
        return ""
    if venue is None:
        return "您在主会场。"
    return f"您在{venue.shown}。"


HOW_TO_EXCUSE = "因故不能到会的，请给我发“请假”和原因。"


def change(before: Agenda, after: Agenda, zone: tzinfo) -> str:
    """Returns what is different now, for a group that knows the meeting."""
    assert after.at is not None, "only a complete meeting is told"
    lines = [f"【会议变更】{after.title}"]
    when = dates.moment(after.at, zone)
    if before.at != after.at:
        lines.append(f"时间改为：{when}")
    if before.place != after.place:
        lines.append(f"地点改为：{after.place}")
    if before.attends != after.attends:
        lines.append(f"参会改为：{after.attends}")
    if _agenda_in_one_line(before) != _agenda_in_one_line(after):
        lines.append(f"议程改为：{_agenda_in_one_line(after)}")
    if before.bring != after.bring:
        lines.append(f"请带：{after.bring}")
    unchanged = []
    if before.at == after.at:
        unchanged.append(when)
    if before.place == after.place:
        unchanged.append(after.place)
    if unchanged:
        lines.append(f"不变的：{'，'.join(unchanged)}")
    return "\n".join(lines)


def _agenda_in_one_line(agenda: Agenda) -> str:
    return "；".join(points(agenda))


def points(agenda: Agenda) -> list[str]:
    """Returns the points of the agenda, numbered where there are several, with their lengths."""
    lines = []
    for number, item in enumerate(agenda.items):
        words = f"{item.title}{_length(item, agenda)}"
        if len(agenda.items) > 1 and number < NUMBERED_UP_TO:
            words = f"{FIGURES[number]}、{words}"
        lines.append(words)
    return lines


def _length(item: AgendaItem, agenda: Agenda) -> str:
    """Says how long a point takes; of the reports, how long each may be."""
    if item.minutes is not None:
        return f"（{item.minutes}分钟）"
    if agenda.speech in item.title and agenda.speech_minutes:
        return f"（{_each(agenda)}，{COMMENTS[agenda.comments]}）"
    return ""


def _each(agenda: Agenda) -> str:
    """Says how long each may speak; where groups differ, the lengths that occur."""
    lengths = "、".join(f"{minutes}分钟" for minutes in agenda.speech_minutes)
    if len(agenda.speech_minutes) > 1:
        return f"按类别{lengths}"
    return f"每人{lengths}"


NOTICE_TITLE, CHANGE_TITLE = "会议通知", "会议变更"


def card_title(*, announced: bool) -> str:
    """Returns the title of the card on which the organiser sees what the group would hear."""
    if announced:
        return CHANGE_TITLE
    return NOTICE_TITLE


def preview(text: str, hints: Sequence[str]) -> str:
    return "\n".join([text, *(f"（{hint}）" for hint in hints)])


def no_workday(value: date) -> str:
    return f"请留意：{dates.day(value)}不是工作日"


def plan_follows(before: date, after: date, *, can: bool) -> str:
    if can:
        return f"工作方案里的会议日期{before.month}月{before.day}日一并改为{after.month}月{after.day}日"
    return (
        f"工作方案里的会议日期仍是{before.month}月{before.day}日：改过去会和其他环节的日期冲突，"
        "需要时请用“方案”修改"
    )


POSTED = f"已发到{HOUSE}群。"
LEFT = "好的，没有发布，会议安排没有改动。"

LACKING = {
    (Lack.DAY, Lack.CLOCK, Lack.PLACE): (
        "会议什么时候、在哪里开？请回复日期、时间和地点，例如“12月21日14:30 系楼302”。"
    ),
    (Lack.DAY, Lack.CLOCK): "会议什么时候开？请回复日期和时间，例如“12月21日14:30”。",
    (Lack.DAY, Lack.PLACE): "会议哪天开、在哪里开？请回复日期和地点，例如“12月21日 系楼302”。",
    (Lack.CLOCK, Lack.PLACE): "会议几点开、在哪里开？请回复时间和地点，例如“14:30 系楼302”。",
    (Lack.DAY,): "会议哪天开？请回复日期，例如“12月21日”。",
    (Lack.CLOCK,): "会议几点开？请回复时间，例如“14:30”。",
    (Lack.PLACE,): "会议在哪里开？请回复地点，例如“系楼302”。",
}


def when(agenda: Agenda, stage_day: date | None, zone: tzinfo) -> str:
    """Says when and where it is; of what is not fixed, what the plan says."""
    if agenda.at is not None:
        return f"{MEETING}：{dates.moment(agenda.at, zone)}，{agenda.place}。"
    if stage_day is not None:
        return (
            f"会议的时间、地点还没有定；工作方案安排在{dates.day(stage_day)}前。定了会在群里通知。"
        )
    return NOT_FIXED


NOT_FIXED = "会议的时间、地点还没有定，定了会在群里通知。"


def how_long(agenda: Agenda) -> str:
    if not agenda.speech_minutes:
        return f"会上没有{SPEECH}发言。"
    return f"{SPEECH}{_each(agenda)}，{COMMENTS[agenda.comments]}。"


def own_turn(agenda: Agenda, person: Person, *, own: bool) -> str:
    """Says when this person speaks, as far as that is known."""
    who = person.title
    if own:
        who = "您"
    if any(person == other for other, _ in agenda.written):
        return f"{who}是书面{SPEECH}，会上不用发言。"
    if person not in agenda.speakers:
        return f"{who}在会上没有{SPEECH}发言。"
    if agenda.order_kind is OrderKind.ROSTER and not agenda.announced:
        return "发言顺序还没有定，定了会在群里通知。"
    number = agenda.speakers.index(person) + 1
    words = f"{who}第{number}个{SPEECH}，共{len(agenda.speakers)}位"
    if number > 1:
        words += f"，前一位是{agenda.speakers[number - 2].title}"
    return f"{words}。"


def what_to_bring(agenda: Agenda) -> str:
    if agenda.bring:
        return f"请带：{agenda.bring}。"
    return "会议没有要求另外带什么。"


ORDERED = {
    OrderKind.ROSTER: "按名册",
    OrderKind.LOT: "抽签",
    OrderKind.ENTERED: "会议安排",
}


def items(agenda: Agenda) -> list[str]:
    return [f"议程：{_agenda_in_one_line(agenda)}"]


def order(agenda: Agenda, room: int) -> list[str]:
    """Says who speaks when, within so many lines."""
    names = [f"{number}. {person.title}" for number, person in enumerate(agenda.speakers, 1)]
    how = ORDERED[agenda.order_kind]
    if agenda.order_kind is OrderKind.ROSTER and not agenda.announced:
        how = "还没有定，暂按名册"
    tail = []
    if agenda.written:
        written = [f"{person.title}{in_brackets(reason)}" for person, reason in agenda.written]
        tail.append(f"书面{SPEECH}：{'、'.join(written)}")
    if not names:
        return tail
    return [f"发言顺序（{how}）：", *listed(names, room - 1 - len(tail)), *tail]


def whole(agenda: Agenda, stage_day: date | None, zone: tzinfo, also: Sequence[str]) -> str:
    """Says everything that is known of the meeting; `also` are lines for the reader himself."""
    head = [when(agenda, stage_day, zone), *items(agenda)]
    if agenda.guests:
        head.append(f"列席：{'、'.join(person.title for person in agenda.guests)}")
    if agenda.bring:
        head.append(what_to_bring(agenda))
    lines = [*head, *order(agenda, LINES - len(head) - len(also)), *also]
    return "\n".join(lines)


ORGANISER_HINTS = (
    "可以直接说：“评议会推迟到12月23日下午两点半”“发言顺序抽签”“领导讲话15分钟”；"
    f"改为书面{SPEECH}：“会议 张三 书面 出差”。"
)


def reminder(agenda: Agenda, turn: str, zone: tzinfo) -> str:
    """Says when the meeting is; `turn` is where the reader comes and when he speaks."""
    assert agenda.at is not None, "there is nothing to remind of before it is fixed"
    lines = [f"{MEETING}在{dates.moment(agenda.at, zone)}，地点：{agenda.place}。{turn}"]
    if agenda.bring:
        lines.append(what_to_bring(agenda))
    lines.append("不能到会请回复“请假”和原因。")
    return "\n".join(lines)


MOVED_MEANWHILE = "会议改期了"
BEGUN_MEANWHILE = "会议已经开始"
ON_LEAVE_MEANWHILE = "已请假"


def _local(at: datetime) -> str:
    return f"{at.year}年{dates.day(at.date())}{at:%H:%M}"


def _order_incomplete(refusal: why.OrderIncomplete) -> str:
    faults = []
    if refusal.unknown:
        faults.append(f"{'、'.join(refusal.unknown)}不在{SPEECH}名单里")
    if refusal.twice:
        faults.append(f"{'、'.join(refusal.twice)}写了两次")
    if refusal.missing:
        faults.append(f"还缺{'、'.join(refusal.missing)}")
    return f"发言顺序没有改动：{'；'.join(faults)}。请把现场{SPEECH}的同志都写上，每人一次。"


REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    why.MeetingPast: lambda refusal: (
        f"{_local(refusal.at)}已经过去了，会议安排没有改动。请再说一次日期和时间。"
    ),
    why.MeetingTooFar: lambda refusal: (
        f"{_local(refusal.at)}离现在超过半年，会议安排没有改动。请核对日期，再说一次。"
    ),
    why.WeekdayDiffers: lambda refusal: (
        f"{dates.day(refusal.day)}不是周{dates.WEEKDAYS[refusal.said]}，会议安排没有改动。"
        "请核对后再说一次。"
    ),
    why.NothingSaidOfMeeting: lambda _: (
        "没有看出要改什么，会议安排没有改动。可以这样说：“会议改期 12月23日14:30”"
        "“地点改到系楼305”“每人讲6分钟”。"
    ),
    why.MeetingUnchanged: lambda _: "和已经通知的一样，没有重复发布。",
    why.MeetingNotAnnounced: lambda _: (
        "会议还没有定日期，没法推迟或提前。请先说日期、时间和地点，"
        "例如“会议通知 12月21日14:30 系楼302”。"
    ),
    why.MeetingChangedMeanwhile: lambda _: (
        "这张卡片之后，会议安排又改过了，没有再发布。请重新说一次要改的内容。"
    ),
    why.OnlyOwnLeave: lambda _: "只能为自己请假。替别人请假请告诉组织员。",
    why.NotOnLeave: lambda refusal: f"{refusal.name}没有请假，按到会安排。",
    why.DrawnBefore: lambda refusal: (
        f"发言顺序已经抽签：{'、'.join(refusal.names)}。"
        f"要重新抽，请写上原因，例如“重新抽签 有同志改为书面{SPEECH}”。"
    ),
    why.OrderIncomplete: _order_incomplete,
}
