"""Requests turned into what was heard: slots filled, acts weighed, doubts asked back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.dispatch.understanding import free_text, moods
from bot.dispatch.understanding.aliases import SURNAMES
from bot.dispatch.understanding.names import Mention
from bot.dispatch.understanding.nearest import near_names
from bot.dispatch.understanding.readings import Reading
from bot.dispatch.understanding.requests import Asking, Request
from bot.dispatch.understanding.sketch import FILLER
from bot.dispatch.understanding.slots import Filled, fill_names, fill_numbers, naming_slot
from bot.dispatch.understanding.values import Doubt, Heard, Intent, Slot, Value
from bot.dispatch.understanding.weighing import asks_beside, entry_of
from bot.domain.people import Branch, Person

NEAR = 12  # characters from a word to the name whose text follows
NAME_ALONE = re.compile(r"^(?:那么?|还有)?[BP](?:那边|的)?$")
ELLIPTIC = re.compile(r"^(?:那|也|就|这)")
TOKEN = re.compile(r"[\s:]+([\u4e00-\u9fff·]{2,8})")
PAPERS = re.compile("材料|报告|稿")
WISH = re.compile(r"^[^,,。;;]*?(?:匿名|名字?|姓名|保密)[^,,。;;]{0,4}[,,。;;\s]+")
OTHERS = re.compile(r"谁|哪|大家|各|[没未]交(?!就|催|的话|[的了]?$)")
NAME_LIKE = re.compile(rf"^[{''.join(sorted(SURNAMES))}][\u4e00-\u9fff]{{1,2}}$")


@dataclass(frozen=True)
class Outcome:
    """What one request came to: several things heard (one for each name), or one doubt."""

    heard: tuple[Heard, ...] = ()
    doubt: Doubt | None = None


def hear(asking: Asking, request: Request, before: Sequence[Heard]) -> Outcome:
    """`before` is what the same message asked for already: its names are understood here too."""
    request.reading = _followed_up(asking, request.reading)
    intent = asking.intent(request.reading.word)
    names = _names(asking, request, intent, before)
    if names.asked:
        return Outcome(doubt=Doubt(intent.word, names.asked, names.said, names.choices))
    args, start = _numbers(request, intent, names)
    args |= _free(asking, request, intent, names, start)
    because = "；".join((_cue_reason(asking, request.reading), *names.reasons))
    heard = tuple(
        Heard(
            intent.word,
            named | args,
            _sure(asking, request, intent, named | args),
            because,
            names.unmatched,
        )
        for named in names.sets
    )
    return _weighed(asking, request, intent, heard)


def _sure(asking: Asking, request: Request, intent: Intent, args: Mapping[Slot, Value]) -> bool:
    """A question about the state of things may be misheard without harm, unless it was misspelt as well."""
    return not intent.alters(asking.actor, args.keys()) and not request.reading.typo


def _followed_up(asking: Asking, reading: Reading) -> Reading:
    """「那王书记呢」 after 「陈志强的票齐了吗」 asks the same of another person."""
    word = asking.recent.intent if asking.recent else None
    intent = next((intent for intent in asking.intents if intent.word == word), None)
    alike = intent and naming_slot(intent) and not intent.changes
    return (
        replace(reading, word=intent.word)
        if intent and alike and NAME_ALONE.match(reading.sketch.letters)
        else reading
    )


def _names(asking: Asking, request: Request, intent: Intent, before: Sequence[Heard]) -> Filled:
    reading = request.reading
    named = _mentions(request, intent)
    filled = fill_names(
        intent, named, request.text, asking.names.roster, secretaries=_secretaries(request, intent)
    )
    slot = naming_slot(intent)
    if slot is None or filled.unmatched or filled.asked or any(filled.sets):
        return filled
    expected = slot in intent.named or entry_of(intent.word).about_secretaries
    stranger = _stranger(reading, request.text, required=slot in intent.named) if expected else ""
    if stranger and slot is not Slot.BRANCH:
        near = near_names(stranger, asking.names)
        if near:
            return Filled(asked=slot, said=stranger, choices=near)
    if stranger:
        return Filled(unmatched=stranger, reasons=(f"名册里没有「{stranger}」",))
    return _carried(asking, request, intent, slot, before)


def _stranger(reading: Reading, text: str, *, required: bool) -> str:
    """What stands where a name should and is not on the roster: 「详情 张三丰」「开始测评钱多多」."""
    token = TOKEN.match(text, reading.end) if required else None
    if token:
        return FILLER.sub("", token[1])
    lead = reading.sketch.letters[: reading.hit.end]
    return reading.rest if lead.endswith(reading.word) and NAME_LIKE.match(reading.rest) else ""


def _secretaries(request: Request, intent: Intent) -> bool:
    papers = PAPERS.search(request.reading.sketch.letters)
    return entry_of(intent.word).about_secretaries or bool(papers)


def _mentions(request: Request, intent: Intent) -> list[Mention]:
    """Names in the clause of the cue, then in the clauses before it, then after. Text swallows names far behind the cue."""
    reading = request.reading
    own = list(reading.sketch.mentions)
    if entry_of(intent.word).swallows:
        near = [mention for mention in own if mention.start <= reading.end + NEAR]
        return near or request.before
    later = (
        [mention for outline in request.more for mention in outline.mentions]
        if not entry_of(intent.word).extends
        else []
    )
    return own or request.before or later


def _carried(
    asking: Asking, request: Request, intent: Intent, slot: Slot, before: Sequence[Heard]
) -> Filled:
    """A request without a name takes over the name that was asked about before it, or the one just spoken of.

    An act is done with its name: 「受理六支部,公布结果」.
    """
    letters = request.reading.sketch.letters
    earlier = before[-1].args if before else {}
    who = next(
        (earlier[key] for key in (slot, Slot.SUBJECT, Slot.PERSON, Slot.BRANCH) if key in earlier),
        None,
    )
    still = slot in intent.named or (before and not asking.intent(before[-1].intent).changes)
    if (
        isinstance(who, Branch | Person)
        and still
        and not request.opens
        and not OTHERS.search(letters)
    ):
        mention = Mention(0, 0, who.name, (who,))
        return fill_names(intent, [mention], "", asking.names.roster, secretaries=True)
    if (
        asking.recent
        and slot in intent.named
        and (intent.changes or ELLIPTIC.match(letters))
        and letters != intent.word
    ):
        spoken = asking.recent.branch or asking.recent.person
        if spoken:
            mention = Mention(0, 0, spoken.name, (spoken,))
            return fill_names(intent, [mention], "", asking.names.roster, secretaries=True)
    return Filled()


def _numbers(request: Request, intent: Intent, names: Filled) -> tuple[dict[Slot, Value], int]:
    """The values and where the free text may begin: after the cue and after everything that filled a slot."""
    reading = request.reading
    marks = [
        *reading.sketch.marks,
        *request.before_marks,
        *(mark for outline in request.more for mark in outline.marks),
    ]
    args, used = fill_numbers(intent, marks, _values(request))
    told = [
        mark for mark in reading.sketch.mentions if mark.start == reading.end
    ]  # 「退给陈书记,结构不对」
    ends = [mark.end for mark in (*names.used, *used, *told) if mark.end <= request.clause.end]
    return args, max([reading.end, *ends])


def _values(request: Request) -> Mapping[str, str | None]:
    """The figures and grades of the clause, or of those that go on with it."""
    values = entry_of(request.reading.word).values
    clauses = (request.reading.sketch.letters, *(outline.letters for outline in request.more))
    found = next(
        (found for letters in clauses if values and (found := values.search(letters))), None
    )
    return found.groupdict() if found else {}


def _free(
    asking: Asking, request: Request, intent: Intent, names: Filled, start: int
) -> Mapping[Slot, Value]:
    if Slot.TEXT not in intent.slots:
        return _anonymous(asking, intent)
    entry = entry_of(intent.word)
    if intent.word == "绑定":
        text = _name_to_bind(asking, request)
    elif entry.swallows:
        text = free_text.swallowed(asking.typed, asking.text, start, request.end)
    elif intent.word == "会议" and names.used:
        text = free_text.from_here(asking.typed, names.used[-1].end, request.end)
    elif not (entry.extends or Slot.TEXT in intent.required) or entry.says:
        text = next(
            (
                text
                for text, said in entry.says.items()
                if said.search(request.reading.sketch.letters)
            ),
            "",
        )
    else:
        text = _reason(asking, request, names, start)
    anonymous = _anonymous(asking, intent)
    if anonymous:
        text = _without_anonymity(text)
    return {**anonymous, **({Slot.TEXT: text} if text else {})}


def _anonymous(asking: Asking, intent: Intent) -> dict[Slot, Value]:
    return (
        {Slot.ANONYMOUS: True}
        if Slot.ANONYMOUS in intent.slots and free_text.ANONYMOUS.search(asking.text)
        else {}
    )


def _without_anonymity(text: str) -> str:
    """「请不要写我的名字,会议开得太长」: the wish is not part of the feedback."""
    return WISH.sub("", text)


def _name_to_bind(asking: Asking, request: Request) -> str:
    named = [
        mention for mention in request.reading.sketch.mentions if mention.letter == "P"
    ] or request.before
    if named:
        return asking.typed[named[0].start : named[0].end]
    return free_text.name_given(asking.typed, asking.text, request.reading.end)


def _reason(asking: Asking, request: Request, names: Filled, start: int) -> str:
    """After the cue; or between the name and the cue; or in a clause in front of both."""
    text = free_text.after(asking.typed, asking.text, start, request.end)
    if (
        text
        or not entry_of(request.reading.word).extends
        or Slot.GRADE in asking.intent(request.reading.word).slots
    ):
        return text
    first = min((mark.end for mark in names.used), default=request.reading.start)
    if first < request.reading.start:
        text = free_text.between(
            asking.typed, asking.text, first, request.reading.start, named=True
        )
    if text or request.before_start is None or first < request.clause.start:
        return text
    start = (
        request.before[0].end if request.before else _first_word(asking.text, request.before_start)
    )
    return free_text.between(
        asking.typed, asking.text, start, request.clause.start, named=bool(request.before)
    )


def _first_word(text: str, start: int) -> int:
    """Where the text begins once politeness and the robot's name are over."""
    while start < len(text):
        filler = FILLER.match(text, start)
        if not (filler and filler[0]) and text[start].isalnum():
            break
        start = filler.end() if filler and filler[0] else start + 1
    return start


def _cue_reason(asking: Asking, reading: Reading) -> str:
    said = asking.typed[reading.start : reading.end]
    return (
        f"「{said}」读作「{reading.cue}」，即{reading.word}"
        if reading.typo
        else f"听到「{said}」，即{reading.word}"
    )


def _weighed(asking: Asking, request: Request, intent: Intent, heard: tuple[Heard, ...]) -> Outcome:
    """An act that is waved off is not heard; one that is asked about is asked back or answered by its state."""
    reading = request.reading
    if not any(intent.alters(asking.actor, one.args.keys()) for one in heard):
        return Outcome(heard)
    waved_off = Doubt(intent.word, None, asking.typed.strip(), ())
    if (reading.denied and not moods.asks_who_not(reading.sketch.letters)) or request.dropped:
        return Outcome(doubt=waved_off)
    entry = entry_of(intent.word)
    if entry.swallows and not _questioned(request) and not moods.told("", "", reading.after):
        return Outcome(heard)
    if not ((reading.told and not entry.reports) or _questioned(request)):
        return Outcome(heard)
    return _asked_about(asking, request, heard)


def _asked_about(asking: Asking, request: Request, heard: tuple[Heard, ...]) -> Outcome:
    """A question about an act: its state answers it, or it is asked back which of the two was meant."""
    reading, entry = request.reading, entry_of(heard[0].intent)
    state = _state(asking, entry.asks, heard)
    shows = entry.asks == heard[0].intent and not moods.about(reading.after, request.text)
    if state and (reading.told or shows or moods.asks_for_state(reading.sketch.letters)):
        return Outcome((state,))
    alike = state is not None and all(
        (one.intent, one.args) == (state.intent, state.args) for one in heard
    )
    choices = (
        () if alike else (*((state,) if state else ()), *heard)[:4]
    )  # no choice between the same
    return Outcome(doubt=Doubt(heard[0].intent, None, asking.typed.strip(), choices))


def _questioned(request: Request) -> bool:
    """Whether the clause asks instead of telling to do; 「能不能帮我催一下」 tells."""
    reading = request.reading
    letters = reading.sketch.letters
    if entry_of(reading.word).swallows:
        around = moods.supposed(reading.before, reading.after, "")
        return around or (len(letters) - reading.length < 6 and moods.asks(letters, letters))
    if moods.supposed(letters, reading.after, request.text):
        return True
    typed = request.text[request.clause.start : request.clause.end]
    if moods.helps(typed, letters):
        return False
    outside = reading.before + reading.cue[-1:] + reading.after
    beside = asks_beside(letters, reading.hit.start, reading.hit.act_end)
    return request.asked or request.clause.asked or beside or moods.asks(letters, outside)


def _state(asking: Asking, word: str, heard: tuple[Heard, ...]) -> Heard | None:
    intent = next((intent for intent in asking.intents if intent.word == word), None)
    if intent is None:
        return None
    slot = naming_slot(intent)
    named = next(
        (
            value
            for key, value in heard[0].args.items()
            if key in {Slot.BRANCH, Slot.PERSON, Slot.SUBJECT}
        ),
        None,
    )
    if slot in intent.named and named is None and not heard[0].unmatched:
        return None
    told = slot in intent.named or word != heard[0].intent
    args: dict[Slot, Value] = {slot: named} if slot and told and named is not None else {}
    return replace(
        heard[0], intent=word, args=args, sure=not intent.alters(asking.actor, args.keys())
    )
