"""What a leader says of somebody without the word that tells what it is for.

「老李给个好」 may be his decision or his vote, 「老孙这人踏实，群众有事找得着他」 is what he knows of him,
saw on the spot or says to a report: the readings are offered, none is taken.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.dispatch.understanding import moods
from bot.dispatch.understanding.asking import Asking, Request
from bot.dispatch.understanding.grammar import DECISION, OF_ONE, VOTE
from bot.dispatch.understanding.hearing import hear
from bot.dispatch.understanding.readings import PLAIN
from bot.dispatch.understanding.sketch import Sketch
from bot.dispatch.understanding.values import Doubt, Heard, Slot, Value
from bot.domain.patterns import pattern
from bot.domain.people import Person

BARE_GRADE = pattern(
    r"^(?:那就|就|我看)?(?:给|对)?[BP](?:这边|那边|嘛|的话)?,?"
    r"(?:我?给|就|算|打|我看)?(?:一个|个)?G(?:吧|了)?[。!]?$"
)
OF_SOMEBODY = pattern(r"^(?:(?:给|对|把)?[BP])(?:这个?人|那人|这同志)?(?=[^?]{4,60}$)")
PRAISES = pattern(
    r"[得很挺肯爱](?=.)|踏实|扎实|认真|负责|不错|不够|空[了洞]|虚|勤|细|群众|拖|有办法|找得着|记"
)
SOMETHING_ELSE = pattern(
    r"[催退延缓投票假吗呢]|受理|等次|述职|提交|交[了上来没]|[?]|谁|先|别|不用|几|哪|什么|怎|啥|多少"
    r"|平时|调研|点评|(?<!有)意见|整改|今天讲|住院|出差|电话|听说|[说问][,:]"
)
NOTED = pattern(r"[,。\s]{0,3}(?:给我|帮我|你给)?记(?:上|下|一?下|一?笔|着|下来)?[吧啊哈。!]{0,4}$")
AHEAD = pattern(
    r"^(?:这个?人|那人|这同志|同志|这条|的)?[,:\s]*"
    r"(?:(?:你?[给帮]我)?[记写添加录](?:上|下|着)?一?[笔条句下](?:评语)?[,:\s]*)?"
)


def undecided(asking: Asking, requests: Sequence[Request]) -> Doubt | None:
    """Returns the readings between which such words leave open; None where they do not."""
    if asking.his is None or not requests:
        return None
    whole = asking.sketch(0, len(asking.text))
    words = asking.words.intersection(asking.his)
    beside: Sequence[str] = ()
    if len(requests) == 1:
        beside = requests[0].reading.beside
    if {DECISION, VOTE} <= words and (VOTE in beside or BARE_GRADE.match(whole.letters)):
        decision = hear(asking, _read_as(requests[0], DECISION, len(asking.text)), ())
        # Both are offered, unless his decision would not be plain.
        if decision.doubt is not None or len(decision.heard) != 1:
            return None
        vote = Heard(VOTE, {}, sure=False, because=asking.said)
        return Doubt.between((decision.heard[0], vote), asking.said)
    if set(OF_ONE[1:]) <= set(beside) and asking.named:
        return _one_of_remarks(asking, requests[0])
    is_plain = any(request.reading.margin >= PLAIN for request in requests)
    if is_plain or not set(OF_ONE) <= set(asking.his) or not _is_remark(asking, whole):
        return None
    return _one_of_remarks(asking, requests[0])


def _is_remark(asking: Asking, whole: Sketch) -> bool:
    """Whether something is said of one person, and neither asked nor told to be done."""
    letters = whole.letters
    about_one = all(mention.who == asking.named[0].who for mention in whole.mentions)
    if OF_SOMEBODY.match(letters) is None or not about_one:
        return False
    if SOMETHING_ELSE.search(letters) or moods.asks(letters, letters):
        return False
    return bool(PRAISES.search(letters))


def _one_of_remarks(asking: Asking, request: Request) -> Doubt | None:
    """Offers all kinds of remarks on whom the message names first; None where one cannot be made
    of it.
    """
    about = asking.named[0]
    end = len(asking.typed)
    noted = NOTED.search(asking.typed)
    if noted is not None:
        end = noted.start()
    said = AHEAD.sub("", asking.typed[about.end : end]).strip(" ,，。")
    readings = []
    for word in OF_ONE:
        heard = hear(asking, _read_as(request, word, len(asking.text)), ()).heard
        if len(heard) != 1 or not said:
            return None
        who = heard[0].args.get(Slot.PERSON)
        if not isinstance(who, Person):
            return None
        args: dict[Slot, Value] = {Slot.PERSON: who, Slot.TEXT: said}
        readings.append(replace(heard[0], args=args, sure=False))
    return Doubt.between(readings, asking.said)


def _read_as(request: Request, word: str, end: int) -> Request:
    """Returns a message read as a whole as this request."""
    reading = replace(
        request.reading, word=word, label=word, text="", rival="", beside=(), margin=PLAIN
    )
    return replace(request, reading=reading, start=0, end=end)
