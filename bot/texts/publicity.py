"""The publication of reports: what is asked, announced, read, answered and told at its end."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, tzinfo
from typing import Any

from bot.domain.plan import Plan
from bot.domain.publicity import Window
from bot.domain.publicity import refusals as why
from bot.domain.publicity.report import PublicReport
from bot.domain.refusals import Refusal
from bot.domain.words import MEETING, REPORT, SUBJECT, UNIT, year_title
from bot.texts import contacts, dates
from bot.texts.listing import listed, quoted

SHOWN_FEEDBACK = 9  # the rest stands in the workbook


RELEASE_TITLE = f"请确认公示{REPORT}"


def release_question(
    asker: str, plan: Plan, reports: Sequence[PublicReport], without: Sequence[str]
) -> str:
    lines = [
        f"{asker}请您核对并确认公示 {len(reports)} 份{REPORT}：",
        "、".join(f"{report.branch}（{report.secretary}）" for report in reports),
        f"范围：{plan.publicity_scope}；时间：确认后 {plan.publicity_days} 个工作日；在群里发布公告，报告在私聊里查看。",
    ]
    if without:
        lines.append(f"没有可公示报告的{UNIT}：{'、'.join(without)}")
    return "\n".join(lines)


def prepared(
    reports: int, *, without: Sequence[str], unaccepted: Sequence[str], rated: bool
) -> str:
    lines = [
        f"公示公告已拟好（附件），包含 {reports} 份{REPORT}，已请另一位同志确认，确认后在群里发布。"
    ]
    if without:
        lines.append(f"没有可公示报告的{UNIT}：{'、'.join(without)}。")
    if unaccepted:
        lines.append(f"还没有审核通过的报告：{'、'.join(unaccepted)}。")
    if not rated:
        lines.append(f"还没有现场测评的记录，请确认{MEETING}已经开过。")
    return "\n".join(lines)


def release_done(last: date) -> str:
    return f"已在群里发布公示，到{dates.day(last)}自动结束。"


DECLINED = "好的，没有发布。"


def declined_notice(who: str) -> str:
    return f"{who}没有确认这次公示，请沟通后再办。"


def announcement(plan: Plan, period: Window, reports: int) -> str:
    return (
        f"{year_title(plan.year)}{REPORT}公示\n"
        f"现公示各{SUBJECT}{REPORT} {reports} 份，范围为{plan.publicity_scope}，"
        f"时间为{dates.day(period.first)}至{dates.day(period.last)}。\n"
        f"请在私聊里发送“公示”看目录，“公示”加{UNIT}名看原文。\n"
        f"有意见直接发给我，开头写“反馈”；不愿署名的，开头写“匿名反馈”{contacts.also(plan.help_contact)}。"
    )


def contents(year: int, period: tuple[date, date], reports: Sequence[PublicReport]) -> str:
    lines = [f"{year_title(year)}{REPORT}公示，{dates.day(period[0])}至{dates.day(period[1])}："]
    lines += listed([f"{report.branch}（{report.secretary}）" for report in reports], mark="· ")
    lines.append(
        f"看原文请发“公示”加{UNIT}名；有意见直接发给我，开头写“反馈”；不愿署名的，开头写“匿名反馈”。"
    )
    return "\n".join(lines)


def here_it_is(branch: str) -> str:
    # A report is public within a stated circle (S29).
    return f"{branch}的{REPORT}，供公示范围内查看，请勿转发。"


def public_name(branch: str, secretary: str, ending: str) -> str:
    return f"{branch}{secretary}{REPORT}{ending}"


# --- corrections --------------------------------------------------------------------------------------------------


CORRECTION_TITLE = "请确认更正公示"


def correction_question(asker: str, before: PublicReport, after: PublicReport, reason: str) -> str:
    return f"{asker}请您确认更正公示内容：\n{_change(before, after)}\n原因：{quoted(reason)}"


def correction_asked(before: PublicReport, after: PublicReport) -> str:
    return f"已请另一位同志确认，确认后在群里说明：\n{_change(before, after)}"


def correction_posted(before: PublicReport, after: PublicReport, reason: str) -> str:
    return f"公示更正：{_change(before, after)}。原因：{quoted(reason)}。公示时间不变。"


CORRECTION_DONE = "已更正并在群里说明。"


def _change(before: PublicReport, after: PublicReport) -> str:
    return f"{before.branch}{REPORT}原为第 {before.version} 版《{before.name}》，现为第 {after.version} 版《{after.name}》"


# --- feedback -----------------------------------------------------------------------------------------------------


HOW_TO_GIVE_FEEDBACK = (
    "公示期间有意见，请私聊发给我，开头写“反馈”；不愿署名的，开头写“匿名反馈”。匿名反馈只保存文字，不保存是谁、什么时候写的；"
    "聊天平台自己的记录不由我管理。反馈转交党组织，由负责同志查看。"
)
TAKEN = "已收到，将转交党组织。感谢您的监督。"
UNNAMED_TAKEN = "已收到，没有记录是谁写的，将转交党组织。感谢您的监督。"


def feedback_line(text: str, branch: str, signed: str) -> str:
    feedback = quoted(text)
    if branch:
        feedback = f"{branch}：{feedback}"
    return f"· {feedback}（{signed}）"


def signed(author: str, at: datetime | None, zone: tzinfo, *, on_sheet: bool = False) -> str:
    if on_sheet:
        return "匿名，写在测评表上"
    # A time would tell who wrote it, as a name does.
    if not author or at is None:
        return "匿名"
    return f"{author}，{dates.moment(at, zone)}"


def feedback_list(lines: Sequence[str]) -> str:
    if not lines:
        return "还没有收到反馈。"
    shown = [f"收到反馈 {len(lines)} 条：", *lines[:SHOWN_FEEDBACK]]
    if len(lines) > SHOWN_FEEDBACK:
        shown.append(f"另有 {len(lines) - SHOWN_FEEDBACK} 条，见“导出”的汇总表。")
    return "\n".join(shown)


def closed_for_all(year: int) -> str:
    return f"{year_title(year)}{REPORT}公示已经结束，谢谢大家的监督。"


def closed_for_leaders(heard: int, unnamed: int) -> str:
    if not heard:
        return f"{REPORT}公示已结束，没有收到反馈。"
    return f"{REPORT}公示已结束，收到反馈 {heard} 条（其中匿名 {unnamed} 条），发“反馈情况”查看。"


CLOSED_FOR_ORGANISER = f"{REPORT}公示已按期结束，反馈转交党组织，由负责同志查看。"


def closed_for_secretary(heard: int) -> str:
    if not heard:
        return f"{REPORT}公示已结束，没有收到与您{UNIT}有关的反馈。"
    return f"{REPORT}公示已结束，收到与您{UNIT}有关的反馈 {heard} 条，由党组织研究后与您沟通。"


def status_line(state: str, last: date | None, heard: int) -> str:
    match state:
        case "proposed":
            return "公示：待复核"
        case "open":
            assert last is not None
            return f"公示：进行中，到{dates.day(last)}，收到反馈 {heard} 条"
        case _:
            return f"公示：已结束，收到反馈 {heard} 条"


def _closed(refusal: why.FeedbackClosed) -> str:
    why_not = "现在没有进行中的公示"
    if refusal.last:
        why_not = f"公示到{dates.day(refusal.last)}，已经结束"
    whom = refusal.contact or "班子成员"
    return f"{why_not}，没有收下这条反馈。有情况请直接联系{whom}。"


REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    why.AlreadyPublic: lambda refusal: (
        f"{REPORT}已经公示过，到{dates.day(refusal.last)}。内容有误可以更正，例如：更正公示 第三{UNIT} 交错了版本"
    ),
    why.NothingToPublish: lambda _: (
        f"还没有可以公示的{REPORT}。请先收齐报告并审核通过，再发送“公示”。"
    ),
    why.CorrectionNeedsNew: lambda refusal: (
        f"{refusal.branch}公示的就是最新一版。请先退回并收到新的报告，再更正公示。"
    ),
    why.NotPublic: lambda _: "现在没有进行中的公示。开始后群里会有公告。",
    why.NoPublicReport: lambda refusal: f"{refusal.branch}没有公示中的{REPORT}。发送“公示”看目录。",
    why.FeedbackClosed: _closed,
    why.FeedbackEmpty: lambda _: "还没有写内容。请在“匿名反馈”后面写上您的意见，再发一次。",
    why.FeedbackPrivately: lambda _: (
        "群里大家都看得到是谁写的，没有收下。请私聊发给我，开头写“匿名反馈”。"
    ),
    why.FeedbackTooOften: lambda refusal: (
        f"匿名反馈每人每天最多 {refusal.daily} 条，今天已经收到了，请明天再发。"
    ),
    why.FeedbackUnclear: lambda _: (
        "您好像不想写明是谁，这条没有保存。不愿署名的，开头请写“匿名反馈”；可以署名的，开头请写“反馈”。"
    ),
    why.FeedbackNotStored: lambda _: "刚才没有存上，这条反馈没有收下。请再发一次。",
}
