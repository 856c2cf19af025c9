"""A pattern is compiled when it is asked, and answers as `re` does."""

import re

import pytest

from bot.domain.patterns import pattern


def test_what_is_wrong_is_raised_when_it_is_asked() -> None:
    wrong = pattern("(")
    with pytest.raises(re.error):
        wrong.search("(")


def test_it_answers_as_the_compiled_one() -> None:
    text, flags = r"(?P<n>\d+)条", re.IGNORECASE
    lazy, compiled = pattern(text, flags), re.compile(text, flags)
    said = "第3条，第12条"
    assert lazy.findall(said) == compiled.findall(said)
    assert lazy.sub("", said) == compiled.sub("", said)
    assert lazy.groupindex == compiled.groupindex
    assert lazy.pattern == compiled.pattern


def test_bytes() -> None:
    header = pattern(rb"%PDF-\d")
    assert header.match(b"%PDF-1.7") is not None
    assert header.match(b"GIF89a") is None
