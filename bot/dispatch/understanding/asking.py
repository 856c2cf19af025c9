"""Who writes what to whom, and one thing that he asks for."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cached_property

from bot.dispatch.understanding import dates, free_text
from bot.dispatch.understanding import names as naming
from bot.dispatch.understanding.aliases import Names
from bot.dispatch.understanding.grade_words import GradeWord, grade_words
from bot.dispatch.understanding.grammar import VOTE
from bot.dispatch.understanding.mention import Mention
from bot.dispatch.understanding.readings import Reading, read
from bot.dispatch.understanding.sketch import Sketch, sketch
from bot.dispatch.understanding.values import Intent, Recent
from bot.domain.people import Person
from bot.domain.values import dataclass

READABLE = 600  # characters that are searched for requests; free text may be longer
CLAUSE = 200  # characters of one request that are read
CLOSE = 120  # within this margin two readings are as likely


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
    his: Collection[str] | None = None  # the words that he may ask for
    favoured: Collection[str] = ()  # the words that wait for an answer of his
    steps: Collection[str] | None = None  # of the ballot; None where they are not known

    @property
    def said(self) -> str:
        """The message as typed, as it is quoted."""
        return self.typed.strip()

    @property
    def is_confidential(self) -> bool:
        """Whether somebody wants to say something without his name."""
        return bool(free_text.ANONYMOUS.search(self.text)) and any(
            intent.word == "反馈" for intent in self.intents
        )

    @cached_property
    def named(self) -> list[Mention]:
        return naming.mentions(self.text[:READABLE], self.names, self.recent, self.actor)

    @cached_property
    def spans(self) -> list[dates.Span | GradeWord]:
        """The days and grades that the text names."""
        readable = self.text[:READABLE]
        ends = {mention.end for mention in self.named}
        return [
            *dates.spans(readable, self.today),
            *grade_words(readable, self.grades, ends),
        ]

    @cached_property
    def readings(self) -> dict[tuple[int, int], Reading | None]:
        """What was read so far, by where it stands."""
        return {}

    def sketch(self, start: int, end: int) -> Sketch:
        end = min(end, start + CLAUSE, READABLE)
        return sketch(self.text, start, end, self.named, self.spans, self.today)

    def read(self, start: int, end: int) -> Reading | None:
        """Reads text[start:end]; parts are read from both sides, so a reading is kept."""
        key = (start, end)
        if key not in self.readings:
            self.readings[key] = read(self.sketch(start, end), self.words, self.his, self.favoured)
        return self.readings[key]

    @cached_property
    def words(self) -> frozenset[str]:
        """What can be asked for: no vote with a grade that the ballot does not have."""
        named = {span.value for span in self.spans if isinstance(span, GradeWord)}
        words = frozenset(self.by_word)
        if self.steps is None or named <= set(self.steps):
            return words
        return words - {VOTE}

    @cached_property
    def by_word(self) -> Mapping[str, Intent]:
        return {intent.word: intent for intent in self.intents}

    @cached_property
    def longest_word(self) -> int:
        return max(map(len, self.by_word), default=0)

    def rival_of(self, reading: Reading) -> str | None:
        """The word that is as likely as the one that was read, if there is one."""
        is_close = 0 <= reading.margin < CLOSE and reading.rival_margin == reading.margin
        if is_close and reading.rival:
            return reading.rival
        return None

    def intent(self, word: str) -> Intent:
        return self.by_word[word]


@dataclass(frozen=True)
class Request:
    """text[start:end] with one reading.

    `opens`: a word says that something new begins; `spelt_out`: the request's own word, or
    another item, does. `asked`: it ends with a question mark or
    「行吗」. `dropped`: 「算了」 follows.
    """

    reading: Reading
    start: int
    end: int
    opens: bool = False
    asked: bool = False
    dropped: bool = False
    spelt_out: bool = False
