"""The year's notice."""

from bot.domain.plan import Plan
from bot.texts import dates

SHOWN = ("report", "meeting")


def notice(plan: Plan) -> str:
    """At most twelve lines: what, by when, how to hand in, whom to ask."""
    days = [
        f"· {stage.title}：{dates.day(stage.due)}" for stage in plan.stages if stage.id in SHOWN
    ]
    rules = f"述职报告不超过 {plan.report.characters} 字，讲成绩的篇幅不超过 {_share(plan)}，问题、原因、措施一一对应。"
    lines = [
        f"{plan.title}现在开始，{dates.day(plan.deadline)}前完成。",
        *days,
        rules,
        "各位书记写好后在单聊里把文件直接发给我；我会马上回复收到的版本和检查结果。",
        "调研求实效，不要求报送照片、截图或台账。",
    ]
    if plan.help_contact:
        lines.append(f"有问题请联系{plan.help_contact}。")
    return "\n".join(lines)


def _share(plan: Plan) -> str:
    share = plan.report.max_achievements
    return f"{share.numerator}/{share.denominator}"


CONFIRM_TITLE = "发布通知"


def confirm(draft: str) -> str:
    return f"将在系群发布：\n{draft}"


POSTED = "通知已发到系群。"
LEFT = "好的，没有发布。"
POSTED_BEFORE = "今年的通知已经发过了，没有重复发布。"
NO_GROUP = "还不知道系群，请先在群里 @述职助手 说一句话。"
