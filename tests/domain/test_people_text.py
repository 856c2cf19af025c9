"""What people wrote, fit to stand among other text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.people_text import MOST_MARKS, in_order, single_line

MARK = "\u0301"  # an accent on the character before it


@pytest.mark.parametrize("turn", "\u061c\u200e\u200f\u202a\u202e\u2066\u2069")
def test_characters_that_turn_what_is_read_are_taken_out(turn: str) -> None:
    assert in_order(f"一{turn}支部") == "一支部"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("一\n支部", "一 支部"),
        ("  一 \t 支部 ", "一 支部"),
        ("一\x00支部", "一支部"),
        ("一 \x00 支部", "一 支部"),  # two blanks that were kept apart
        ("一\u202e支部", "一支部"),
        ("党" * 10, "党" * 10),
        ("党" * 11, "党" * 9 + "…"),
        ("党党党党党党党党 党党党", "党党党党党党党党…"),
        ("", ""),
    ],
)
def test_one_line_shows_every_character_it_has(text: str, line: str) -> None:
    assert single_line(text, 10) == line


@pytest.mark.parametrize(("marks", "left"), [(0, 0), (4, 4), (5, 4), (90, 4)])
def test_towers_of_accents_are_cut(marks: int, left: int) -> None:
    assert single_line("n" + MARK * marks + "d", 99) == "n" + MARK * left + "d"


def test_accents_are_counted_on_each_character_anew() -> None:
    text = ("n" + MARK * MOST_MARKS) * 2
    assert single_line(text, 99) == text


@given(st.text(max_size=40), st.integers(1, 20))
@settings(max_examples=80)
def test_the_line_is_short_printable_and_stays_as_it_is(text: str, longest: int) -> None:
    line = single_line(text, longest)
    assert len(line) <= longest
    assert all(character.isprintable() for character in line)
    assert single_line(line, longest) == line
