"""Findings, their quotations, and the place of words in the file."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.manuscript import Manuscript, Paragraph
from bot.domain.report.counting import Characters
from bot.domain.report.findings import Finding, Level, Quotation, Report, shorten
from tests.domain.report.parted import report, split


def test_a_finding_about_the_whole_report_quotes_nothing() -> None:
    finding = Finding.of("S26", Level.OK, "length_ok", characters=10, limit=20)
    assert finding == Finding("S26", Level.OK, "length_ok", (("characters", 10), ("limit", 20)))
    assert (finding.quote, finding.paragraph) == ("", -1)
    assert finding.message == "字数 10（按 Word 字数），不超过 20。"


def test_a_message_names_the_words_that_are_meant() -> None:
    finding = Finding.of("S23", Level.HINT, "no_facts", Quotation("大力加强", 4))
    assert finding.paragraph == 4
    assert "大力加强" in finding.message


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("学习", 2, "学习"),
        ("学习好", 2, "学…"),
        ("学\n 习", 9, "学 习"),
        (" \u3000学习\t", 2, "学习"),
        ("", 1, ""),
        ("学习", 1, "…"),
    ],
)
def test_long_words_are_shortened_to_one_line(text: str, limit: int, shown: str) -> None:
    assert shorten(text, limit) == shown


def test_a_quotation_has_two_lines_of_a_telephone_at_most() -> None:
    assert shorten("党" * 40) == "党" * 40
    assert shorten("党" * 41) == "党" * 39 + "…"


@given(st.text(max_size=60), st.integers(1, 50))
@settings(max_examples=60)
def test_shortening_twice_changes_nothing(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert shorten(short, limit) == short


@pytest.mark.parametrize(
    ("offset", "paragraph"), [(0, 0), (2, 0), (3, 1), (4, 2), (6, 2), (7, 2), (99, 2)]
)
def test_a_place_is_in_the_paragraph_around_it(offset: int, paragraph: int) -> None:
    """The text is 学习⏎⏎谈心: an empty paragraph is one too, and behind the last is its end."""
    assert report("学习\n\n谈心").paragraph_at(offset) == paragraph


def test_a_paragraph_is_named_by_its_place_in_the_file() -> None:
    manuscript = Manuscript("docx", (Paragraph("学习", source=7), Paragraph("谈心", source=12)))
    whole = Report(manuscript, manuscript.text, Characters(4, 4), split())
    assert whole.quotation("谈心", 3) == Quotation("谈心", 12)
    empty = Report(Manuscript("docx", ()), "", Characters(0, 0), split())
    assert empty.paragraph_at(0) == -1
