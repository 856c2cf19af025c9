"""A second request that a canonical form would take as its text: 「定等陈志强较好，意见拟一份」.

What follows a command's own word is its text, and remarks speak of 整改, 较好 and 退回 themselves. So
only what orders, or names another to whom something is done, is taken for a request, and then
everything is asked.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.dispatch.understanding import moods
from bot.dispatch.understanding.aliases import SURNAMES
from bot.dispatch.understanding.asking import READABLE, Asking, Request
from bot.dispatch.understanding.clauses import Clause, clauses
from bot.dispatch.understanding.grammar import (
    DECISION,
    GRADES,
    OF_ITEMS,
    OF_ONE,
    REMARKS,
    VOTE,
)
from bot.dispatch.understanding.readings import PLAIN, Reading
from bot.dispatch.understanding.requests import PARTS, requests_in
from bot.dispatch.understanding.values import Heard, Slot
from bot.domain.patterns import pattern
from bot.domain.people import Person

# Their text is a verdict, 「核验第五支部第1条，退回，照片看不清」, or a decision on many.
VERDICTS = frozenset({GRADES, "核验", "回访", "问效", "抽查结果", "整顿完成"})
SHORTEST_REMARK = 3  # letters, the name among them
LABELLED = pattern(r"[\u4e00-\u9fff]{2,5}:")  # 「责任人：…；时限：…；满意度：95%」 are fields
LONGEST = 14  # letters: whoever orders in passing is brief
LONGEST_TYPED = 30  # characters of the same, names written out
# 「意见拟一份」, 「等次定较好」, 「B也退」; 「退回去的材料改得认真」 and 「意见已反馈」 only tell.
ORDERS = pattern(
    r"^(?:顺便|顺带|然后|再|也|请|麻烦|帮忙?|给|把|都|先|就|一并){0,3}[BP]?[\u4e00-\u9fff]{0,4}?(?:也|都|再|先|就|一并)?"
    r"(?:[定评给]G|[拟写发](?:给)?我[吧。!]?$|[拟写发出](?:给?我)?一?[下份个张]|起草|(?:一下|一份)[BPT吧。!]{0,3}$"
    r"|(?:退回?|催|受理|延|收下?|通过)(?:[吧了。!]|一下|掉|[BPT]){0,3}$|(?:催|受理|退回|延期?)[BP]|也$)"
)
TELLS = pattern(r"[的得已过被没未不][^,]|了[^,吧。!]|应|需|建议|希望|注意|抓|改[得进正]")
# 「点评：光说不练。对象王建国。」
OBJECT = pattern(
    r"[,。;\n]\s?(?:点评|调研|评|我)?(?:的)?(?:对象|说的|指的|讲的|评的|针对的?)(?:就?是)?[:\s]?$"
)
# 「定等 张三 较好，李四一般」, where nobody is called so.
STRANGER_GRADED = pattern(
    rf"(?:^|[,，。;；\s])(?:[{''.join(sorted(SURNAMES))}][\u4e00-\u9fff]{{1,2}}|[老小][\u4e00-\u9fff])"
    r"(?:书记|同志|老师)?(?:定|评|给|是|为)?(?:较好|好|一般|差)(?=$|[,，。;；\s])"
)
LONGEST_OBJECT = 12
AFTER_OBJECT = pattern(r"(?:书记|老师|同志)?(?:这边|的)?[\s。.!,]*$")


def apart(asking: Asking, word: str, requests: Sequence[Request]) -> Sequence[Request]:
    """Returns the requests of a message in which that of `word` ends before another; none where all
    that follows is its text.
    """
    if word in VERDICTS or not requests or not asking.intent(word).changes:
        return ()
    parts = clauses(asking.text[:READABLE])
    names = {mention.start for mention in asking.named}
    unnamed = [part.start for part in parts[1:] if part.start not in names]
    if any(LABELLED.match(asking.text, start) for start in unnamed):
        return ()
    begins = {part.start for part in parts[1:]}
    further = requests[1:]
    # 「群众测评较好」 is a reason; what votes is heard before any request.
    if further and all(each.start in begins and each.reading.word != VOTE for each in further):
        return requests
    for part in parts[1:PARTS]:
        if part.end - part.start > LONGEST_TYPED:
            continue
        reading = asking.read(part.start, part.end)
        if reading is not None and _is_ordered(word, part, reading):
            return _cut_at(asking, part, requests[0], requests_in(asking, part.start))
        if word in OF_ONE and _tells_of_another(asking, part, requests[0]):
            sketch = asking.sketch(part.start, len(asking.text))
            alike = replace(requests[0].reading, sketch=sketch)
            return _cut_at(
                asking, part, requests[0], [Request(alike, part.start, len(asking.text))]
            )
    return ()


def shown_in_doubt(asking: Asking, exact: Heard) -> Heard:
    """Returns a canonical form, to be asked where its text may be about somebody else."""
    text = exact.args.get(Slot.TEXT)
    if not isinstance(text, str):
        return exact
    if exact.intent == DECISION:
        begun = asking.typed.find(text)
        names_another = any(mention.start >= begun for mention in asking.named)
        if names_another or STRANGER_GRADED.search(text[:READABLE]):
            return replace(exact, sure=False)
    return of_somebody(asking, exact)


def of_somebody(asking: Asking, exact: Heard) -> Heard:
    """Returns a remark that names nobody as one on whom its text says that it is about, to be
    asked; the remark itself where it says so of nobody.
    """
    text = exact.args.get(Slot.TEXT)
    if exact.intent not in REMARKS or Slot.PERSON in exact.args or not isinstance(text, str):
        return exact
    if Slot.PERSON not in asking.intent(exact.intent).slots:
        return exact
    begun = asking.typed.find(text)
    for mention in asking.named:
        before = asking.text[max(begun, mention.start - LONGEST_OBJECT) : mention.start]
        called = OBJECT.search(before)
        if called is None or AFTER_OBJECT.match(asking.text, mention.end) is None:
            continue
        subjects = [_subject(asking, one) for one in mention.who]
        people = [person for person in subjects if person is not None]
        end = mention.start - len(called[0])
        args = {**exact.args, Slot.TEXT: asking.typed[begun:end].strip()}
        if len(people) == 1:
            args[Slot.PERSON] = people[0]
        return replace(exact, args=args, sure=False)
    return exact


def _subject(asking: Asking, who: object) -> Person | None:
    roster = asking.names.roster
    if isinstance(who, Person):
        return who
    return next((roster.subject_of(place) for place in roster.branches if place == who), None)


def _is_ordered(word: str, part: Clause, reading: Reading) -> bool:
    """Tells whether a part of the text orders something else."""
    letters = reading.sketch.letters
    if reading.margin < PLAIN or len(letters) > LONGEST:
        return False
    if reading.word in OF_ITEMS or reading.word == VOTE:
        return False
    if reading.denied or moods.asks(letters, letters) or TELLS.search(letters):
        return False
    if reading.word == word and not reading.sketch.mentions:
        return False
    return part.opens or ORDERS.match(letters) is not None


def _tells_of_another(asking: Asking, part: Clause, first: Request) -> bool:
    """Tells whether a part of a remark is about somebody else: 「点评 张三 讲得实，李四讲得虚」."""
    # A list, a line for each, is for its handler to read.
    if "\n" in asking.text.strip():
        return False
    sketch = asking.sketch(part.start, part.end)
    if not sketch.letters.startswith("P") or len(sketch.letters) < SHORTEST_REMARK:
        return False
    who = sketch.mentions[0].who
    is_subject = len(who) == 1 and _subject(asking, who[0]) in asking.names.roster.subjects
    # 「调研去了离退休支部，孙德明…」 says nothing yet of anybody.
    named = [
        mention.who
        for mention in first.reading.sketch.mentions
        if mention.end <= part.start and mention.letter == "P"
    ]
    return is_subject and bool(named) and who not in named


def _cut_at(
    asking: Asking, part: Clause, first: Request, further: Sequence[Request]
) -> Sequence[Request]:
    """Returns the request in front of a part, and those that begin with it."""
    alone = asking.read(first.start, part.start)
    if alone is None:
        return ()
    return (replace(first, reading=alone, end=part.start), *further)
