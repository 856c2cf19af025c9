import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.report import Characters, count


@pytest.mark.parametrize(
    ("text", "word"),
    [
        # as an office program counts them
        ("你好,世界", 5),
        ("你好，世界", 5),
        ("你好,世界(test)党员abc,def 12人", 11),
        ("12名党员,3次", 6),
        ("你好.世界;很好:对", 10),
        ("１２３ＡＢＣ", 6),
        ("(一)加强", 5),
        ("你好 , 世界", 5),
        ("卡尔·马克思《abc》", 9),
        # full-width marks are 1 each, as Word sets them in Chinese type
        ("“你好”——世界……", 10),
        ("don’t stop", 2),
        ("", 0),
        (" \u3000\t\n\u00a0", 0),
        ("\ufeff党\u200b员", 2),
        ("𠀀㐀", 2),
    ],
)
def test_counts_as_word_does(text: str, word: int) -> None:
    assert count(text).word == word


def test_han_leaves_out_marks_and_latin() -> None:
    assert count("党员12名，《WPS》〇𠀀") == Characters(word=10, han=4)


@given(st.lists(st.text(), max_size=8))
def test_lines_add_up(lines: list[str]) -> None:
    total = count("\n".join(lines))
    assert total.word == sum(count(line).word for line in lines)
    assert total.han == sum(count(line).han for line in lines)


@given(st.text())
def test_never_counts_more_than_there_are_characters(text: str) -> None:
    counted = count(text)
    assert 0 <= counted.han <= counted.word <= len(text)
