"""The year's notice."""

from fractions import Fraction

from bot.domain.plan import Part, Plan, ReportRules
from bot.domain.reach import FirstWord
from bot.domain.words import HOUSE, REPORT, UNIT
from bot.texts import dates

# What the group has to do itself; the other steps are the organiser's.
SHOWN = ("report", "meeting")
# What the plan warns of (S22 to S25), in one line.
FOUR_TRAPS = (
    "防止只讲面上工作、不讲个人履职，只讲面下问题、不讲自身问题，"
    "只讲思想认识、不触及实际问题，简单罗列工作、以业务代替主责。"
)


# Where the bot may not write first, everybody has to; the meeting comes late for that.
SAY_HELLO = {
    FirstWord.ONCE_SPOKEN: (
        "请每位同志（不只是书记）现在就点述职助手的头像，给它发一句“你好”：没有发过的，"
        "它不能先发消息，会上的测评表也送不到。"
    ),
    FirstWord.NEVER: (
        "述职助手只能回答，不会先发消息。开会时请每位同志点它的头像，发一句“到”，测评表随即送到。"
    ),
}


def notice(plan: Plan, first_word: FirstWord = FirstWord.ALWAYS) -> str:
    """Says in at most twelve lines what is done by when, how to hand in, how to begin with the bot
    and whom to ask.
    """
    days = [
        f"· {stage.title}：{dates.of_plan(stage.due, plan.year)}"
        for stage in plan.stages
        if stage.id in SHOWN
    ]
    lines = [
        f"各{UNIT}：\n现启动{plan.title}工作，{dates.of_plan(plan.deadline, plan.year)}前完成。",
        *days,
    ]
    if plan.has(Part.REPORT):
        lines += _rules(plan)
        handing_in = (
            f"{REPORT}写好后，点述职助手的头像，把文件发给它即可，当场回复字数和需要修改之处。"
        )
        if first_word is FirstWord.ALWAYS:
            handing_in += "请各位先给它发一句“你好”，以便今后联系。"
        lines.append(handing_in)
    if first_word in SAY_HELLO:
        lines.append(SAY_HELLO[first_word])
    if plan.has(Part.FIELDWORK):
        # Nothing is asked for that only leaves a trace (S14).
        lines.append("调研求实效，不要求报送照片、截图或台账。")
    if plan.help_contact:
        lines.append(f"有问题请联系{plan.help_contact}。")
    return "\n".join(lines)


def _rules(plan: Plan) -> list[str]:
    """Returns what the plan asks of a report, and what it warns of; nothing where it asks nothing."""
    rules = []
    if plan.report.characters is not None:
        rules.append(f"不超过 {plan.report.characters} 字")
    if plan.report.min_characters is not None:
        rules.append(f"不少于 {plan.report.min_characters} 字")
    if plan.has(Part.PROPORTION):
        rules += shares(plan.report)
    if plan.has(Part.OUTLINE):
        rules.append("问题、原因、措施一一对应")
    lines = []
    if rules:
        lines.append(f"{REPORT}{'，'.join(rules)}。")
    if plan.has(Part.OUTLINE):
        lines.append(FOUR_TRAPS)
    return lines


def shares(report: ReportRules) -> list[str]:
    """Says how much a report may say of what."""
    limits = []
    if report.max_achievements is not None:
        limits.append(f"讲成绩的篇幅不超过 {_share(report.max_achievements)}")
    if report.min_problems_and_causes is not None:
        limits.append(f"讲问题和原因的篇幅不少于 {_share(report.min_problems_and_causes)}")
    return limits


def _share(share: Fraction) -> str:
    """As the plan says it: 1/3, but 35%."""
    if share.denominator <= 10:
        return f"{share.numerator}/{share.denominator}"
    return f"{float(share):.0%}"


def focus_is_old(plan: Plan) -> str:
    areas = "\n".join(f"· {area.title}" for area in plan.report.focus_areas)
    return (
        f"方案里的重点内容还是 {plan.report.focus_year} 年的，请先看一看，通知暂不发布：\n{areas}\n"
        "今年仍用这些，请发送“确认重点”；要改，请发送“方案”，改好后发给我。"
    )


FOCUS_CONFIRMED = "好的，今年的重点内容就用方案里的这些。发布通知请发送“通知”。"
CONFIRM_TITLE = "发布通知"


def confirm(draft: str) -> str:
    return f"将在{HOUSE}群发布：\n{draft}"


POSTED = f"通知已发到{HOUSE}群。"


def posted(unreached: str) -> str:
    """Says that it is posted, and how many cannot be written to yet, if any."""
    return POSTED + unreached


LEFT = "好的，没有发布。"
POSTED_BEFORE = "今年的通知已经发过了，没有重复发布。"
NO_GROUP = f"还不知道{HOUSE}群，请先在群里 @述职助手 说一句话。"
