"""Whom the bot can write to, by his account, his platform and what he did."""

import pytest

from bot.domain.people import Person
from bot.domain.reach import FirstWord, Hindrance, hindrance

ALWAYS, ONCE_SPOKEN, NEVER = FirstWord.ALWAYS, FirstWord.ONCE_SPOKEN, FirstWord.NEVER


@pytest.mark.parametrize(
    ("account", "first_word", "has_written", "expected"),
    [
        ("li", ALWAYS, False, None),
        ("li", ALWAYS, True, None),
        ("li", ONCE_SPOKEN, True, None),
        ("li", ONCE_SPOKEN, False, Hindrance.SILENT),
        ("li", NEVER, True, Hindrance.ANSWERS_ONLY),
        ("li", NEVER, False, Hindrance.ANSWERS_ONLY),
        # What his account lacks comes first: nothing on the platform would mend it.
        ("", ALWAYS, False, Hindrance.UNBOUND),
        ("", NEVER, False, Hindrance.UNBOUND),
        ("outside:li", ALWAYS, True, Hindrance.OUTSIDE),
        ("outside:li", NEVER, True, Hindrance.OUTSIDE),
    ],
)
def test_one_reason_is_told_the_first_to_be_mended(
    account: str, first_word: FirstWord, has_written: bool, expected: Hindrance | None
) -> None:
    person = Person(1, "physics", "李思样", account)
    assert hindrance(person, first_word, has_written=has_written) is expected
