"""待办: what waits for whom, a line each, and what comes next."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from bot.domain.plan import Plan
from bot.domain.words import SPEECH
from bot.texts import dates
from bot.texts.listing import quoted, shortened

TITLE = "待办"
NAMED = 3  # names that stand on a line; of more only the number
LONGEST_REASON = 30

SEE, SEE_DRAFT, CHECK, HOW = "看一看", "看通知稿", "核对", "怎样录入"
PREPARE, ACCEPT_ALL, REMIND = "准备材料", "全部通过", "私下提醒"
FILL_IN, RELEASE, PUBLISH = "填写", "办理", "办理公示"
DRAFT, TELL_ALL = "起草", "全部反馈"
ANSWER = "答复"
VERIFY = "核验"
ASK_PEOPLE, TELL_ANSWERS = "发起测评", "公布"
EXPORT = "整理材料"
WHICH = "看哪些"

TO_POST_NOTICE = "印发通知"
TO_ANNOUNCE_MEETING = "发会议通知：定时间、地点"
ANNOUNCE = "定时间地点"
TO_PAIR = "核对报告里的问题、原因、措施"
TO_FILL_IN = "填写测评表"
TO_HAND_OUT = "发测评表"
TO_COLLECT = "收齐测评表后收票"
HAND_OUT, COLLECT = "发测评表", "收票"
TO_RELEASE = "把测评结果交领导"
TO_PUBLISH = "公示述职报告"
TO_READ = "阅知考核结果"
CHANGE_STAFF = "办理"
# What has to be said in words has no button, and its line says how (decision 0039).
TO_ORDER = "定发言顺序（抽签请说“抽签”）"
BY_ROSTER = "按名册"
TO_RELEASE_BULLETIN = "发布整改通报"
RELEASE_BULLETIN = "发布"
ARCHIVE = "归档"
TO_REPORT = "起草整改通报"


def lines(todos: Sequence[tuple[str, date | None]], more: int) -> list[str]:
    shown = []
    for number, (text, due) in enumerate(todos, start=1):
        line = f"{number}. {text}"
        if due:
            line += f"（{dates.day(due)}）"
        shown.append(line)
    if more:
        shown.append(f"另有{more}件，办好上面的再看。")
    return shown


def nothing(next_step: str) -> str:
    return f"现在没有需要您办的事。{next_step}"


DUE_TODAY = "今天要办的："
NOTHING_DUE = "当天没有要办的事"
DONE_MEANWHILE = "发送前已经办好"
BEGUN = "好的，请看下面。"
NOTHING = "现在没有需要您办的事。"


def waiting(count: int, first: str) -> str:
    if count > 1:
        # The first may end with such a word itself: its names are cut off.
        return f"等您办的有{count}件：{first.removesuffix('等')}等，发“待办”看。"
    return f"等您办的：{first}。"


def button(number: int, label: str) -> str:
    return f"{number} {label}"


# What comes next.


def next_stage(title: str, day: date) -> str:
    return f"下一步：{dates.day(day)} {title}。"


def next_meeting(title: str, at: datetime, zone: tzinfo, place: str) -> str:
    return f"下一步：{dates.moment(at, zone)} {title}，{place}。"


def next_year(year: int) -> str:
    return f"下一步：启动{year}年度工作。"


def next_due(day: date | None, count: int) -> str:
    """Says how many items are open, and which day comes next; None where all their days are over."""
    if day is None:
        return f"下一步：整改事项还有{count}条，继续推进。"
    return f"下一步：整改事项还有{count}条，最近一条{dates.day(day)}到期。"


NEXT_ARCHIVE = "下一步：年度材料归档。"


def going_on(title: str) -> str:
    return f"下一步：继续办理{title}。"


# What waits.


def _some(names: Sequence[str]) -> str:
    if len(names) <= NAMED:
        return "、".join(names)
    return f"{'、'.join(names[:NAMED])}等"


def to_confirm(title: str) -> str:
    return title


def to_hand_in(plan: Plan) -> str:
    return f"交{plan.words.report}"


def to_mend(reason: str) -> str:
    return f"修改报告：{shortened(quoted(reason), LONGEST_REASON)}"


def to_review(plan: Plan, names: Sequence[str]) -> str:
    return f"审核{plan.words.report}{len(names)}份：{_some(names)}"


def to_remind(plan: Plan, names: Sequence[str], *, again: bool) -> str:
    """Names whose reports are to come; `again`: some were sent back."""
    if again:
        return f"还没有交、或退回后没有再交{plan.words.report}：{_some(names)}"
    return f"还没有交{plan.words.report}：{_some(names)}"


def to_describe(names: Sequence[str]) -> str:
    return f"依据还没有齐：{_some(names)}"


def to_settle_absence(names: Sequence[str]) -> str:
    said = f"会议 {names[0]} 书面 请假"
    return f"{_some(names)}请假，书面{SPEECH}请说“{said}”，本人讲就调顺序"


def sheet_of(word: str) -> str:
    return f"{word}记录表"


def to_word(names: Sequence[str]) -> str:
    return f"起草评价意见{len(names)}份：{_some(names)}"


def to_read_feedback(number: int) -> str:
    return f"看公示期间的意见{number}条"


def to_archive(year: int) -> str:
    return f"{year}年度的跟踪期已满，没有未销号的事项，可以归档"


def to_grade(names: Sequence[str]) -> str:
    return f"录入考核等次{len(names)}位：{_some(names)}"


def to_tell(names: Sequence[str]) -> str:
    return f"向{len(names)}位反馈考核结果：{_some(names)}"


def to_reconsider(names: Sequence[str]) -> str:
    return f"研究不同意见：{_some(names)}"


def to_export(year: int) -> str:
    return f"整理{year}年度上报材料"


def to_ask_people(branch: str) -> str:
    return f"请{branch}的党员群众评价整顿情况"


def to_tell_satisfaction(branch: str) -> str:
    return f"核对并公布{branch}的满意度结果"


def to_end_order(branch: str) -> str:
    return f"{branch}整顿到期：到位了请说“整顿完成 {branch}”，后面写做到了什么"


def to_revisit(numbers: Sequence[tuple[str, int]]) -> str:
    total = sum(number for _, number in numbers)
    return f"可以回访{total}条：{_some([f'{name}{number}条' for name, number in numbers])}"


def to_verify(numbers: Sequence[tuple[str, int]]) -> str:
    total = sum(number for _, number in numbers)
    return f"核验整改{total}条：{_some([f'{name}{number}条' for name, number in numbers])}"


def to_help(names: Sequence[str]) -> str:
    return f"答复求助：{_some(names)}"


def to_explain_help(numbers: Sequence[int]) -> str:
    listed = "、".join(map(str, numbers))
    return f"说一句第{listed}条里哪一条需要帮助、缺什么"


def to_close_help(numbers: Sequence[int]) -> str:
    return f"看求助的答复：第{'、'.join(map(str, numbers))}条"


def to_finish(numbers: Sequence[int]) -> str:
    return f"整改第{'、'.join(map(str, numbers))}条"
