"""Whether an act that was heard is told to be done, or waved off, supposed or asked about."""

from dataclasses import replace

from bot.dispatch.understanding import moods
from bot.dispatch.understanding.asking import Asking, Request
from bot.dispatch.understanding.grammar import ASKED_OF, REMARKS, REPORTED
from bot.dispatch.understanding.readings import TRUSTED
from bot.dispatch.understanding.slots import NAMING, naming_slot
from bot.dispatch.understanding.values import Doubt, Heard, Intent, Outcome, Slot, Value


def weighed(asking: Asking, request: Request, intent: Intent, heard: tuple[Heard, ...]) -> Outcome:
    """Returns what was heard, unless it is an act that is waved off, or asked about: that is asked
    back, or answered by its state.
    """
    reading = request.reading
    if not any(intent.alters(asking.actor, one.args.keys()) for one in heard):
        return Outcome(heard)
    if (reading.denied and not moods.asks_who_not(reading.sketch.letters)) or request.dropped:
        return Outcome(doubt=Doubt.waved_off(intent.word, asking.said))
    if reading.margin >= TRUSTED:
        return Outcome(heard)
    told = reading.told and intent.word not in REPORTED
    if intent.word in REMARKS:
        told = moods.told("", "", reading.after)
    if not told and not _questioned(asking, request):
        return Outcome(heard)
    return _asked_about(asking, request, heard)


def _asked_about(asking: Asking, request: Request, heard: tuple[Heard, ...]) -> Outcome:
    """A question about an act: its state answers it, or it is asked back which of the two was
    meant.
    """
    reading = request.reading
    word = ASKED_OF.get(heard[0].intent, "")
    state = _state(asking, word, heard)
    shows = word == heard[0].intent and not moods.about(reading.after, asking.text)
    if state and (reading.told or shows or moods.asks_for_state(reading.asking)):
        return Outcome((state,))
    readings = list(heard)
    if state is not None:
        readings.insert(0, state)
        if all((one.intent, one.args) == (state.intent, state.args) for one in heard):
            readings = []  # its state is all that it could mean
    return Outcome(doubt=Doubt.between(readings, asking.said, intent=heard[0].intent))


def _questioned(asking: Asking, request: Request) -> bool:
    """Whether the clause asks instead of telling to do; 「能不能帮我催一下」 tells."""
    reading = request.reading
    letters = reading.asking
    if reading.word in REMARKS:
        letters = reading.sketch.letters
        around = moods.supposed(reading.before, reading.after, "")
        short = len(letters) - len(reading.act) < 6
        return around or (short and moods.asks(letters, letters))
    if moods.supposed(letters, reading.after, asking.text):
        return True
    typed = asking.text[request.start : request.end]
    if moods.helps(typed, letters):
        return False
    behind = letters[reading.cue[1] :]
    outside = reading.before + reading.act[-1:] + behind
    return request.asked or moods.asks(letters, outside)


def _state(asking: Asking, word: str, heard: tuple[Heard, ...]) -> Heard | None:
    """Returns the request that shows the state of what was heard; None where there is none."""
    intent = asking.by_word.get(word)
    if intent is None:
        return None
    slot = naming_slot(intent)
    named = next((value for key, value in heard[0].args.items() if key in NAMING), None)
    if slot in intent.named and named is None and not heard[0].unmatched:
        return None
    args: dict[Slot, Value] = {}
    is_of_one = slot in intent.named or word != heard[0].intent
    if slot is not None and is_of_one and named is not None:
        args[slot] = named
    sure = not intent.alters(asking.actor, args.keys())
    return replace(heard[0], intent=word, args=args, sure=sure)
