import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.planfile import PlanInvalid, PlanProblem, default_plan, parse, render
from bot.domain.planfile.positions import locate
from bot.domain.planfile.values import share

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
        (
            'waits_for = ["meeting", "publicity"]',
            'waits_for = ["meeting", "meeting"]',
            "stage.grade.waits_for[2]",
        ),
        ('acts = ["领导"]', 'acts = ["院长"]', "stage.grade.acts[1]"),
        ("[stage.rectification]", "[stage.Rectification]", "stage.Rectification"),
        ("characters = 3500", 'characters = "3500"', "report.characters"),
        ("characters = 3500", "characters = 3500.0", "report.characters"),
        ('max_achievements = "1/3"', "max_achievements = 33", "report.max_achievements"),
        ('max_achievements = "1/3"', "max_achievements = nan", "report.max_achievements"),
        ('max_achievements = "1/3"', "max_achievements = 1e-99999999", "report.max_achievements"),
        ('max_achievements = "1/3"', 'max_achievements = "1/0"', "report.max_achievements"),
        ('max_achievements = "1/3"', 'max_achievements = "-1/3"', "report.max_achievements"),
        ('max_achievements = "1/3"', 'max_achievements = "没有"', "report.max_achievements"),
        ('kind = "党建述职"', 'kind = "德能勤绩廉"', "report.kind"),
        ('rows = ["总体评价"]', "rows = []", "ballot.rows"),
        ("minimum = 5", "minimum = 2", "ballot.minimum"),
        ('rows = ["总体评价"]', 'rows = [{ title = "德", full = 0 }]', "ballot.rows[1].full"),
        ('rows = ["总体评价"]', 'rows = [{ title = "德", wieght = 1 }]', "ballot.rows[1].wieght"),
        (
            'rows = ["总体评价"]',
            'rows = [{ title = "德", classes = ["D"] }]',
            "ballot.rows[1].classes",
        ),
        ('rows = ["总体评价"]', 'rows = ["德", { title = "德" }]', "ballot.rows[2].title"),
        (
            'rows = ["总体评价"]',
            'rows = ["德", { title = "能", weight = "40%" }]',
            "ballot.rows",
        ),
        (
            'rows = ["总体评价"]',
            'rows = [{ title = "德", weight = "50%" }, { title = "能", weight = "40%" }]',
            "ballot.rows",
        ),
        (
            'rows = ["总体评价"]',
            'rows = [{ title = "德", weight = "50%" }, { title = "能", full = 40 }]',
            "ballot.rows",
        ),
        ('best_at_most = "不限"', "best_at_most = 0", "ballot.best_at_most"),
        ("remind_after_minutes = 0", "remind_after_minutes = -1", "ballot.remind_after_minutes"),
        ("speech_minutes = 8", "speech_minutes = 0", "meeting.speech_minutes"),
        ('comments = "一述一评"', 'comments = "不点评"', "meeting.comments"),
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
        (
            "bulletin_names_branches = false",
            'bulletin_names_branches = "否"',
            "rectification.bulletin_names_branches",
        ),
        ("days = 5  # 开放", "days = 61  # 开放", "satisfaction.days"),
        (
            'title = "基本满意", points = 60',
            'title = "基本满意", points = 100',
            "satisfaction.scale[2].points",
        ),
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
    text = edited("days_off = []", "days_off = [2026-12-24]").replace(
        "workdays = []", "workdays = [2026-12-24]"
    )
    assert places(text) == [(line_of(text, "workdays ="), "calendar.workdays[1]")]


@pytest.mark.parametrize(
    ("wrong", "key", "suggestion"),
    [
        ("tilte = 'x'", "tilte", "title"),
        ("[reports]", "reports", "report"),
        ("[report]\ncharacter = 3000", "report.character", "characters"),
        (
            "[stage.report]\ntitle = 'x'\ndue = 2026-12-10\nwait_for = []",
            "stage.report.wait_for",
            "waits_for",
        ),
        (
            "[stage.a]\ntitle='x'\ndue=2026-12-10\n[stage.b]\ntitle='x'\ndue=2026-12-11\nwaits_for = ['aa']",
            None,
            "a",
        ),
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
def test_an_unknown_name_gets_the_nearest_known_one(
    wrong: str, key: str | None, suggestion: str
) -> None:
    text = f"year = 2026\n{wrong}"
    [(line, found, message)] = problems(text)
    assert found == (key or "stage.b.waits_for[1]")
    assert line == text.count("\n") + 1
    assert message.endswith(f"是不是想写 {suggestion}")


def test_a_name_like_no_other_gets_the_list_of_what_is_known() -> None:
    [(_, key, message)] = problems("year = 2026\n[calendar]\nxyz = 1")
    assert key == "calendar.xyz"
    assert message.endswith("days_off、workdays、school_holidays")


def test_a_key_of_an_earlier_release_is_no_mistake_and_is_never_proposed() -> None:
    line = "undated_due_months = "
    earlier = edited(line, f"repeat_after_workdays = 3\n{line}")
    assert parse(earlier) == parse(DEFAULT)
    (problem,) = problems(edited(line, f"repeat_after_workday = 3\n{line}"))
    assert "repeat_after_workdays" not in problem[2]


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
def test_a_syntax_error_is_named_where_it_was_made(
    text: str, line: int, key: str, hint: str
) -> None:
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


@pytest.mark.parametrize(("most", "least"), [("1/3", "2/3"), ("100%", "1/3"), ("50%", "60%")])
def test_an_upper_and_a_lower_share_never_contradict_each_other(most: str, least: str) -> None:
    text = edited('max_achievements = "1/3"', f'max_achievements = "{most}"')
    text = text.replace('min_problems_and_causes = "不限"', f'min_problems_and_causes = "{least}"')
    assert parse(text).report.min_problems_and_causes == share(least)


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


@settings(max_examples=150)
@given(st.integers(0, len(DEFAULT)), st.integers(0, 30), st.text("[]{}=\",.'#\\1a好\n", max_size=3))
def test_a_slip_of_the_finger_is_a_plan_or_a_list_of_problems(
    start: int, length: int, typed: str
) -> None:
    text = DEFAULT[:start] + typed + DEFAULT[start + length :]
    assert all(1 <= line <= text.count("\n") + 1 for line in problem_lines(text))


WRITTEN = '''\
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
LINES = {
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
}  # of each key


def test_keys_are_located_in_every_way_to_write_them() -> None:
    tomllib.loads(WRITTEN)
    assert locate(WRITTEN) == LINES
