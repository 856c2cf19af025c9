"""Understanding what people type: deterministic, explainable, and asking back rather than guessing.

What people say stands in `phrases/`, a line each; `learning` makes `learned.tsv` of it.

typed → `writing` (one plain form of the same length) → `canonical` (word and arguments exactly: sure)
      → `clauses` → `names` and `dates` (who, what, when) → `sketch` (the sentence's shape)
      → `readings` (what was learned, and who asks) → `requests` (which clause belongs to which)
      → `hearing` (slots, text, denials, questions) → `Understanding`
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from bot.dispatch.understanding.aliases import names_of
from bot.dispatch.understanding.asking import Asking, Request
from bot.dispatch.understanding.beside import CHOICES, asking_for_something
from bot.dispatch.understanding.canonical import exact_request
from bot.dispatch.understanding.corrections import corrected
from bot.dispatch.understanding.grammar import REASONED, REMARKS
from bot.dispatch.understanding.hearing import hear
from bot.dispatch.understanding.nearest import nearest_words, slips, spelled
from bot.dispatch.understanding.readings import PLAIN
from bot.dispatch.understanding.requests import requests_in
from bot.dispatch.understanding.sketch import FILLER
from bot.dispatch.understanding.swallowed import apart, shown_in_doubt
from bot.dispatch.understanding.undecided import undecided
from bot.dispatch.understanding.values import (
    Doubt,
    Heard,
    Intent,
    Outcome,
    Recent,
    Slot,
    Understanding,
    Value,
)
from bot.dispatch.understanding.writing import plain
from bot.domain.people import Person, Roster

__all__ = ["Doubt", "Heard", "Intent", "Recent", "Slot", "Understanding", "Value", "understand"]

STOPS = " ,，;；。\n"


def understand(
    text: str,
    *,
    intents: Sequence[Intent],
    roster: Roster,
    today: date,
    actor: Person,
    recent: Recent | None = None,
    grades: Sequence[str] = (),
    his: Collection[str] | None = None,
    favoured: Collection[str] = (),
    steps: Collection[str] | None = None,
) -> Understanding:
    """What a message asks for. Never raises; the same message always means the same.

    `intents` are all that exist, also those that the actor may not use, so that the answer can say who may.
    `grades` are the plan's words, which are understood beside those of the built-in scale; `steps`
    are those of its ballot, where they are known.
    """
    asking = Asking(
        text,
        plain(text),
        intents,
        names_of(roster),
        today,
        actor,
        recent,
        grades,
        his,
        favoured,
        steps,
    )
    said = corrected(asking)
    if said == asking.text:
        return _understood(asking)
    meant = _understood(replace(asking, text=said))
    # Whoever corrects himself is asked before anything is done.
    asked = [
        replace(each, sure=each.sure and not asking.intent(each.intent).changes)
        for each in meant.heard
    ]
    return replace(meant, heard=tuple(asked))


def _understood(asking: Asking) -> Understanding:
    text = asking.typed
    exact = exact_request(asking, text, asking.text)
    if exact is not None and Slot.TEXT not in exact.args:
        return Understanding((exact,))
    requests = asking_for_something(asking, requests_in(asking))
    # What follows the word of a command is its text, unless another command is spelt out there.
    if exact is not None and not any(request.spelt_out for request in requests[1:]):
        return _with_text(asking, exact, requests)
    if exact is None and len(requests) == 1 and requests[0].reading.word in REMARKS:
        requests = apart(asking, requests[0].reading.word, requests) or requests
    several = any(request.spelt_out or request.reading.margin >= PLAIN for request in requests[1:])
    written = [_exactly(asking, request) for request in requests]
    is_complete = [
        part is None or asking.intent(part.intent).required <= part.args.keys() for part in written
    ]
    if exact is not None and not all(is_complete):
        return Understanding((exact,))  # 「退回 第二支部 因另外放假」 asks for no holiday
    if exact is None:
        doubt = undecided(asking, requests)
        if doubt is not None:
            return Understanding(doubt=doubt)
    meant = _loosely(asking, requests)
    if several:
        parts = [text[request.start : request.end].strip(STOPS) for request in requests]
        meant = replace(meant, parts=tuple(parts))
    if exact is not None and all(part is not None for part in written):
        return replace(meant, heard=tuple(part for part in written if part is not None))
    return meant


def _with_text(asking: Asking, exact: Heard, requests: Sequence[Request]) -> Understanding:
    """Returns what is in canonical form with the text behind it, or cut before another request."""
    swallowed = apart(asking, exact.intent, requests)
    if not swallowed:
        return Understanding((shown_in_doubt(asking, exact),))
    heard: list[Heard] = []
    doubt: Doubt | None = None
    for request in swallowed:
        part = _exactly(asking, request)
        outcome = Outcome((part,)) if part is not None else hear(asking, request, heard)
        if not outcome.heard and outcome.doubt is None:
            # What was no request after all stays in the text, which is shown before it is taken.
            return Understanding((replace(exact, sure=False),))
        heard.extend(outcome.heard)
        doubt = doubt or outcome.doubt
    # All of it is asked before anything is done.
    asked = []
    for each in heard:
        alters = asking.intent(each.intent).alters(asking.actor, each.args.keys())
        asked.append(replace(each, sure=each.sure and not alters))
    parts = [asking.typed[request.start : request.end].strip(STOPS) for request in swallowed]
    return Understanding(tuple(asked), doubt, parts=tuple(parts))


def _exactly(asking: Asking, request: Request) -> Heard | None:
    """The request, where this part of the message is one in canonical form.

    It is not sure where its text may go on behind this part: 「退回 二支部 因缺项,结束测评」.
    """
    part = slice(request.start, request.end)
    typed, text = asking.typed[part].rstrip(STOPS), asking.text[part].rstrip(STOPS)
    exact = exact_request(asking, typed, text)
    if exact is None or Slot.TEXT not in exact.args or request.end >= len(asking.text):
        return exact
    return replace(exact, sure=exact.sure and exact.intent not in REASONED)


def _loosely(asking: Asking, requests: Sequence[Request]) -> Understanding:
    """Returns what the requests come to in free words, and the first doubt among them."""
    heard: list[Heard] = []
    doubt: Doubt | None = None
    ballot = False
    for request in requests:
        ballot |= request.reading.label == CHOICES and request.reading.margin >= 0
        outcome = hear(asking, request, heard)
        heard.extend(outcome.heard)
        doubt = doubt or outcome.doubt
    if not heard and doubt is None:
        return _guess(asking)
    if heard and doubt is not None and not doubt.choices:
        doubt = None  # nothing to choose from: what was heard beside it is answered alone
    return Understanding(
        tuple(heard),
        doubt,
        ballot=ballot,
        margin=min(request.reading.margin for request in requests),
    )


def _guess(asking: Asking) -> Understanding:
    """Returns what a message of which nothing was heard may be a slip of, and the words nearest to
    it.
    """
    word = spelled(FILLER.sub("", asking.text), asking.intents)
    if word:
        changes = asking.intent(word).changes
        return Understanding((Heard(word, {}, not changes, f"拼音「{asking.said}」，即{word}"),))
    choices = tuple(
        Heard(word, {}, sure=False, because=f"「{asking.said}」像是{word}")
        for word in slips(asking.text, asking.intents)
    )
    doubt = None
    if choices:
        doubt = Doubt.between(choices, asking.said)
    return Understanding(doubt=doubt, nearest=nearest_words(asking.text, asking.intents))
