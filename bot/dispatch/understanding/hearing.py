"""What a request comes to: its slots filled, its denials and questions weighed."""

from collections.abc import Sequence
from dataclasses import replace

from bot.dispatch.understanding import free_text, moods
from bot.dispatch.understanding.aliases import SURNAMES
from bot.dispatch.understanding.asking import Asking, Request
from bot.dispatch.understanding.grammar import (
    ABOUT_SECRETARIES,
    ASKED_OF,
    BIND,
    FIXED_TEXTS,
    GRADES,
    NAMED_IN_TEXT,
    OF_ITEMS,
    OF_THE_MEETING,
    REMARKS,
    REPORTED,
)
from bot.dispatch.understanding.introducing import name_told
from bot.dispatch.understanding.names import Mention
from bot.dispatch.understanding.nearest import near_names
from bot.dispatch.understanding.openings import text_start
from bot.dispatch.understanding.readings import Reading
from bot.dispatch.understanding.requests import PLAIN
from bot.dispatch.understanding.sketch import FILLER
from bot.dispatch.understanding.slots import (
    Filled,
    fill_branch,
    fill_names,
    fill_numbers,
    naming_slot,
    passes_on,
    who_report,
)
from bot.dispatch.understanding.values import Doubt, Heard, Intent, Slot, Value
from bot.domain.patterns import pattern
from bot.domain.people import Branch, Person, Role
from bot.domain.values import dataclass

PLACED = frozenset({Slot.PERSON, Slot.BRANCH, Slot.SUBJECT, Slot.N})
CERTAIN = 0  # below this margin a reading is none
TRUSTED = 500  # from this margin on it is an order, however it sounds
NAME_ALONE = pattern(r"^(?:那么?|还有)?[BP](?:那边|的)?$")
ELLIPTIC = pattern(r"^(?:那|也|就|这)")
TOKEN = pattern(r"[\s:]*([\u4e00-\u9fff·]{2,8})")
PAPERS = pattern("材料|报告|稿")
OTHERS = pattern(r"谁|哪|大家|各|[没未]交(?!就|催|的话|[的了]?$)")
TAKEN = pattern(r"[,。;\s](?:先|就|那就?)?[把将]$")
THIS_ITEM = pattern("[这那该](?:一)?条")
SEND_BACK, ALL = "退回", "全部"
SENT_BACK = pattern("(?:也|都|一起|一并|同样)?(?:给)?(?:退回?|打回|撤回|收回)(?:去|来)?[吧了。]?")
ONCE_MORE = pattern("再|还有|补")
KEPT_WHOLE = OF_THE_MEETING | {GRADES}
NAME_LIKE = pattern(rf"^[{''.join(sorted(SURNAMES))}][\u4e00-\u9fff]{{1,2}}$")


@dataclass(frozen=True)
class Outcome:
    """What one request came to: several things heard (one for each name), or one doubt."""

    heard: tuple[Heard, ...] = ()
    doubt: Doubt | None = None


@dataclass(frozen=True)
class _Text:
    """The free text of a request, and where it stands in the message."""

    said: str = ""
    start: int = -1
    end: int = -1

    def holds(self, place: int) -> bool:
        return self.start <= place < self.end


def hear(asking: Asking, request: Request, before: Sequence[Heard]) -> Outcome:
    """`before` is what the same message asked for already: its names are understood here too."""
    reading = _followed_up(asking, request.reading)
    request = replace(request, reading=reading)
    intent = asking.intent(reading.word)
    if reading.margin < CERTAIN:
        return _unlikely(asking, request, intent)
    text = _text_of(asking, request, intent)
    names = _names(asking, request, intent, text, before)
    if names.asked:
        return Outcome(doubt=Doubt(intent.word, names.asked, names.said, names.choices))
    marks = [mark for mark in reading.sketch.marks if not isinstance(mark, Mention)]
    outside = [mark for mark in marks if not text.holds(mark.start)]
    several = intent.word in OF_ITEMS
    numbers = fill_numbers(intent, outside, asking.text, several=several)
    if Slot.GRADE in intent.required and Slot.GRADE not in numbers[0]:
        numbers = fill_numbers(intent, marks, asking.text, several=several)
    recent = asking.recent
    this_item = Slot.N in intent.slots and THIS_ITEM.search(reading.sketch.letters)
    if this_item and Slot.N not in numbers[0] and recent is not None and recent.n is not None:
        numbers = [{**numbers[0], Slot.N: recent.n}]
    args: dict[Slot, Value] = {}
    if Slot.ANONYMOUS in intent.slots and free_text.ANONYMOUS.search(asking.text):
        args[Slot.ANONYMOUS] = True
    if text.said:
        args[Slot.TEXT] = text.said
    said = asking.typed[request.start : request.end].strip()
    because = "；".join((f"听到「{reading.act}」（{said[:40]}），即{reading.word}", *names.reasons))
    sure = not intent.changes or not intent.alters(asking.actor, args.keys() | _keys(names))
    beside = fill_branch(intent, reading.sketch.mentions, asking.names.roster)
    args.update(beside)
    heard = tuple(
        Heard(intent.word, {**named, **figures, **args}, sure, because, names.unmatched)
        for named in names.sets
        for figures in numbers
    )
    outcome = _weighed(asking, request, intent, heard)
    if not outcome.heard:
        return outcome
    choices = list(outcome.heard)
    for word in _rivals(asking, reading):
        rival = replace(reading, word=word, rival="", beside=(), text="")
        others = hear(asking, replace(request, reading=rival), before).heard
        choices += [each for each in others if not _is_among(each, choices)]
    if len(choices) == len(outcome.heard):
        return outcome
    return Outcome(doubt=Doubt(None, None, asking.typed.strip(), tuple(choices[:4])))


def _is_among(heard: Heard, choices: Sequence[Heard]) -> bool:
    return any((one.intent, one.args) == (heard.intent, heard.args) for one in choices)


def _rivals(asking: Asking, reading: Reading) -> Sequence[str]:
    """What else may be meant: by the phrase itself, or because an act is hardly likelier."""
    if reading.beside:
        return [word for word in reading.beside if {word, reading.word} != OF_THE_MEETING]
    rival = asking.rival_of(reading)
    if rival is None or {rival, reading.word} == OF_THE_MEETING:
        return []
    return [rival] if _alters(asking, reading.word, rival) else []


def _alters(asking: Asking, *words: str) -> bool:
    return any(asking.intent(word).changes for word in words)


def _keys(names: Filled) -> set[Slot]:
    return {slot for named in names.sets for slot in named}


def _unlikely(asking: Asking, request: Request, intent: Intent) -> Outcome:
    """An act that is spoken of, but not asked for: it is waved off, supposed or asked about."""
    reading = request.reading
    if intent.changes and (reading.denied or request.dropped):
        return Outcome(doubt=Doubt(intent.word, None, asking.typed.strip(), ()))
    return _whether_to(asking, request)


def _whether_to(asking: Asking, request: Request) -> Outcome:
    """「要不要催一下?」: what is thought of is offered, with what tells whether it is needed."""
    asked = moods.WHETHER_TO_ACT.match(asking.text, request.start)
    if asked is None:
        return Outcome()
    end = request.start + len(asking.text[request.start : request.end].rstrip("?。 "))
    act = asking.read(asked.end(), end)
    if act is None or act.margin < PLAIN or not asking.intent(act.word).changes:
        return Outcome()
    thought_of = replace(act, margin=PLAIN)  # however plain, it is not told to be done
    outcome = hear(asking, Request(thought_of, asked.end(), end, asked=True), ())
    return outcome if outcome.doubt is not None else Outcome()


def _followed_up(asking: Asking, reading: Reading) -> Reading:
    """「那王书记呢」 after 「陈志强的票齐了吗」 asks the same of another person."""
    word = asking.recent.intent if asking.recent else None
    intent = next((intent for intent in asking.intents if intent.word == word), None)
    alike = intent and naming_slot(intent) and not intent.changes
    if intent and alike and NAME_ALONE.match(reading.sketch.letters):
        return replace(reading, word=intent.word, margin=max(reading.margin, 1), text="")
    return reading


def _text_of(asking: Asking, request: Request, intent: Intent) -> _Text:
    reading = request.reading
    if Slot.TEXT not in intent.slots:
        return _Text()
    if reading.text:
        return _Text(reading.text)
    sketch = reading.sketch
    if intent.word == BIND:
        return _Text(name_told(asking.typed))
    first, last = reading.text_span
    behind = reading.cue[1]
    alone = intent.word in REMARKS and not PLACED.intersection(intent.slots)
    if alone and sketch.letters[behind : behind + 1] in {",", ":"}:
        first, last = behind + 1, len(sketch.letters)
    first = text_start(sketch.letters, intent.word, first)
    if first >= len(sketch.letters):
        if intent.word in NAMED_IN_TEXT and sketch.mentions:
            return _Text("、".join(mention.said for mention in sketch.mentions))
        return _fixed_text(asking, request, intent)
    start = sketch.places[first][0]
    end = request.end
    # Decisions on many and what tells of a meeting are for their handlers to read to the end.
    if last < len(sketch.letters) and intent.word not in KEPT_WHOLE:
        end = sketch.places[last - 1][1]
    said = free_text.said(asking.typed[start:end])
    # 「二支部也退回」 says no reason: a report is not sent back for its being sent back.
    if intent.word == SEND_BACK and SENT_BACK.fullmatch(said):
        said = ""
    if Slot.ANONYMOUS in intent.slots:
        said = free_text.without_wish(said)
    return _Text(said, start, end)


def _fixed_text(asking: Asking, request: Request, intent: Intent) -> _Text:
    """Returns the first of the fixed words that stands in the request; nothing where none does."""
    for word in FIXED_TEXTS.get(intent.word, ()):
        start = asking.typed.find(word, request.start, request.end)
        if start >= 0:
            return _Text(word, start, start + len(word))
    return _Text()


def _names(
    asking: Asking, request: Request, intent: Intent, text: _Text, before: Sequence[Heard]
) -> Filled:
    reading = request.reading
    mentions = [
        mention
        for mention in reading.sketch.mentions
        if not text.holds(mention.start) and not passes_on(asking.text, mention)
    ]
    # 「离退休那份我还没看，先把二支部的受理掉」: the object stands right behind 把.
    for place, mention in enumerate(mentions):
        if intent.changes and TAKEN.search(asking.text, request.start, mention.start):
            mentions = mentions[place:]
            break
    if naming_slot(intent) in (Slot.BRANCH, Slot.SUBJECT):
        mentions = who_report(mentions, asking.text, asking.names.roster)
    secretaries = intent.word in ABOUT_SECRETARIES or bool(PAPERS.search(reading.sketch.letters))
    filled = fill_names(intent, mentions, asking.text, asking.names.roster, secretaries=secretaries)
    slot = naming_slot(intent)
    if slot is None or filled.unmatched or filled.asked or any(filled.sets):
        return filled
    if slot in intent.named or intent.word in ABOUT_SECRETARIES:
        stranger = _stranger(asking, request, required=slot in intent.named)
        if stranger and slot is not Slot.BRANCH:
            near = near_names(stranger, asking.names)
            if near:
                return Filled(asked=slot, said=stranger, choices=near)
        if stranger:
            return Filled(unmatched=stranger, reasons=(f"名册里没有「{stranger}」",))
    own = _own(asking, request, slot)
    if own is not None:
        return Filled(({slot: own},))
    return _carried(asking, request, intent, slot, before, text.said)


def _own(asking: Asking, request: Request, slot: Slot) -> Branch | None:
    """A secretary's own branch, where he speaks of what only the organiser does for one:
    「给我们支部宽限三天」.
    """
    act = asking.intent(request.reading.word)
    if slot is not Slot.BRANCH or not act.changes or not asking.actor.has(Role.SECRETARY):
        return None
    if asking.his is None or act.word in asking.his or act.word not in ("延期", "受理", "退回"):
        return None
    return asking.names.roster.place_of(asking.actor) or asking.actor.branch


def _stranger(asking: Asking, request: Request, *, required: bool) -> str:
    """What stands where a name should and is not on the roster: 「详情 张三丰」."""
    word = request.reading.word
    at = asking.text.find(word, request.start, request.end)
    if at < 0:
        return ""
    end = at + len(word)
    gap = asking.text[end : end + 1] in {" ", ":"}
    token = TOKEN.match(asking.text, end, request.end)
    if not token:
        return ""
    said = FILLER.sub("", token[1])
    if (required and gap and word not in REMARKS) or NAME_LIKE.match(said):
        return said
    return ""


def _carried(
    asking: Asking,
    request: Request,
    intent: Intent,
    slot: Slot,
    before: Sequence[Heard],
    said_of: str,
) -> Filled:
    """A request without a name takes over the name that was asked about before it, or the one
    just spoken of.

    An act is done with its name: 「受理六支部,公布结果」. What is `said_of` all is of nobody.
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
        and (not request.opens or slot in intent.required)
        and not OTHERS.search(letters)
    ):
        mention = Mention(0, 0, who.name, (who,))
        return fill_names(intent, [mention], "", asking.names.roster, secretaries=True)
    recent = asking.recent
    if (
        recent is not None
        and recent.person is not None
        and recent.intent == intent.word
        and slot is Slot.PERSON
        and ONCE_MORE.match(letters)
    ):
        mention = Mention(0, 0, recent.person.name, (recent.person,))
        return fill_names(intent, [mention], "", asking.names.roster, secretaries=True)
    if (
        asking.recent
        and slot in intent.named
        and (intent.changes or ELLIPTIC.match(letters))
        and letters != intent.word
        and said_of != ALL
    ):
        spoken = asking.recent.branch or asking.recent.person
        if spoken:
            also = tuple(one for one in asking.recent.also if one != spoken)
            mention = Mention(0, 0, spoken.name, (spoken, *also))
            return fill_names(intent, [mention], "", asking.names.roster, secretaries=True)
    return Filled()


def _weighed(asking: Asking, request: Request, intent: Intent, heard: tuple[Heard, ...]) -> Outcome:
    """An act that is waved off is not heard; one that is asked about is asked back or answered
    by its state.
    """
    reading = request.reading
    if not any(intent.alters(asking.actor, one.args.keys()) for one in heard):
        return Outcome(heard)
    waved_off = Doubt(intent.word, None, asking.typed.strip(), ())
    if (reading.denied and not moods.asks_who_not(reading.sketch.letters)) or request.dropped:
        return Outcome(doubt=waved_off)
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
        alike = all((one.intent, one.args) == (state.intent, state.args) for one in heard)
        readings = [] if alike else [state, *heard]
    return Outcome(doubt=Doubt(heard[0].intent, None, asking.typed.strip(), tuple(readings[:4])))


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
    sure = not intent.alters(asking.actor, args.keys())
    return replace(heard[0], intent=word, args=args, sure=sure)
