import pytest

from bot.domain.report import Part
from bot.domain.report.content import Tone, speaks_of_lack, tone
from bot.domain.report.placing import Position, place_parts

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
    ("sentence", "told"),
    [
        ("党员大会5次。", Tone(7, 0, 0)),  # a number of something is work done
        ("坚持学习。", Tone(5, 0, 0)),
        ("我将每月学习3次。", Tone(0, 0, 9)),
        ("今后学习不够的要补。", Tone(0, 10, 0)),
        ("天气晴好。", SILENT),
    ],
)
def test_a_sentence_is_of_one_kind(sentence: str, told: Tone) -> None:
    assert tone(sentence, 0, len(sentence)) == told


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
