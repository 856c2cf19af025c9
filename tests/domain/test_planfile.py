import re
import tomllib
from dataclasses import fields, is_dataclass, replace
from datetime import date, time, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.people import Role
from bot.domain.plan import (
    BallotRules,
    FocusArea,
    GradeCaps,
    Plan,
    Rectification,
    Reminders,
    ReportRules,
    Stage,
    Step,
    VoterCategory,
)
from bot.domain.planfile import PlanInvalid, PlanProblem, changes, default_plan, parse, render, sample_plan
from bot.domain.planfile.positions import locate

MEGABYTE = 1024 * 1024
DEFAULT = render(default_plan(2026))


def problems(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(PlanInvalid) as caught:
        parse(text)
    return [(problem.line, problem.key, problem.message) for problem in caught.value.problems]


def places(text: str) -> list[tuple[int, str]]:
    return [(line, key) for line, key, _ in problems(text)]


def edited(old: str, new: str) -> str:
    """The default plan with one line changed."""
    assert DEFAULT.count(old) == 1
    return DEFAULT.replace(old, new)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


# --- writing and reading ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("plan", [default_plan(2022), default_plan(2026), sample_plan(2027)])
def test_a_written_plan_reads_back_as_itself(plan: Plan) -> None:
    assert parse(render(plan)) == plan


def test_the_year_alone_is_the_built_in_plan() -> None:
    assert parse("year = 2026") == default_plan(2026)


def test_another_deadline_alone_plans_the_stages_back_from_it() -> None:
    assert parse("year = 2026\ndeadline = 2026-12-15") == default_plan(2026, date(2026, 12, 15))


def test_every_key_that_is_written_is_explained() -> None:
    explained = DEFAULT.split("[stage.notice]")[0] + DEFAULT.split("# ── 述职报告")[1]
    for line in explained.splitlines():
        if " = " in line and not line.startswith(("title", "keywords", "weight", "scale", "  {", "#")):
            assert "  # " in line, line


def test_every_line_fits_a_screen() -> None:
    assert max(len(line) for line in DEFAULT.splitlines()) <= 100


def texts(longest: int = 12) -> st.SearchStrategy[str]:
    printable = st.characters(exclude_categories=("C", "Z"))
    return st.text(printable, min_size=1, max_size=longest)


def distinct(element: st.SearchStrategy[str], most: int = 4) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(element, unique=True, max_size=most).map(tuple)


shares = st.fractions(0, 1, max_denominator=999_999)
optional_shares = st.none() | shares
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@st.composite
def stages(draw: st.DrawFn) -> tuple[Stage, ...]:
    names = draw(st.lists(st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True), min_size=1, max_size=5, unique=True))
    dues = sorted(draw(st.lists(days, min_size=len(names), max_size=len(names))))
    roles = st.lists(st.sampled_from(Role), unique=True, max_size=3).map(tuple)
    found: list[Stage] = []
    for name, due in zip(names, dues, strict=True):
        earlier = draw(st.lists(st.sampled_from(found), unique=True)) if found else []
        waits_for = tuple(stage.id for stage in earlier)
        found.append(Stage(name, draw(texts()), due, waits_for, draw(roles), draw(st.booleans())))
    return tuple(found)


@st.composite
def report_rules(draw: st.DrawFn) -> ReportRules:
    most = draw(shares)
    ids = draw(st.lists(st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,8}", fullmatch=True), min_size=1, unique=True))
    return ReportRules(
        characters=draw(st.integers(100, 100_000)),
        max_achievements=most,
        min_problems_and_causes=draw(st.none() | st.fractions(0, 1 - most, max_denominator=999_999)),
        focus_areas=tuple(FocusArea(area, draw(texts()), draw(distinct(texts(), 15))) for area in ids),
        max_file_bytes=draw(st.integers(1, 100)) * MEGABYTE,
    )


@st.composite
def ballot_rules(draw: st.DrawFn) -> BallotRules:
    points = sorted(draw(st.lists(st.integers(0, 1000), min_size=2, max_size=6, unique=True)), reverse=True)
    titles = draw(st.lists(texts(), min_size=len(points), max_size=len(points), unique=True))
    parts = draw(st.lists(st.integers(1, 999), min_size=1, max_size=5))
    return BallotRules(
        rows=draw(st.lists(texts(), min_size=1, max_size=4, unique=True).map(tuple)),
        scale=tuple(map(Step, titles, points)),
        categories=tuple(
            VoterCategory(name, draw(texts()), Fraction(part, sum(parts)))
            for name, part in zip("ABCDE", parts, strict=False)
        ),
        minimum=draw(st.integers(3, 1000)),
        quorum=draw(optional_shares),
        secret=draw(st.booleans()),
        decimals=draw(st.integers(0, 4)),
        objection_days=draw(st.integers(0, 60)),
    )


@st.composite
def reminders(draw: st.DrawFn) -> Reminders:
    start, at, end = sorted(draw(st.lists(clocks, min_size=3, max_size=3, unique=True)))
    rungs = tuple(sorted(draw(st.sets(st.integers(0, 365))), reverse=True))
    return Reminders(rungs, at, quiet_from=end, quiet_until=start)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    own = draw(st.lists(days, unique=True, max_size=6))
    return Plan(
        year=2026,
        title=draw(texts()),
        unit=draw(texts()),
        upper_unit=draw(texts()),
        deadline=draw(days),
        stages=draw(stages()),
        report=draw(report_rules()),
        ballot=draw(ballot_rules()),
        caps=GradeCaps(draw(optional_shares), draw(optional_shares)),
        reminders=draw(reminders()),
        rectification=Rectification(2, 5, 3, 6, draw(st.sampled_from(["quarterly", "monthly"]))),
        publicity_days=draw(st.integers(1, 60)),
        publicity_scope=draw(texts()),
        objection_days=draw(st.integers(0, 60)),
        days_off=tuple(own[::2]),
        workdays=tuple(own[1::2]),
        help_contact=draw(st.just("") | texts()),
    )


@settings(max_examples=60)
@given(plans())
def test_any_plan_survives_writing_and_reading(plan: Plan) -> None:
    assert parse(render(plan)) == plan


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_files_saved_by_windows_editors_are_read(newline: str) -> None:
    assert parse("\ufeff" + DEFAULT.replace("\n", newline)) == default_plan(2026)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('"60%"', Fraction(3, 5)),
        ('"33.5%"', Fraction(67, 200)),
        ('"1/3"', Fraction(1, 3)),
        ('" 1 / 3 "', Fraction(1, 3)),
        ('"１／３"', Fraction(1, 3)),
        ("0.333333", Fraction(333333, 1000000)),
        ('"0.25"', Fraction(1, 4)),
        ("1", Fraction(1)),
        ("0", Fraction(0)),
    ],
)
def test_shares_are_read_exactly(written: str, meant: Fraction) -> None:
    assert parse(f"year = 2026\n[report]\nmax_achievements = {written}").report.max_achievements == meant


@pytest.mark.parametrize("written", ["2026-12-15", '"2026-12-15"', '"2026年12月15日"', '"2026.12.15"', '"2026/12/15"'])
def test_days_may_be_written_as_people_write_them(written: str) -> None:
    assert parse(f"year = 2026\ndeadline = {written}").deadline == date(2026, 12, 15)


@pytest.mark.parametrize("written", ["09:30:00", '"09:30"', '"9:30"'])
def test_times_may_be_written_as_people_write_them(written: str) -> None:
    assert parse(f"year = 2026\n[reminders]\nat = {written}").reminders.at == time(9, 30)


def test_rungs_are_put_in_order() -> None:
    assert parse("year = 2026\n[reminders]\nrungs = [0, 7, 3]").reminders.rungs == (7, 3, 0)


# --- what is wrong is named -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("year = 2026 ", "year = 26 ", "year"),
        ("year = 2026 ", "year = true ", "year"),
        ('unit = "我系"', 'unit = ""', "unit"),
        ('unit = "我系"', "unit = 7", "unit"),
        ('unit = "我系"', 'unit = "我\\n系"', "unit"),
        ("deadline = 2026-12-31", "deadline = 2025-12-31", "deadline"),
        ("deadline = 2026-12-31", "deadline = 2026-12-31T00:00:00", "deadline"),
        ("deadline = 2026-12-31", 'deadline = "2026-02-30"', "deadline"),
        ("due = 2026-12-10", "due = 12", "stage.report.due"),
        ("due = 2026-12-10", "due = 2026-11-01", "stage.report.due"),
        ("due = 2026-12-10", "", "stage.report.due"),
        ('title = "述职报告"', "", "stage.report.title"),
        ('waits_for = ["report"]', 'waits_for = ["grade"]', "stage.review.waits_for[1]"),
        ('waits_for = ["report"]', 'waits_for = "report"', "stage.review.waits_for"),
        ('waits_for = ["meeting", "publicity"]', 'waits_for = ["meeting", "meeting"]', "stage.grade.waits_for[2]"),
        ('acts = ["领导"]', 'acts = ["院长"]', "stage.grade.acts[1]"),
        ("[stage.rectification]", "[stage.Rectification]", "stage.Rectification"),
        ("characters = 3500", 'characters = "3500"', "report.characters"),
        ("characters = 3500", "characters = 3500.0", "report.characters"),
        ('max_achievements = "1/3"', "max_achievements = 33", "report.max_achievements"),
        ('max_achievements = "1/3"', "max_achievements = nan", "report.max_achievements"),
        ('max_achievements = "1/3"', "max_achievements = 1e-99999999", "report.max_achievements"),
        ('max_achievements = "1/3"', 'max_achievements = "1/0"', "report.max_achievements"),
        ('max_achievements = "1/3"', 'max_achievements = "-1/3"', "report.max_achievements"),
        ('max_achievements = "1/3"', 'max_achievements = "不限"', "report.max_achievements"),
        ('min_problems_and_causes = "不限"', 'min_problems_and_causes = "67%"', "report.min_problems_and_causes"),
        ('rows = ["总体评价"]', "rows = []", "ballot.rows"),
        ("minimum = 5", "minimum = 2", "ballot.minimum"),
        ("secret = true", "secret = 1", "ballot.secret"),
        ('title = "较好", points = 85', 'title = "较好", points = 100', "ballot.scale[2].points"),
        ('title = "较好", points = 85', 'title = "好", points = 85', "ballot.scale[2].title"),
        ('title = "较好", points = 85', 'title = "较 好", points = 85', "ballot.scale[2].title"),
        ('title = "较好", points = 85', 'title = "较好"', "ballot.scale[2].points"),
        ('weight = "40%"', 'weight = "30%"', "category.B.weight"),
        ('weight = "40%"', "weight = 0", "category.B.weight"),
        ("[category.B]", "[category.b]", "category.b"),
        ('max_best = "1/3"', 'max_best = "一半"', "caps.max_best"),
        ("days = 5  # 公示几个", "days = 0  # 公示几个", "publicity.days"),
        ("rungs = [30, 14, 7, 3, 1, 0]", "rungs = [30, 14, 400]", "reminders.rungs[3]"),
        ("rungs = [30, 14, 7, 3, 1, 0]", "rungs = [7, 7]", "reminders.rungs[2]"),
        ("rungs = [30, 14, 7, 3, 1, 0]", "rungs = 7", "reminders.rungs"),
        ('at = "09:00"', 'at = "21:00"', "reminders.at"),
        ('at = "09:00"', 'at = "25:00"', "reminders.at"),
        ('at = "09:00"', "at = 09:00:30", "reminders.at"),
        ("days_off = []", "days_off = [2026-12-24, 12]", "calendar.days_off[2]"),
        ("workdays = []", 'workdays = ["2026-12-26", "2026-12-26"]', "calendar.workdays[2]"),
        ('bulletin = "每季度"', 'bulletin = "每年"', "rectification.bulletin"),
        ("monthly_workday = 1", "monthly_workday = 0", "rectification.monthly_workday"),
    ],
)
def test_one_mistake_is_named_with_its_line_and_key(old: str, new: str, key: str) -> None:
    text = edited(old, new)
    [(line, found, message)] = problems(text)
    assert found == key
    assert message
    header = f"[{key.rsplit('.', 1)[0]}]"
    assert line == (line_of(text, new) if new else line_of(text, header))


def test_a_day_off_that_is_worked_is_refused() -> None:
    text = edited("days_off = []", "days_off = [2026-12-24]").replace("workdays = []", "workdays = [2026-12-24]")
    assert places(text) == [(line_of(text, "workdays ="), "calendar.workdays[1]")]


@pytest.mark.parametrize(
    ("wrong", "key", "suggestion"),
    [
        ("tilte = 'x'", "tilte", "title"),
        ("[reports]", "reports", "report"),
        ("[report]\ncharacter = 3000", "report.character", "characters"),
        ("[stage.report]\ntitle = 'x'\ndue = 2026-12-10\nwait_for = []", "stage.report.wait_for", "waits_for"),
        ("[stage.a]\ntitle='x'\ndue=2026-12-10\n[stage.b]\ntitle='x'\ndue=2026-12-11\nwaits_for = ['aa']", None, "a"),
        ("[focus.S6]\ntitle = 'x'\nkeyword = []", "focus.S6.keyword", "keywords"),
        ("[category.A]\ntitle = 'x'\nweight = 1\nwieght = 1", "category.A.wieght", "weight"),
        (
            "[ballot]\nscale = [{title='好', points=2},\n{title='差', points=1, point=1}]",
            "ballot.scale[2].point",
            "points",
        ),
        ("[publicity]\nday = 3", "publicity.day", "days"),
        ("[calendar]\nday_off = []", "calendar.day_off", "days_off"),
        ("[reminders]\nrung = []", "reminders.rung", "rungs"),
        ("[caps]\nmax_bset = 1", "caps.max_bset", "max_best"),
        ("[rectification]\nbuletin = 1", "rectification.buletin", "bulletin"),
    ],
)
def test_an_unknown_name_gets_the_nearest_known_one(wrong: str, key: str | None, suggestion: str) -> None:
    text = f"year = 2026\n{wrong}"
    [(line, found, message)] = problems(text)
    assert found == (key or "stage.b.waits_for[1]")
    assert line == text.count("\n") + 1
    assert message.endswith(f"是不是想写 {suggestion}")


def test_a_name_like_no_other_gets_the_list_of_what_is_known() -> None:
    [(_, key, message)] = problems("year = 2026\n[calendar]\nxyz = 1")
    assert key == "calendar.xyz"
    assert message.endswith("days_off、workdays")


def test_all_mistakes_are_named_at_once_in_the_order_of_the_file() -> None:
    text = """\
tilte = "x"
unit = 12

[report]
characters = "3500"

[stage.notice]
title = "印发通知"
due = 2026-12-20

[stage.meeting]
title = "述职评议会"
due = 2026-12-10
waits_for = ["notice", "reprot"]

[reminders]
rungs = [30,
  14,
  "7"]
"""
    assert places(text) == [
        (1, "tilte"),
        (1, "year"),
        (2, "unit"),
        (5, "report.characters"),
        (13, "stage.meeting.due"),
        (14, "stage.meeting.waits_for[2]"),
        (19, "reminders.rungs[3]"),
    ]


def test_the_weights_are_said_as_they_add_up() -> None:
    [(_, _, message)] = problems(edited('weight = "40%"', 'weight = "30%"'))
    assert "100%" in message
    assert "90%" in message


def test_a_stage_that_ends_too_early_is_told_what_it_waits_for() -> None:
    [(_, _, message)] = problems(edited("due = 2026-12-10", "due = 2026-11-01"))
    assert "调查研究" in message
    assert "11月30日" in message


def test_a_problem_is_said_in_one_sentence() -> None:
    problem = PlanProblem(48, "stage.report.due", "…")
    assert problem.sentence.startswith("第 48 行 stage.report.due")
    with pytest.raises(PlanInvalid, match="第 1 行 year"):
        parse("")


@pytest.mark.parametrize(
    ("text", "line", "key", "hint"),
    [
        ("year = 2026\nunit = “我系”\n", 2, "unit", "中文标点 “ ”"),
        ("year ＝ 2026\n", 1, "year", "中文标点 ＝"),
        ("year = 2026\nunit = 我系\n", 2, "unit", "英文双引号"),
        ("year = 2026\nunit = '我系\n", 2, "unit", "少了"),
        ('year = 2026\nunit = "我系', 2, "unit", "少了"),
        ('year = 2026\nunit = """我系', 2, "unit", "少了"),
        ("year = 2026\nat = 09:00\n", 2, "at", "09:00"),
        ("year = 2026\nweight = 60%\n", 2, "weight", "60%"),
        ("year = 2026\n[report\n", 2, "report", "右边的方括号"),
        ("year = 2026\nyear = 2027\n", 2, "year", "重复"),
        ("year = 2026\n[stage.a]\n\n[stage.a]\n", 4, "stage.a", "重复"),
        ("year = 2026\nday = 2026-02-30\n", 2, "day", "没有这一天"),
        ("year = 2026\nrungs = [1,\n 2\n\n[report]\n", 2, "rungs", "没有用 ] 结束"),
        ("year = 2026\nrungs = [1, 2\nunit = '我系'\n", 2, "rungs", "没有用 ] 结束"),
        ("year = 2026\nrungs = [1, 2\n\n\n", 2, "rungs", "没有用 ] 结束"),
        ("year = 2026\nscale = [\n {title = 好}\n]\n", 3, "{title", "英文双引号"),
        ("year = 2026\nunit = 'a\x01'\n", 2, "unit", "控制字符"),
        ('year = 2026\nunit = "C:\\q"\n', 2, "unit", "反斜杠"),
        ("这是方案\n", 1, "这是方案", "不合格式"),
        ("x = " + "[" * 5000, 1, "", "方括号"),
        ("x = " + "9" * 5000, 1, "", "数字"),
        ("#" * 200_001, 1, "", "太长"),
    ],
)
def test_a_syntax_error_is_named_where_it_was_made(text: str, line: int, key: str, hint: str) -> None:
    [(found_line, found_key, message)] = problems(text)
    assert (found_line, found_key) == (line, key)
    assert hint in message


@pytest.mark.parametrize(
    "text",
    [
        "year = 2026\nreport = 3",
        "year = 2026\n[stage]\nreport = 3",
        "year = 2026\nstage = []",
        "year = 2026\n[[stage]]\nid = 'report'",
        "year = 2026\n[ballot]\nscale = 3",
        "year = 2026\n[ballot]\nscale = [3, 4]",
        "year = 2026\n[ballot]\nscale = []",
        "year = 2026\n[[category]]\nid = 'A'",
        "year = 2026\n[focus]\nS6 = '主题教育'",
    ],
)
def test_a_value_of_the_wrong_shape_is_a_problem_and_nothing_worse(text: str) -> None:
    assert problems(text)


def test_the_shares_of_a_report_may_fill_it_entirely() -> None:
    text = edited('min_problems_and_causes = "不限"', 'min_problems_and_causes = "2/3"')
    assert parse(text).report.min_problems_and_causes == Fraction(2, 3)


def problem_lines(text: str) -> list[int]:
    """Empty when the text is a plan."""
    try:
        parse(text)
    except PlanInvalid as invalid:
        return [problem.line for problem in invalid.problems]
    return []


@given(st.text(max_size=80))
def test_any_text_is_a_plan_or_a_list_of_problems(text: str) -> None:
    lines = problem_lines(text)
    assert lines  # the year is missing in any case
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)


@settings(max_examples=500)
@given(st.integers(0, len(DEFAULT)), st.integers(0, 30), st.text("[]{}=\",.'#\\1a好\n", max_size=3))
def test_a_slip_of_the_finger_is_a_plan_or_a_list_of_problems(start: int, length: int, typed: str) -> None:
    text = DEFAULT[:start] + typed + DEFAULT[start + length :]
    assert all(1 <= line <= text.count("\n") + 1 for line in problem_lines(text))


# --- the guide --------------------------------------------------------------------------------------------------------

GUIDE = (Path(__file__).parents[2] / "docs" / "plan.md").read_text(encoding="utf-8")


def test_every_example_of_the_guide_can_be_used() -> None:
    examples = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert examples
    for example in examples:
        parse(example if "year = " in example else f"year = 2026\n{example}")


def test_the_guide_explains_every_key() -> None:
    written = set(re.findall(r"^([a-z_]+) = ", DEFAULT, re.MULTILINE))
    assert written - set(re.findall(r"`([a-z_]+)`", GUIDE)) == set()


def test_the_guide_shows_a_problem_as_it_is_said() -> None:
    shown = GUIDE.split("```text\n")[1].split("```")[0].strip()
    text = edited("due = 2026-12-10", "due = 2026-11-01").replace("characters = 3500", "charcters = 3500")
    with pytest.raises(PlanInvalid) as caught:
        parse(text)
    assert str(caught.value) == shown


# --- where keys stand -------------------------------------------------------------------------------------------------


def test_keys_are_located_in_every_way_to_write_them() -> None:
    text = '''\
a = 1 # [no.header]
b.c = "x = 1 # no comment"
"d e".'f' = [ # a list
  1, # one
  [2,
   3],
  { x = 1, y.z = [4] },
]
s = """
[no.header]
n = 1 \\""" """""
t = \'\'\'
u = 2\'\'\'
when = 2026-12-31 10:00:00.5
[g.h]
i = 1
[[k]]
l = 1
[[k]]
l = 2
[k.m]
n = 3
[[k.o]]
p = 4
'''
    tomllib.loads(text)
    assert locate(text) == {
        (): 1,
        ("a",): 1,
        ("b",): 2,
        ("b", "c"): 2,
        ("d e",): 3,
        ("d e", "f"): 3,
        ("d e", "f", 0): 4,
        ("d e", "f", 1): 5,
        ("d e", "f", 1, 0): 5,
        ("d e", "f", 1, 1): 6,
        ("d e", "f", 2): 7,
        ("d e", "f", 2, "x"): 7,
        ("d e", "f", 2, "y"): 7,
        ("d e", "f", 2, "y", "z"): 7,
        ("d e", "f", 2, "y", "z", 0): 7,
        ("s",): 9,
        ("t",): 12,
        ("when",): 14,
        ("g",): 15,
        ("g", "h"): 15,
        ("g", "h", "i"): 16,
        ("k",): 17,
        ("k", 0): 17,
        ("k", 0, "l"): 18,
        ("k", 1): 19,
        ("k", 1, "l"): 20,
        ("k", 1, "m"): 21,
        ("k", 1, "m", "n"): 22,
        ("k", 1, "o"): 23,
        ("k", 1, "o", 0): 23,
        ("k", 1, "o", 0, "p"): 24,
    }


# --- what changed -----------------------------------------------------------------------------------------------------


def with_stage(plan: Plan, changed: Stage) -> Plan:
    return replace(plan, stages=tuple(changed if stage.id == changed.id else stage for stage in plan.stages))


PLAN = default_plan(2026)
REPORT = Stage("report", "述职报告", date(2026, 12, 10), ("fieldwork",), (Role.SECRETARY,))
MEETING = Stage("meeting", "述职评议会", date(2026, 12, 21), ("review",), ("书记", "领导", "组织员"))


def test_equal_plans_have_no_changes() -> None:
    assert changes(PLAN, default_plan(2026)) == ()


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (
            with_stage(PLAN, replace(REPORT, due=date(2026, 12, 15))),
            ["述职报告截止：12月10日 → 12月15日"],
        ),
        (
            with_stage(PLAN, replace(MEETING, due=date(2027, 1, 13))),
            ["述职评议会时间：12月21日 → 2027年1月13日"],
        ),
        (
            with_stage(PLAN, replace(REPORT, title="书面报告", acts=("书记", "组织员"), waits_for=(), reminds=False)),
            [
                "环节名称：述职报告 → 书面报告",
                "书面报告由谁做：书记 → 书记、组织员",
                "书面报告的前序环节有调整",
                "书面报告倒计时提醒：关闭",
            ],
        ),
        (
            replace(PLAN, stages=(*PLAN.stages[:-1], Stage("party", "座谈会", date(2026, 12, 30)))),
            ["新增环节：座谈会（12月30日）", "取消环节：整改清单"],
        ),
        (
            replace(PLAN, stages=(PLAN.stages[1], PLAN.stages[0], *PLAN.stages[2:])),
            ["环节顺序：" + "、".join(PLAN.stages[index].title for index in (1, 0, 2, 3, 4, 5, 6, 7, 8))],
        ),
        (
            replace(PLAN, deadline=date(2027, 1, 15), help_contact="李老师"),
            ["完成期限：12月31日 → 2027年1月15日", "联系人：未填 → 李老师"],
        ),
        (
            replace(PLAN, caps=GradeCaps(None, Fraction(1, 5))),
            ["最高等次不超过：1/3 → 不限", "最高等次以下不少于：15% → 20%"],
        ),
        (
            replace(PLAN, days_off=(date(2026, 12, 24), date(2026, 12, 25))),
            ["另外放假：无 → 12月24日、12月25日"],
        ),
        (
            replace(PLAN, reminders=replace(PLAN.reminders, rungs=(), at=time(10))),
            ["提前提醒：30、14、7、3、1、0天 → 不提醒", "提醒时间：09:00 → 10:00"],
        ),
    ],
)
def test_changes_are_said_in_the_groups_words(new: Plan, expected: list[str]) -> None:
    assert list(changes(PLAN, new)) == expected


def test_changed_categories_and_key_words_are_named() -> None:
    area = PLAN.report.focus_areas[0]
    changed = replace(area, keywords=(*area.keywords[1:], "党纪学习"))
    areas = (changed, *PLAN.report.focus_areas[1:-1], FocusArea("S11", "其他", ()))
    new = replace(sample_plan(2026), unit=PLAN.unit, report=replace(PLAN.report, focus_areas=areas))
    said = "\n".join(changes(PLAN, new))
    assert "增加关键词：党纪学习" in said
    assert "去掉关键词：主题教育" in said
    assert "新增重点内容：其他" in said
    assert "取消重点内容：履行基层党建工作责任情况" in said
    assert "票类 A 权重：60% → 50%" in said
    assert "新增票类 C：党员和群众代表（20%）" in said
    assert "取消票类 C" in "\n".join(changes(new, PLAN))


OTHER = Plan(
    year=2027,
    title="另一个方案",
    unit="乙系",
    upper_unit="校党委",
    deadline=date(2027, 12, 30),
    stages=(REPORT,),
    report=ReportRules(3000, Fraction(1, 2), Fraction(1, 3), (FocusArea("S6", "其他", ()),), MEGABYTE),
    ballot=BallotRules(
        rows=("履职",),
        scale=(Step("优秀", 100), Step("合格", 60)),
        categories=(VoterCategory("A", "全体", Fraction(1)),),
        minimum=3,
        quorum=Fraction(4, 5),
        secret=False,
        decimals=1,
        objection_days=7,
    ),
    caps=GradeCaps(None, None),
    reminders=Reminders((5,), time(10), time(19), time(7)),
    rectification=Rectification(2, 5, 3, 6, "monthly"),
    publicity_days=7,
    publicity_scope="全校",
    objection_days=3,
    days_off=(date(2027, 12, 24),),
    workdays=(date(2027, 12, 25),),
    help_contact="李老师",
)


def parts_of(value: object) -> list[str]:
    return [part.name for part in fields(value)] if is_dataclass(value) else [""]


PLACES = [(field.name, part) for field in fields(Plan) for part in parts_of(getattr(PLAN, field.name))]


@pytest.mark.parametrize("place", PLACES, ids=".".join)
def test_no_part_of_a_plan_changes_silently(place: tuple[str, str]) -> None:
    name, part = place
    value = getattr(OTHER, name)
    if part:
        value = replace(getattr(PLAN, name), **{part: getattr(value, part)})
    assert changes(PLAN, replace(PLAN, **{name: value}))


def test_another_year_is_said_first() -> None:
    assert changes(PLAN, replace(PLAN, year=2027))[0] == "年度：2026年 → 2027年"


@settings(max_examples=20)
@given(plans(), st.integers(1, 40))
def test_a_moved_deadline_is_the_only_change(plan: Plan, later: int) -> None:
    moved = replace(plan, deadline=plan.deadline + timedelta(days=later))
    assert len(changes(plan, moved)) == 1
