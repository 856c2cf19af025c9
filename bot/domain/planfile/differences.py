"""What a changed plan means for the group, in its own words: 述职报告截止：12月10日 → 12月15日."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from bot.domain.plan import (
    STAGE_OF,
    FocusArea,
    GradeCaps,
    InputRule,
    Part,
    Plan,
    Stage,
)
from bot.domain.planfile import fields
from bot.domain.planfile.fields import Entry, Field, Table
from bot.domain.planfile.kinds import UPPER_SHARE, say_day, say_share, say_texts
from bot.domain.values import dataclass

PART_TITLES = {Part.BALLOT: "测评", Part.SATISFACTION: "满意度测评"}
AS_OTHERS = "同其他评议对象"


Listed = TypeVar("Listed", bound=Entry)


@dataclass(frozen=True)
class _Listing:
    """How differences in a list of the plan are told, field by field.

    `what` is how an entry is called; `head` stands before the label of a field. Both may hold what
    tells the entry from others. `unsaid` stands for one of the `empty` values.
    """

    what: str
    fields: Sequence[Field]
    unsaid: str = ""
    empty: tuple[object, ...] = (None, ())
    head: str = "{.title}"

    def _differences(self, old: Plan, new: Plan, before: Entry, after: Entry) -> Iterator[str]:
        yield from _change(self.what.format(after), before.title, after.title)
        for field in self.fields:
            if field.label:
                label = self.head.format(after) + field.label
                yield from _change(
                    label, self._say(field, before, old), self._say(field, after, new)
                )

    def changes(
        self,
        old: Plan,
        new: Plan,
        entries: Callable[[Plan], Sequence[Listed]],
        added: Callable[[Listed], str] | None = None,
    ) -> Iterator[str]:
        differences = partial(self._differences, old, new)
        return _list_changes(self.what, entries(old), entries(new), differences, added)

    def _say(self, field: Field, entry: Entry, plan: Plan) -> str:
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
_CONDITIONS = _Listing(
    "等次条件", fields.CONDITION, "不写", empty=(None, (), ""), head="条件“{.title}”"
)
_CATEGORIES = _Listing("票类 {.id}", fields.CATEGORY, empty=(), head="票类 {.id} ")


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
    lines += _list_changes(
        "重点内容", old.report.focus_areas, new.report.focus_areas, _focus_differences
    )
    lines += _SUBJECTS.changes(old, new, lambda plan: plan.subjects)
    lines += _MATERIALS.changes(old, new, lambda plan: plan.materials)
    lines += _CATEGORIES.changes(
        old,
        new,
        lambda plan: plan.ballot.categories,
        lambda category: f"{category.title}（{say_share(category.weight)}）",
    )
    lines += _VENUES.changes(old, new, lambda plan: plan.ballot.venues)
    lines += _list_changes(
        "依据", old.inputs, new.inputs, _input_differences, lambda rule: rule.shown
    )
    lines += _CONDITIONS.changes(old, new, lambda plan: plan.conditions)
    return tuple(lines)


def _table_changes(table: Table, old: Plan, new: Plan) -> Iterator[str]:
    for field in table.fields:
        if field.label:
            before = field.kind.say(field.of(table.of(old)), old)
            after = field.kind.say(field.of(table.of(new)), new)
            yield from _change(field.label, field.said.format(before), field.said.format(after))


def _list_changes(
    what: str,
    old: Sequence[Listed],
    new: Sequence[Listed],
    differences: Callable[[Listed, Listed], Iterator[str]],
    added: Callable[[Listed], str] | None = None,
) -> Iterator[str]:
    """What came to a list of the plan, what differs in those that stay, and what went.

    `added` says of a new one more than its title.
    """
    before = {entry.id: entry for entry in old}
    for entry in new:
        if entry.id in before:
            yield from differences(before[entry.id], entry)
        elif added is not None:
            yield f"新增{what.format(entry)}：{added(entry)}"
        else:
            yield f"新增{what.format(entry)}：{entry.title}"
    after = {entry.id for entry in new}
    for entry in old:
        if entry.id not in after:
            yield f"取消{what.format(entry)}：{entry.title}"


def _stage_changes(old: Plan, new: Plan) -> Iterator[str]:
    yield from _list_changes(
        "环节",
        old.stages,
        new.stages,
        partial(_stage_differences, old, new),
        lambda stage: f"{stage.title}（{say_day(stage.due, new)}）",
    )
    before = [stage.id for stage in old.stages]
    after = [stage.id for stage in new.stages]
    staying = [stage_id for stage_id in before if stage_id in after]
    if staying != [stage_id for stage_id in after if stage_id in before]:
        yield f"环节顺序：{'、'.join(stage.title for stage in new.stages)}"


def _stage_differences(old: Plan, new: Plan, before: Stage, after: Stage) -> Iterator[str]:
    title = after.title
    yield from _change("环节名称", before.title, title)
    # A meeting takes place on its day, anything else is to be done by it.
    kind_of_date = "截止"
    if title.endswith("会"):
        kind_of_date = "时间"
    yield from _change(f"{title}{kind_of_date}", say_day(before.due, old), say_day(after.due, new))
    yield from _change(f"{title}由谁做", say_texts(before.acts), say_texts(after.acts))
    if before.waits_for != after.waits_for:
        yield f"{title}的前序环节有调整"
    if after.reminds and not before.reminds:
        yield f"{title}倒计时提醒：开启"
    elif before.reminds and not after.reminds:
        yield f"{title}倒计时提醒：关闭"


def _focus_differences(before: FocusArea, after: FocusArea) -> Iterator[str]:
    yield from _change("重点内容", before.title, after.title)
    added = [word for word in after.keywords if word not in before.keywords]
    removed = [word for word in before.keywords if word not in after.keywords]
    if added:
        yield f"“{after.title}”增加关键词：{'、'.join(added)}"
    if removed:
        yield f"“{after.title}”去掉关键词：{'、'.join(removed)}"


def _input_differences(before: InputRule, after: InputRule) -> Iterator[str]:
    title = after.title
    yield from _change("依据", before.shown, after.shown)
    yield from _change(f"{title}由谁记录", "、".join(before.by), "、".join(after.by))
    yield from _change(title, _say_required(before), _say_required(after))
    classes_before, classes_after = "、".join(before.classes), "、".join(after.classes)
    yield from _change(f"{title}由哪些票类测评", classes_before or "都不", classes_after or "都不")


def _say_required(rule: InputRule) -> str:
    if rule.required:
        return "必须有"
    return "可以没有"


def _change(label: str, old: str, new: str) -> Iterator[str]:
    if old != new:
        yield f"{label}：{old} → {new}"
