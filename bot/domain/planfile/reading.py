"""`plan.toml` to a Plan.

A part that the file does not mention is off; everything wrong is collected.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from functools import partial

from bot.domain.calendar import Calendar
from bot.domain.plan import (
    FocusArea,
    InputRule,
    Material,
    Part,
    Plan,
    Scope,
    Stage,
    SubjectGroup,
    Venue,
    VoterCategory,
)
from bot.domain.planfile import fields, kinds, values
from bot.domain.planfile.builtin import bare_plan
from bot.domain.planfile.conditions import read_conditions
from bot.domain.planfile.fields import read_fields
from bot.domain.planfile.positions import locate
from bot.domain.planfile.problems import PlanInvalid
from bot.domain.planfile.sections import Notes, Section
from bot.domain.planfile.syntax import read_toml

Baseline = Callable[[int, date], Plan]

# An unknown name is answered with the names that there are, in this order, and then the others.
_NAMES_OF_THE_FILE = (
    *("year", "deadline", "publicity", "calendar", "title", "unit", "upper_unit", "help_contact"),
    *("stage", "meeting", "report", "focus", "subjects", "material", "ballot", "category"),
    *("input", "condition", "venue"),
)
ENTRY_NAME = r"[A-Za-z][A-Za-z0-9_-]{0,31}"
CATEGORY_NAME = r"[A-Z\u4e00-\u9fff][A-Z0-9\u4e00-\u9fff]{0,15}"
_NAMES_OF_A_REPORT = ("max_file_megabytes",)


def decode(content: bytes) -> str:
    """Returns the text of a plan file, in UTF-8 or, as editors on Windows write it too, in UTF-16
    (「Unicode」) or GB18030.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        # Editors on Windows put a mark before it.
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


def parse(text: str, *, otherwise: Baseline = bare_plan) -> Plan:
    """Returns the plan that a file describes.

    `otherwise` makes the plan of the file's year and deadline whose values stand where the file
    says nothing. Raises PlanInvalid with every problem found, or with the first syntax error.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    document = read_toml(text)
    notes = Notes(partial(locate, text))
    plan = _read_plan(Section(document, notes), otherwise)
    if notes.problems:
        raise PlanInvalid(notes.problems)
    return plan


def _read_plan(root: Section, otherwise: Baseline) -> Plan:
    root.expect(*_NAMES_OF_THE_FILE)
    plan = _read_head(root, otherwise)
    if fields.REPORT.name in root.table:
        # A report whose kind is not said is one on party building.
        plan = replace(plan, report=replace(plan.report, party_building=True))
    for table in fields.RULES:
        section = root.section(table.name)
        if table is fields.REPORT:
            section.expect(*_NAMES_OF_A_REPORT)
        section.ignore(*table.former)
        plan = table.put(plan, read_fields(table.fields, section, table.of(plan)))
        if table.name in _CHECKS:
            _CHECKS[table.name](section, plan)
        section.close()
    plan = replace(plan, ballot=replace(plan.ballot, venues=_read_venues(root.section("venue"))))
    areas = _read_focus_areas(root.section("focus")) or plan.report.focus_areas
    categories = _read_categories(root.section("category")) or plan.ballot.categories
    plan = replace(
        plan,
        stages=_read_stages(root.section("stage")) or plan.stages,
        report=replace(plan.report, focus_areas=areas),
        ballot=replace(plan.ballot, categories=categories),
        inputs=_read_inputs(root.section("input")) or plan.inputs,
        parts=plan.parts | _mentioned(root),
    )
    # Each of these is checked against what was read before it: materials name groups, conditions inputs.
    plan = replace(plan, subjects=_read_subjects(root.section("subjects"), plan))
    plan = replace(plan, materials=_read_materials(root.section("material"), plan))
    plan = replace(plan, conditions=read_conditions(root.section("condition"), plan))
    _check_classes(root, plan)
    _check_rounds(root, plan)
    root.close()
    return plan


def _check_classes(root: Section, plan: Plan) -> None:
    """A row is filled in by classes that there are; a class rates by the words of `Scope`, or the
    people of a class or group that there is.
    """
    names = [category.id for category in plan.ballot.categories]
    rated = [*Scope, *names, *(group.id for group in plan.subjects)]
    for category in plan.ballot.categories:
        for word in category.rates:
            if word not in rated:
                message = f"没有“{word}”，可以写：{'、'.join(rated)}"
                root.note(message, "category", category.id, "rates")
    for index, row in enumerate(plan.ballot.rows):
        for name in row.classes:
            if name not in names:
                known = "、".join(names)
                root.note(f"没有票类“{name}”，可以写：{known}", "ballot", "rows", index, "classes")


def _check_rounds(root: Section, plan: Plan) -> None:
    """A ballot of its own is held by classes that there are, each of which votes in one."""
    names = [category.id for category in plan.ballot.categories]
    voting: dict[str, str] = {}
    for rule in plan.rounds:
        for index, name in enumerate(rule.classes):
            if name not in names:
                message = f"没有票类“{name}”，可以写：{'、'.join(names)}"
                root.note(message, "input", rule.id, "classes", index)
            elif name in voting:
                message = f"票类“{name}”已经参加“{voting[name]}”，只能参加一场"
                root.note(message, "input", rule.id, "classes", index)
            voting.setdefault(name, rule.title)


def _mentioned(root: Section) -> frozenset[Part]:
    """The parts that have a section in the file; voter categories are a ballot's."""
    tables = [table for table in fields.RULES if table.name in root.table]
    parts = {table.brings for table in tables if table.brings is not None}
    if "category" in root.table:
        parts.add(Part.BALLOT)
    return frozenset(parts)


def _read_head(root: Section, otherwise: Baseline) -> Plan:
    """The baseline of the file's year and deadline, with the rest of the file's head."""
    root.require("year")
    root.notes.year = root.read("year", 0, values.whole(2000, 2099))
    year = root.notes.year or 2000  # the plan of a file without a year is thrown away
    deadline = kinds.DAY.read(root, "deadline", date(year, 12, 31))
    others = [field for field in fields.HEAD.fields if field.key not in {"year", "deadline"}]
    return read_fields(others, root, otherwise(year, deadline))


def _check_ballot(section: Section, plan: Plan) -> None:
    if not plan.ballot.rows:
        section.note("至少要有一行测评内容", "rows")


def _check_reminders(section: Section, plan: Plan) -> None:
    reminders = plan.reminders
    hours = Calendar(quiet_from=reminders.quiet_from, quiet_until=reminders.quiet_until)
    if section.clean and hours.speaking_time(reminders.at) != reminders.at:
        quiet = f"{reminders.quiet_from:%H:%M} 至 {reminders.quiet_until:%H:%M}"
        section.note(f"不能在安静时段（{quiet}）以内", "at")


def _check_calendar(section: Section, plan: Plan) -> None:
    for index, day in enumerate(plan.workdays):
        if day in plan.days_off:
            section.note("这一天同时写在 days_off 里，请只留一处", "workdays", index)


def _check_release(section: Section, plan: Plan) -> None:
    """Grades that stand on a list are those that can be given."""
    for index, grade in enumerate(plan.release.list_grades):
        if grade not in plan.grade_steps:
            known = "、".join(plan.grade_steps)
            section.note(f"没有等次“{grade}”，可以写：{known}", "list_grades", index)


# What one field alone does not show, by the name of the section.
_CHECKS: Mapping[str, Callable[[Section, Plan], None]] = {
    "ballot": _check_ballot,
    "release": _check_release,
    "reminders": _check_reminders,
    "calendar": _check_calendar,
}


def _read_stages(section: Section) -> tuple[Stage, ...]:
    stages: dict[str, Stage] = {}
    for table in section.entries(
        r"[a-z][a-z0-9_-]{0,31}", "小写英文字母，例如 [stage.report]", "due"
    ):
        stage = read_fields(fields.STAGE, table, Stage(table.name, table.name, due=date.min))
        _check_order(table, stage, stages)
        stages[stage.id] = stage
    return tuple(stages.values())


def _check_order(table: Section, stage: Stage, earlier: Mapping[str, Stage]) -> None:
    """A stage waits for such as stand before it, and ends no earlier than they do."""
    for index, name in enumerate(stage.waits_for):
        before = earlier.get(name)
        if before is None:
            known = "、".join(earlier) or "（前面没有环节，请留空 []）"
            message = f"只能写排在前面的环节：{known}"
            if near := get_close_matches(name, list(earlier), n=1):
                message = f"前面没有环节 {name}，是不是想写 {near[0]}"
            table.note(message, "waits_for", index)
        elif stage.due < before.due and table.clean:
            due = f"{before.due.month}月{before.due.day}日"
            table.note(f"要等“{before.title}”（{due}）先完成，不能早于那一天", "due")


def _read_focus_areas(section: Section) -> tuple[FocusArea, ...]:
    return tuple(
        read_fields(fields.FOCUS_AREA, table, FocusArea(table.name, table.name, keywords=()))
        for table in section.entries(ENTRY_NAME, "英文字母和数字，例如 [focus.S6]")
    )


def _read_inputs(section: Section) -> tuple[InputRule, ...]:
    rules: list[InputRule] = []
    for table in section.entries(r"[a-z][a-z0-9_]{0,15}", "小写英文字母，例如 [input.exam]"):
        rule = read_fields(fields.INPUT, table, InputRule(table.name, table.name))
        if any(rule.title == other.title for other in rules):
            table.note(f"“{rule.title}”重复了，请换一个名称", "title")
        if any(char.isspace() for char in rule.title):
            table.note("名称中间不能有空格", "title")
        rules.append(rule)
    return tuple(rules)


def _read_subjects(section: Section, plan: Plan) -> tuple[SubjectGroup, ...]:
    """The groups of those who are evaluated; none where the secretaries are."""
    groups: list[SubjectGroup] = []
    for table in section.entries(ENTRY_NAME, "英文字母和数字，例如 [subjects.deputy]"):
        group = SubjectGroup(table.name, table.name)
        group = read_fields(fields.SUBJECTS, table, group)
        if "max_best" in table.table or "min_below_best" in table.table:
            group = replace(group, caps=read_fields(fields.CAPS.fields, table, plan.caps))
        if any(group.title == other.title for other in groups):
            table.note(f"“{group.title}”重复了，名册靠名称认出各组，请换一个", "title")
        groups.append(group)
        table.expect(*(field.key for field in fields.CAPS.fields))
    return tuple(groups)


def _read_materials(section: Section, plan: Plan) -> tuple[Material, ...]:
    """The documents that are handed in beside the report."""
    materials: list[Material] = []
    groups = [group.id for group in plan.subjects]
    for table in section.entries(ENTRY_NAME, "英文字母和数字，例如 [material.slides]"):
        material = read_fields(fields.MATERIAL, table, Material(table.name, table.name))
        if any(material.title == other.title for other in materials):
            table.note(f"“{material.title}”重复了，材料靠名称区分，请换一个", "title")
        for index, name in enumerate(material.subjects):
            if name not in groups:
                known = "、".join(groups) or "（方案里没有 [subjects]，请留空）"
                table.note(f"没有评议对象 {name}，可以写：{known}", "subjects", index)
        most, least = material.characters, material.min_characters
        if most is not None and least is not None and least > most:
            table.note(f"下限不能高于上限 {most}", "min_characters")
        materials.append(material)
    return tuple(materials)


def _read_venues(section: Section) -> tuple[Venue, ...]:
    """The places of the meeting; nobody comes to two of them."""
    venues: list[Venue] = []
    for table in section.entries(r"[a-z][a-z0-9_]{0,31}", "小写英文字母，例如 [venue.south]"):
        venue = read_fields(fields.VENUE, table, Venue(table.name, table.name))
        for key in ("branches", "people"):
            for index, name in enumerate(getattr(venue, key)):
                others = [other.title for other in venues if name in getattr(other, key)]
                if others:
                    table.note(f"“{name}”已经在{others[0]}，只能在一个会场", key, index)
        venues.append(venue)
    return tuple(venues)


def _read_categories(section: Section) -> tuple[VoterCategory, ...]:
    categories: list[VoterCategory] = []
    for table in section.entries(CATEGORY_NAME, "大写英文字母或中文，例如 [category.A]", "weight"):
        category = VoterCategory(table.name, table.name, weight=Fraction(0))
        categories.append(read_fields(fields.CATEGORY, table, category))
    total = sum((category.weight for category in categories), Fraction(0))
    if categories and section.clean and total != 1:
        section.note(
            f"各票类权重合计应为 100%，现在是 {values.spoken_share(total)}",
            categories[-1].id,
            "weight",
        )
    return tuple(categories)
