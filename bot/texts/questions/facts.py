"""The facts of a year in the words in which answers name them."""

from collections.abc import Sequence

from bot.domain.people import Person
from bot.domain.permissions import TITLES
from bot.domain.plan import Material, Plan
from bot.domain.planfile.values import spoken_share
from bot.domain.polls.meeting import Agenda
from bot.texts import dates
from bot.texts.polls import NAMED, events

SLIDES = ("课件", "PPT", "幻灯")
UNDATED = "按工作方案的安排"
NO_CONTACT = "组织员"
NOBODY = "组织员"
MEGABYTE = 1024 * 1024


def names(people: Sequence[str]) -> str:
    return "、".join(people) or NOBODY


def day_of(plan: Plan, stage_id: str) -> str:
    stage = plan.stage(stage_id)
    if stage is None:
        return UNDATED
    return dates.day(stage.due)


def after(plan: Plan, stage_id: str) -> str:
    """Says about when a stage is, for the beginning of a sentence."""
    stage = plan.stage(stage_id)
    if stage is None:
        return UNDATED
    return f"{dates.day(stage.due)}前后"


def limit(plan: Plan) -> str:
    limits = []
    if plan.report.characters is not None:
        limits.append(f"不超过{plan.report.characters}字")
    if plan.report.min_characters is not None:
        limits.append(f"不少于{plan.report.min_characters}字")
    return "，".join(limits) or "没有规定字数"


def report_due(plan: Plan) -> str:
    stage = plan.stage("report")
    if stage is None:
        return ""
    return f"截止日期是{dates.day(stage.due)}。"


def file_limit(plan: Plan) -> str:
    return f"{plan.report.max_file_bytes // MEGABYTE}MB"


def focus(plan: Plan) -> str:
    titles = [area.title for area in plan.report.focus_areas]
    return "；".join(titles) or "方案没有列出重点内容"


def points(plan: Plan) -> str:
    """Returns what each step of the scale counts."""
    steps = []
    for step in plan.ballot.scale:
        counted = "不计分"
        if step.points is not None:
            counted = f"{step.points}分"
        steps.append(f"“{step.title}”{counted}")
    return "、".join(steps)


def quorum(plan: Plan) -> str:
    """Says how many must have filled in a sheet for the count to stand."""
    shares = [
        f"{category.id}票不少于{spoken_share(category.quorum)}"
        for category in plan.ballot.categories
        if category.quorum is not None
    ]
    if plan.ballot.quorum is not None:
        shares.insert(0, f"填表的不少于发出的{spoken_share(plan.ballot.quorum)}")
    if not shares:
        return "方案没有规定测评的最低比例。"
    return f"{'，'.join(shares)}，测评才有效。"


def share(plan: Plan) -> str:
    if not plan.report.party_building or plan.report.max_achievements is None:
        return ""
    return f"讲成绩的篇幅不超过{spoken_share(plan.report.max_achievements)}。"


def slides(materials: Sequence[Material]) -> str:
    files = [material for material in materials if any(word in material.title for word in SLIDES)]
    if not files:
        return "方案没有要求交 PPT。会上要用的，自己带到会场，或者提前交给组织员。"
    titles = "、".join(material.title for material in files)
    if any(material.required for material in files):
        return f"要交{titles}，把文件直接发给我就行。"
    return f"{titles}可以交，也可以不交，把文件直接发给我就行。"


def comments(plan: Plan) -> str:
    if plan.meeting.comments == "each":
        return "一述一评：每位讲完，由班子成员点评。"
    return "全部讲完以后，由班子成员集中点评。"


def speech_length(agenda: Agenda) -> str:
    if not agenda.speech_minutes:
        return ""
    return events.how_long(agenda)


def classes(plan: Plan) -> str:
    """Says which class counts how much."""
    parts = [
        f"{category.id}票由{category.title}填写，占{spoken_share(category.weight)}"
        for category in plan.ballot.categories
    ]
    if not parts:
        return "不分类别，每份测评表一样。"
    return f"{'；'.join(parts)}。"


def best_limit(plan: Plan) -> str:
    """Says how often the best step may be given on one sheet, and as a grade."""
    lines = ["测评表上没有名额限制，按实际情况选。"]
    best = plan.ballot.scale[0].title
    if plan.ballot.best_at_most is not None:
        lines = [f"一张测评表上“{best}”最多{plan.ballot.best_at_most}个。"]
    if plan.caps.max_best is not None:
        lines.append(
            f"最后评定的等次，“{plan.grade_steps[0]}”不超过{spoken_share(plan.caps.max_best)}。"
        )
    return "".join(lines)


def ballot_now(*, is_open: bool) -> str:
    if is_open:
        return "测评正在进行。"
    return "现在没有进行中的测评。"


def own_secretary(unit: str, secretary: Person | None) -> str:
    """Says who is the secretary of the asker's branch, where he has one."""
    if not unit:
        return "名册里您不在某个支部，没有对应的书记。"
    if secretary is None:
        return f"{unit}暂缺书记。"
    return f"{unit}的书记是{secretary.name}。"


def release(plan: Plan) -> str:
    if plan.release.group:
        return "交班子成员研究，需要公布的由党组织定"
    return "交班子成员研究，不在群里公布"


def unnamed(plan: Plan) -> str:
    """Says whether anybody can learn who chose what."""
    if plan.ballot.secret:
        return "无记名测评查不到是谁填的，班子成员和组织员也看不到，请按实际情况填。"
    return f"{NAMED}请按实际情况填。"


def own_choice(plan: Plan) -> str:
    if plan.ballot.secret:
        return "谁选了什么，任何时候都不公布。"
    return NAMED


def offices(words: Sequence[str]) -> str:
    """Says who holds a right, as sentences call them."""
    return "、".join(TITLES.get(word, word) for word in words)


def kept_for(months: int | None) -> str:
    """Says how long after the end of a year."""
    if months is None:
        return "按单位规定"
    return f"{months}个月"
