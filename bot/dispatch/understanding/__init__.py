"""Understanding what people type: deterministic, explainable, and asking back rather than guessing.

typed → `writing` (one plain form of the same length) → `canonical` (word and arguments exactly: sure)
      → `clauses` → `names` and `dates` (who, what, when) → `sketch` (the sentence's shape) → `readings` (cues weighed)
      → `requests` (which clause belongs to which request) → `hearing` (slots, denials, questions) → `Understanding`
"""

from collections.abc import Sequence
from datetime import date

from bot.dispatch.understanding.aliases import names_of
from bot.dispatch.understanding.canonical import exact_request
from bot.dispatch.understanding.hearing import hear
from bot.dispatch.understanding.nearest import nearest_words, slips, spelled
from bot.dispatch.understanding.requests import Asking, requests_in
from bot.dispatch.understanding.sketch import FILLER
from bot.dispatch.understanding.values import (
    Doubt,
    Heard,
    Intent,
    Recent,
    Slot,
    Understanding,
    Value,
)
from bot.dispatch.understanding.writing import plain
from bot.domain.people import Person, Roster

__all__ = ["Doubt", "Heard", "Intent", "Recent", "Slot", "Understanding", "Value", "understand"]


def understand(
    text: str,
    *,
    intents: Sequence[Intent],
    roster: Roster,
    today: date,
    actor: Person,
    recent: Recent | None = None,
    grades: Sequence[str] = (),
) -> Understanding:
    """What a message asks for. Never raises; the same message always means the same.

    `intents` are all that exist, also those that the actor may not use, so that the answer can say who may.
    `grades` are the plan's words, which are understood beside those of the built-in scale.
    """
    asking = Asking(text, plain(text), intents, names_of(roster), today, actor, recent, grades)
    exact = exact_request(text, asking.text, intents, asking.names, today, grades)
    if exact:
        return Understanding((exact,))
    return _loosely(asking)


def _loosely(asking: Asking) -> Understanding:
    heard: list[Heard] = []
    doubt: Doubt | None = None
    for request in requests_in(asking):
        outcome = hear(asking, request, heard)
        heard.extend(outcome.heard)
        doubt = doubt or outcome.doubt
    if heard or doubt:
        return Understanding(
            tuple(heard), doubt if doubt and (doubt.choices or not heard) else None
        )
    return _guess(asking)


def _guess(asking: Asking) -> Understanding:
    word = spelled(FILLER.sub("", asking.text), asking.intents)
    if word:
        changes = asking.intent(word).changes
        return Understanding(
            (Heard(word, {}, not changes, f"拼音「{asking.typed.strip()}」，即{word}"),)
        )
    words = slips(asking.text, asking.intents)
    choices = tuple(
        Heard(word, {}, sure=False, because=f"「{asking.typed.strip()}」像是{word}")
        for word in words
    )
    doubt = Doubt(None, None, asking.typed.strip(), choices) if choices else None
    return Understanding(doubt=doubt, nearest=nearest_words(asking.text, asking.intents))
