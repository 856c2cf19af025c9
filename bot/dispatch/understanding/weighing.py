"""How well a clause fits a canonical word: its ways weighed by what they explain and what they leave unexplained."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.dispatch.understanding.lexicon import ENTRIES, ROLES, Entry, Way
from bot.dispatch.understanding.lexicon.concepts import FAINT
from bot.dispatch.understanding.sketch import Sketch
from bot.dispatch.understanding.terms import WEIGHTS, Term, concepts_in, terms
from bot.dispatch.understanding.values import Intent, Slot
from bot.domain.people import Person

UNKNOWN = Entry(())
NAMES = frozenset("BP")
FIGURES = frozenset(["N", "number"])
CONTENT = frozenset(
    ["problem", "cause", "bad", "finished", "return", "accept"]
)  # what a reason may begin with
QUESTIONS = frozenset(
    ["who", "count", "whether", "how", "howto", "when", "what", "why", "state", "detail"]
)
BESIDE = frozenset(["howto", "when", "why", "who", "what"])
ALONE = 3.0  # a canonical word that is all of the clause
IN_FRONT = 1.5  # one in front of a name, which may be misspelt
FOLLOWED = 0.5  # of what a concept weighs, where it only goes along
UNEXPLAINED = 0.6  # of what a concept weighs, where the way has no place for it
STRANGE = 0.15  # a letter of a word that is not known
REASON = 0.3  # of that, where it may be the reason of an act
NOT_HIS = 1.2  # what is not this person's to say
TEXT = 2.0  # a word in front of a text of its own: what the text is about does not count
SHORT = 7  # letters: a text that is no longer and asks is a question


@dataclass(frozen=True)
class Hit:
    """A way that a sketch shows: its act on the letters [start, act_end), what leads over to its text up to `end`.

    `explained` is the number of letters that it explains.
    """

    weight: float
    start: int
    end: int
    act_end: int
    explained: int = 0
    act: float = 3.0


@lru_cache(maxsize=512)
def entry_of(word: str) -> Entry:
    """A word that the lexicon does not know is at least understood when it is said."""
    return ENTRIES.get(word, UNKNOWN)


def hit_of(sketch: Sketch, intent: Intent, actor: Person) -> Hit | None:
    """The best of the word's ways that the sketch shows."""
    entry, there = entry_of(intent.word), concepts_in(sketch.letters)
    if entry.acts.isdisjoint(there) and intent.word not in sketch.letters:
        return None
    said = terms(sketch.letters)
    hits = [_hit(sketch, said, one, entry) for one in entry.ways if _shown(one, there)]
    hits += _spelled_out(said, sketch.letters, intent, entry)
    best = max(hits, key=lambda hit: (hit.weight, hit.explained), default=None)
    return (
        replace(best, weight=best.weight + _standing(sketch, intent, best, actor)) if best else None
    )


def asks_for(letters: str) -> bool:
    """Whether the letters ask in so many words: 「情况」 alone may be a part of a reason."""
    return bool(concepts_in(letters) & (QUESTIONS - {"state", "detail", "what"}))


def asks(letters: str, start: int = 0) -> bool:
    """Whether the letters from `start` on have the words of a question."""
    return any(term.concepts & QUESTIONS for term in terms(letters) if term.start >= start)


def is_his(word: str, actor: Person) -> bool:
    """Whether this is natural for him to ask for."""
    return not ROLES.get(word, actor.roles).isdisjoint(actor.roles)


def asks_beside(letters: str, start: int, end: int) -> bool:
    """Whether how, when, why or who is asked outside of the letters [start, end)."""
    outside = (term.concepts for term in terms(letters) if term.end <= start or end <= term.start)
    return any(concepts & BESIDE and "few" not in concepts for concepts in outside)


def _shown(way: Way, there: frozenset[str]) -> bool:
    return way.never.isdisjoint(there) and not any(need.isdisjoint(there) for need in way.needs)


def _spelled_out(said: Sequence[Term], letters: str, intent: Intent, entry: Entry) -> list[Hit]:
    """The canonical word itself: all that there is of a word that has no entry, and before a name that nobody bears."""
    word = intent.word
    at = letters.find(word)
    end = at + len(word)
    if at >= 0 and (letters == word or not entry.ways):
        return [Hit(ALONE, at, end, end, len(word))]
    named = intent.named & {Slot.SUBJECT, Slot.PERSON, Slot.BRANCH} and not entry.swallows
    whole = at == 0 and any(term.end == end for term in said)
    return [Hit(IN_FRONT, at, end, end, len(word))] if named and whole else []


def _hit(sketch: Sketch, said: Sequence[Term], way: Way, entry: Entry) -> Hit:
    """Weighs what the way explains against what it leaves unexplained."""
    explains = way.explains
    needed = [_heaviest(said, need) for need in way.needs]
    act = needed[0]
    score = way.bonus + sum(
        _worth(term, need) for term, need in zip(needed, way.needs, strict=True)
    )
    end = _leads_to(sketch, said, act, explains)
    for term in said:
        if not term.concepts & explains:
            score -= _against(term, end, entry)
        elif term not in needed:
            score += FOLLOWED * _worth(term, explains)
    explained = sum(term.end - term.start for term in said if term.concepts & explains)
    return Hit(score, act.start, end, act.end, explained, _worth(act, way.needs[0]))


def _heaviest(said: Sequence[Term], need: frozenset[str]) -> Term:
    return max(
        (term for term in said if term.concepts & need),
        key=lambda term: (_worth(term, need), not term.concepts & FAINT.keys()),
    )


def _leads_to(sketch: Sketch, said: Sequence[Term], act: Term, explains: frozenset[str]) -> int:
    """Where the text may begin: after the act and all that goes along with it unbroken, a small word between them."""
    end = small = act.end
    for term in said:
        if (
            (term.start in sketch.spaced and not term.concepts & FIGURES)
            or term.concepts & (NAMES | CONTENT)
            or term.start < act.end
        ):
            continue
        if term.concepts & explains and term.start <= small:
            end = small = max(end, term.end)
        elif term.start == end and term.concepts & FAINT.keys():
            small = term.end
    return end


def _worth(term: Term, wanted: frozenset[str]) -> float:
    return max((WEIGHTS[one] for one in term.concepts & wanted), default=0.0)


def _against(term: Term, end: int, entry: Entry) -> float:
    """What a term costs that the way does not explain; little where it may be a reason, nothing in a text."""
    takes_text = entry.swallows or entry.extends
    if takes_text and term.start >= end:
        return 0.0
    cost = UNEXPLAINED * term.weight if term.concepts else STRANGE * min(term.end - term.start, 3)
    return REASON * cost if takes_text else cost


def _standing(sketch: Sketch, intent: Intent, hit: Hit, actor: Person) -> float:
    """A word in front of its text weighs more; what is not this person's to say weighs less."""
    entry, letters = entry_of(intent.word), sketch.letters
    foreign = 0.0 if is_his(intent.word, actor) else NOT_HIS
    question = len(letters) - hit.end < SHORT and asks(letters, hit.end)
    text = TEXT if entry.swallows and hit.start == 0 and not question else 0.0
    named = 1.0 if (entry.swallows or entry.extends) and letters.startswith(intent.word) else 0.0
    return text + named - foreign
