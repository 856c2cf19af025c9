import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.report import Part
from bot.domain.report.content import Tone, speaks_of_lack, tone
from bot.domain.report.findings import shorten
from bot.domain.report.genre import title_weight
from bot.domain.report.lines import lines_of, sentences_of
from bot.domain.report.placing import Position, place_parts
from tests.domain.report.building import manuscript

DONE, LACKING, PLANNED, SILENT = Tone(90, 5, 5), Tone(5, 90, 5), Tone(5, 5, 90), Tone(0, 0, 0)
A, P, C, M = Part.ACHIEVEMENTS, Part.PROBLEMS, Part.CAUSES, Part.MEASURES


@pytest.mark.parametrize(
    ("sentence", "lack"),
    [
        ("学习不够深入。", True),
        ("谈心谈话较少。", True),
        ("解决了学习不够深入的问题。", False),
        ("取得了不少成绩。", False),
    ],
)
def test_a_lack_that_was_made_good_is_none(sentence: str, *, lack: bool) -> None:
    assert speaks_of_lack(sentence) is lack


def test_the_tone_counts_the_characters_of_each_kind() -> None:
    text = "召开党员大会5次。学习不够深入。我将每月谈心。天气晴好。"
    assert tone(text, 0, len(text)) == Tone(done=9, lacking=7, planned=7)
    assert SILENT.share(P) == 0
    assert LACKING.share(P) == 0.9


@pytest.mark.parametrize(
    ("positions", "parts"),
    [
        ([], []),
        ([(None, "", DONE), (None, "", LACKING), (None, "", PLANNED)], [A, P, M]),
        ([(Part.BASICS, "", SILENT), (None, "", DONE)], [Part.BASICS, A]),
        ([(None, "", DONE), (P, "", SILENT), (None, "追根溯源", LACKING)], [A, P, C]),
        ([(None, "", DONE), (P, "", SILENT), (None, "", PLANNED)], [A, P, M]),
    ],
)
def test_sections_are_placed_in_the_order_of_a_report(
    positions: list[tuple[Part | None, str, Tone]], parts: list[Part]
) -> None:
    assert place_parts([Position(*position) for position in positions]) == parts


@pytest.mark.parametrize(
    ("line", "weight"),
    [
        ("2022年度党支部书记抓基层党建工作述职报告", 3),
        ("述职报告（2022年度）", 3),
        ("关于开展述职评议工作的通知", -4),
        ("入党申请书", -4),
        ("支部工作总结", -1),
        ("我校召开大会。", 0),
        ("第一支部", 0),
    ],
)
def test_what_a_title_weighs(line: str, weight: int) -> None:
    assert title_weight(line) == weight


TEXTS = st.text(alphabet="学习。！？”\n 　#*abc1.\u2028", max_size=60)


@given(TEXTS)
def test_lines_and_sentences_stand_where_they_say(text: str) -> None:
    for sentence in sentences_of(text):
        assert text[sentence.start : sentence.end] == sentence.text
    report = manuscript(text)
    for line in lines_of(report):
        assert line.text
        assert report.text[line.start : line.end] == line.text


@given(TEXTS, st.integers(2, 20))
def test_a_quotation_is_one_short_line(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert "\n" not in short
