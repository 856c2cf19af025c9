"""The nearest things when nothing was understood: by spelling and by sound.

What compares spellings is forty modules, which the first slip of the pen loads.
"""

from collections.abc import Sequence

from bot.dispatch.understanding.aliases import Names
from bot.dispatch.understanding.sounds import spelling, spelling_of_word
from bot.dispatch.understanding.values import Intent
from bot.domain.people import Person

CLOSE = 65.0  # at or above, a name is asked back: 李淑 for 李淑芬
NEAR = 55.0
SHORT = 8
LOOKED_AT = 200  # characters of a message
USUAL = ("倒计时", "状态", "我的材料", "谁没交", "我是谁")


def nearest_words(text: str, intents: Sequence[Intent]) -> tuple[str, ...]:
    """Up to three canonical words: those that look or sound like it, the nearest first, then those that are asked for most."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - see above

    words = [intent.word for intent in intents]
    likeness = dict.fromkeys(words, 0.0)
    said = text.strip()
    if said:
        written, spoken = said[:LOOKED_AT], spelling(said[:20])
        # In writing or by its sound, whichever is nearer: 100 is the same.
        likeness = {
            word: max(fuzz.partial_ratio(written, word), fuzz.ratio(spoken, spelling_of_word(word)))
            for word in words
        }
    near = sorted(
        (word for word in words if likeness[word] >= NEAR), key=lambda word: -likeness[word]
    )
    usual = [word for word in USUAL if word in likeness]
    return tuple(dict.fromkeys([*near, *usual, *words]))[:3]


def slips(text: str, intents: Sequence[Intent]) -> list[str]:
    """The canonical words that a short message probably meant to be."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - see above

    said = text.strip()
    if not 1 < len(said) <= SHORT:
        return []
    words = [intent.word for intent in intents if len(intent.word) > 2]
    found = process.extract(said, words, scorer=fuzz.ratio, score_cutoff=60, limit=3)
    return [word for word, _, _ in found]


def near_names(said: str, names: Names) -> tuple[Person, ...]:
    """Up to three people whose names look like what was typed; empty when nobody's does."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - see above

    found = process.extract(said, list(names.full), scorer=fuzz.ratio, score_cutoff=CLOSE, limit=3)
    return tuple(person for name, _, _ in found for person in names.full[name])[:4]


def spelled(text: str, intents: Sequence[Intent]) -> str:
    """The canonical word that was typed in Latin letters, or nothing."""
    letters = "".join(character for character in text if character.isalnum())
    if not (letters.isascii() and letters.isalpha()):
        return ""
    words = (intent.word for intent in intents)
    return next((word for word in words if spelling_of_word(word) == letters), "")
