"""What is learned from phrases."""

import json

import pytest

from bot.dispatch.understanding.intents import LEARNED, Learned
from bot.dispatch.understanding.learning import fingerprint, learn_intents
from bot.dispatch.understanding.phrases import NOTHING, Phrase, PhraseUnreadable, read_phrases
from tests.dispatch.understanding.casts import INTENTS


def test_what_is_shipped_was_learned_from_the_phrases() -> None:
    learned = json.loads(LEARNED.read_text(encoding="utf-8"))
    stale = "run scripts/learn_phrases.py"
    assert learned["phrases"] == fingerprint(list(read_phrases())), stale


def test_every_phrase_belongs_to_a_request_of_the_program() -> None:
    words = {intent.word for intent in INTENTS}
    assert {phrase.word for phrase in read_phrases()} - words == {NOTHING}
    assert Learned.load().words - words == {NOTHING}


def test_a_phrase_is_read_with_its_slots_and_its_text() -> None:
    phrase = Phrase("退回", "麻烦把{支部}的退回去，<问题写得太虚>")
    assert phrase.letters == "把B的退回去,问题写得太虚"
    start, end = phrase.text_start, phrase.text_end
    assert phrase.letters[start:end] == "问题写得太虚"


def test_a_slot_that_nobody_knows_is_named() -> None:
    with pytest.raises(PhraseUnreadable, match="支布"):
        _ = Phrase("退回", "把{支布}的退回去").letters


def test_the_same_phrases_give_the_same_weights_and_tell_requests_apart() -> None:
    phrases = [
        Phrase(label, written)
        for label, written in (
            ("退回", "把{支部}的退回去"),
            ("退回", "{支部}退回"),
            ("受理", "把{支部}的收下"),
            ("受理", "{支部}收下"),
        )
    ]
    weights = learn_intents(phrases)
    assert weights == learn_intents(phrases)
    assert weights["退"]["退回"] > 0 > weights["收"].get("退回", -1)
