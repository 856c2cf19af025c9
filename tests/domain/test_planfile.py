import re
from dataclasses import replace
from datetime import date, time
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.people import Role
from bot.domain.plan import (
    SELF,
    STAGE_OF,
    BallotRules,
    FocusArea,
    GradeCaps,
    InputRule,
    Material,
    MeetingRules,
    Part,
    Plan,
    Rectification,
    Reminders,
    ReportRules,
    Retention,
    Row,
    SatisfactionRules,
    Scope,
    Stage,
    Step,
    VoterCategory,
)
from bot.domain.planfile import (
    PlanInvalid,
    bare_plan,
    default_plan,
    parse,
    render,
    restore,
    sample_plan,
    store,
)
from bot.domain.words import Words

MEGABYTE = 1024 * 1024
DEFAULT = render(default_plan(2026))


@pytest.mark.parametrize("plan", [default_plan(2022), default_plan(2026), sample_plan(2027)])
def test_a_written_plan_reads_back_as_itself(plan: Plan) -> None:
    assert parse(render(plan)) == plan


@pytest.mark.parametrize(
    "entries",
    [
        {"inputs": (InputRule("only", "现场测评", weight=Fraction(1)),)},
        {"inputs": (InputRule("exam", "考试", by=()),)},
        {"materials": (Material("slides", "课件", characters=1),)},
    ],
)
def test_what_an_entry_says_is_written_though_it_equals_what_others_need_not_say(
    entries: dict[str, tuple[InputRule | Material, ...]],
) -> None:
    plan = replace(sample_plan(2027), **entries)  # type: ignore[arg-type]  # each under its name
    assert parse(render(plan)) == plan


def test_what_a_plan_does_not_mention_is_off() -> None:
    plan = parse("year = 2026\ndeadline = 2026-12-15")
    assert plan == bare_plan(2026, date(2026, 12, 15))
    assert not [part for part in Part if plan.has(part)]


def test_the_built_in_plan_has_every_part() -> None:
    missing = [part for part in Part if not parse(render(sample_plan(2026))).has(part)]
    assert missing == [Part.RESULT_LIST, Part.OTHER_INPUTS]  # it has the four
    # The areas are another year's until somebody has looked at them.
    assert not parse(DEFAULT).has(Part.FOCUS)


@pytest.mark.parametrize("part", sorted(STAGE_OF))
def test_a_stage_that_is_taken_out_takes_its_part_along(part: Part) -> None:
    stage = re.escape(STAGE_OF[part])
    text = re.sub(rf"\[stage\.{stage}\]\n(.+\n)+", "", DEFAULT)
    text = re.sub(rf'"{stage}"(, )?', "", text).replace(", ]", "]")
    plan = parse(text)
    assert not plan.has(part)
    assert parse(render(plan)) == plan


@pytest.mark.parametrize(
    ("section", "part"),
    [("ballot", Part.BALLOT), ("satisfaction", Part.SATISFACTION), ("focus", Part.FOCUS)],
)
def test_a_section_that_is_taken_out_takes_its_part_along(section: str, part: Part) -> None:
    text = re.sub(rf"\[{section}.*\]\n(.+\n)+", "", DEFAULT)
    text = re.sub(r"\[category.*\]\n(.+\n)+", "", text)
    assert not parse(text).has(part)


def test_without_stages_a_section_alone_brings_its_part() -> None:
    plan = parse("year = 2026\n[report]\ncharacters = 3000")
    assert [part for part in Part if plan.has(part)] == [Part.REPORT, Part.OUTLINE]
    assert (plan.report.characters, plan.report.max_achievements) == (3000, None)


def test_what_an_earlier_version_stored_keeps_its_meaning() -> None:
    earlier = re.sub(r"\[(satisfaction|meeting|words)\]\n(.+\n)+", "", DEFAULT)
    assert restore(earlier) == default_plan(2026)
    assert not parse(earlier).has(Part.SATISFACTION)
    assert restore(store(parse(earlier))) == parse(earlier)


def test_every_key_that_is_written_is_explained() -> None:
    explained = DEFAULT.split("[stage.notice]")[0] + DEFAULT.split("# ── 书面报告")[1]
    for line in explained.splitlines():
        if " = " in line and not line.startswith(
            ("title", "keywords", "by", "weight", "rates", "quorum", "scale", "rows", "  {", "#")
        ):
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
distinct_names = st.lists(
    st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True), min_size=1, max_size=3, unique=True
)
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@st.composite
def stages(draw: st.DrawFn) -> tuple[Stage, ...]:
    names = draw(
        st.lists(
            st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True),
            min_size=1,
            max_size=5,
            unique=True,
        )
    )
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
    most = draw(st.none() | shares.filter(lambda share: share < 1))
    ids = draw(
        st.lists(
            st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,8}", fullmatch=True), min_size=1, unique=True
        )
    )
    return ReportRules(
        characters=draw(st.none() | st.integers(100, 100_000)),
        max_achievements=most,
        min_problems_and_causes=draw(st.none() | shares),
        focus_areas=tuple(
            FocusArea(area, draw(texts()), draw(distinct(texts(), 15))) for area in ids
        ),
        max_file_bytes=draw(st.integers(1, 100)) * MEGABYTE,
    )


@st.composite
def scales(draw: st.DrawFn) -> tuple[Step, ...]:
    points = sorted(
        draw(st.lists(st.integers(0, 1000), min_size=2, max_size=6, unique=True)), reverse=True
    )
    unscored = [None] * draw(st.integers(0, 2))
    size = len(points) + len(unscored)
    titles = draw(st.lists(texts(), min_size=size, max_size=size, unique=True))
    return tuple(map(Step, titles, [*points, *unscored]))


@st.composite
def rows(draw: st.DrawFn) -> tuple[Row, ...]:
    """Rows alike, or with weights or full marks."""
    titles = draw(st.lists(texts(), min_size=1, max_size=4, unique=True))
    manner = draw(st.sampled_from(["alike", "weights", "full marks"]))
    parts = [draw(st.integers(1, 100)) for _ in titles]
    sheet = []
    for title, part in zip(titles, parts, strict=True):
        row = Row(title, classes=draw(st.sampled_from([(), ("A",)])))
        if manner == "weights":
            row = replace(row, weight=Fraction(part, sum(parts)))
        elif manner == "full marks":
            row = replace(row, full=part, marks=draw(st.booleans()))
        if not row.marks and draw(st.booleans()):
            row = replace(row, scale=draw(scales()))
        sheet.append(row)
    return tuple(sheet)


@st.composite
def ballot_rules(draw: st.DrawFn) -> BallotRules:
    parts = draw(st.lists(st.integers(1, 999), min_size=1, max_size=5))
    return BallotRules(
        rows=draw(rows()),
        scale=draw(scales()),
        best_at_most=draw(st.none() | st.integers(1, 1000)),
        drop_extremes=draw(st.booleans()),
        words=draw(st.booleans()),
        categories=tuple(
            VoterCategory(
                name,
                draw(texts()),
                Fraction(part, sum(parts)),
                draw(st.sampled_from([("全部",), ("本支部", "A"), ("上级", "下级", "本人")])),
                draw(optional_shares),
            )
            for name, part in zip(("A", "B2", "服务对象", "D", "群众"), parts, strict=False)
        ),
        minimum=draw(st.integers(3, 1000)),
        quorum=draw(optional_shares),
        secret=draw(st.booleans()),
        decimals=draw(st.integers(0, 4)),
        objection_days=draw(st.integers(0, 60)),
        remind_after_minutes=draw(st.integers(0, 1440)),
    )


@st.composite
def reminders(draw: st.DrawFn) -> Reminders:
    start, at, end = sorted(draw(st.lists(clocks, min_size=3, max_size=3, unique=True)))
    rungs = tuple(sorted(draw(st.sets(st.integers(0, 365))), reverse=True))
    late_times = draw(st.integers(0, 26))
    return Reminders(rungs, at, quiet_from=end, quiet_until=start, late_times=late_times)


@st.composite
def inputs(draw: st.DrawFn) -> tuple[InputRule, ...]:
    ids = draw(distinct_names)
    titles = draw(st.lists(texts(), min_size=len(ids), max_size=len(ids), unique=True))
    entering = st.lists(st.sampled_from([*Role, SELF]), unique=True, max_size=3).map(tuple)
    return tuple(
        InputRule(name, title, draw(entering), draw(optional_shares), required=draw(st.booleans()))
        for name, title in zip(ids, titles, strict=True)
    )


@st.composite
def materials(draw: st.DrawFn) -> tuple[Material, ...]:
    ids = draw(distinct_names)
    titles = draw(st.lists(texts(), min_size=len(ids), max_size=len(ids), unique=True))
    found: list[Material] = []
    for name, title in zip(ids, titles, strict=True):
        least, most = sorted(draw(st.lists(st.integers(1, 100_000), min_size=2, max_size=2)))
        kinds = draw(st.sampled_from([(), ("pptx",), ("docx", "pdf")]))
        material = Material(name, title, kinds, required=draw(st.booleans()))
        if draw(st.booleans()):
            material = replace(material, characters=most, min_characters=least)
        found.append(material)
    return tuple(found)


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
        meeting=MeetingRules(draw(st.integers(1, 60)), draw(st.sampled_from(["each", "together"]))),
        ballot=draw(ballot_rules()),
        caps=GradeCaps(draw(optional_shares), draw(optional_shares)),
        inputs=draw(inputs()),
        materials=draw(materials()),
        reminders=draw(reminders()),
        rectification=Rectification(
            2,
            3,
            6,
            draw(st.sampled_from(["quarterly", "monthly"])),
            draw(st.booleans()),
            draw(st.integers(1, 20)),
        ),
        retention=Retention(*draw(st.tuples(*[st.none() | st.integers(1, 120)] * 4))),
        satisfaction=SatisfactionRules(draw(st.integers(1, 60)), draw(scales())),
        publicity_days=draw(st.integers(1, 60)),
        publicity_scope=draw(texts()),
        objection_days=draw(st.integers(0, 60)),
        days_off=tuple(own[::2]),
        workdays=tuple(own[1::2]),
        help_contact=draw(st.just("") | texts()),
        organisation=draw(st.just("") | texts()),
        words=Words(*draw(st.lists(texts(), min_size=7, max_size=7))),
    )


@settings(max_examples=30)
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
        ('"100%"', None),
        ('"不限"', None),
        ("0", Fraction(0)),
    ],
)
def test_shares_are_read_exactly(written: str, meant: Fraction | None) -> None:
    assert (
        parse(f"year = 2026\n[report]\nmax_achievements = {written}").report.max_achievements
        == meant
    )


@pytest.mark.parametrize(
    "written", ["2026-12-15", '"2026-12-15"', '"2026年12月15日"', '"2026.12.15"', '"2026/12/15"']
)
def test_days_may_be_written_as_people_write_them(written: str) -> None:
    assert parse(f"year = 2026\ndeadline = {written}").deadline == date(2026, 12, 15)


@pytest.mark.parametrize("written", ["09:30:00", '"09:30"', '"9:30"'])
def test_times_may_be_written_as_people_write_them(written: str) -> None:
    assert parse(f"year = 2026\n[reminders]\nat = {written}").reminders.at == time(9, 30)


def test_rungs_are_put_in_order() -> None:
    assert parse("year = 2026\n[reminders]\nrungs = [0, 7, 3]").reminders.rungs == (7, 3, 0)


GUIDE = (Path(__file__).parents[2] / "docs" / "plan.md").read_text(encoding="utf-8")


def test_every_example_of_the_guide_can_be_used() -> None:
    examples = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert examples
    for example in examples:
        parse(example if "year = " in example else f"year = 2026\n{example}")


def test_the_guide_shows_a_problem_as_it_is_said() -> None:
    shown = GUIDE.split("```text\n")[1].split("```")[0].strip()
    text = DEFAULT.replace("due = 2026-12-10", "due = 2026-11-01").replace(
        "characters = 3500", "charcters = 3500"
    )
    with pytest.raises(PlanInvalid) as caught:
        parse(text)
    assert str(caught.value) == shown


@pytest.mark.parametrize("header", ['[category."服务对象"]', "[category.服务对象]"])
def test_a_voter_category_may_be_called_in_chinese(header: str) -> None:
    plan = parse(f'year = 2026\n{header}\ntitle = "代表"\nweight = "100%"\nrates = "本单位"\n')
    (category,) = plan.ballot.categories
    assert (category.id, category.rates) == ("服务对象", (Scope.OWN_BRANCH,))
