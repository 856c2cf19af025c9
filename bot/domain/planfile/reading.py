"""`plan.toml` to a Plan. An absent key keeps the value of the built-in plan; everything wrong is collected."""

import re
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from fractions import Fraction

from bot.domain.calendar import Calendar
from bot.domain.people import Role
from bot.domain.plan import (
    BallotRules,
    FocusArea,
    GradeCaps,
    MeetingRules,
    Plan,
    Rectification,
    Reminders,
    ReportRules,
    SatisfactionRules,
    Stage,
    Step,
    VoterCategory,
)
from bot.domain.planfile import values
from bot.domain.planfile.builtin import default_plan
from bot.domain.planfile.positions import locate
from bot.domain.planfile.problems import PlanInvalid
from bot.domain.planfile.sections import Notes, Section
from bot.domain.planfile.syntax import read_toml

MEGABYTE = 1024 * 1024
COMMENTS = {"一述一评": "each", "集中点评": "together"}
BULLETINS = {
    "每季度": "quarterly",
    "每月": "monthly",
    "quarterly": "quarterly",
    "monthly": "monthly",
}
_ROLES: dict[str, str] = {role.value: role for role in Role}
_SCALE_EXAMPLE = '{ title = "好", points = 100 }'


def parse(text: str) -> Plan:
    """The plan that a file describes. Raises PlanInvalid with every problem found, or with the first syntax error."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    document = read_toml(text)
    notes = Notes(locate(text))
    plan = _plan(Section(document, notes))
    if notes.problems:
        raise PlanInvalid(notes.problems)
    return plan


def _plan(root: Section) -> Plan:
    year = root.required("year", 0, values.whole(2000, 2099))
    any_day = _day_in(year)
    deadline = root.read("deadline", date(year or 2000, 12, 31), any_day)
    base = default_plan(year or 2000, deadline)
    publicity, calendar = root.section("publicity"), root.section("calendar")
    plan = Plan(
        year=year,
        title=root.read("title", base.title, values.title),
        unit=root.read("unit", base.unit, values.title),
        upper_unit=root.read("upper_unit", base.upper_unit, values.title),
        deadline=deadline,
        help_contact=root.read("help_contact", base.help_contact, values.text),
        stages=_stages(root.section("stage"), base.stages, any_day),
        meeting=_meeting(root.section("meeting")),
        report=_report(
            root.section("report"), _focus_areas(root.section("focus"), base.report.focus_areas)
        ),
        ballot=_ballot(
            root.section("ballot"), _categories(root.section("category"), base.ballot.categories)
        ),
        caps=_caps(root.section("caps")),
        publicity_days=publicity.read("days", base.publicity_days, values.whole(1, 60)),
        publicity_scope=publicity.read("scope", base.publicity_scope, values.title),
        objection_days=publicity.read("objection_days", base.objection_days, values.whole(0, 60)),
        reminders=_reminders(root.section("reminders")),
        rectification=_rectification(root.section("rectification")),
        satisfaction=_satisfaction(root.section("satisfaction")),
        days_off=calendar.read("days_off", (), values.distinct(values.day)),
        workdays=calendar.read("workdays", (), values.distinct(values.day)),
    )
    _check_own_days(calendar, plan)
    for section in (publicity, calendar, root):
        section.close()
    return plan


def _check_own_days(section: Section, plan: Plan) -> None:
    for index, day in enumerate(plan.workdays):
        if day in plan.days_off:
            section.note("这一天同时写在 days_off 里，请只留一处", "workdays", index)


def _day_in(year: int) -> Callable[[object], date]:
    """A day of the plan's year or the next; any day where the year itself is not known (0)."""

    def convert(value: object) -> date:
        day = values.day(value)
        if year and day.year not in {year, year + 1}:
            raise values.Unfit(f"日期应在 {year} 年或 {year + 1} 年，这里是 {day.year} 年")
        return day

    return convert


def _stages(
    section: Section, default: tuple[Stage, ...], day: Callable[[object], date]
) -> tuple[Stage, ...]:
    stages: dict[str, Stage] = {}
    for table in section.sections():
        _check_name(table, r"[a-z][a-z0-9_-]{0,31}", "小写英文字母，例如 [stage.report]")
        stage = _stage(table, day)
        _check_order(table, stage, stages)
        stages[stage.id] = stage
        table.close()
    return tuple(stages.values()) or default


def _stage(table: Section, day: Callable[[object], date]) -> Stage:
    return Stage(
        id=table.name,
        title=table.required("title", table.name, values.title),
        due=table.required("due", date.min, day),
        waits_for=table.read("waits_for", (), values.distinct(values.title)),
        acts=table.read("acts", (), values.distinct(values.one_of(_ROLES))),
        reminds=table.read("reminds", True, values.flag),  # noqa: FBT003 -- the default of the key
    )


def _check_order(table: Section, stage: Stage, earlier: dict[str, Stage]) -> None:
    for index, name in enumerate(stage.waits_for):
        if name not in earlier:
            table.note(_unknown_stage(name, list(earlier)), "waits_for", index)
        elif stage.due < earlier[name].due and table.clean:
            before = earlier[name]
            table.note(
                f"要等“{before.title}”（{before.due.month}月{before.due.day}日）先完成，不能早于那一天",
                "due",
            )


def _unknown_stage(name: str, earlier: list[str]) -> str:
    if near := get_close_matches(name, earlier, n=1):
        return f"前面没有环节 {name}，是不是想写 {near[0]}"
    return f"只能写排在前面的环节：{'、'.join(earlier) or '（前面没有环节，请留空 []）'}"


def _report(section: Section, focus_areas: tuple[FocusArea, ...]) -> ReportRules:
    base = ReportRules()
    megabytes = section.read(
        "max_file_megabytes", base.max_file_bytes // MEGABYTE, values.whole(1, 100)
    )
    rules = ReportRules(
        characters=section.read("characters", base.characters, values.whole(100, 100_000)),
        max_achievements=section.read("max_achievements", base.max_achievements, values.share),
        min_problems_and_causes=section.read(
            "min_problems_and_causes", base.min_problems_and_causes, values.share_or_unlimited
        ),
        focus_areas=focus_areas,
        max_file_bytes=megabytes * MEGABYTE,
    )
    if section.clean and rules.max_achievements + (rules.min_problems_and_causes or 0) > 1:
        section.note(
            "与 max_achievements 合计超过 100%，没有报告能同时做到", "min_problems_and_causes"
        )
    section.close()
    return rules


def _focus_areas(section: Section, default: tuple[FocusArea, ...]) -> tuple[FocusArea, ...]:
    areas = []
    for table in section.sections():
        _check_name(table, r"[A-Za-z][A-Za-z0-9_-]{0,31}", "英文字母和数字，例如 [focus.S6]")
        title = table.required("title", table.name, values.title)
        areas.append(
            FocusArea(table.name, title, table.read("keywords", (), values.distinct(values.title)))
        )
        table.close()
    return tuple(areas) or default


def _meeting(section: Section) -> MeetingRules:
    base = MeetingRules()
    rules = MeetingRules(
        speech_minutes=section.read("speech_minutes", base.speech_minutes, values.whole(1, 60)),
        comments=section.read("comments", base.comments, values.one_of(COMMENTS)),
    )
    section.close()
    return rules


def _ballot(section: Section, categories: tuple[VoterCategory, ...]) -> BallotRules:
    base = BallotRules()
    rules = BallotRules(
        rows=section.read("rows", base.rows, values.distinct(values.title)),
        scale=_scale(section, base.scale),
        categories=categories,
        minimum=section.read(
            "minimum", base.minimum, values.whole(3, 1000, "；人数太少会看出个人的选择")
        ),
        quorum=section.read("quorum", base.quorum, values.share_or_unlimited),
        secret=section.read("secret", base.secret, values.flag),
        decimals=section.read("decimals", base.decimals, values.whole(0, 4)),
        objection_days=section.read("objection_days", base.objection_days, values.whole(0, 60)),
        remind_after_minutes=section.read(
            "remind_after_minutes", base.remind_after_minutes, values.whole(0, 1440)
        ),
    )
    if not rules.rows:
        section.note("至少要有一行测评内容", "rows")
    section.close()
    return rules


def _scale(section: Section, default: tuple[Step, ...]) -> tuple[Step, ...]:
    tables = section.tables("scale", _SCALE_EXAMPLE)
    if tables is None:
        return default
    steps: list[Step] = []
    for table in tables:
        step = Step(
            table.required("title", "", _step_title),
            table.required("points", 0, values.whole(0, 1000)),
        )
        table.close()
        if table.clean:
            _check_step(table, step, steps)
            steps.append(step)
    if section.clean and len(steps) < 2:
        section.note("至少要有两个等次", "scale")
    return tuple(steps)


def _step_title(value: object) -> str:
    title = values.title(value)
    if re.search(r"\s", title):
        raise values.Unfit("等次名称中间不能有空格")
    return title


def _check_step(table: Section, step: Step, better: list[Step]) -> None:
    if any(step.title == other.title for other in better):
        table.note(f"等次“{step.title}”重复了，请删去一个", "title")
    if better and step.points >= better[-1].points:
        table.note(f"等次从高到低排列，分值应低于 {better[-1].points}", "points")


def _categories(section: Section, default: tuple[VoterCategory, ...]) -> tuple[VoterCategory, ...]:
    found = []
    for table in section.sections():
        _check_name(table, r"[A-Z][A-Z0-9]{0,7}", "大写英文字母，例如 [category.A]")
        title = table.required("title", table.name, values.title)
        found.append(
            VoterCategory(table.name, title, table.required("weight", Fraction(0), values.weight))
        )
        table.close()
    total = sum((category.weight for category in found), Fraction(0))
    if found and section.clean and total != 1:
        section.note(
            f"各票类权重合计应为 100%，现在是 {values.spoken_share(total)}", found[-1].id, "weight"
        )
    return tuple(found) or default


def _caps(section: Section) -> GradeCaps:
    base = GradeCaps()
    caps = GradeCaps(
        max_best=section.read("max_best", base.max_best, values.share_or_unlimited),
        min_below_best=section.read(
            "min_below_best", base.min_below_best, values.share_or_unlimited
        ),
    )
    section.close()
    return caps


def _reminders(section: Section) -> Reminders:
    base = Reminders()
    rungs = section.read("rungs", base.rungs, values.distinct(values.whole(0, 365)))
    found = Reminders(
        rungs=tuple(sorted(rungs, reverse=True)),
        at=section.read("at", base.at, values.clock),
        quiet_from=section.read("quiet_from", base.quiet_from, values.clock),
        quiet_until=section.read("quiet_until", base.quiet_until, values.clock),
    )
    if section.clean and _is_quiet(found):
        section.note(
            f"不能在安静时段（{found.quiet_from:%H:%M} 至 {found.quiet_until:%H:%M}）以内", "at"
        )
    section.close()
    return found


def _is_quiet(reminders: Reminders) -> bool:
    hours = Calendar(quiet_from=reminders.quiet_from, quiet_until=reminders.quiet_until)
    return hours.speaking_time(reminders.at) != reminders.at


def _rectification(section: Section) -> Rectification:
    base = Rectification()
    rhythm = Rectification(
        monthly_workday=section.read("monthly_workday", base.monthly_workday, values.whole(1, 20)),
        repeat_after_workdays=section.read(
            "repeat_after_workdays", base.repeat_after_workdays, values.whole(1, 30)
        ),
        undated_due_months=section.read(
            "undated_due_months", base.undated_due_months, values.whole(1, 24)
        ),
        effect_check_months=section.read(
            "effect_check_months", base.effect_check_months, values.whole(1, 24)
        ),
        bulletin=section.read("bulletin", base.bulletin, values.one_of(BULLETINS)),
        bulletin_names_branches=section.read(
            "bulletin_names_branches", base.bulletin_names_branches, values.flag
        ),
    )
    section.close()
    return rhythm


def _satisfaction(section: Section) -> SatisfactionRules:
    base = SatisfactionRules()
    rules = SatisfactionRules(
        days=section.read("days", base.days, values.whole(1, 60)), scale=_scale(section, base.scale)
    )
    section.close()
    return rules


def _check_name(table: Section, pattern: str, allowed: str) -> None:
    if not re.fullmatch(pattern, table.name):
        table.note(f"名称只能用{allowed}")
