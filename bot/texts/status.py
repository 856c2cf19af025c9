"""The state at one glance, and one branch in detail."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from bot.domain.plan import Plan
from bot.domain.stages import Progress, Standing
from bot.domain.words import ACTIVITY, OFFICE, UNIT, year_title
from bot.texts import dates
from bot.texts.listing import in_brackets


def overview(plan: Plan, *, as_of: datetime, zone: tzinfo, lines: Sequence[str], end: str) -> str:
    """Returns the state, with how long it is until the end, or that it is over, as its last line."""
    head = f"{plan.unit}{year_title(plan.year)}{ACTIVITY}（截至{dates.moment(as_of, zone)}）"
    return "\n".join([head, *lines, end])


def reports(*, handed_in: int, total: int, to_revise: int, accepted: int, sent_back: int) -> str:
    details: list[str] = []
    if accepted:
        details.append(f"审核通过 {accepted}")
    if sent_back:
        details.append(f"退回修改 {sent_back}")
    if to_revise:
        details.append(f"检查提示需修改 {to_revise}")
    return f"报告：已交 {handed_in}/{total}{in_brackets('，'.join(details))}"


def poll_open(subjects: Sequence[str], *, voted: int, eligible: int) -> str:
    return f"测评中：{'、'.join(subjects)}，已投 {voted}/{eligible}"


def polls_done(*, closed: int, released: int) -> str:
    return f"测评：已结束 {closed} 场，已出结果 {released} 场"


def stage(standing: Standing) -> str:
    """Says how a stage stands, and of one that should be over, that it goes on."""
    line = f"{standing.stage.title}："
    if standing.fact:
        line += f"{standing.fact.done}/{standing.fact.of}"
    # The day and that it goes on, no reproach (rule of conduct 4).
    if standing.progress is Progress.OVERDUE:
        line += f"，原定{dates.day(standing.stage.due)}，仍在进行"
    return line


def picture_title(year: int) -> str:
    return f"{year_title(year)}{ACTIVITY}进展"


def picture_name(year: int) -> str:
    return f"进展{year}.png"


COLUMNS = ("报告", "审核")
HANDED_IN, NOT_YET = "已交", "未交"
PROGRESS = {"submitted": "待审核", "accepted": "审核通过", "returned": "修改中"}


def undelivered(count: int) -> str:
    return f"有 {count} 条消息没有送达，请管理员运行 shuzhi doctor 查看。"


def more(branches: Sequence[str], *, reports: bool) -> str:
    """Returns where to look further, with a branch that there is: the third, like every example."""
    branch = [f"第三{UNIT}", *branches[:3]][-1]
    if reports:
        return f"细看请发：谁没交；详情 {branch}"
    return f"细看请发：详情 {branch}"


NOTHING_RECORDED = "还没有记录。"


def branch_without_report(name: str, secretary: str, after: Sequence[str]) -> str:
    return "\n".join([f"{name}（{secretary}）：还没有交报告。", *after])


def branch(name: str, secretary: str, lines: Sequence[str]) -> str:
    return "\n".join([f"{name}（{secretary}）", *lines])


NOBODY = f"暂缺{OFFICE}"


POLLS = {
    "open": "进行中",
    "closing": "正在结束",
    "counted": "已统计，待公布",
    "released": "已公布",
    "void": "已作废",
}
MESSAGES = {
    "pending": "待发",
    "sending": "正在发",
    "sent": "已发出",
    "failed": "没有送达",
    "skipped": "不再需要发",
    "unreached": "等对方先说一句话",
}


def _minute(moment: str) -> str:
    return f"{datetime.fromisoformat(moment):%Y-%m-%d %H:%M}"


def cli_lines(status: Mapping[str, Any]) -> str:
    """Returns what `shuzhi status` prints for a person; `status` is what `--json` prints."""
    lines = [
        f"{status['name']} {status.get('procedure', '')}{status['year']}年度，截至 {_minute(status['as_of'])}，完成日期 {status['deadline']}",
    ]
    if status["submissions"]:
        lines.append("报告：")
    for row in status["submissions"]:
        report = "还没有交"
        if row["version"]:
            report = f"第 {row['version']} 版《{row['file']}》，字数 {row['characters']}，{_minute(row['received'])}"
        lines.append(f"  {row['branch']}：{report}")
    if status["polls"]:
        lines.append("测评：")
    else:
        lines.append("测评：还没有")
    lines += [
        f"  {'、'.join(row['subjects'])}：{POLLS[row['state']]}，已投 {row['voted']}/{row['eligible']}"
        for row in status["polls"]
    ]
    if status["satisfaction"]:
        lines.append("满意度：")
    lines += [
        f"  {row['branch']}{row['about']}：{POLLS[row['state']]}，已投 {row['voted']}/{row['eligible']}"
        for row in status["satisfaction"]
    ]
    messages = [f"{MESSAGES[state]} {count} 条" for state, count in status["outbox"].items()]
    lines.append(f"消息：{'、'.join(messages) or '还没有'}")
    return "\n".join(lines)
