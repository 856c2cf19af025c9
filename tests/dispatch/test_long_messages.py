"""A long message is a text that somebody pasted: only so much of it is read for further requests."""

from bot.dispatch.understanding.aliases import names_of
from bot.dispatch.understanding.asking import CLAUSE, READABLE, Asking
from bot.dispatch.understanding.requests import PARTS, requests_in
from bot.dispatch.understanding.writing import plain
from tests.dispatch.understanding.casts import INTENTS, NUMBERED, TODAY


def asking(text: str) -> Asking:
    return Asking(text, plain(text), INTENTS, names_of(NUMBERED), TODAY, NUMBERED.people[0])


def test_only_so_many_characters_are_read_for_further_requests() -> None:
    long = asking("状态 好，谁没交和谁没投，" * 2_500)
    requests_in(long)
    assert max(end for _, end in long.readings) <= READABLE
    assert all(len(long.sketch(start, end).letters) <= CLAUSE for start, end in long.readings)
    assert len(long.readings) <= 10 * PARTS
