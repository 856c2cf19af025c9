"""Asking a branch's people whether they are satisfied with how it was put in order (S8).

Never a comparison of branches.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, tzinfo
from typing import Any

from bot.domain import satisfaction as why
from bot.domain.polls.poll import PollState
from bot.domain.polls.results import Result
from bot.domain.polls.terms import Terms
from bot.domain.refusals import Refusal
from bot.domain.words import OFFICE, SUBJECT, UNIT
from bot.texts import dates, polls
from bot.texts.polls.results import WITHHELD, decimal

USAGE = f"满意度 第三{UNIT} 5天"
END, RELEASE = "结束", "公布"

# Why somebody was not asked (again), as the reminder ledger tells it.
OVER = "发送前测评已经结束"
ANSWERED = "发送前已经参加"


def _too_small(refusal: why.BranchTooSmall) -> str:
    return (
        f"{refusal.branch}除{OFFICE}外有 {refusal.eligible} 人，少于 {refusal.minimum} 人，不记名也容易看出个人选择，没有开始。"
        # Every step has an offline way (rule of conduct 9).
        f"可以当面听取意见，再用“软弱涣散 {refusal.branch} 满意度：……”记下。"
    )


def _which(refusal: why.WhichBranch) -> str:
    lines = [f"满意度 {branch} {refusal.word}" for branch in refusal.branches]
    return "\n".join([f"有几个{UNIT}的满意度测评，请写上{UNIT}：", *lines])


def _nobody_asked(refusal: why.NobodyAsked) -> str:
    which = ""
    if refusal.branch:
        which = f"{refusal.branch}的"
    return f"现在没有这样的{which}满意度测评。开始请发：{USAGE}"


REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    why.BranchTooSmall: _too_small,
    why.NothingToAsk: lambda refusal: (
        f"{refusal.branch}没有列入集中整顿，也没有销号的整改事项，暂时没有可以评价的内容。"
    ),
    why.EndsTooSoon: lambda refusal: f"请留出作答的时间，最早可以到{dates.day(refusal.first)}。",
    why.StillAsked: lambda refusal: (
        f"{refusal.branch}的满意度测评还在进行。提前结束请发“满意度 {refusal.branch} {END}”。"
    ),
    why.NobodyAsked: _nobody_asked,
    why.WhichBranch: _which,
}


def card_title(branch: str) -> str:
    return f"满意度测评：{branch}"


def invitation(terms: Terms, code: str, zone: tzinfo) -> str:
    """Returns what each of them keeps on his phone; nobody else is told.

    All steps of the scale are named: none is suggested.
    """
    assert terms.closes_at is not None, "answers are awaited until a day"
    steps = "、".join(terms.form.all_steps)
    return "\n".join(
        [
            f"请您评价{terms.form.subjects[0].branch}的{terms.form.rows[0]}（编号 {code}，发出{terms.eligible}份）。",
            f"点一下卡片，或在这里发送您的选择（{steps}），{dates.moment(terms.closes_at, zone)}截止，之前都可以修改。",
            polls.SECRECY,
            "密钥如在统计前遗失，本次测评作废重来。",
            f"本次规则的校验码：{terms.digest}",
        ]
    )


def please_answer(terms: Terms, zone: tzinfo) -> str:
    assert terms.closes_at is not None, "answers are awaited until a day"
    return (
        f"{terms.title}测评{dates.moment(terms.closes_at, zone)}截止，还没有收到您的票。"
        f"方便时请点之前的卡片，或在这里发送您的选择（{'、'.join(terms.form.all_steps)}）。"
    )


def opened(terms: Terms, code: str, zone: tzinfo, unreachable: Sequence[str]) -> str:
    assert terms.closes_at is not None, "answers are awaited until a day"
    branch = terms.form.subjects[0].branch
    lines = [
        f"{terms.title}测评已开始（编号 {code}），发出{terms.eligible}份，{dates.moment(terms.closes_at, zone)}截止。",
        f"邀请在私聊里发给各人，{OFFICE}本人不参加。提前结束请发“满意度 {branch} {END}”。",
    ]
    if unreachable:
        lines.append(
            f"{'、'.join(unreachable)}还没有绑定账号，收不到卡片。截止前把姓名告诉我（例如：绑定 张三），再发送“测评”就能参加。"
        )
    return "\n".join(lines)


def closed(terms: Terms, voted: int, eligible: int) -> str:
    branch = terms.form.subjects[0].branch
    return f"{terms.title}测评已结束，发出{eligible}份，收回{voted}份。核对结果请发“满意度 {branch} {RELEASE}”。"


def listed(lines: Sequence[str]) -> str:
    if not lines:
        return f"还没有进行过满意度测评。开始请发：{USAGE}"
    return "\n".join(["满意度测评：", *lines])


def running(title: str, voted: int, eligible: int, until: datetime | None, zone: tzinfo) -> str:
    line = f"· {title}：进行中，发出{eligible}份，收回{voted}份"
    if until:
        line += f"，{dates.moment(until, zone)}截止"
    return line


STATES = {
    PollState.CLOSING: "已结束，待统计",
    PollState.COUNTED: "已结束，待公布",
    PollState.VOID: "清点不符，已作废",
}


def over(title: str, state: PollState, voted: int, eligible: int) -> str:
    return f"· {title}：{STATES[state]}，发出{eligible}份，收回{voted}份"


def outcome(told: Result) -> str:
    """Returns the counts with their share: 满意 3 人（60%），…; or why they are not told."""
    if told.withheld:
        return WITHHELD[told.withheld]
    return "，".join(f"{step} {number} 人（{share}）" for step, number, share in shares(told))


def shares(told: Result) -> list[tuple[str, int, str]]:
    """Returns step, number and share of the answers, rounded to whole percents."""
    counts = [
        sum(numbers) for numbers in zip(*(group.counts[0] for group in told.groups), strict=True)
    ]
    answers = sum(counts)
    return [
        (step, number, f"{(number * 200 + answers) // (2 * answers)}%")
        for step, number in zip(told.terms.form.items[0].steps, counts, strict=True)
    ]


def result(told: Result) -> str:
    """As it is previewed and told to those concerned."""
    lines = [
        f"{told.terms.title}：发出{told.eligible}份，收回{told.voted}份。",
        outcome(told),
    ]
    total = told.scores[0].total
    if total is not None:
        points = "、".join(
            f"{step} {value} 分"
            for step, value in zip(told.terms.form.all_steps, told.terms.points, strict=True)
            if value is not None
        )
        lines.append(f"按{points}折算 {decimal(total, told.terms.decimals)} 分。")
    return "\n".join(lines)


def line(told: Result, on: date) -> str:
    """Returns one line of a record: what was asked, when it was told, and the numbers."""
    return f"{told.terms.form.rows[0]}（{dates.day(on)}公布，{told.voted}/{told.eligible} 人）：{outcome(told)}"


def brief(told: Result) -> str:
    return f"{told.voted}/{told.eligible} 人参加，{outcome(told)}"


def preview(told: Result) -> str:
    lines = [f"已请另一位负责同志核对，确认后记入整改台账，并告知{SUBJECT}。"]
    if told.unanimous:
        lines.append(polls.UNANIMOUS)
    lines.append(result(told))
    return "\n".join(lines)


RELEASE_TITLE = "请确认公布满意度测评结果"


def question(asker: str, told: Result) -> str:
    return f"{asker}请您核对并确认以下结果，确认后记入整改台账，并告知{SUBJECT}：\n{result(told)}"


RELEASED = f"已记入整改台账，并告知{SUBJECT}。"
DECLINED = "好的，没有公布。"


def declined_notice(name: str, title: str) -> str:
    return f"{name}没有确认公布{title}测评结果，请与其沟通后再发起。"


def told_secretary(told: Result) -> str:
    return f"{result(told)}\n供您和{UNIT}继续整改时参考。"


SHEET = "党员群众满意度"
