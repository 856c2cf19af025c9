"""A sheet filled in words: 「都好，李思样较好」, 「第三个一般，其他较好」, 「好 好 较好 …」.

Read is only what consists of names, steps and the words of voting. What says anything else is no
vote, and neither is what can be read in two ways, so that nothing is ever guessed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field

from bot.domain.patterns import pattern
from bot.domain.polls.form import BLANK, Form, Item, Rater
from bot.domain.polls.reasons import (
    MORE_THAN_THAT,
    VOTES,
    is_supposed,
    without_reason,
    without_remark,
)
from bot.domain.polls.spoken import LONGEST_VOTE, is_doubtful, plain
from bot.domain.polls.voting_words import Kind, Unclear, Vocabulary, Word
from bot.domain.values import dataclass

_CODE = pattern(r"k\d{1,9}(?!\d)")
_ACKNOWLEDGED = pattern(r"^好(?:的|嘞|哒)[,。!]+")  # 「好的，」 answers the invitation
_CLAUSES = pattern(r"[;。\n]+")
# What leaves the rest of the sheet as it is.
_UNCHANGED = pattern(
    r"(?:其他人?|其它|其余|别人|别的|剩下|余下)的?(?:人|几位|几个)?(?:都|全)?(?:先)?(?:不动|不变|不改|别动|照旧|保持不变|原样|不用动|不用改|还是原来的"
    r"|我?(?:再|还要|还得)(?:想想|看看|考虑)(?:一下)?|我?(?:等会儿?|晚点|回头|待会儿?)(?:再)?(?:投|说|填)|先不投|我?还?没想好)"
)
_HARMLESS = pattern(
    r"没(?:别的|有|什么|啥)?(?:意见|问题)|没得说|没毛病|没得挑"
    r"|(?:(?:几位|各位|大家|大伙儿?)(?:书记|老师|同志)?们?|他们|她们|他|她)?"
    r"[也都真挺很是]{0,3}(?<!好)(?:不容易|不简单|拼|努力|卖力|辛苦)[的了啊哈呀]?(?=[,;。\s]|$)"
    r"|我?(?:反复|仔细)?(?:想|考虑|琢磨)[了来](?:一下|下|一?想|半天|又想|想去)?"
)
_AGAIN = pattern(
    r"([,;。\s]{1,3}[^,;。\s]{2,12}?)(?:也一样|也是一样|同上)(?=[吧哈]?(?:[,;。\s]|$))"
)
_HEADED = pattern(r",(?=[^,;。\n]{1,4}?的(?:有|是))")  # 「好的有甲、乙，较好的有丙」
_FOR_ALL = frozenset({Kind.ALL, Kind.EVERYBODY})
_HEADS = frozenset({Kind.TARGET, Kind.OTHERS, *_FOR_ALL})


def read_sentence(text: str, form: Form, rater: Rater) -> Mapping[int, int] | None:
    """One choice for each row that the sentence names; None where it is not plainly a vote.

    What is said of one goes before what is said of all, wherever it stands.
    """
    said = _CODE.sub("", _ACKNOWLEDGED.sub("", plain(text)))
    said = _HARMLESS.sub("", _UNCHANGED.sub("", said))
    if not said or len(said) > LONGEST_VOTE or is_doubtful(said):
        return None
    said = _with_step_said_again(said, form)
    for vote in (said, without_remark(said, form, rater)):
        try:
            choices = _Reading(form, rater).read(vote)
        except Unclear:
            continue
        return None if is_supposed(said, form) else choices
    return _with_reason(said, form, rater)


def _with_reason(said: str, form: Form, rater: Rater) -> Mapping[int, int] | None:
    """「张书记好，因为他讲得实在」: one choice for one person, and why behind it; else None."""
    vote = without_reason(said, form)
    if vote is None:
        return None
    reading = _Reading(form, rater)
    try:
        choices = reading.read(vote)
    except Unclear:
        return None
    if not reading.is_of_one or is_supposed(said, form):
        return None
    return choices


def _with_step_said_again(said: str, form: Form) -> str:
    """「甲投较好，乙也一样」 says the step once more."""
    again = _AGAIN.search(said)
    if again is None:
        return said
    before = said[: again.start()].rstrip("吧了")
    for step in sorted(map(plain, form.all_steps), key=len, reverse=True):
        if before.endswith(step):
            return said[: again.end(1)] + step + said[again.end() :]
    return said


@dataclass
class _Reading:
    form: Form
    rater: Rater
    general: dict[int, str] = field(default_factory=dict)
    named: dict[int, str] = field(default_factory=dict)
    others: str | None = None
    others_count: int | None = None
    excluded: frozenset[int] = frozenset()
    excepts: bool = False  # 「除了」 was said
    bare: list[str] = field(default_factory=list)

    @property
    def items(self) -> tuple[Item, ...]:
        return self.form.items_for(self.rater)

    @property
    def is_of_one(self) -> bool:
        """Whether one step was said of one who was named, and nothing of anybody else."""
        rest = self.general or self.others is not None or self.bare or self.excepts
        named = {self.form.items[position].subject for position in self.named}
        return not rest and len(named) == len(set(self.named.values())) == 1

    def read(self, said: str) -> Mapping[int, int]:
        """Raises Unclear."""
        votes = VOTES.search(said) is not None and MORE_THAN_THAT.search(said) is None
        vocabulary = Vocabulary(self.form, self.rater, votes=votes)
        for clause in _CLAUSES.split(_HEADED.sub(";", said)):
            self._take_clause(list(vocabulary.words_of(clause)))
        if self.bare and vocabulary.passed_over:
            raise Unclear  # the words may have named somebody
        steps = self._steps()
        if not steps:
            raise Unclear
        return {position: self._choice(position, step) for position, step in steps.items()}

    def _take_clause(self, words: Sequence[Word]) -> None:
        """Takes 「甲、乙较好，丙一般」, or 「较好：甲、乙」. Raises Unclear."""
        words = _step_behind(_with_places(words))
        phrase = _Phrase()
        for place, word in enumerate(words):
            before = None if place == 0 else words[place - 1].kind
            if phrase.steps and word.kind in {*_HEADS, Kind.ROW, Kind.COUNT, Kind.EXCEPT}:
                self._say(phrase)
                phrase = phrase.next(word)
            self._take(phrase, word, before)
        if phrase.steps:
            self._say(phrase)
        elif phrase.is_exception:
            self.excluded |= phrase.named
        elif phrase.heads or phrase.rows:
            raise Unclear  # names without a step

    def _take(self, phrase: "_Phrase", word: Word, before: Kind | None) -> None:
        """Raises Unclear where it may not be the speaker who votes, or not so."""
        match word.kind:
            case Kind.STEP:
                phrase.take_step(word, before)
            case Kind.ROW:
                phrase.rows |= word.items
            case Kind.COUNT:
                self._take_count(phrase, word.number)
            case Kind.EXCEPT:
                phrase.is_exception = self.excepts = True
            case Kind.ASIDE if phrase.heads and not phrase.steps:
                self.excepts = True
                self._exclude(phrase)
            case Kind.TARGET | Kind.OTHERS | Kind.EVERYBODY | Kind.ALL:
                if phrase.is_exception and phrase.heads and word.kind is not Kind.TARGET:
                    self._exclude(phrase)
                phrase.take_head(word)
            case _:
                phrase.take_small(word.kind, before)

    def _exclude(self, phrase: "_Phrase") -> None:
        """Leaves out those who were named, 「除了甲」, and goes on. Raises Unclear."""
        if any(head.kind is not Kind.TARGET for head in phrase.heads):
            raise Unclear
        self.excluded |= phrase.named
        phrase.heads, phrase.is_exception, phrase.is_parted = [], False, False

    def _take_count(self, phrase: "_Phrase", number: int) -> None:
        """Takes 「八个」 for all, or compares it with those who were named. Raises Unclear."""
        if number == 1:
            return
        rated = {item.subject for item in self.items}
        everything = frozenset(item.position for item in self.items)
        kinds = {head.kind for head in phrase.heads}
        if kinds == {Kind.OTHERS}:
            self.others_count = number
        elif kinds == {Kind.TARGET}:
            if len({self.form.items[position].subject for position in phrase.named}) != number:
                raise Unclear
        elif number not in (len(rated), len(self.form.subjects)):
            raise Unclear
        elif not kinds:
            phrase.heads.append(Word(Kind.EVERYBODY, everything))

    def _say(self, phrase: "_Phrase") -> None:
        """Raises Unclear."""
        heads, rows, steps = phrase.heads, phrase.rows, phrase.steps
        if not heads and not rows:
            self.bare += steps
        elif len(steps) == 1 or (set(steps) == {steps[0]} and not phrase.names_one):
            self._say_step(heads, rows, steps[0])
        elif not rows and len(heads) == len(steps) and phrase.names_alone:
            for head, step in zip(heads, steps, strict=True):
                self._say_step([head], rows, step)
        elif not rows and phrase.names_one and len(heads[0].items) == len(steps):
            # 「李思样 好 较好」: his rows in the order of the sheet.
            for position, step in zip(sorted(heads[0].items), steps, strict=True):
                self._say_step([Word(Kind.TARGET, frozenset({position}))], rows, step)
        elif not rows and len(heads) == 1 and heads[0].kind in _FOR_ALL:
            self.bare += steps
        else:
            raise Unclear

    def _say_step(self, heads: Sequence[Word], rows: frozenset[int], step: str) -> None:
        if not heads:
            self.general |= dict.fromkeys(rows, step)
        for head in heads:
            if head.kind is Kind.OTHERS:
                if self.others is not None or rows:
                    raise Unclear
                self.others = step
                continue
            items = head.items & rows if rows else head.items
            if head.kind is Kind.TARGET:
                if any(self.named.get(position, step) != step for position in items):
                    raise Unclear  # two steps for one
                self.named |= dict.fromkeys(items, step)
            else:
                self.general |= dict.fromkeys(items, step)

    def _steps(self) -> Mapping[int, str]:
        """The step said of each row. Raises Unclear."""
        if self.bare:
            return self._in_order()
        if self.excepts and self.others is None and not self.general:
            raise Unclear  # 「除了甲」, and what of the others?
        general = {
            position: step
            for position, step in self.general.items()
            if position not in self.excluded
        }
        steps = {**general, **self.named}
        if self.others is not None:
            spoken_of = {*self.named, *self.excluded}
            if not spoken_of or self.general:
                raise Unclear
            rest = [item for item in self.items if item.position not in spoken_of]
            if self.others_count not in (None, len({item.subject for item in rest})):
                raise Unclear
            steps |= dict.fromkeys((item.position for item in rest), self.others)
        return steps

    def _in_order(self) -> Mapping[int, str]:
        """Steps alone, one for each row in the order of the sheet. Raises Unclear."""
        if self.general or self.named or self.others is not None or self.excepts:
            raise Unclear
        for items in (self.items, self.form.items):
            if len(items) == len(self.bare):
                return {item.position: step for item, step in zip(items, self.bare, strict=True)}
        raise Unclear

    def _choice(self, position: int, step: str) -> int:
        """Raises Unclear where the row has no such step."""
        item = self.form.items[position]
        if step == "":
            return BLANK
        if item.full is not None:
            choice = item.choice_of(step)
            if choice is None:
                raise Unclear
            return choice
        steps = [plain(title) for title in item.steps]
        if step not in steps:
            raise Unclear
        return steps.index(step) + 1


@dataclass
class _Phrase:
    """Some who are named, and what is said of them."""

    heads: list[Word] = field(default_factory=list)
    rows: frozenset[int] = frozenset()
    steps: list[str] = field(default_factory=list)
    is_exception: bool = False  # 「除了」 stands in front
    is_parted: bool = False  # another word than 「和」 stands behind the names
    is_corrected: bool = False  # 「改成」 stands behind a step
    is_remarked: bool = False  # something was said of them, and no word of voting since
    is_denied: bool = False  # 「不选」 stands last

    @property
    def named(self) -> frozenset[int]:
        return frozenset(position for head in self.heads for position in head.items)

    @property
    def names_alone(self) -> bool:
        return all(head.kind is Kind.TARGET for head in self.heads)

    @property
    def names_one(self) -> bool:
        return len(self.heads) == 1 and self.names_alone

    def next(self, word: Word) -> "_Phrase":
        """The phrase that this word begins; a row is said of the same people."""
        if word.kind is Kind.ROW:
            return _Phrase(heads=self.heads)
        return _Phrase()

    def take_head(self, word: Word) -> None:
        """Raises Unclear for 「王书记投李书记」, 「大家投李书记」: who votes there is not said."""
        if word.kind is Kind.ALL and self.heads:
            return  # 「甲、乙都好」, 「其他都好」
        if word.kind is Kind.TARGET and word in self.heads and self.names_one:
            return  # 「甲，我给甲投好」
        only_names = word.kind is Kind.TARGET and self.names_alone
        if self.heads and (self.is_parted or not only_names):
            raise Unclear
        self.heads.append(word)

    def take_step(self, word: Word, before: Kind | None) -> None:
        """Raises Unclear for 「好还是较好」, and for 「不选好」, 「讲得好」, which choose nothing."""
        if self.is_remarked or (self.steps and (self.is_denied or before is Kind.OR)):
            raise Unclear
        if self.steps and self.is_corrected:
            self.steps.pop()
        self.is_corrected = False
        self.is_denied = word.denies
        self.steps.append(word.step)

    def take_small(self, kind: Kind, before: Kind | None) -> None:
        """Raises Unclear for 「王书记觉得」, 「我和王书记」, 「王书记和我」: these may be who votes."""
        if kind is Kind.OPINES and before in _HEADS:
            raise Unclear
        if {kind, before} == {Kind.SPEAKER, Kind.WITH}:
            raise Unclear
        is_remark = kind in (Kind.REMARK, Kind.OTHER)
        if is_remark and self.steps:
            raise Unclear  # 「都好，讲得实在」
        if is_remark or kind in (Kind.VERB, Kind.CHANGE):
            self.is_remarked = is_remark
        if kind is Kind.CHANGE and self.steps:
            self.is_corrected = True
        if kind is not Kind.WITH:
            self.is_parted = bool(self.heads)


def _with_places(words: Sequence[Word]) -> Sequence[Word]:
    """Takes numbers and 「第三个」 as those who stand there, and drops numbers before names.

    Raises Unclear where a place and a name stand together and mean two.
    """
    placed: list[Word] = []
    if not words:
        return placed
    nothing = Word(Kind.VERB)
    for before, word, behind in zip(
        [nothing, *words[:-1]], words, [*words[1:], nothing], strict=True
    ):
        match word.kind:
            case Kind.LISTED if before.kind is Kind.TARGET:
                raise Unclear  # a number behind a name may be anything
            case Kind.LISTED if behind.kind is Kind.TARGET:
                pass
            case Kind.PLACE if behind.kind is Kind.TARGET and behind.items != word.items:
                raise Unclear
            case Kind.LISTED | Kind.PLACE:
                placed.append(Word(Kind.TARGET, word.items))
            case _:
                placed.append(word)
    return placed


def _step_behind(words: Sequence[Word]) -> Sequence[Word]:
    """Puts the only step of a clause, where it stands in front, behind those of whom it is said."""
    steps = [place for place, word in enumerate(words) if word.kind is Kind.STEP]
    if len(steps) != 1:
        return words
    place = steps[0]
    before, behind = words[:place], words[place + 1 :]
    leads = not any(word.kind in _HEADS or word.kind is Kind.ROW for word in before)
    if leads and any(word.kind in _HEADS for word in behind):
        return [*before, *behind, words[place]]
    return words
