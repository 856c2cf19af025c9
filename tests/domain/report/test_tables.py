"""Tables of problems, causes and measures as any author may fill them in."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.manuscript import Cell, Manuscript, Paragraph, Place
from bot.domain.report import Part
from bot.domain.report.judge import judge
from bot.domain.report.tables import Layout, lay_out
from tests.domain.report.building import RULES

FILLINGS = st.sampled_from(
    [
        "",
        "学习不够系统。",
        "谈心谈话少。",
        "3",
        "一、活动形式单一。",
        "二、原因分析",
        "问题",
        "原因分析",
    ]
)
ROWS = st.lists(st.tuples(FILLINGS, FILLINGS, FILLINGS), max_size=6)
CELLS = st.builds(
    Cell,
    st.integers(0, 1),
    st.integers(0, 5),
    st.integers(0, 3),
    st.integers(1, 3),
    st.integers(1, 3),
)
ANY_TABLES = st.lists(
    st.tuples(st.sampled_from(["问题", "原因", "措施", "3", "谈心少。"]), st.none() | CELLS),
    max_size=14,
)


def manuscript(rows: list[tuple[str, str, str]]) -> Manuscript:
    """A report whose problems stand in a table; an empty cell has no paragraph."""
    table = [("存在问题", "原因", "整改措施"), *rows]
    cells = [
        Paragraph(text, Place.TABLE, cell=Cell(0, row, column), source=3 * row + column)
        for row, texts in enumerate(table)
        for column, text in enumerate(texts)
        if text
    ]
    before, behind = Paragraph("二、存在的问题及整改措施"), Paragraph("三、整改承诺")
    return Manuscript("docx", (before, *cells, behind))


@given(ROWS)
def test_each_row_keeps_its_own_words(rows: list[tuple[str, str, str]]) -> None:
    told = [row for table in lay_out(manuscript(rows)).tables for row in table.rows]
    full = [texts for texts in rows if all(text.endswith("。") for text in texts)]
    assert [(row.problem, row.cause, row.measure).count(None) for row in told].count(0) >= bool(
        full
    )
    if full == rows:
        written = [(row.problem, row.cause, row.measure) for row in told]
        assert [tuple(item.text for item in items if item) for items in written] == rows


@given(ROWS)
def test_the_places_of_rows_are_places_in_the_text(rows: list[tuple[str, str, str]]) -> None:
    layout = lay_out(manuscript(rows))
    for row in (row for table in layout.tables for row in table.rows):
        for item in filter(None, (row.problem, row.cause, row.measure)):
            assert layout.manuscript.text.startswith(item.text.partition("\n")[0], item.start)


@given(ANY_TABLES)
def test_nothing_is_lost_or_told_twice(written: list[tuple[str, Cell | None]]) -> None:
    original = Manuscript("docx", tuple(Paragraph(text, cell=cell) for text, cell in written))
    layout = lay_out(original)
    assert Counter(layout.manuscript.paragraphs) == Counter(original.paragraphs)
    verdict = judge(original, RULES)
    assert sum(section.characters for section in verdict.sections) == verdict.characters.word


@given(ROWS)
def test_the_columns_are_the_parts(rows: list[tuple[str, str, str]]) -> None:
    verdict = judge(manuscript(rows), RULES)
    found = [section.part for section in verdict.sections if section.number]
    assert found == [Part.PROBLEMS, Part.CAUSES, Part.MEASURES, Part.PROMISE]


def test_other_tables_stay_as_they_are() -> None:
    paragraphs = tuple(
        Paragraph(text, cell=Cell(0, 0, at)) for at, text in enumerate(("姓名", "存在问题", "职务"))
    )
    told = Manuscript("docx", paragraphs)
    assert lay_out(told) == Layout(told)
