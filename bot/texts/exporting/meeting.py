"""Words of the papers about the meeting: its notice, who came, the minutes."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.domain.people import Role
from bot.domain.polls.meeting import Agenda, OrderKind
from bot.domain.words import SPEECH, SUBJECT, UNIT
from bot.texts.papers import OPEN, full_day
from bot.texts.polls.events import COMMENTS

NOTICE_NAME, AGENDA_NAME, SIGNATURES_NAME, STATISTICS_NAME, MINUTES_NAME = (
    "会议通知.docx",
    "会议议程.docx",
    "会议签到表.docx",
    "参会情况统计表.docx",
    "会议记录.docx",
)


def moment(at: datetime | None, zone: tzinfo) -> str:
    """Returns the day and the time in full; a place to be filled in while they are not fixed."""
    if at is None:
        return OPEN
    local = at.astimezone(zone)
    return f"{full_day(local.date())}{local:%H:%M}"


# --- the notice ---------------------------------------------------------------------------------


def notice_title(agenda: Agenda) -> str:
    return f"关于召开{agenda.title}的通知"


def notice_preamble(agenda: Agenda) -> str:
    return f"按照工作方案，现就召开{agenda.title}有关事项通知如下："


def when_and_where(text: str, place: str) -> str:
    return f"{text}，{place or OPEN}。"


NOTICE_HEADINGS = (f"{SPEECH}对象", "时间地点", "参会人员", "会议议程", "有关要求")


def when(text: str) -> str:
    return f"时间：{text}"


def where(place: str) -> str:
    return f"地点：{place or OPEN}"


def guests(names: Sequence[str]) -> str:
    return f"列席：{'、'.join(names)}。"


def order(agenda: Agenda) -> str:
    """Says who speaks when, once that is more than the order of the roster."""
    if agenda.order_kind is OrderKind.ROSTER or not agenda.speakers:
        return ""
    return f"{SPEECH}顺序：{'、'.join(person.title for person in agenda.speakers)}。"


def how_to_speak(agenda: Agenda) -> str:
    if not agenda.speech_minutes:
        return ""
    minutes = "、".join(f"{length}分钟" for length in agenda.speech_minutes)
    return f"{SPEECH}每人{minutes}，{COMMENTS[agenda.comments]}。"


def bring(words: str) -> str:
    return f"请带：{words}。"


def excuse(contact: str) -> str:
    if contact:
        return f"因故不能到会的，请提前向{contact}请假。"
    return "因故不能到会的，请提前请假。"


# --- who came -----------------------------------------------------------------------------------

ATTENDANCE_COLUMNS = ("序号", "姓名", UNIT, "到会情况", "签名")
CAME, ON_LEAVE, GUEST = "到会", "请假", "列席"
STATISTICS_COLUMNS = ("人员类别", "应到（人）", "请假（人）", "实到（人）")
TOTAL = "合计"
CATEGORIES = {
    Role.LEADER: "班子成员",
    Role.SECRETARY: SUBJECT,
    Role.ORGANISER: "组织员",
    Role.MEMBER: "党员",
    Role.REPRESENTATIVE: "群众代表",
}
OTHERS = "其他"


def signatures_title(agenda: Agenda) -> str:
    return f"{agenda.title}签到表"


def statistics_title(agenda: Agenda) -> str:
    return f"{agenda.title}参会情况统计表"


COUNTED_BY = ("统计人（签字）：", "日期：　　　年　　月　　日")


# --- the minutes --------------------------------------------------------------------------------


def minutes_title(agenda: Agenda) -> str:
    return f"{agenda.title}会议记录"


MINUTES_COLUMNS = ("项目", "内容")
CHAIR, RECORDER, PRESENT, LEAVE, GUESTS = "主持人", "记录人", "到会情况", "请假", "列席"
WHEN, WHERE, ATTENDING = "时间", "地点", "参会人员"
SPEECHES, BALLOT, ADDRESS = f"{SPEECH}和点评", "现场测评", "领导讲话"


def present(invited: int, came: int, leave: int) -> str:
    return f"应到{invited}人，实到{came}人，请假{leave}人"


def expected(invited: int, leave: int) -> str:
    """Says who was expected, for where nobody took attendance."""
    return f"应到{invited}人，请假{leave}人，实到{OPEN}人"


def spoke(*, written: bool) -> str:
    if written:
        return f"书面{SPEECH}。"
    return f"现场{SPEECH}，要点见{SPEECH}材料。"


def comment(author: str, text: str) -> str:
    return f"{author}点评：{text.rstrip('。；')}。"


NO_COMMENT = f"点评：{OPEN}"
ADDRESSED = f"讲话人：{OPEN}\n要点：{OPEN}"
SIGNED = ("主持人（签字）：", "记录人（签字）：")
