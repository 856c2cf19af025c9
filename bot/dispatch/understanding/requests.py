"""A message cut into requests: which parts make one, and where its text may end."""

from dataclasses import field, replace

from bot.dispatch.understanding import moods
from bot.dispatch.understanding.asking import READABLE, Asking, Request
from bot.dispatch.understanding.clauses import Clause, clauses, joints
from bot.dispatch.understanding.grade_words import GRADED, goes_on_deciding
from bot.dispatch.understanding.grammar import BIND, OF_ITEMS, PROGRESS, REASONED, REMARKS
from bot.dispatch.understanding.names import Mention
from bot.dispatch.understanding.readings import Reading
from bot.dispatch.understanding.sketch import Item, Sketch
from bot.dispatch.understanding.slots import naming_slot, who_report
from bot.domain.patterns import pattern
from bot.domain.people import Branch
from bot.domain.values import dataclass

ABOUT_FEEDBACK = frozenset({"反馈办法", "反馈情况", "怎样保密"})  # they ask, and tell nothing
DECISION = "定等"
PARTS = 8
PLAIN = 400  # at this margin a part is a request of its own
ASKED_BESIDE = 150  # and at this one a question beside another: answering both alters nothing
# 「点评张敏有深度」, 「老孙平时爱管闲事」: who and what stand in front.
REMARK_OF_ONE = pattern(r"^(?:平时|调研|点评)[,:]?[BP]|^[BP](?:平时|调研|点评)")
ONE_MORE = pattern(r"也[给让发看调BP]|再?[加补]一?[句条笔]")  # 「承诺加一句…」, 「详情也给我看看」
AGREED = pattern(r"^(?:好的?|可以|同意|行|对|是的?|没问题|嗯|ok|就这样|收到|辛苦)了?$")
ALSO = pattern(r"还有\s?$")  # leads to a further name: 「二支部还有三支部的都收下」
REASON = pattern(r"^(?:主要)?(?:理由|原因|因为|由于)")
# 「…的原因；第3条…」 ends one thing: behind a semicolon no reason follows.
LEADS_TO_REASON = pattern(r"(?:(?:(?<!原)因为?|由于)[\s,;。:]{0,9}|(?:理由|原因)是?[\s,:]{0,9})$")
# Of what a report tells: 「列了3个题目，第一个是…」.
COUNTED = pattern(r"第[一二三四五六七八九十\d]{1,3}个[是为叫]")
LONGEST_LEAD = 16
TAIL_ASKS = pattern(
    r"^(?:你看|您看)?(?:行|可以|好|成|对|合适|能)(?:吗|么|不行|不好|不)$|^怎么样$|^行不行$|^好不好$|^可不可以$"
)
NAME_ONLY = pattern(r"^[BPN](?:(?:、|和|跟|与|及|还有)?[BPN])*的?(?:述职)?(?:报告|材料|稿子?)?$")
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
    parts = _parts(asking, start)
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
        """Makes a request of what was put off where this part begins something else."""
        if not part.opens or self.begun is None:
            return
        listed = ALSO.search(self.asking.text[self.begun : part.start]) is not None
        if not (listed and letters[:1] in {"B", "P"}):
            self._settle(part.start)

    def _follow(self, part: Clause, letters: str) -> None:
        """Takes a part behind a request."""
        previous = self.made[-1]
        if _belongs(letters):
            self.made[-1] = _tailed(previous, letters, part)
        elif NAME_ONLY.match(letters) and _asks_of_another(self.asking, previous, part):
            alike = replace(previous.reading, sketch=self.asking.sketch(part.start, part.end))
            self.made.append(Request(alike, part.start, part.end, opens=True, asked=part.asked))
        elif previous.reading.word == DECISION and GRADED.match(letters):
            alike = replace(previous.reading, sketch=self.asking.sketch(part.start, part.end))
            self.made.append(Request(alike, part.start, part.end))
        elif _leads_up(self.asking, previous, part):
            self.begun = self.made.pop().start
            self._begin(part)
        elif _turns_out_to_be(self.asking, previous, part):
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

    def _settle(self, end: int) -> None:
        """「看下五支部,顺便看看倒计时」: what was put off is a request when something new begins."""
        assert self.begun is not None
        reading = self.asking.read(self.begun, end)
        if reading is not None and reading.margin >= 0:
            self.made.append(Request(reading, self.begun, end))
            self.begun = None

    def _is_another(self, previous: Request, part: Clause, letters: str) -> bool:
        """Whether a part asks for something of its own."""
        if goes_on_deciding(previous.reading.word, letters):
            return False
        if previous.reading.word in OF_ITEMS and COUNTED.match(self.asking.text, part.start):
            return False
        before = self.asking.text[max(0, part.start - LONGEST_LEAD) : part.start]
        if LEADS_TO_REASON.search(before):
            return False
        if self._is_next_item(part) or _asks_beside(self.asking, previous, part):
            return True
        return not self._only_counts(part, letters) and _is_new(self.asking, previous, part)

    def _is_next_item(self, part: Clause) -> bool:
        """「第1条做完了,第2条还在推」: what begins with another item is about that."""
        reading = self.asking.read(part.start, part.end)
        if not self.made or reading is None or not reading.sketch.letters.startswith("N"):
            return False
        before = self.made[-1].reading
        if before.word not in OF_ITEMS or not _names_another(before.sketch, reading.sketch):
            return False
        if self._begins_with_ordinal(part.start):
            return True
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
        names_item = "第" in self.asking.text[part.start : part.end]
        return self._begins_with_ordinal(previous.start) and not names_item

    def _begins_with_ordinal(self, at: int) -> bool:
        """Whether an item is named as 「第5条」 and not as 「5条」 here."""
        return self.asking.text.startswith("第", at)

    def _put_off(self, part: Clause) -> None:
        if self.begun is None:
            self.begun = part.start

    def _begin(self, part: Clause) -> None:
        """Begins a request, unless it is not plain yet what is asked for."""
        start = part.start if self.begun is None else self.begun
        reading = self.asking.read(start, part.end)
        alone = self.asking.read(part.start, part.end)
        if reading is None or alone is None:
            return
        if self._is_next_item(part) and reading.word not in OF_ITEMS:
            reading = replace(alone, word=PROGRESS, label=PROGRESS, text="", margin=PLAIN)
        of_item = alone.word in OF_ITEMS and self._begins_with_ordinal(part.start)
        plain = reading.margin >= PLAIN or (of_item and alone.margin >= 0)
        if reading.margin >= ASKED_BESIDE and _is_act_on_somebody(self.asking, reading):
            plain = True
        if self.made and _asks_beside(self.asking, self.made[-1], part):
            plain = True
        if not plain and not self._is_next_item(part):
            if alone.margin < PLAIN:
                self._put_off(part)
                return
            reading = replace(alone, sketch=self.asking.sketch(start, part.end))
        remark = bool(self.made) and REMARK_OF_ONE.match(alone.sketch.letters) is not None
        spelt_out = self._is_next_item(part) or remark or (not part.joined and _is_spelt_out(alone))
        self.made.append(
            Request(reading, start, part.end, part.opens, part.asked, spelt_out=spelt_out)
        )
        self.begun = None


def _parts(asking: Asking, start: int) -> list[Clause]:
    parts: list[Clause] = []
    for clause in clauses(asking.text[:READABLE]):
        if clause.start < start:
            continue
        parts += _unjoined(asking, clause)
        if len(parts) >= PARTS:
            break
    return parts[:PARTS]


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
        another = _names_another(first.sketch, second.sketch)
        if first.word == second.word and not (another and first.sketch.mentions):
            continue
        items = first.word in OF_ITEMS and second.word in OF_ITEMS and another
        remarks = another and REMARK_OF_ONE.match(second.sketch.letters) is not None
        if first.word in REMARKS and not (items or remarks):
            continue
        apart = another and _are_acts_of_two(asking, first, second)
        least = PLAIN
        if apart:
            least = ASKED_BESIDE
        if min(first.margin, second.margin) < least:
            continue
        less = whole is None or whole.margin < min(first.margin, second.margin)
        at_name = right.start in named and left.end == right.start
        if not (items or remarks or apart or (less and not at_name)):
            continue
        return [*_unjoined(asking, left), *_unjoined(asking, right)]
    return [clause]


def _are_acts_of_two(asking: Asking, first: Reading, second: Reading) -> bool:
    """Whether each side names whom something is done to: 「三支部受理四支部退回」.

    A reason may follow on either side, and so no other remark may.
    """
    words = {first.word, second.word}
    acts = all(asking.intent(word).changes for word in words) and not words & REMARKS
    return acts and bool(first.sketch.mentions) and bool(second.sketch.mentions)


def _belongs(letters: str) -> bool:
    """Whether a part only agrees, asks for consent or calls off what stands before it."""
    return bool(AGREED.match(letters) or TAIL_ASKS.match(letters) or DROPPED.match(letters))


def _tailed(request: Request, letters: str, part: Clause) -> Request:
    if DROPPED.match(letters):
        return replace(request, dropped=True)
    if TAIL_ASKS.match(letters):
        return replace(request, asked=True)
    return replace(request, end=part.end)


def _longer(asking: Asking, request: Request, part: Clause) -> Request:
    """The request with a further part, read anew where the part may tell what was meant."""
    joined = asking.read(request.start, part.end)
    reading = request.reading
    if (joined is not None and joined.word == reading.word) or (
        joined is not None
        and _may_become(reading.word, joined.word)
        and joined.margin > reading.margin
    ):
        reading = joined
    else:
        reading = replace(reading, sketch=asking.sketch(request.start, part.end))
    asked = part.asked or (request.asked and reading.word not in REMARKS)
    return replace(request, reading=reading, end=part.end, asked=asked)


def _asks_of_another(asking: Asking, previous: Request, part: Clause) -> bool:
    """「三支部交了吗?四支部呢?」"""
    if asking.intent(previous.reading.word).changes or not (part.asked or part.opens):
        return False
    before = previous.reading.sketch
    return bool(before.mentions) and _names_another(before, asking.sketch(part.start, part.end))


def _may_become(word: str, other: str) -> bool:
    """Whether a further part may tell that something else was meant."""
    return word not in REMARKS or (word in OF_ITEMS and other in OF_ITEMS)


def _leads_up(asking: Asking, previous: Request, part: Clause) -> bool:
    """Whether what looked like a question was only the object of an act, or why it is done:
    「五支部写得太敷衍了,退回去」.
    """
    act = asking.read(part.start, part.end)
    if act is None or act.margin < PLAIN or part.opens or previous.asked:
        return False
    before = previous.reading
    if before.word in REMARKS or asking.intent(before.word).changes:
        return False
    if not asking.intent(act.word).changes or _names_another(before.sketch, act.sketch):
        return False
    joined = asking.read(previous.start, part.end)
    leads = joined is not None and joined.word == act.word
    return leads and not moods.asks(before.sketch.letters, before.sketch.letters)


def _turns_out_to_be(asking: Asking, previous: Request, part: Clause) -> bool:
    """Whether a part tells what the one before it, which was hardly understood, was about:
    「给张三提个醒，报告还欠着呢」.
    """
    act = asking.read(part.start, part.end)
    before = previous.reading
    if act is None or part.opens or before.margin >= PLAIN or before.word in REMARKS:
        return False
    if act.word == before.word or _names_another(before.sketch, act.sketch):
        return False
    joined = asking.read(previous.start, part.end)
    return joined is not None and joined.word == act.word and joined.margin > before.margin


def _is_new(asking: Asking, previous: Request, part: Clause) -> bool:
    """Whether a part asks for something else than the request before it."""
    reading = asking.read(part.start, part.end)
    if reading is None:
        return False
    before = previous.reading
    letters = reading.sketch.letters
    another = _names_another(before.sketch, reading.sketch)
    least = PLAIN
    if another and before.word not in REMARKS and _is_act_on_somebody(asking, reading):
        least = ASKED_BESIDE
    if reading.margin < least or NAME_ONLY.match(letters) or REASON.match(letters):
        return False
    # Behind a question an act is no part of what was asked.
    acts = previous.asked and asking.intent(reading.word).changes
    begins_anew = part.opens or acts or _is_spelt_out(reading)
    if reading.word == before.word or {reading.word, before.word} <= OF_ITEMS:
        return another and reading.word != BIND
    # Of whom or what.
    told = bool(reading.sketch.marks) or _is_followed_by_name(asking, reading, part)
    if before.word in REMARKS:
        alone = naming_slot(asking.intent(reading.word)) is None
        return begins_anew and (told or alone or ":" in letters)
    joined = asking.read(previous.start, part.end)
    if begins_anew or another or joined is None or joined.word != before.word:
        return begins_anew or told or before.word not in REASONED
    return joined.margin <= reading.margin


def _is_followed_by_name(asking: Asking, reading: Reading, part: Clause) -> bool:
    """Whether a remark's word stands alone and whom it is about right behind: 「调研，张敏那里…」."""
    if reading.word not in REMARKS or reading.sketch.letters != reading.word:
        return False
    behind = {part.end + 1, part.end + 2}
    return any(mention.start in behind for mention in asking.named)


def _asks_beside(asking: Asking, previous: Request, part: Clause) -> bool:
    """Whether a part asks a question of its own behind another: 「哪天截止,会在哪儿开」."""
    before, reading = previous.reading, asking.read(part.start, part.end)
    if (
        reading is None
        or reading.word == before.word
        or min(reading.margin, before.margin) < ASKED_BESIDE
    ):
        return False
    same = bool(before.sketch.mentions) and not reading.sketch.mentions
    if (same and not part.opens) or asking.text[: part.start].rstrip().endswith("再"):
        return False
    intents = (asking.intent(before.word), asking.intent(reading.word))
    # 「第三条办完了，另外问下会几点开」: behind a word that begins anew nothing goes on.
    if part.opens and before.word in OF_ITEMS and _is_question(reading):
        return not intents[1].alters(asking.actor, frozenset())
    if any(intent.alters(asking.actor, frozenset()) for intent in intents):
        return False
    behind = part.opens or previous.asked or _is_question(before)
    return behind and _is_question(reading)


def _is_question(reading: Reading) -> bool:
    return moods.asks(reading.sketch.letters, reading.sketch.letters)


def _is_spelt_out(reading: Reading) -> bool:
    """Whether the word of the request stands in front, by itself: 「调研：…」."""
    letters, end = reading.sketch.letters, len(reading.word)
    if letters[:1] in {"B", "P"}:
        letters = letters[1:]  # 「赵明定等一般」
    if not letters.startswith(reading.word):
        return False
    if letters[end : end + 1] == ":":
        return reading.word in REMARKS  # others are labels: 「责任人：…；时限：…」
    if ONE_MORE.match(letters, end) or REMARK_OF_ONE.match(letters):
        return True
    return letters[end : end + 1] in {"", "B", "P", "N", "G"}


def _is_act_on_somebody(asking: Asking, reading: Reading) -> bool:
    """Whether something is done to who is named: that may be told in few words, 「三支部也收」."""
    acts = asking.intent(reading.word).changes and reading.word not in REMARKS
    named = who_report(reading.sketch.mentions, asking.text, asking.names.roster)
    return acts and any(_may_be_acted_on(mention, asking) for mention in named)


def _may_be_acted_on(mention: Mention, asking: Asking) -> bool:
    """Whether who is named reports himself, or nobody knows him: 「周书记等着看呢」 does nothing to him."""
    reports = asking.names.roster.is_subject
    return not mention.who or any(isinstance(one, Branch) or reports(one) for one in mention.who)


def _names_another(before: Sketch, behind: Sketch) -> bool:
    """Whether a part names somebody or an item that the one before it does not name."""
    who = [mention.who for mention in before.mentions]
    numbers = [mark for mark in before.marks if isinstance(mark, Item)]
    # 「第4条完成了，补学5人次；第5条…」: beside the number of an item a bare figure counts something.
    items = {mark.n for mark in numbers if mark.letter == "N"} or {mark.n for mark in numbers}
    return any(mention.who not in who for mention in behind.mentions) or any(
        isinstance(mark, Item) and mark.letter == "N" and mark.n not in items
        for mark in behind.marks
    )
