"""What a request comes to: its slots filled, and what else it may mean."""

from collections.abc import Sequence
from dataclasses import replace

from bot.dispatch.understanding import free_text, moods, whom
from bot.dispatch.understanding.asking import Asking, Request
from bot.dispatch.understanding.free_text import Text
from bot.dispatch.understanding.grammar import (
    BIND,
    FIXED_TEXTS,
    GRADES,
    NAMED_IN_TEXT,
    OF_ITEMS,
    OF_THE_MEETING,
    REMARKS,
)
from bot.dispatch.understanding.introducing import name_told
from bot.dispatch.understanding.mention import Mention
from bot.dispatch.understanding.openings import text_start
from bot.dispatch.understanding.readings import CERTAIN, PLAIN, Reading
from bot.dispatch.understanding.slots import fill_branch, fill_numbers, naming_slot
from bot.dispatch.understanding.values import Doubt, Heard, Intent, Outcome, Slot, Value
from bot.dispatch.understanding.weighing import weighed
from bot.domain.patterns import pattern

# Decisions on many and what tells of a meeting are for their handlers to read to the end.
KEPT_WHOLE = OF_THE_MEETING | {GRADES}
PLACED = frozenset({Slot.PERSON, Slot.BRANCH, Slot.SUBJECT, Slot.N})
NAME_ALONE = pattern(r"^(?:那么?|还有)?[BP](?:那边|的)?$")
THIS_ITEM = pattern("[这那该](?:一)?条")
SEND_BACK = "退回"
SENT_BACK = pattern("(?:也|都|一起|一并|同样)?(?:给)?(?:退回?|打回|撤回|收回)(?:去|来)?[吧了。]?")


def hear(asking: Asking, request: Request, before: Sequence[Heard]) -> Outcome:
    """Returns what a request asks for, or what has to be asked back.

    `before` is what the same message asked for already: its names are understood here too.
    """
    reading = _followed_up(asking, request.reading)
    request = replace(request, reading=reading)
    intent = asking.intent(reading.word)
    if reading.margin < CERTAIN:
        return _unlikely(asking, request, intent)
    text = _text_of(asking, request, intent)
    names = whom.meant(asking, request, intent, text, before)
    if names.asked:
        return Outcome(doubt=Doubt(intent.word, names.asked, names.said, names.choices))
    args: dict[Slot, Value] = {}
    if Slot.ANONYMOUS in intent.slots and free_text.ANONYMOUS.search(asking.text):
        args[Slot.ANONYMOUS] = True
    if text.said:
        args[Slot.TEXT] = text.said
    said = asking.typed[request.start : request.end].strip()
    because = "；".join((f"听到「{reading.act}」（{said[:40]}），即{reading.word}", *names.reasons))
    named = {slot for who in names.sets for slot in who}
    sure = not intent.changes or not intent.alters(asking.actor, args.keys() | named)
    beside = fill_branch(intent, reading.sketch.mentions, asking.names.roster)
    args.update(beside)
    heard = tuple(
        Heard(intent.word, {**who, **figures, **args}, sure, because, names.unmatched)
        for who in names.sets
        for figures in _numbers(asking, reading, intent, text)
    )
    outcome = weighed(asking, request, intent, heard)
    if not outcome.heard:
        return outcome
    choices = list(outcome.heard)
    for word in _rivals(asking, reading):
        rival = replace(reading, word=word, rival="", beside=(), text="")
        others = hear(asking, replace(request, reading=rival), before).heard
        asked = [(choice.intent, choice.args) for choice in choices]
        choices += [each for each in others if (each.intent, each.args) not in asked]
    if len(choices) == len(outcome.heard):
        return outcome
    return Outcome(doubt=Doubt.between(choices, asking.said))


def _numbers(
    asking: Asking, reading: Reading, intent: Intent, text: Text
) -> list[dict[Slot, Value]]:
    """Returns days, items and grades that stand outside the text; a grade that is needed, also
    within. 「这条」 is the item just spoken of.
    """
    marks = [mark for mark in reading.sketch.marks if not isinstance(mark, Mention)]
    outside = [mark for mark in marks if not text.holds(mark.start)]
    several = intent.word in OF_ITEMS
    numbers = fill_numbers(intent, outside, asking.text, several=several)
    if Slot.GRADE in intent.required and Slot.GRADE not in numbers[0]:
        numbers = fill_numbers(intent, marks, asking.text, several=several)
    recent = asking.recent
    this_item = Slot.N in intent.slots and THIS_ITEM.search(reading.sketch.letters)
    if this_item and Slot.N not in numbers[0] and recent is not None and recent.n is not None:
        return [{**numbers[0], Slot.N: recent.n}]
    return numbers


def _rivals(asking: Asking, reading: Reading) -> Sequence[str]:
    """What else may be meant: by the phrase itself, or because an act is hardly likelier."""
    if reading.beside:
        return [word for word in reading.beside if {word, reading.word} != OF_THE_MEETING]
    rival = asking.rival_of(reading)
    if rival is None or {rival, reading.word} == OF_THE_MEETING:
        return []
    if asking.intent(reading.word).changes or asking.intent(rival).changes:
        return [rival]
    return []


def _unlikely(asking: Asking, request: Request, intent: Intent) -> Outcome:
    """An act that is spoken of, but not asked for: it is waved off, supposed or asked about."""
    reading = request.reading
    if intent.changes and (reading.denied or request.dropped):
        return Outcome(doubt=Doubt.waved_off(intent.word, asking.said))
    # 「要不要催一下?」: what is thought of is offered, with what tells whether it is needed.
    asked = moods.WHETHER_TO_ACT.match(asking.text, request.start)
    if asked is None:
        return Outcome()
    end = request.start + len(asking.text[request.start : request.end].rstrip("?。 "))
    act = asking.read(asked.end(), end)
    if act is None or act.margin < PLAIN or not asking.intent(act.word).changes:
        return Outcome()
    thought_of = replace(act, margin=PLAIN)  # however plain, it is not told to be done
    outcome = hear(asking, Request(thought_of, asked.end(), end, asked=True), ())
    if outcome.doubt is None:
        return Outcome()
    return outcome


def _followed_up(asking: Asking, reading: Reading) -> Reading:
    """「那王书记呢」 after 「陈志强的票齐了吗」 asks the same of another person."""
    if asking.recent is None or NAME_ALONE.match(reading.sketch.letters) is None:
        return reading
    intent = asking.by_word.get(asking.recent.intent or "")
    if intent is None or intent.changes or naming_slot(intent) is None:
        return reading
    return replace(reading, word=intent.word, margin=max(reading.margin, 1), text="")


def _text_of(asking: Asking, request: Request, intent: Intent) -> Text:
    """Returns the text of a request: the fixed one of its phrase, the name that is told, or a
    passage.
    """
    reading = request.reading
    if Slot.TEXT not in intent.slots:
        return Text()
    if reading.text:
        return Text(reading.text)
    sketch = reading.sketch
    if intent.word == BIND:
        return Text(name_told(asking.typed))
    first, last = reading.text_span
    behind = reading.cue[1]
    alone = intent.word in REMARKS and not PLACED.intersection(intent.slots)
    if alone and sketch.letters[behind : behind + 1] in {",", ":"}:
        first, last = behind + 1, len(sketch.letters)
    first = text_start(sketch.letters, intent.word, first)
    if first >= len(sketch.letters):
        if intent.word in NAMED_IN_TEXT and sketch.mentions:
            return Text("、".join(mention.said for mention in sketch.mentions))
        return _fixed_text(asking, request, intent)
    start = sketch.places[first][0]
    end = request.end
    if last < len(sketch.letters) and intent.word not in KEPT_WHOLE:
        end = sketch.places[last - 1][1]
    said = free_text.said(asking.typed[start:end])
    # 「二支部也退回」 says no reason: a report is not sent back for its being sent back.
    if intent.word == SEND_BACK and SENT_BACK.fullmatch(said):
        said = ""
    if Slot.ANONYMOUS in intent.slots:
        said = free_text.without_wish(said)
    return Text(said, start, end)


def _fixed_text(asking: Asking, request: Request, intent: Intent) -> Text:
    """Returns the first of the fixed words that stands in the request; nothing where none does."""
    for word in FIXED_TEXTS.get(intent.word, ()):
        start = asking.typed.find(word, request.start, request.end)
        if start >= 0:
            return Text(word, start, start + len(word))
    return Text()
