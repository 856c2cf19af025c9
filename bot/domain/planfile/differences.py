"""What a changed plan means for the group, in its own words: 述职报告截止：12月10日 → 12月15日."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from bot.domain.plan import FocusArea, Plan, Stage, Step, VoterCategory
from bot.domain.planfile.values import UNLIMITED, spoken_share

_COMMENTS = {"each": "一述一评", "together": "集中点评"}
_BULLETINS = {"quarterly": "每季度", "monthly": "每月"}


def changes(old: Plan, new: Plan) -> tuple[str, ...]:
    """One line per thing that differs, stages first; empty when the plans are equal. A day outside the new plan's year
    is said with its year.
    """
    return (
        *_facts_that_differ(_HEAD, old, new),
        *_stage_changes(old, new),
        *_facts_that_differ(_RULES, old, new),
        *_focus_changes(old.report.focus_areas, new.report.focus_areas),
        *_category_changes(old.ballot.categories, new.ballot.categories),
    )


Fact = tuple[str, Callable[[Plan], str]]

_HEAD: tuple[Fact, ...] = (
    ("年度", lambda plan: f"{plan.year}年"),
    ("名称", lambda plan: plan.title),
    ("本单位", lambda plan: plan.unit),
    ("上级党组织", lambda plan: plan.upper_unit),
    ("完成期限", lambda plan: _day(plan.deadline, plan.year)),
    ("联系人", lambda plan: plan.help_contact or "未填"),
)
_RULES: tuple[Fact, ...] = (
    ("报告字数上限", lambda plan: f"{plan.report.characters}字"),
    ("讲成绩的篇幅上限", lambda plan: _share(plan.report.max_achievements)),
    ("问题和原因的篇幅下限", lambda plan: _share(plan.report.min_problems_and_causes)),
    ("文件大小上限", lambda plan: f"{plan.report.max_file_bytes // (1024 * 1024)}MB"),
    ("每位书记发言", lambda plan: f"{plan.meeting.speech_minutes}分钟"),
    ("领导点评", lambda plan: _COMMENTS[plan.meeting.comments]),
    ("测评内容", lambda plan: "、".join(plan.ballot.rows)),
    ("测评等次", lambda plan: _scale(plan.ballot.scale)),
    ("单独公布的最少票数", lambda plan: f"{plan.ballot.minimum}张"),
    ("最低参加比例", lambda plan: _share(plan.ballot.quorum)),
    ("测评方式", lambda plan: "无记名" if plan.ballot.secret else "记名"),
    ("得分小数位数", lambda plan: f"{plan.ballot.decimals}位"),
    ("选票保留天数", lambda plan: f"{plan.ballot.objection_days}天"),
    ("提醒还没有投票的同志", lambda plan: _minutes(plan.ballot.remind_after_minutes)),
    ("最高等次不超过", lambda plan: _share(plan.caps.max_best)),
    ("最高等次以下不少于", lambda plan: _share(plan.caps.min_below_best)),
    ("公示天数", lambda plan: f"{plan.publicity_days}个工作日"),
    ("公示范围", lambda plan: plan.publicity_scope),
    ("公示后反映意见", lambda plan: f"{plan.objection_days}个工作日内"),
    (
        "提前提醒",
        lambda plan: (
            f"{'、'.join(map(str, plan.reminders.rungs))}天" if plan.reminders.rungs else "不提醒"
        ),
    ),
    ("提醒时间", lambda plan: f"{plan.reminders.at:%H:%M}"),
    (
        "安静时段",
        lambda plan: f"{plan.reminders.quiet_from:%H:%M}至{plan.reminders.quiet_until:%H:%M}",
    ),
    ("另外放假", lambda plan: _days(plan.days_off, plan.year)),
    ("另外上班", lambda plan: _days(plan.workdays, plan.year)),
    ("询问整改进展", lambda plan: f"每月第{plan.rectification.monthly_workday}个工作日"),
    ("整改再次询问", lambda plan: f"{plan.rectification.repeat_after_workdays}个工作日后"),
    ("未写期限的整改", lambda plan: f"{plan.rectification.undated_due_months}个月后到期"),
    ("销号后回看", lambda plan: f"{plan.rectification.effect_check_months}个月后"),
    ("整改通报", lambda plan: _BULLETINS[plan.rectification.bulletin]),
    (
        "通报里的支部",
        lambda plan: "写明名称" if plan.rectification.bulletin_names_branches else "不写名称",
    ),
    ("满意度测评开放", lambda plan: f"{plan.satisfaction.days}个工作日"),
    ("满意度选项", lambda plan: _scale(plan.satisfaction.scale)),
)


def _facts_that_differ(facts: Iterable[Fact], old: Plan, new: Plan) -> Iterator[str]:
    for label, words in facts:
        yield from _change(label, words(old), words(new))


def _stage_changes(old: Plan, new: Plan) -> Iterator[str]:
    before = {stage.id: stage for stage in old.stages}
    after = {stage.id: stage for stage in new.stages}
    for stage in new.stages:
        if stage.id not in before:
            yield f"新增环节：{stage.title}（{_day(stage.due, new.year)}）"
        else:
            yield from _one_stage(before[stage.id], stage, new.year)
    yield from (f"取消环节：{stage.title}" for stage in old.stages if stage.id not in after)
    if _common_order(before, after) != _common_order(after, before):
        yield f"环节顺序：{'、'.join(stage.title for stage in new.stages)}"


def _one_stage(old: Stage, new: Stage, year: int) -> Iterator[str]:
    yield from _change("环节名称", old.title, new.title)
    # A meeting takes place on its day, anything else is to be done by it.
    label = f"{new.title}{'时间' if new.title.endswith('会') else '截止'}"
    yield from _change(label, _day(old.due, year), _day(new.due, year))
    yield from _change(f"{new.title}由谁做", _list(old.acts), _list(new.acts))
    if old.waits_for != new.waits_for:
        yield f"{new.title}的前序环节有调整"
    if old.reminds != new.reminds:
        yield f"{new.title}倒计时提醒：{'开启' if new.reminds else '关闭'}"


def _common_order(stages: Mapping[str, Stage], others: Mapping[str, Stage]) -> list[str]:
    return [stage_id for stage_id in stages if stage_id in others]


def _focus_changes(old: tuple[FocusArea, ...], new: tuple[FocusArea, ...]) -> Iterator[str]:
    before = {area.id: area for area in old}
    after = {area.id: area for area in new}
    for area in new:
        if area.id not in before:
            yield f"新增重点内容：{area.title}"
        else:
            yield from _change("重点内容", before[area.id].title, area.title)
            yield from _keyword_changes(before[area.id], area)
    yield from (f"取消重点内容：{area.title}" for area in old if area.id not in after)


def _keyword_changes(old: FocusArea, new: FocusArea) -> Iterator[str]:
    added = [word for word in new.keywords if word not in old.keywords]
    removed = [word for word in old.keywords if word not in new.keywords]
    if added:
        yield f"“{new.title}”增加关键词：{'、'.join(added)}"
    if removed:
        yield f"“{new.title}”去掉关键词：{'、'.join(removed)}"


def _category_changes(
    old: tuple[VoterCategory, ...], new: tuple[VoterCategory, ...]
) -> Iterator[str]:
    before = {category.id: category for category in old}
    after = {category.id: category for category in new}
    for category in new:
        if category.id not in before:
            yield f"新增票类 {category.id}：{category.title}（{_share(category.weight)}）"
        else:
            yield from _change(f"票类 {category.id}", before[category.id].title, category.title)
            weights = _share(before[category.id].weight), _share(category.weight)
            yield from _change(f"票类 {category.id} 权重", *weights)
    yield from (
        f"取消票类 {category.id}：{category.title}" for category in old if category.id not in after
    )


def _change(label: str, old: str, new: str) -> Iterator[str]:
    if old != new:
        yield f"{label}：{old} → {new}"


def _day(day: date, year: int) -> str:
    words = f"{day.month}月{day.day}日"
    return words if day.year == year else f"{day.year}年{words}"


def _days(days: tuple[date, ...], year: int) -> str:
    return _list(tuple(_day(day, year) for day in days))


def _list(words: tuple[str, ...]) -> str:
    return "、".join(words) or "无"


def _share(value: Fraction | None) -> str:
    return UNLIMITED if value is None else spoken_share(value)


def _minutes(number: int) -> str:
    return f"{number}分钟后" if number else "不提醒"


def _scale(steps: tuple[Step, ...]) -> str:
    return "、".join(f"{step.title}{step.points}分" for step in steps)
