"""Values for the slots of a request, out of what its clause names and what was typed around it."""

from collections.abc import Sequence
from dataclasses import field, replace

from bot.dispatch.understanding.aliases import Fit
from bot.dispatch.understanding.dates import Span
from bot.dispatch.understanding.grade_words import GradeWord
from bot.dispatch.understanding.mention import Mention
from bot.dispatch.understanding.numerals import NUMERAL, number
from bot.dispatch.understanding.sketch import Item, Mark
from bot.dispatch.understanding.values import MOST_CHOICES, Intent, Slot, Value
from bot.domain.patterns import pattern
from bot.domain.people import Branch, Person, Roster
from bot.domain.values import dataclass

NAMING = (Slot.SUBJECT, Slot.PERSON, Slot.BRANCH)
JOINED = pattern(
    r"^\s*(?:的)?(?:述职)?(?:材料|报告)?[、,和与跟及以]+及?\s*$|^[\s+&/]+$|^[\s,、]*(?:还有|外加|加上|同埋)\s?$"
)
PARTED = pattern(r"^;\s?$")  # joins where nothing but the name follows: 「催:王建国;刘洋」
ENDED = pattern(r"\s{0,9}(?:[,;。!]|$)")
PASSES_ON = pattern("[让叫](?!他|她|大家)")
STANDS_IN = pattern("来?(?:主持|代我|代为|替我|顶一下|负责|去一?下?(?:吧|[,。]|$))")
SPEAKS = pattern(
    "(?:刚才?|今天|昨天|上午|又|也|这边|那边|都){0,3}(?:打了?电话来?|来电话?|发话)?了?"
    "(?:让|叫|说|问|讲|催|要求|交代|吩咐|指示|意见|不在|在问)"
)
NUMBERED = pattern(rf"({NUMERAL})号")


@dataclass(frozen=True)
class Filled:
    """Arguments, one set for each of several names; or the question whom a name means."""

    sets: tuple[dict[Slot, Value], ...] = ({},)
    unmatched: str = ""
    asked: Slot | None = None
    said: str = ""
    choices: tuple[Branch | Person, ...] = ()
    reasons: tuple[str, ...] = ()
    used: tuple[Mark, ...] = field(default=())


def naming_slot(intent: Intent) -> Slot | None:
    """The slot for whom a request is about; None where it is about nobody."""
    return next((slot for slot in NAMING if slot in intent.slots), None)


def passes_on(text: str, mention: Mention) -> bool:
    """「周书记让催一下」: he only had it said; 「我去不了，让钱主任主持」: he stands in."""
    if PASSES_ON.match(text, mention.end):
        return True
    is_asked_to = STANDS_IN.match(text, mention.end) is not None
    return is_asked_to and text[mention.start - 1 : mention.start] in ("让", "请", "由", "叫")


def may_report(mention: Mention, roster: Roster) -> bool:
    """Whether who is named reports himself, or nobody knows him: 「周书记等着看呢」 does nothing to him."""
    if not mention.who:
        return True
    return any(isinstance(who, Branch) or roster.is_subject(who) for who in mention.who)


def who_report(mentions: Sequence[Mention], text: str, roster: Roster) -> list[Mention]:
    """Leaves out who is named, but reports nothing himself: 「徐老师不在，把老孙的受理了」.

    He stays where nobody else is named, unless he is only quoted.
    """
    reporting = [mention for mention in mentions if may_report(mention, roster)]
    if reporting:
        return reporting
    return [mention for mention in mentions if not SPEAKS.match(text, mention.end)]


def fill_names(
    intent: Intent, named: Sequence[Mention], text: str, roster: Roster, *, secretaries: bool
) -> Filled:
    """The first name and those joined to it by 和 or 、 take the slot; later names belong to the text."""
    slot = naming_slot(intent)
    if slot is None or not named:
        return Filled()
    mentions = list(named)
    # Where a request takes a branch as well, people are left for the person, wherever it stands.
    if slot is Slot.PERSON and Slot.BRANCH in intent.slots:
        mentions = [mention for mention in named if mention.letter == "P"]
    group = _joined(_narrowed(mentions), text)
    unknown = next((mention for mention in group if not mention.who), None)
    if unknown:
        return Filled(
            unmatched=unknown.said, used=tuple(group), reasons=(f"名册里没有「{unknown.said}」",)
        )
    sets: list[dict[Slot, Value]] = []  # 「四支部书记陈明试」 is one
    reasons: list[str] = []
    for mention in group:
        choices = _fitting(mention, intent, slot, roster, secretaries=secretaries)
        if len(choices) > 1:
            return Filled(
                asked=slot, said=mention.said, choices=choices[:MOST_CHOICES], used=tuple(group)
            )
        if not choices:
            return Filled(
                unmatched=mention.said,
                used=tuple(group),
                reasons=(f"「{mention.said}」没有对应的书记",),
            )
        if {slot: choices[0]} not in sets:
            sets.append({slot: choices[0]})
        if mention.fit is not Fit.EXACT or choices[0].name != mention.said:
            reasons.append(f"「{mention.said}」是{choices[0].name}")
    return Filled(tuple(sets), reasons=tuple(reasons), used=tuple(group))


def fill_branch(intent: Intent, named: Sequence[Mention], roster: Roster) -> dict[Slot, Value]:
    """The branch beside a person, where a request takes both: 「转请吴主任 第四支部」."""
    if not {Slot.PERSON, Slot.BRANCH} <= set(intent.slots):
        return {}
    for mention in named:
        branches = [one for one in mention.who if isinstance(one, Branch)]
        if mention.letter == "B" and len(branches) == 1:
            places = roster.places_in(branches[0])
            if len(places) == 1:
                return {Slot.BRANCH: places[0]}
            return {Slot.BRANCH: branches[0]}
    return {}


def _narrowed(named: list[Mention]) -> list[Mention]:
    """「第四支部张伟」: the branch tells which 张伟; the person is meant then."""
    if (
        len(named) > 1
        and named[0].letter == "B"
        and named[1].letter == "P"
        and named[1].start - named[0].end <= 1
    ):
        members = tuple(
            one for one in named[1].who if isinstance(one, Person) and one.branch in named[0].who
        )
        if members:
            return [replace(named[1], who=members), *named[2:]]
    return named


def _joined(named: list[Mention], text: str) -> list[Mention]:
    """Returns the first name and those that follow it with nothing but 和 or 、 between them."""
    group = named[:1]
    for mention in named[1:]:
        between = text[group[-1].end : mention.start]
        alone = PARTED.match(between) and ENDED.match(text, mention.end)
        joined = not between or JOINED.match(between) or alone
        if mention.letter != group[0].letter or not joined:
            break
        group.append(mention)
    return group


def _fitting(
    mention: Mention, intent: Intent, slot: Slot, roster: Roster, *, secretaries: bool
) -> tuple[Branch | Person, ...]:
    """Who is meant, as the kind that the slot takes.

    A branch stands for whoever is evaluated there, and a person for his place. Where the intent is about branches as
    such, a person stands for the branch that he belongs to.
    """
    who = mention.who
    if secretaries or slot is Slot.BRANCH:
        reporting = tuple(one for one in who if isinstance(one, Person) and roster.is_subject(one))
        who = reporting or who
    choices: list[Branch | Person] = []
    for one in who:
        if isinstance(one, Branch) and not intent.of_branch:
            choices += _evaluated_in(one, slot, roster)
        elif isinstance(one, Branch) or slot is not Slot.BRANCH:
            choices.append(one)
        else:
            place = one.branch
            if not intent.of_branch:
                place = roster.place_meant(one)
            if place is not None:
                choices.append(place)
    # A branch that is evaluated itself bears its name twice, as a branch and as a body.
    return tuple(
        choice
        for choice in dict.fromkeys(choices)
        if isinstance(choice, Branch) or roster.place_of(choice) not in choices
    )


def _evaluated_in(branch: Branch, slot: Slot, roster: Roster) -> Sequence[Branch | Person]:
    """The places of a branch, or their subjects; a subject that stands alone may be called by its place."""
    places = roster.places_in(branch)
    if slot is Slot.BRANCH or (slot is Slot.SUBJECT and len(places) == 1):
        return places
    subjects = (roster.subject_of(place) for place in places)
    return [subject for subject in subjects if subject]


def fill_numbers(
    intent: Intent, marks: Sequence[Item | Span | GradeWord], text: str, *, several: bool
) -> list[dict[Slot, Value]]:
    """Day, number of days, number of the item, grade; one set for each item where several may be
    named.

    A bare figure is the number where no item is named, and so is 「一号」.
    """
    args: dict[Slot, Value] = {}
    items: list[int] = []
    figures: list[int] = []
    takes_item_alone = Slot.N in intent.slots and Slot.DATE not in intent.slots
    for mark in marks:
        if isinstance(mark, Item):
            if mark.letter == "N":
                items.append(mark.n)
            else:
                figures.append(mark.n)
            continue
        numbered = NUMBERED.fullmatch(text[mark.start : mark.end])
        if numbered and takes_item_alone:
            n = number(numbered[1])
            if n is not None:
                items.append(n)
                continue
        slot = _slot_of(mark)
        # 「因18日停网,顺延到21日」: one day replaces the other.
        before = text[: mark.start].rstrip()
        is_new_day = isinstance(mark, Span) and before.endswith(("到", "至", "改为"))
        if slot in intent.slots and (slot not in args or is_new_day):
            args[slot] = mark.value
    if Slot.DATE in args:
        args.pop(Slot.DAYS, None)  # 「再缓两天,到20号」
    numbers = list(dict.fromkeys(items or figures))
    if Slot.N not in intent.slots or not numbers:
        return [args]
    if not several:
        numbers = numbers[:1]
    return [{**args, Slot.N: n} for n in numbers]


def _slot_of(mark: Span | GradeWord) -> Slot:
    if isinstance(mark, GradeWord):
        return Slot.GRADE
    if isinstance(mark.value, int):
        return Slot.DAYS
    return Slot.DATE
