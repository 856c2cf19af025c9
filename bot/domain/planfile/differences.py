"""What a changed plan means for the group, in its own words: 述职报告截止：12月10日 → 12月15日."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.domain.plan import (
    STAGE_OF,
    Condition,
    FocusArea,
    GradeCaps,
    InputRule,
    Material,
    Part,
    Plan,
    SubjectGroup,
    Venue,
    VoterCategory,
)
from bot.domain.planfile import fields
from bot.domain.planfile.fields import Field, Table
from bot.domain.planfile.kinds import UPPER_SHARE, say_day, say_share
from bot.domain.values import dataclass

PART_TITLES = {Part.BALLOT: "测评", Part.SATISFACTION: "满意度测评"}
AS_OTHERS = "同其他评议对象"
Listed = TypeVar(
    "Listed", SubjectGroup, Material, Condition, Venue
)  # what a plan lists by id and title


@dataclass(frozen=True)
class _Listing:
    """How differences in a list of the plan are told; `unsaid` stands for one of the `empty` values."""

    what: str
    fields: Sequence[Field]
    unsaid: str
    empty: tuple[object, ...] = (None, ())
    head: str = "{}"  # what stands before the label of a field, with the entry's title

    def say(self, field: Field, entry: object, plan: Plan) -> str:
        value = field.of(entry)
        if value in self.empty:
            return self.unsaid
        return field.said.format(field.kind.say(value, plan))


def _say_caps(caps: GradeCaps, plan: Plan) -> str:
    return "、".join(field.kind.say(field.of(caps), plan) for field in fields.CAPS.fields)


# The caps of a group are two keys of its section; told, they are one difference.
_CAPS = Field("caps", replace(UPPER_SHARE, say=_say_caps), label="等次比例")
_SUBJECTS = _Listing("评议对象", (*fields.SUBJECTS, _CAPS), AS_OTHERS)
_MATERIALS = _Listing("材料", fields.MATERIAL, "不限")
_VENUES = _Listing("会场", fields.VENUE, "未填", empty=("",))
_CONDITIONS = _Listing("等次条件", fields.CONDITION, "不写", empty=(None, (), ""), head="条件“{}”")


def changes(old: Plan, new: Plan) -> tuple[str, ...]:
    """One line per thing that differs, stages first; empty when the plans are equal.

    A day outside its plan's year is said with its year.
    """
    lines = [*_table_changes(fields.HEAD, old, new), *_stage_changes(old, new)]
    for table in fields.RULES:
        part = table.brings
        if part is None or (old.has(part) and new.has(part)):
            lines += _table_changes(table, old, new)
        elif part in STAGE_OF:
            continue  # its stage tells it
        elif old.has(part):
            lines.append(f"不再安排：{PART_TITLES[part]}")
        elif new.has(part):
            lines.append(f"新安排：{PART_TITLES[part]}")
    lines += _focus_changes(old.report.focus_areas, new.report.focus_areas)
    lines += _listed_changes(_SUBJECTS, lambda plan: plan.subjects, old, new)
    lines += _listed_changes(_MATERIALS, lambda plan: plan.materials, old, new)
    lines += _category_changes(old.ballot.categories, new.ballot.categories)
    lines += _listed_changes(_VENUES, lambda plan: plan.ballot.venues, old, new)
    lines += _input_changes(old.inputs, new.inputs)
    lines += _listed_changes(_CONDITIONS, lambda plan: plan.conditions, old, new)
    return tuple(lines)


def _table_changes(table: Table, old: Plan, new: Plan) -> Iterator[str]:
    for field in table.fields:
        if field.label:
            before = field.kind.say(field.of(table.of(old)), old)
            after = field.kind.say(field.of(table.of(new)), new)
            yield from _change(field.label, field.said.format(before), field.said.format(after))


def _stage_changes(old: Plan, new: Plan) -> Iterator[str]:
    before = {stage.id: stage for stage in old.stages}
    after = {stage.id: stage for stage in new.stages}
    for stage in new.stages:
        title = stage.title
        if stage.id not in before:
            yield f"新增环节：{title}（{say_day(stage.due, new)}）"
            continue
        earlier = before[stage.id]
        yield from _change("环节名称", earlier.title, title)
        # A meeting takes place on its day, anything else is to be done by it.
        kind_of_date = "截止"
        if title.endswith("会"):
            kind_of_date = "时间"
        yield from _change(
            f"{title}{kind_of_date}", say_day(earlier.due, new), say_day(stage.due, new)
        )
        yield from _change(
            f"{title}由谁做", "、".join(earlier.acts) or "无", "、".join(stage.acts) or "无"
        )
        if earlier.waits_for != stage.waits_for:
            yield f"{title}的前序环节有调整"
        if stage.reminds and not earlier.reminds:
            yield f"{title}倒计时提醒：开启"
        elif earlier.reminds and not stage.reminds:
            yield f"{title}倒计时提醒：关闭"
    for stage in old.stages:
        if stage.id not in after:
            yield f"取消环节：{stage.title}"
    order_before = [stage_id for stage_id in before if stage_id in after]
    if order_before != [stage_id for stage_id in after if stage_id in before]:
        yield f"环节顺序：{'、'.join(stage.title for stage in new.stages)}"


def _focus_changes(old: tuple[FocusArea, ...], new: tuple[FocusArea, ...]) -> Iterator[str]:
    before = {area.id: area for area in old}
    after = {area.id: area for area in new}
    for area in new:
        if area.id not in before:
            yield f"新增重点内容：{area.title}"
        else:
            earlier = before[area.id]
            yield from _change("重点内容", earlier.title, area.title)
            added = [word for word in area.keywords if word not in earlier.keywords]
            removed = [word for word in earlier.keywords if word not in area.keywords]
            if added:
                yield f"“{area.title}”增加关键词：{'、'.join(added)}"
            if removed:
                yield f"“{area.title}”去掉关键词：{'、'.join(removed)}"
    for area in old:
        if area.id not in after:
            yield f"取消重点内容：{area.title}"


def _listed_changes(
    listing: _Listing, entries: Callable[[Plan], Sequence[Listed]], old: Plan, new: Plan
) -> Iterator[str]:
    """What came to a list of the plan, what went, and what differs in those that stay."""
    before = {entry.id: entry for entry in entries(old)}
    after = {entry.id for entry in entries(new)}
    for entry in entries(new):
        if entry.id not in before:
            yield f"新增{listing.what}：{entry.title}"
            continue
        earlier = before[entry.id]
        yield from _change(listing.what, earlier.title, entry.title)
        head = listing.head.format(entry.title)
        for field in listing.fields:
            if field.label:
                value_before = listing.say(field, earlier, old)
                yield from _change(head + field.label, value_before, listing.say(field, entry, new))
    for entry in entries(old):
        if entry.id not in after:
            yield f"取消{listing.what}：{entry.title}"


def _category_changes(
    old: tuple[VoterCategory, ...], new: tuple[VoterCategory, ...]
) -> Iterator[str]:
    before = {category.id: category for category in old}
    after = {category.id: category for category in new}
    for category in new:
        weight = say_share(category.weight)
        if category.id not in before:
            yield f"新增票类 {category.id}：{category.title}（{weight}）"
        else:
            earlier = before[category.id]
            yield from _change(f"票类 {category.id}", earlier.title, category.title)
            yield from _change(f"票类 {category.id} 权重", say_share(earlier.weight), weight)
            whom = "、".join(category.rates)
            yield from _change(f"票类 {category.id} 测评谁", "、".join(earlier.rates), whom)
            before_quorum, quorum = say_share(earlier.quorum), say_share(category.quorum)
            yield from _change(f"票类 {category.id} 最低参加比例", before_quorum, quorum)
    for category in old:
        if category.id not in after:
            yield f"取消票类 {category.id}：{category.title}"


def _input_changes(old: tuple[InputRule, ...], new: tuple[InputRule, ...]) -> Iterator[str]:
    before = {rule.id: rule for rule in old}
    after = {rule.id: rule for rule in new}
    for rule in new:
        if rule.id not in before:
            yield f"新增依据：{rule.shown}"
        else:
            earlier = before[rule.id]
            yield from _change("依据", earlier.shown, rule.shown)
            yield from _change(f"{rule.title}由谁记录", "、".join(earlier.by), "、".join(rule.by))
            yield from _change(rule.title, _say_required(earlier), _say_required(rule))
            before_in, after_in = "、".join(earlier.classes), "、".join(rule.classes)
            yield from _change(
                f"{rule.title}由哪些票类测评", before_in or "都不", after_in or "都不"
            )
    for rule in old:
        if rule.id not in after:
            yield f"取消依据：{rule.title}"


def _say_required(rule: InputRule) -> str:
    if rule.required:
        return "必须有"
    return "可以没有"


def _change(label: str, old: str, new: str) -> Iterator[str]:
    if old != new:
        yield f"{label}：{old} → {new}"
