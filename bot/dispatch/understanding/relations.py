"""How a part of a message stands to the request before it: something new, or more of the same."""

from bot.dispatch.understanding import moods
from bot.dispatch.understanding.asking import Asking, Request
from bot.dispatch.understanding.clauses import Clause
from bot.dispatch.understanding.grammar import BIND, OF_ITEMS, REASONED, REMARKS
from bot.dispatch.understanding.readings import ASKED_BESIDE, PLAIN, Reading
from bot.dispatch.understanding.sketch import Item, Sketch
from bot.dispatch.understanding.slots import may_report, naming_slot
from bot.domain.patterns import pattern

# 「点评张敏有深度」, 「老孙平时爱管闲事」: who and what stand in front.
REMARK_OF_ONE = pattern(r"^(?:平时|调研|点评)[,:]?[BP]|^[BP](?:平时|调研|点评)")
ONE_MORE = pattern(r"也[给让发看调BP]|再?[加补]一?[句条笔]")  # 「承诺加一句…」, 「详情也给我看看」
REASON = pattern(r"^(?:主要)?(?:理由|原因|因为|由于)")
NAME_ONLY = pattern(r"^[BPN](?:(?:、|和|跟|与|及|还有)?[BPN])*的?(?:述职)?(?:报告|材料|稿子?)?$")


def is_new(asking: Asking, previous: Request, part: Clause) -> bool:
    """Whether a part asks for something else than the request before it."""
    reading = asking.read(part.start, part.end)
    if reading is None:
        return False
    before = previous.reading
    letters = reading.sketch.letters
    another = names_another(before.sketch, reading.sketch)
    least = PLAIN
    if another and before.word not in REMARKS and is_act_on_somebody(asking, reading):
        least = ASKED_BESIDE
    if reading.margin < least or NAME_ONLY.match(letters) or REASON.match(letters):
        return False
    # Behind a question an act is no part of what was asked.
    acts = previous.asked and asking.intent(reading.word).changes
    begins_anew = part.opens or acts or is_spelt_out(reading)
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


def looks_at_another(asking: Asking, previous: Request, part: Clause) -> bool:
    """Whether a name alone is to be looked at, and is no part of what was shown before of nobody in
    particular: 「状态发我，再看看二支部」.
    """
    reading = asking.read(part.start, part.end)
    if reading is None or not part.opens or reading.margin < PLAIN:
        return False
    before = asking.intent(previous.reading.word)
    is_of_nobody = not before.slots and not before.changes
    return is_of_nobody and NAME_ONLY.match(reading.sketch.letters) is not None


def asks_beside(asking: Asking, previous: Request, part: Clause) -> bool:
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


def asks_of_another(asking: Asking, previous: Request, part: Clause) -> bool:
    """「三支部交了吗?四支部呢?」"""
    if asking.intent(previous.reading.word).changes or not (part.asked or part.opens):
        return False
    before = previous.reading.sketch
    return bool(before.mentions) and names_another(before, asking.sketch(part.start, part.end))


def leads_up(asking: Asking, previous: Request, part: Clause) -> bool:
    """Whether what looked like a question was only the object of an act, or why it is done:
    「五支部写得太敷衍了,退回去」.
    """
    act = asking.read(part.start, part.end)
    if act is None or act.margin < PLAIN or part.opens or previous.asked:
        return False
    before = previous.reading
    if before.word in REMARKS or asking.intent(before.word).changes:
        return False
    if not asking.intent(act.word).changes or names_another(before.sketch, act.sketch):
        return False
    joined = asking.read(previous.start, part.end)
    leads = joined is not None and joined.word == act.word
    return leads and not moods.asks(before.sketch.letters, before.sketch.letters)


def turns_out_to_be(asking: Asking, previous: Request, part: Clause) -> bool:
    """Whether a part tells what the one before it, which was hardly understood, was about:
    「给张三提个醒，报告还欠着呢」.
    """
    act = asking.read(part.start, part.end)
    before = previous.reading
    if act is None or part.opens or before.margin >= PLAIN or before.word in REMARKS:
        return False
    if act.word == before.word or names_another(before.sketch, act.sketch):
        return False
    joined = asking.read(previous.start, part.end)
    return joined is not None and joined.word == act.word and joined.margin > before.margin


def are_acts_of_two(asking: Asking, first: Reading, second: Reading) -> bool:
    """Whether each side names whom something is done to: 「三支部受理四支部退回」.

    A reason may follow on either side, and so no other remark may.
    """
    words = {first.word, second.word}
    acts = all(asking.intent(word).changes for word in words) and not words & REMARKS
    return acts and bool(first.sketch.mentions) and bool(second.sketch.mentions)


def names_another(before: Sketch, behind: Sketch) -> bool:
    """Whether a part names somebody or an item that the one before it does not name."""
    who = [mention.who for mention in before.mentions]
    if any(mention.who not in who for mention in behind.mentions):
        return True
    numbers = [mark for mark in before.marks if isinstance(mark, Item)]
    # 「第4条完成了，补学5人次；第5条…」: beside the number of an item a bare figure counts something.
    items = {mark.n for mark in numbers if mark.letter == "N"} or {mark.n for mark in numbers}
    named = {mark.n for mark in behind.marks if isinstance(mark, Item) and mark.letter == "N"}
    return not named <= items


def is_act_on_somebody(asking: Asking, reading: Reading) -> bool:
    """Whether something is done to who is named: that may be told in few words, 「三支部也收」."""
    acts = asking.intent(reading.word).changes and reading.word not in REMARKS
    roster = asking.names.roster
    return acts and any(may_report(mention, roster) for mention in reading.sketch.mentions)


def _is_followed_by_name(asking: Asking, reading: Reading, part: Clause) -> bool:
    """Whether a remark's word stands alone and whom it is about right behind: 「调研，张敏那里…」."""
    if reading.word not in REMARKS or reading.sketch.letters != reading.word:
        return False
    behind = {part.end + 1, part.end + 2}
    return any(mention.start in behind for mention in asking.named)


def _is_question(reading: Reading) -> bool:
    return moods.asks(reading.sketch.letters, reading.sketch.letters)


def is_spelt_out(reading: Reading) -> bool:
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
    return letters[end : end + 1] in {"", "B", "P", "N", "G"} or letters[end:] == "结果"
