"""Sections of the plan file, one problem at a time: where it stands, and what is said of it."""

from datetime import date, time
from fractions import Fraction

import pytest

from bot.domain.plan import GradeCaps, InputRule, Material, Part, Plan, Scope, SubjectGroup, Venue
from bot.domain.planfile import PlanInvalid, parse
from bot.domain.planfile.reading import decode

HEAD = "year = 2026\n"
ONE_CLASS = '[category.A]\ntitle = "领导"\nweight = "100%"\n'
SECRETARIES = '[subjects.secretary]\ntitle = "支部书记"\n'


def read(*sections: str) -> Plan:
    return parse(HEAD + "\n".join(sections))


def problems(*sections: str) -> list[tuple[str, str]]:
    with pytest.raises(PlanInvalid) as caught:
        read(*sections)
    return [(problem.key, problem.message) for problem in caught.value.problems]


def problem(*sections: str) -> tuple[str, str]:
    (only,) = problems(*sections)
    return only


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("单位".encode(), "单位"),
        ("单位".encode("utf-8-sig"), "单位"),
        ("单位".encode("gb18030"), "单位"),
        ("单位".encode("utf-16"), "单位"),  # 「Unicode」 of the Windows editor
        (b"\xfe\xff" + "单位".encode("utf-16-be"), "单位"),
        (b"\xff\xff", "��"),
    ],
)
def test_a_file_is_read_as_editors_of_an_office_write_it(content: bytes, text: str) -> None:
    assert decode(content) == text


@pytest.mark.parametrize(
    ("year", "problem_of"),
    [(1999, "year"), (2000, None), (2099, None), (2100, "year")],
)
def test_a_plan_is_of_a_year_of_this_century(year: int, problem_of: str | None) -> None:
    text = f"year = {year}\n"
    if problem_of is None:
        assert parse(text).deadline == date(year, 12, 31)
    else:
        with pytest.raises(PlanInvalid) as caught:
            parse(text)
        assert [each.key for each in caught.value.problems] == [problem_of]


def test_marks_and_line_ends_of_windows_change_nothing() -> None:
    assert parse('\ufeffyear = 2026\r\ntitle = "述职"\r\n') == parse(
        'year = 2026\ntitle = "述职"\n'
    )


def test_what_the_file_does_not_mention_is_off() -> None:
    assert read().parts == frozenset()
    assert read("[report]").parts == {Part.REPORT}
    assert read("[report]").report.party_building
    assert not read().report.party_building
    assert read(ONE_CLASS).parts == {Part.BALLOT}
    assert read("[ballot]").parts == {Part.BALLOT}


# Stages

STAGE = '[stage.{}]\ntitle = "{}"\ndue = 2026-{}\n'


def stage(name: str, day: str, waits_for: str = "") -> str:
    return STAGE.format(name, name, day) + waits_for


def test_a_stage_waits_for_those_before_it() -> None:
    plan = read(stage("report", "12-10"), stage("review", "12-17", 'waits_for = ["report"]'))
    assert [each.id for each in plan.stages] == ["report", "review"]
    assert plan.stages[1].waits_for == ("report",)


@pytest.mark.parametrize(
    ("sections", "key", "message"),
    [
        (
            (stage("report", "12-10", 'waits_for = ["review"]'),),
            "stage.report.waits_for[1]",
            "只能写排在前面的环节：（前面没有环节，请留空 []）",
        ),
        (
            (stage("report", "12-10"), stage("meeting", "12-17", 'waits_for = ["grade"]')),
            "stage.meeting.waits_for[1]",
            "只能写排在前面的环节：report",
        ),
        (
            (stage("report", "12-10"), stage("meeting", "12-17", 'waits_for = ["reprot"]')),
            "stage.meeting.waits_for[1]",
            "前面没有环节 reprot，是不是想写 report",
        ),
        (
            (stage("report", "12-10"), stage("meeting", "12-09", 'waits_for = ["report"]')),
            "stage.meeting.due",
            "要等“report”（12月10日）先完成，不能早于那一天",
        ),
        (
            ('[stage.Report]\ntitle = "报告"\ndue = 2026-12-10',),
            "stage.Report",
            "名称只能用小写英文字母，例如 [stage.report]",
        ),
        (('[stage.report]\ntitle = "报告"',), "stage.report.due", "这里必须填写，不能缺少"),
        (
            (stage("report", "12-10", "duo = 1"),),
            "stage.report.duo",
            "没有这一项，是不是想写 due",
        ),
    ],
)
def test_what_is_wrong_with_a_stage(sections: tuple[str, ...], key: str, message: str) -> None:
    assert problem(*sections) == (key, message)


def test_a_stage_may_end_on_the_day_of_the_one_it_waits_for() -> None:
    read(stage("report", "12-10"), stage("meeting", "12-10", 'waits_for = ["report"]'))


# What one field alone does not show


@pytest.mark.parametrize(
    ("sections", "key", "message"),
    [
        (("[ballot]\nrows = []",), "ballot.rows", "至少要有一行测评内容"),
        (
            ('[reminders]\nat = "21:00"',),
            "reminders.at",
            "不能在安静时段（20:00 至 08:00）以内",
        ),
        (
            ('[reminders]\nquiet_from = "09:00"\nquiet_until = "10:00"\nat = "09:00"',),
            "reminders.at",
            "不能在安静时段（09:00 至 10:00）以内",
        ),
        (
            ("[calendar]\ndays_off = [2026-12-24]\nworkdays = [2026-12-26, 2026-12-24]",),
            "calendar.workdays[2]",
            "这一天同时写在 days_off 里，请只留一处",
        ),
        (
            ('[release]\nlist_grades = ["好", "良"]',),
            "release.list_grades[2]",
            "没有等次“良”，可以写：好、较好、一般、差",
        ),
    ],
)
def test_what_one_field_alone_does_not_show(
    sections: tuple[str, ...], key: str, message: str
) -> None:
    assert problem(*sections) == (key, message)


def test_the_quiet_hours_end_when_one_may_speak() -> None:
    assert read('[reminders]\nat = "08:00"').reminders.at == time(8, 0)


# Classes, rounds and inputs


@pytest.mark.parametrize(
    ("sections", "key", "message"),
    [
        (
            (
                '[category.A]\ntitle = "领导"\nweight = "60%"',
                '[category.B]\ntitle = "党员"\nweight = "30%"',
            ),
            "category.B.weight",
            "各票类权重合计应为 100%，现在是 90%",
        ),
        (
            ('[category.a]\ntitle = "领导"\nweight = "100%"',),
            "category.a",
            "名称只能用大写英文字母或中文，例如 [category.A]",
        ),
        (('[category.A]\ntitle = "领导"',), "category.A.weight", "这里必须填写，不能缺少"),
        (
            (f'{ONE_CLASS}rates = ["C"]',),
            "category.A.rates",
            f"没有“C”，可以写：{'、'.join(Scope)}、A",
        ),
        (
            (ONE_CLASS, '[ballot]\nrows = [{ title = "德", classes = ["A", "B"] }]'),
            "ballot.rows[1].classes",
            "没有票类“B”，可以写：A",
        ),
        (
            (ONE_CLASS, '[input.first]\ntitle = "初评"\nclasses = ["A", "B"]'),
            "input.first.classes[2]",
            "没有票类“B”，可以写：A",
        ),
        (
            (
                ONE_CLASS,
                '[input.first]\ntitle = "初评"\nclasses = ["A"]',
                '[input.second]\ntitle = "复评"\nclasses = ["A"]',
            ),
            "input.second.classes[1]",
            "票类“A”已经参加“初评”，只能参加一场",
        ),
        (
            ('[input.exam]\ntitle = "考试"', '[input.test]\ntitle = "考试"'),
            "input.test.title",
            "“考试”重复了，请换一个名称",
        ),
        (('[input.exam]\ntitle = "考 试"',), "input.exam.title", "名称中间不能有空格"),
        (
            ('[input.Exam]\ntitle = "考试"',),
            "input.Exam",
            "名称只能用小写英文字母，例如 [input.exam]",
        ),
        (("[input.exam]",), "input.exam.title", "这里必须填写，不能缺少"),
        (
            ('[input.exam]\ntitle = "考试"\nx = 1',),
            "input.exam.x",
            "没有这一项，这里可以写：title、by、weight、classes、required",
        ),
    ],
)
def test_what_is_wrong_with_classes_and_inputs(
    sections: tuple[str, ...], key: str, message: str
) -> None:
    assert problem(*sections) == (key, message)


def test_classes_rate_those_that_there_are() -> None:
    plan = read(f'{ONE_CLASS}rates = ["A", "secretary", "本部门"]', SECRETARIES)
    assert plan.ballot.categories[0].rates == ("A", "secretary", Scope.OWN_BRANCH)
    assert plan.ballot.categories[0].weight == 1
    assert read('[input.exam]\ntitle = "考试"').inputs == (InputRule("exam", "考试"),)


# Subjects and materials


def test_a_group_may_have_caps_of_its_own() -> None:
    plan = read('[caps]\nmax_best = "1/4"', f'{SECRETARIES}min_below_best = "20%"')
    assert plan.caps_of(plan.subjects[0]) == GradeCaps(Fraction(1, 4), Fraction(1, 5))
    assert read(f'{SECRETARIES}max_best = "20%"').subjects[0].caps is not None
    assert read(SECRETARIES).subjects == (SubjectGroup("secretary", "支部书记"),)


@pytest.mark.parametrize(
    ("sections", "key", "message"),
    [
        (
            (SECRETARIES, '[subjects.deputy]\ntitle = "支部书记"'),
            "subjects.deputy.title",
            "“支部书记”重复了，名册靠名称认出各组，请换一个",
        ),
        (("[subjects.deputy]",), "subjects.deputy.title", "这里必须填写，不能缺少"),
        (
            ('[subjects.1]\ntitle = "副书记"',),
            "subjects.1",
            "名称只能用英文字母和数字，例如 [subjects.deputy]",
        ),
        (
            ('[subjects.deputy]\ntitle = "副书记"\nmax_bset = 1',),
            "subjects.deputy.max_bset",
            "没有这一项，是不是想写 max_best",
        ),
        (
            (
                '[material.slides]\ntitle = "课件"',
                '[material.form]\ntitle = "课件"',
            ),
            "material.form.title",
            "“课件”重复了，材料靠名称区分，请换一个",
        ),
        (
            (SECRETARIES, '[material.form]\ntitle = "表"\nsubjects = ["secretary", "deputy"]'),
            "material.form.subjects[2]",
            "没有评议对象 deputy，可以写：secretary",
        ),
        (
            ('[material.form]\ntitle = "表"\nsubjects = ["deputy"]',),
            "material.form.subjects[1]",
            "没有评议对象 deputy，可以写：（方案里没有 [subjects]，请留空）",
        ),
        (
            ('[material.form]\ntitle = "表"\ncharacters = 200\nmin_characters = 201',),
            "material.form.min_characters",
            "下限不能高于上限 200",
        ),
        (
            ('[material.form]\ntitle = "表"\nnote = "x"',),
            "material.form.note",
            "没有这一项，这里可以写：title、kinds、characters、min_characters、required、subjects",
        ),
    ],
)
def test_what_is_wrong_with_groups_and_materials(
    sections: tuple[str, ...], key: str, message: str
) -> None:
    assert problem(*sections) == (key, message)


def test_a_material_of_a_certain_length() -> None:
    plan = read('[material.form]\ntitle = "表"\ncharacters = 200\nmin_characters = 200')
    assert plan.materials == (Material("form", "表", characters=200, min_characters=200),)


# Venues and focus areas


def test_nobody_comes_to_two_venues() -> None:
    west = '[venue.west]\ntitle = "西区"\nbranches = ["一支部"]\npeople = ["张三"]'
    east = '[venue.east]\ntitle = "东区"\nbranches = ["二支部", "一支部"]\npeople = ["张三"]'
    assert problems(west, east) == [
        ("venue.east.branches[2]", "“一支部”已经在西区，只能在一个会场"),
        ("venue.east.people[1]", "“张三”已经在西区，只能在一个会场"),
    ]
    assert read(west).ballot.venues == (
        Venue("west", "西区", branches=("一支部",), people=("张三",)),
    )
    other = '[venue.east]\ntitle = "东区"\nbranches = ["张三"]\npeople = ["一支部"]'
    assert len(read(west, other).ballot.venues) == 2


@pytest.mark.parametrize(
    ("section", "key", "message"),
    [
        (
            '[venue.West]\ntitle = "西区"',
            "venue.West",
            "名称只能用小写英文字母，例如 [venue.south]",
        ),
        ("[venue.west]", "venue.west.title", "这里必须填写，不能缺少"),
        ("[focus.S6]", "focus.S6.title", "这里必须填写，不能缺少"),
        (
            '[focus.6]\ntitle = "学习"',
            "focus.6",
            "名称只能用英文字母和数字，例如 [focus.S6]",
        ),
        (
            '[focus.S6]\ntitle = "学习"\nwords = []',
            "focus.S6.words",
            "没有这一项，是不是想写 keywords",
        ),
        ("[ballto]", "ballto", "没有这一项，是不是想写 ballot"),
        ('report = "一份"', "report", "请写成一节，以 [report] 这样的标题开头"),
    ],
)
def test_what_is_wrong_with_venues_areas_and_names(section: str, key: str, message: str) -> None:
    assert problem(section) == (key, message)


def test_a_day_written_as_people_do_hears_how_a_day_is_written() -> None:
    for line in ("deadline = 2026年12月31日", "deadline = 12月31日"):
        with pytest.raises(PlanInvalid) as refused:
            parse(f"year = 2026\n{line}\n")
        assert "日期写成 2026-12-10" in str(refused.value.problems[0].message)
