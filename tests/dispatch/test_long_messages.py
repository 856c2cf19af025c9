"""A long message is a text that somebody pasted: only so much of it is read for further requests."""

from bot.dispatch.several import LONGEST, READ, Several
from bot.dispatch.understanding import Heard, Slot, Understanding

WORDS = dict.fromkeys(("退回", "状态"), frozenset[Slot]())


class Counting:
    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, text: str) -> Understanding:
        self.texts.append(text)
        return (
            Understanding((Heard("状态", {}, sure=True, because=""),))
            if len(self.texts) == 1
            else Understanding()
        )


def test_only_so_many_characters_are_read_for_further_requests() -> None:
    understand = Counting()
    Several(understand, WORDS).read("状态 好，" * 5_000)
    whole, *rests = understand.texts
    assert len(whole) == 25_000
    assert rests
    assert max(map(len, rests)) <= LONGEST
    assert sum(map(len, rests)) <= READ


def test_what_begins_with_no_request_is_not_read_at_all() -> None:
    understand = Counting()
    Several(understand, WORDS).read("辛苦了，" * 5_000)
    assert len(understand.texts) == 1
