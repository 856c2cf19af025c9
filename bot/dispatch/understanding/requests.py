"""A message cut into requests: which clauses make one, which belong to the one before, which text is its own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import islice

from bot.dispatch.understanding import dates, sounds
from bot.dispatch.understanding import names as naming
from bot.dispatch.understanding.aliases import Names
from bot.dispatch.understanding.clauses import JOIN, POSTPONED, Clause, clauses
from bot.dispatch.understanding.grade_words import GradeWord, grade_words
from bot.dispatch.understanding.names import Mention
from bot.dispatch.understanding.readings import Reading, readings
from bot.dispatch.understanding.sketch import FILLER, Item, Mark, Sketch, sketch
from bot.dispatch.understanding.terms import KNOWN, SOUNDS, concepts_in
from bot.dispatch.understanding.values import Intent, Recent, Slot
from bot.dispatch.understanding.weighing import asks_for, entry_of, is_his
from bot.domain.people import Person

READABLE = 600  # characters that are searched for requests; free text may be longer
CLAUSE = 200  # characters of one clause
PARTS = 20
MOST_CLAUSES = 2 * PARTS  # that are looked at: some say nothing
JOINTS = 6
REQUESTS = 3.5  # at this weight a clause after an act asks for something else
LEAST = 1.0  # lighter readings are none
MENDED = 2.0  # and of words that were not typed like this
AGREED = re.compile(r"^(?:好的?|可以|同意|行|对|是的?|没问题|嗯|ok|就这样|收到|辛苦)了?$")
REASON = re.compile(r"^(?:主要)?(?:理由|原因|因为|由于)")
TAIL_ASKS = re.compile(
    r"^(?:你看|您看)?(?:行|可以|好|成|对|合适|能)(?:吗|么|不行|不好|不)$|^怎么样$|^行不行$|^好不好$|^可不可以$"
)
NAME_ONLY = re.compile(r"^[BPN]的?(?:述职)?(?:报告|材料|稿子?)?$")
OBJECT = re.compile(
    r"^[把将对给]|[没未]交的[^,]{0,4}$"
)  # 「把等次和意见送达王书记」 is one request
BARE = 4  # letters: an act without an object of its own, 「测评结果,请予公布」
DROPPED = re.compile(
    r"^(?:(?:我|领导|系里)?(?:还?没有?|不)(?:同意|批)|(?:还是)?(?:算了|不用了?|不要了?|先不|别了|取消))"
)


Read = tuple[Sketch, tuple[Reading, str] | None]


@dataclass(frozen=True)
class Asking:
    """Who writes what to whom, with everything that reading it needs."""

    typed: str
    text: str
    intents: Sequence[Intent]
    names: Names
    today: date
    actor: Person
    recent: Recent | None = None
    grades: Sequence[str] = ()  # of the plan

    @cached_property
    def read(self) -> dict[Clause, Read]:
        """Clauses that were read before: joints are tried from both sides."""
        return {}

    @cached_property
    def _looked_up(self) -> naming.LookedUp:
        return {}

    @cached_property
    def named(self) -> list[Mention]:
        return self.mentions(self.text)

    @cached_property
    def days(self) -> list[dates.Span]:
        return list(dates.spans(self.text[:READABLE], self.today))

    @cached_property
    def spans(self) -> list[dates.Span | GradeWord]:
        """The days and grades that the whole text names."""
        return [*self.days, *grade_words(self.text[:READABLE], self.grades)]

    def mentions(self, text: str, start: int = 0, end: int | None = None) -> list[Mention]:
        """Of the whole text, or of a clause in which typing errors were put right."""
        recent = self.recent
        for mention in self.named if start else ():
            if mention.end <= start:
                recent = naming.spoken_of([mention], recent)
        said = text[:READABLE]
        return naming.mentions(said, self.names, recent, self.actor, start, end, self._looked_up)

    def intent(self, word: str) -> Intent:
        return next(intent for intent in self.intents if intent.word == word)


@dataclass
class Request:
    """One request while it is put together: its reading, the clauses before and after that belong to it."""

    reading: Reading
    clause: Clause
    text: (
        str  # the plain form that the reading is true of: as typed, or with corrected typing errors
    )
    before: list[Mention] = field(default_factory=list)
    before_marks: list[Mark] = field(default_factory=list)
    before_start: int | None = None
    more: list[Sketch] = field(default_factory=list)
    end: int = 0
    dropped: bool = False  # 「算了」
    asked: bool = False  # 「行吗」

    @property
    def opens(self) -> bool:
        return self.clause.opens


def requests_in(asking: Asking) -> list[Request]:
    """The requests of a message in the order they were made."""
    made: list[Request] = []
    waiting: list[tuple[Clause, Sketch]] = []
    for clause in _with_its_text(asking, _with_its_name(asking, _parts(asking))):
        outline, best = _read(asking, clause)
        if (
            made
            and entry_of(made[-1].reading.word).swallows
            and not (best and _another_item(made[-1], best[0]))
        ):
            break
        if best and not (made and _continues(asking, made[-1], clause, best[0])):
            made.append(_begun(asking, clause, best, waiting, made))
            waiting = []
        elif made:
            _append(made[-1], clause, outline)
        else:
            waiting.append((clause, outline))
    return made


def _with_its_name(asking: Asking, parts: list[Clause]) -> list[Clause]:
    """「第三支部,材料到了吗」 and 「材料到了吗,第三支部的」: a name alone belongs to the clause beside it that has none."""
    outlines = [_sketch(asking, asking.text, clause) for clause in parts]
    joined: list[Clause] = []
    last: Sketch | None = None
    for clause, outline in zip(parts, outlines, strict=True):
        beside = (
            last is not None
            and not clause.opens
            and (_name_beside(last, outline) or _name_beside(outline, last))
        )
        if beside:
            joined[-1] = Clause(joined[-1].start, clause.end, joined[-1].opens, clause.asked)
            last = None
        else:
            joined.append(clause)
            last = outline
    return joined


def _name_beside(name: Sketch, other: Sketch) -> bool:
    return (
        bool(NAME_ONLY.match(name.letters))
        and not other.mentions
        and not AGREED.match(other.letters)
    )


def _with_its_text(asking: Asking, parts: list[Clause]) -> Iterator[Clause]:
    """「进展,第二条,正在采购」: the word alone is joined with the clause that holds its arguments."""
    at = 0
    while at < len(parts):
        clause = parts[at]
        best = _read(asking, clause)[1]
        if best and _lacks_its_text(best[0]) and at + 1 < len(parts):
            at += 1
            clause = Clause(
                clause.start, parts[at].end, clause.opens, parts[at].asked, best[0].word
            )
        yield clause
        at += 1


def _lacks_its_text(reading: Reading) -> bool:
    return entry_of(reading.word).swallows and not (reading.rest or reading.sketch.marks)


def _begun(
    asking: Asking,
    clause: Clause,
    best: tuple[Reading, str],
    waiting: list[tuple[Clause, Sketch]],
    made: list[Request],
) -> Request:
    reading, text = best
    swallows = entry_of(reading.word).swallows
    request = Request(reading, clause, text, end=len(asking.text) if swallows else clause.end)
    if made and entry_of(made[-1].reading.word).swallows:
        made[-1].end = clause.start
    if made and (_gives_way(asking, made[-1], clause, reading) or _restated(made[-1], reading)):
        taken = made.pop()
        waiting = [(taken.clause, taken.reading.sketch)]
    if waiting:
        request.before = [mention for _, outline in waiting for mention in outline.mentions]
        request.before_marks = [mark for _, outline in waiting for mark in outline.marks]
        request.before_start = waiting[0][0].start
    return request


def _gives_way(asking: Asking, previous: Request, clause: Clause, reading: Reading) -> bool:
    """「第二支部的材料,退回」: what looked like a question about the branch was the object of the act."""
    act = asking.intent(reading.word).changes
    bare = len(reading.sketch.letters) <= BARE and not asking.intent(previous.reading.word).changes
    leads_up = _only_names(previous.reading, previous.clause) or _tells(asking, previous)
    leads_up |= bare and not clause.opens and not asks_for(previous.reading.sketch.letters)
    return act and leads_up and _of_the_same(previous, reading)


def _tells(asking: Asking, previous: Request) -> bool:
    """「大家都投完了,结束测评」: what stands before an act and asks nothing is no request."""
    asks = previous.clause.asked or _complete(asking, previous.reading)
    return not asks and not entry_of(previous.reading.word).swallows


def _only_names(reading: Reading, clause: Clause) -> bool:
    """Whether a clause says whom it is about, or that somebody is away, and asks nothing."""
    said = concepts_in(reading.sketch.letters)
    away = "absent" in said and said.isdisjoint({"written", "on_paper"})
    return (reading.word == "详情" or away) and not reading.questions and not clause.asked


def _restated(previous: Request, reading: Reading) -> bool:
    """「报告质量差,请退回去让他重写」: the act by its name says what the clause before only led up to."""
    again = previous.reading.word == reading.word and _of_the_same(previous, reading)
    return again and reading.hit.act > previous.reading.hit.act


def _of_the_same(previous: Request, reading: Reading) -> bool:
    """Whether a clause names nobody whom the one before did not name."""
    who = [mention.who for mention in previous.reading.sketch.mentions]
    return all(mention.who in who for mention in reading.sketch.mentions)


def _another_item(previous: Request, reading: Reading) -> bool:
    """「第一条完成了,第三条也完成了」."""
    item = any(isinstance(mark, Item) for mark in reading.sketch.marks)
    return item and reading.word == previous.reading.word


def _continues(asking: Asking, previous: Request, clause: Clause, reading: Reading) -> bool:
    """Whether a clause that could be a request belongs to the one before: agrees with it, goes on with it, or says why."""
    letters = reading.sketch.letters
    if AGREED.match(letters):
        return True
    if clause.opens:
        return False
    if (
        reading.word == previous.reading.word
        and not reading.sketch.mentions
        and not _another_item(previous, reading)
    ):
        return not _restated(previous, reading)
    if TAIL_ASKS.match(letters) or _names_whom(previous, clause, reading):
        return True
    return entry_of(previous.reading.word).extends and not _stands_alone(asking, reading)


def _names_whom(previous: Request, clause: Clause, reading: Reading) -> bool:
    """「现在开始投票,对象是陈明」."""
    return (
        _only_names(reading, clause)
        and not previous.reading.sketch.mentions
        and not previous.before
    )


def _stands_alone(asking: Asking, reading: Reading) -> bool:
    """Whether a clause after an act is a request and not its reason: plain, and about its own or nothing else."""
    letters = reading.sketch.letters
    asked = asks_for(letters) or letters.startswith(reading.word)
    told = asking.intent(reading.word).changes and is_his(reading.word, asking.actor)
    if REASON.match(letters) or reading.weight < REQUESTS or not (asked or told):
        return False
    whole = len(letters) <= reading.length + 2 and not entry_of(reading.word).swallows
    return bool(reading.sketch.mentions) or whole


def _append(request: Request, clause: Clause, outline: Sketch) -> None:
    if DROPPED.match(outline.letters):
        request.dropped = True
        return
    if TAIL_ASKS.match(outline.letters):
        request.asked = True
        return
    if AGREED.match(outline.letters):
        return
    request.more.append(outline)
    request.end = clause.end


def _read(asking: Asking, clause: Clause) -> Read:
    """The best reading of a clause as typed or, where that says less, with its typing errors put right."""
    key = replace(clause, opens=False, asked=False)
    if key not in asking.read:
        asking.read[key] = _read_anew(asking, clause)
    return asking.read[key]


def _read_anew(asking: Asking, clause: Clause) -> Read:
    outline = _sketch(asking, asking.text, clause)
    intents = [intent for intent in asking.intents if clause.word in {"", intent.word}]
    written = readings(outline, intents, asking.actor)
    mended = corrected(asking, clause)
    found = [(reading, asking.text) for reading in written[:1]]
    if mended != asking.text:
        again = readings(_sketch(asking, mended, clause), intents, asking.actor, typo=True)
        found += [(reading, mended) for reading in again[:1] if reading.weight >= MENDED]
    best = max(found, key=lambda pair: pair[0].weight, default=None)
    return outline, best if best and best[0].weight >= LEAST else None


def corrected(asking: Asking, clause: Clause) -> str:
    """The whole plain text with the clause's words corrected by their sound; names and polite words stay as they are."""
    part = asking.text[clause.start : min(clause.end, clause.start + CLAUSE)]
    mended = sounds.corrected(part, KNOWN, SOUNDS)
    known = [
        mention.span
        for mention in naming.mentions(part, asking.names, None, asking.actor)
        if mention.who
    ]
    for start, end in (*known, *(found.span() for found in FILLER.finditer(part))):
        mended = mended[:start] + part[start:end] + mended[end:]
    return asking.text[: clause.start] + mended + asking.text[clause.start + len(part) :]


def _sketch(asking: Asking, text: str, clause: Clause) -> Sketch:
    end = min(clause.end, clause.start + CLAUSE)
    if text is asking.text:
        return sketch(text, clause.start, end, asking.named, asking.spans, asking.today)
    named = asking.mentions(text, clause.start, end)
    others: list[dates.Span | GradeWord] = [
        *dates.spans(text, asking.today, clause.start, end),
        *grade_words(text[:READABLE], asking.grades),
    ]
    return sketch(text, clause.start, end, named, others, asking.today)


def _parts(asking: Asking) -> list[Clause]:
    """What stands behind the readable part, or in too many clauses, is text of the last one."""
    every = (
        part
        for clause in clauses(asking.text[:READABLE])
        for part in _unjoined(asking, clause, JOINTS)
    )
    found = list(islice(every, MOST_CLAUSES))
    parts = [part for part in found if _sketch(asking, asking.text, part).letters][:PARTS]
    if parts and (len(found) > PARTS or len(asking.text) > READABLE):
        parts[-1] = replace(parts[-1], end=len(asking.text))
    return parts


def _unjoined(asking: Asking, clause: Clause, most: int) -> Iterator[Clause]:
    """「状态和谁没交」 are two requests when each side alone is plainly one."""
    joints = JOIN.finditer(asking.text, clause.start + 1, clause.end - 1)
    for joint in islice(joints, most):
        left = replace(clause, end=joint.start(), asked=False)
        right = replace(clause, start=joint.end(), opens=True)
        if _plain(asking, left, right):
            yield left
            yield from _unjoined(asking, right, most - 1)
            return
    yield clause


def _complete(asking: Asking, reading: Reading) -> bool:
    """Whether a part of a clause asks or tells by itself: 「还有几天」, but not 「我报告还没写」."""
    look = "看" in asking.text[reading.sketch.places[0][0] - 3 : reading.end]
    return (
        reading.questions
        or look
        or asking.intent(reading.word).changes
        or reading.sketch.letters.startswith(reading.word)
    )


def _plain(asking: Asking, left: Clause, right: Clause) -> bool:
    sides = [_read(asking, side)[1] for side in (left, right)]
    words = {side[0].word for side in sides if side and side[0].weight >= 3 and not side[0].typo}
    first = sides[0]
    return (
        len(words) == 2
        and first is not None
        and not OBJECT.search(first[0].sketch.letters)
        and not POSTPONED.search(asking.text, left.start, left.end)
        and all(_complete(asking, side[0]) for side in sides if side)
        and (first[0].questions or not asking.text.startswith("还有", left.end))
        and not entry_of(first[0].word).swallows
        and Slot.TEXT not in asking.intent(first[0].word).slots
    )
