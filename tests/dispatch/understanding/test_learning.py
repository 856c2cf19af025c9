"""What is learned from phrases."""

import pytest

from bot.dispatch.understanding.borders import Border
from bot.dispatch.understanding.learned import BORDERS, Learned, border_weight, weights
from bot.dispatch.understanding.learning import fingerprint, learn_intents
from bot.dispatch.understanding.phrases import NOTHING, Phrase, PhraseUnreadable, read_phrases
from tests.dispatch.understanding.casts import INTENTS


def test_what_is_shipped_was_learned_from_the_phrases() -> None:
    stale = "run scripts/learn_phrases.py"
    assert Learned.load().phrases == fingerprint(list(read_phrases())), stale


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
    learned = learn_intents(phrases)
    assert learned == learn_intents(phrases)
    assert learned["退"]["退回"] > 0 > learned["收"].get("退回", -1)


def test_what_was_learned_is_shipped_in_the_order_in_which_it_is_searched() -> None:
    lines = Learned.load().lines
    assert list(lines) == sorted(set(lines))


def test_every_weight_is_found_again() -> None:
    table = Learned.load()
    for line in table.lines[::500]:
        feature, told = line.decode().split("\t")
        match feature[0]:
            case "?":
                numbered = weights(feature[1:])
                assert " ".join(f"{label}:{n}" for label, n in numbered.items()) == told
            case mark:
                (border,) = [border for border, own in BORDERS.items() if own == mark]
                assert border_weight(border, feature[1:]) == int(told)


@pytest.mark.parametrize(
    "feature", ["", "\t", "\n", "退\t1", "\U0010ffff", "\ud800", "没有人这样说"]
)
def test_what_nobody_said_speaks_for_nothing(feature: str) -> None:
    assert weights(feature) == {}
    assert border_weight(Border.START, feature) == border_weight(Border.END, feature) == 0
