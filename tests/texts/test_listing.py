"""Lists stay short, and nothing of them is lost."""

from hypothesis import given
from hypothesis import strategies as st

from bot.texts.listing import LINES, fits, in_brackets, listed, shortened

ITEMS = st.lists(st.text("一二三四五", min_size=1, max_size=6), max_size=120)


@given(ITEMS, st.integers(1, LINES))
def test_a_list_keeps_to_its_room_and_loses_nothing(items: list[str], room: int) -> None:
    lines = listed(items, room)
    assert len(lines) <= room
    assert "、".join(lines).split("、") == (items or [""])


def test_what_fits_stands_one_a_line_behind_its_mark() -> None:
    assert listed(["甲", "乙"], 2, mark="· ") == ["· 甲", "· 乙"]
    assert listed(["甲", "乙", "丙"], 2, mark="· ") == ["甲、乙", "丙"]


def test_a_message_has_at_most_twelve_lines() -> None:
    assert [fits("\n".join(["行"] * lines)) for lines in (1, LINES, LINES + 1)] == [
        True,
        True,
        False,
    ]


@given(st.text(), st.integers(1, 40))
def test_shortened_text_says_that_it_is(text: str, length: int) -> None:
    short = shortened(text, length)
    assert len(short) <= length
    assert short == text or short.endswith("…")


def test_nothing_is_put_in_brackets_where_there_is_nothing_to_say() -> None:
    assert in_brackets("出差") == "（出差）"
    assert in_brackets("") == ""
