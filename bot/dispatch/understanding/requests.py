"""A message cut into requests: which parts make one, and where its text may end."""

from dataclasses import field, replace

from bot.dispatch.understanding.asking import READABLE, Asking, Request
from bot.dispatch.understanding.clauses import Clause, clauses, joints
from bot.dispatch.understanding.grade_words import GRADED, goes_on_deciding
from bot.dispatch.understanding.grammar import DECISION, OF_ITEMS, PROGRESS, REMARKS
from bot.dispatch.understanding.readings import ASKED_BESIDE, PLAIN, Reading
from bot.dispatch.understanding.relations import (
    NAME_ONLY,
    REMARK_OF_ONE,
    are_acts_of_two,
    asks_beside,
    asks_of_another,
    is_act_on_somebody,
    is_new,
    is_spelt_out,
    leads_up,
    looks_at_another,
    names_another,
    turns_out_to_be,
)
from bot.domain.patterns import pattern
from bot.domain.values import dataclass

ABOUT_FEEDBACK = frozenset({"反馈办法", "反馈情况", "怎样保密"})  # they ask, and tell nothing
PARTS = 8
AGREED = pattern(r"^(?:好的?|可以|同意|行|对|是的?|没问题|嗯|ok|就这样|收到|辛苦)了?$")
ALSO = pattern(r"还有\s?$")  # leads to a further name: 「二支部还有三支部的都收下」
# 「…的原因；第3条…」 ends one thing: behind a semicolon no reason follows.
LEADS_TO_REASON = pattern(r"(?:(?:(?<!原)因为?|由于)[\s,;。:]{0,9}|(?:理由|原因)是?[\s,:]{0,9})$")
# Of what a report tells: 「列了3个题目，第一个是…」.
NEXT_NUMBER = pattern(r"\D{0,9}第|\d{1,3}[\s:：]")  # 「第2条也…」, 「2 已谈」
COUNTED = pattern(r"第[一二三四五六七八九十\d]{1,3}个[是为叫]")
LONGEST_LEAD = 16
TAIL_ASKS = pattern(
    r"^(?:你看|您看)?(?:行|可以|好|成|对|合适|能)(?:吗|么|不行|不好|不)$|^怎么样$|^行不行$|^好不好$|^可不可以$"
)
DROPPED = pattern(
    r"^(?:(?:我|领导|系里)?(?:还?没有?|不)(?:同意|批)|(?:还是)?(?:算了|不用了?|不要了?|先不|别了|取消))"
)


def requests_in(asking: Asking, start: int = 0) -> list[Request]:
    """The requests of a message from `start` on, in the order they were made."""
    whole = asking.read(start, min(len(asking.text), READABLE))
    if whole is None:
        return []
    if asking.is_confidential and not (whole.word in ABOUT_FEEDBACK and whole.margin >= PLAIN):
        whole = replace(whole, word="反馈", text="", label="反馈", margin=PLAIN)
        return [Request(whole, start, len(asking.text))]
    parts: list[Clause] = []
    for clause in clauses(asking.text[:READABLE]):
        if clause.start >= start:
            parts += _unjoined(asking, clause)
        if len(parts) >= PARTS:
            break
    parts = parts[:PARTS]
    if whole.margin <= -PLAIN and not any(part.opens for part in parts):
        return [Request(whole, start, len(asking.text))]
    cutting = _Cutting(asking)
    for part in parts:
        if asking.sketch(part.start, part.end).letters:
            cutting.take(part, last=part is parts[-1])
    return cutting.finished()


@dataclass
class _Cutting:
    """Takes the parts of a message one after the other.

    `made` are the requests so far; at `begun` begins what belongs to the next one.
    """

    asking: Asking
    made: list[Request] = field(default_factory=list)
    begun: int | None = None

    def take(self, part: Clause, *, last: bool) -> None:
        letters = self.asking.sketch(part.start, part.end).letters
        if not self.made:
            self._open(part, letters)
        if self.made:
            self._follow(part, letters)
        elif NAME_ONLY.match(letters) and not last:
            self._put_off(part)
        else:
            self._begin(part)

    def _open(self, part: Clause, letters: str) -> None:
        """Makes a request of what was put off where this part begins something else:
        「看下五支部,顺便看看倒计时」.
        """
        if not part.opens or self.begun is None:
            return
        listed = ALSO.search(self.asking.text[self.begun : part.start]) is not None
        if listed and letters[:1] in {"B", "P"}:
            return
        reading = self.asking.read(self.begun, part.start)
        if reading is not None and reading.margin >= 0:
            self.made.append(Request(reading, self.begun, part.start))
            self.begun = None

    def _follow(self, part: Clause, letters: str) -> None:
        """Takes a part behind a request."""
        previous = self.made[-1]
        # A part may only call off what stands before it, ask whether it may be, or agree.
        if DROPPED.match(letters):
            self.made[-1] = replace(previous, dropped=True)
        elif TAIL_ASKS.match(letters):
            self.made[-1] = replace(previous, asked=True)
        elif AGREED.match(letters):
            self.made[-1] = replace(previous, end=part.end)
        elif NAME_ONLY.match(letters) and asks_of_another(self.asking, previous, part):
            alike = replace(previous.reading, sketch=self.asking.sketch(part.start, part.end))
            self.made.append(Request(alike, part.start, part.end, opens=True, asked=part.asked))
        elif previous.reading.word == DECISION and GRADED.match(letters):
            alike = replace(previous.reading, sketch=self.asking.sketch(part.start, part.end))
            self.made.append(Request(alike, part.start, part.end))
        elif leads_up(self.asking, previous, part):
            self.begun = self.made.pop().start
            self._begin(part)
        elif turns_out_to_be(self.asking, previous, part):
            self.made[-1] = _longer(self.asking, previous, part)
        elif self._is_another(previous, part, letters):
            self._begin(part)
        elif previous.asked and not part.asked and previous.reading.word not in REMARKS:
            self._put_off(part)  # 「会在哪儿开？那天我有课，得请假」
        else:
            self.made[-1] = _longer(self.asking, previous, part)

    def finished(self) -> list[Request]:
        """What stands behind the last part is its text."""
        asking = self.asking
        if not self.made and self.begun is not None:
            reading = asking.read(self.begun, min(len(asking.text), READABLE))
            if reading is not None:
                self.made = [Request(reading, self.begun, len(asking.text))]
        if self.made:
            self.made[-1] = replace(self.made[-1], end=len(asking.text))
        return self.made

    def _is_another(self, previous: Request, part: Clause, letters: str) -> bool:
        """Whether a part asks for something of its own."""
        if goes_on_deciding(previous.reading.word, letters):
            return False
        if previous.reading.word in OF_ITEMS and COUNTED.match(self.asking.text, part.start):
            return False
        before = self.asking.text[max(0, part.start - LONGEST_LEAD) : part.start]
        if LEADS_TO_REASON.search(before):
            return False
        if self._is_next_item(part) or asks_beside(self.asking, previous, part):
            return True
        if looks_at_another(self.asking, previous, part):
            return True
        return not self._only_counts(part, letters) and is_new(self.asking, previous, part)

    def _is_next_item(self, part: Clause) -> bool:
        """「第1条做完了,第2条还在推」: what begins with another item is about that."""
        reading = self.asking.read(part.start, part.end)
        if not self.made or reading is None or not reading.sketch.letters.startswith("N"):
            return False
        before = self.made[-1].reading
        if before.word not in OF_ITEMS or not names_another(before.sketch, reading.sketch):
            return False
        if self._begins_with_ordinal(part.start):
            return True
        if self._is_remark_of_word(part):
            return False
        # 「进展 2 已列席两次」 names its own item, and no other.
        names_item = "N" in before.sketch.letters
        first_is_bare = names_item and not self._begins_with_ordinal(self.made[-1].start)
        return first_is_bare and reading.word in OF_ITEMS and reading.margin >= 0

    def _only_counts(self, part: Clause, letters: str) -> bool:
        """「第5条完成了：8条意见都有答复，定下的2条办法落实了」 names no second item."""
        previous = self.made[-1]
        if previous.reading.word not in OF_ITEMS or "N" not in letters:
            return False
        if part.opens or letters.startswith(tuple(OF_ITEMS)):
            return False
        if self._is_remark_of_word(part):
            return True
        names_item = "第" in self.asking.text[part.start : part.end]
        return self._begins_with_ordinal(previous.start) and not names_item

    def _is_remark_of_word(self, part: Clause) -> bool:
        """「完成 1 走访12次，意见8条都答复了」: behind the word itself and its number figures count."""
        if not self.asking.text.startswith(tuple(OF_ITEMS), self.made[-1].start):
            return False
        return NEXT_NUMBER.match(self.asking.text, part.start) is None

    def _begins_with_ordinal(self, at: int) -> bool:
        """Whether an item is named as 「第5条」 and not as 「5条」 here."""
        return self.asking.text.startswith("第", at)

    def _put_off(self, part: Clause) -> None:
        if self.begun is None:
            self.begun = part.start

    def _begin(self, part: Clause) -> None:
        """Begins a request, unless it is not plain yet what is asked for."""
        start = part.start
        if self.begun is not None:
            start = self.begun
        reading = self.asking.read(start, part.end)
        alone = self.asking.read(part.start, part.end)
        if reading is None or alone is None:
            return
        if self._is_next_item(part) and reading.word not in OF_ITEMS:
            reading = replace(alone, word=PROGRESS, label=PROGRESS, text="", margin=PLAIN)
        of_item = alone.word in OF_ITEMS and self._begins_with_ordinal(part.start)
        plain = reading.margin >= PLAIN or (of_item and alone.margin >= 0)
        if reading.margin >= ASKED_BESIDE and is_act_on_somebody(self.asking, reading):
            plain = True
        if self.made and asks_beside(self.asking, self.made[-1], part):
            plain = True
        if not plain and not self._is_next_item(part):
            if alone.margin < PLAIN:
                self._put_off(part)
                return
            reading = replace(alone, sketch=self.asking.sketch(start, part.end))
        remark = bool(self.made) and REMARK_OF_ONE.match(alone.sketch.letters) is not None
        spelt_out = self._is_next_item(part) or remark or (not part.joined and is_spelt_out(alone))
        self.made.append(
            Request(reading, start, part.end, part.opens, part.asked, spelt_out=spelt_out)
        )
        self.begun = None


def _unjoined(asking: Asking, clause: Clause) -> list[Clause]:
    """「状态和谁没交」 are two requests: each side alone is plainly one, and both together are
    less plain.
    """
    whole = asking.read(clause.start, clause.end)
    named = [mention.start for mention in asking.named]
    for left, right in joints(asking.text, clause, named):
        first = asking.read(left.start, left.end)
        second = asking.read(right.start, right.end)
        if first is None or second is None:
            continue
        if NAME_ONLY.match(first.sketch.letters):
            continue  # 「二支部、三支部」 are those of one request
        at_name = right.start in named and left.end == right.start
        if _are_two(asking, whole, first, second, at_name=at_name):
            return [*_unjoined(asking, left), *_unjoined(asking, right)]
    return [clause]


def _are_two(
    asking: Asking, whole: Reading | None, first: Reading, second: Reading, *, at_name: bool
) -> bool:
    """Whether the sides of a joint are requests of their own, rather than parts of the `whole`.

    `at_name` tells that nothing but a name of somebody parts them.
    """
    another = names_another(first.sketch, second.sketch)
    if first.word == second.word and not (another and first.sketch.mentions):
        return False
    margin = min(first.margin, second.margin)
    if another and are_acts_of_two(asking, first, second):
        return margin >= ASKED_BESIDE
    if margin < PLAIN:
        return False
    are_items = {first.word, second.word} <= OF_ITEMS
    if another and (are_items or REMARK_OF_ONE.match(second.sketch.letters)):
        return True
    if first.word in REMARKS or at_name:
        return False
    return whole is None or whole.margin < margin


def _longer(asking: Asking, request: Request, part: Clause) -> Request:
    """The request with a further part, read anew where the part may tell what was meant."""
    before = request.reading
    reading = replace(before, sketch=asking.sketch(request.start, part.end))
    joined = asking.read(request.start, part.end)
    if joined is not None:
        # What follows a remark is its text; of an item it may tell that it is done.
        may_become = before.word not in REMARKS or {before.word, joined.word} <= OF_ITEMS
        becomes = may_become and joined.margin > before.margin
        if joined.word == before.word or becomes:
            reading = joined
    asked = part.asked or (request.asked and reading.word not in REMARKS)
    return replace(request, reading=reading, end=part.end, asked=asked)
