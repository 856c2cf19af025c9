"""What is asked of the meeting, and what is said of its order of speaking and of a speaker."""

from collections.abc import Sequence
from enum import Enum, auto

from bot.dispatch.understanding.aliases import names_of
from bot.dispatch.understanding.forms.words import asks
from bot.dispatch.understanding.forms.written import WrittenForm, forms
from bot.dispatch.understanding.names import mentions
from bot.dispatch.understanding.numerals import NUMERAL, number
from bot.dispatch.understanding.writing import plain
from bot.domain.patterns import pattern
from bot.domain.people import Person, Roster
from bot.domain.values import dataclass

MEETINGS = r"(?:(?:述职|评议|测评|述职评议|述职测评|考核)?(?:大会|会议|会))"
# A question about a change is none: 「会议改到几点？」
ASKS = r"(?![\s\S]{0,300}(?:[?？吗么呢]|是不是|是否|有没有|什么|几[点号时]|哪[里儿天个]|多少|怎么))"
MOVES = r"(?:推迟|提前|延期|延后|顺延|改期|改到|改在|改为|改成|调整到|调到|挪到|移到|换到|换成)"
FIXES = r"(?:定在|定于|安排在|放在|就在|于|是)"
MINUTES_LONG = r"\s{0,3}[\d一二三四五六七八九十]{1,3}\s{0,2}分钟"
PLEASE = r"(?:请问|想问一?下)?"
WHEN = r"(?:几点|什么时[候间]|啥时候|何时|哪天|几号)"
OPENS = r"(?:讲|发言|述职|汇报)"
EVERYBODY = r"(?:每人|每个人|每位|我|一个人)"
END = r"[?？。呀啊呢吗\s]{0,6}"


def _said(word: str, *messages: str) -> tuple[WrittenForm, ...]:
    """Returns messages that tell something, and ask nothing."""
    return forms(word, *(ASKS + message for message in messages), whole=True)


FORMS = (
    *_said(
        "会议",
        r"(?P<text>(?:发言|述职|汇报)(?:顺序|次序)(?:改为|改成|为|是|[\s:：])\s{0,5}\S[\s\S]{0,400})",
        r"(?:发言|述职|汇报)?(?:顺序|次序)?(?P<text>按(?:照)?(?:花)?名册(?:的?顺序)?)(?:发言|述职|排|来)?",
        r"(?:(?:调整|修改|改)(?:一下)?(?:发言|述职)?(?:的?顺序)[,，:：\s]{0,3})?(?:让|请|把)?"
        r"(?P<text>[\u4e00-\u9fff·]{2,6}?(?:同志|书记)?(?:排|放|调)?(?:在|到)?"
        r"(?:第[一二三四五六七八九十\d]{1,3}[个位]?|最后(?:一个)?|最先)(?:讲|发言|述职|上台|上|说)?)",
        r"(?P<text>(?:再|重新)抽(?:一次|个)?签[\s\S]{0,200})",
        r"(?:请|现在)?(?:发言|述职)?(?:顺序|次序)?(?P<text>抽个?签|抓阄)(?:来?决?定)?(?:一下)?"
        r"(?:发言|述职)?的?(?:顺序|次序)?[吧。!！]{0,3}",
    ),
    *forms(
        "会议",
        rf"{PLEASE}(?:我们?|咱们?)?(?:今天|这次|那天)?{WHEN}"
        rf"(?:开(?:述职|评议|述职评议)?(?:大)?会|开始|开){END}",
        rf"{PLEASE}{MEETINGS}?(?:开会)?(?:的?(?:时间|地点))?"
        rf"(?:是|定|改|改期|推迟|延期|提前|挪)?(?:在|到|成|为)?"
        rf"(?:{WHEN}|哪里?儿?|哪个会议室|什么地方)(?:开|举行|召开|开会)?了?{END}",
        rf"{PLEASE}(?:去)?(?:在)?哪(?:里|儿|个会议室)?(?:开(?:述职|评议|述职评议)?会|开|举行|召开|集合)?{END}",
        rf"(?:会议)?(?:议程|流程)(?:是什么|是啥|呢)?{END}",
        rf"(?:请问)?(?:{EVERYBODY}|各)?(?:能|要|可以|该)?(?:{OPENS}|说)(?:几|多少)分钟{END}",
        rf"(?:请问)?{EVERYBODY}?(?:能|要|可以|该)?{OPENS}多(?:久|长时间|长){END}",
        rf"(?:请问)?(?:什么时候|几点|何时)?(?:轮到我)(?:讲|发言|述职)?{END}",
        r"(?:请问)?(?:开会|会议|会上)?(?:要|需要|用|该)?(?:带什么|带啥|带些什么|带哪些(?:东西|材料)?"
        rf"|准备什么(?:东西|材料)?)(?:东西|材料|去)?{END}",
        asks=True,
    ),
    *forms("会议通知", r"会议通知[\s:：,，]{0,9}(?P<text>[\s\S]{0,1500})", whole=True),
    *forms(
        "会议改期",
        r"会议(?:改期|变更|延期|推迟)[\s:：,，]{0,9}(?P<text>[\s\S]{0,1500})",
        whole=True,
    ),
    *_said("会议通知", rf"(?P<text>{MEETINGS}(?:的?(?:时间|地点))?{FIXES}[\s\S]{{2,1500}})"),
    *_said(
        "会议改期",
        r"(?P<text>请(?:大家|各位)?(?:同志)?(?:记得)?(?:携带|带好|带上|带)\S[^?？\n]{1,100})",
        rf"(?P<text>{MEETINGS}的?(?:时间|日期|地点|会场)?{MOVES}[\s\S]{{1,1500}})",
        rf"(?P<text>(?:开会)?(?:地点|会场)(?:{MOVES}|是|:|：)[\s\S]{{1,200}})",
        r"(?P<text>(?:述职|发言)?每[人位](?:同志|书记)?(?:讲|说|发言|述职|汇报)?(?:的?时间)?"
        rf"(?:改为|改成|控制在|不超过|限|是|为|压缩?到|缩短?到|减到)?{MINUTES_LONG}(?:以内|之内)?)",
        r"(?P<text>(?:会议)?议程(?:改为|改成|是|为|:|：)[\s\S]{2,1500})",
        r"(?P<text>(?:领导)?(?:讲话|点评|总结|表态|测评|现场测评|领导讲话)(?:时间)?"
        rf"(?:改为|改成|为|是)?{MINUTES_LONG})",
    ),
)


class Topic(Enum):
    """What is asked of the meeting; a message may ask for several."""

    TURN = auto()
    LENGTH = auto()
    BRING = auto()
    WHEN_AND_WHERE = auto()
    AGENDA = auto()


TOPICS = {
    Topic.TURN: pattern(r"第几|几个讲|什么时候(?:讲|轮到)|轮到我|我.{0,4}顺序|排在"),
    Topic.LENGTH: pattern(r"几分钟|多少分钟|多[久长]|时长|限时"),
    Topic.BRING: pattern(r"带什么|带啥|带些|带哪|要带|准备什么|准备啥"),
    Topic.WHEN_AND_WHERE: pattern(
        r"几点|什么时[候间]|啥时|何时|哪[天日]|几号|时间|在哪|哪[里儿]|地[点方]|会场|哪个(?:会议|教)室"
    ),
    Topic.AGENDA: pattern(r"议程|流程|怎么开|开些?什么|内容"),
}
OF_SPEAKERS = frozenset({Topic.TURN, Topic.LENGTH, Topic.BRING})
BETWEEN_QUESTIONS = pattern(r"[,。;?!、\n]|还有|以及")
QUESTION = pattern(r"[?？]|什么|怎么|谁|还是")
DRAWS = r"(?:抽(?:个|一次)?签|抓阄)"
CHANGES = pattern(
    rf"书面|现场述职|改?现场$|发言|{DRAWS}|种子|按名册|第[一二三四五六七八九十\d]|最后|最先"
)
ENTERED = pattern(
    r"^(?:会议\s{0,5})?(?:发言|述职|汇报)(?:顺序|次序)(?:改为|改成|为|是)?[\s:：]{0,5}"
)
MOVED = pattern(
    rf"(?:(?P<last>最后)|最先|第(?P<place>{NUMERAL})[个位]?)(?:一个)?(?:讲|发言|述职|上台|上|说)?$"
)
BY_ROSTER = pattern(r"按(?:照)?(?:花)?名册")
DRAWN = pattern(DRAWS)
DRAWN_AGAIN = pattern(
    rf"^(?:请|我要)?(?:再|重新)?{DRAWS}(?:一次|一下)?[\s,，。:：;；]*(?:原因是?|因为|理由是?)?[\s,，:：]*"
)
BETWEEN_NAMES = pattern(r"[\s、,，;；。.\d]+")
MINUTES = pattern(r"\d{1,2}")


def topics_in(text: str) -> tuple[Topic, ...]:
    """Returns what a message asks of the meeting."""
    asked: set[Topic] = set()
    for part in BETWEEN_QUESTIONS.split(plain(text)):
        topics = {topic for topic, words in TOPICS.items() if words.search(part)}
        # 「什么时候轮到我」 and 「讲多长时间」 hold words of time, and ask for no hour.
        if topics & OF_SPEAKERS:
            topics.discard(Topic.WHEN_AND_WHERE)
        asked |= topics
    return tuple(topic for topic in TOPICS if topic in asked)


def changes_meeting(said: str, typed: str) -> bool:
    """Tells whether what follows 会议 changes something; a question never does.

    `typed` is the whole message.
    """
    if not CHANGES.search(said) and not ENTERED.match(said):
        return False
    return not (TOPICS[Topic.TURN].search(typed) or QUESTION.search(typed) or asks(typed))


class OrderChange(Enum):
    """How the order of speaking comes about."""

    ENTERED = auto()
    MOVED = auto()
    SEED = auto()
    BY_ROSTER = auto()
    DRAWN = auto()


@dataclass(frozen=True)
class OrderSaid:
    """What is said of the order of speaking.

    `words` are the names of an entered order, the one who moves, the words kept for the lot, or why
    it is drawn again; `place` is where who moves will stand, None for the last place.
    """

    change: OrderChange
    words: str = ""
    place: int | None = None


def read_order(said: str) -> OrderSaid | None:
    """Reads what is said of the order of speaking; None where nothing is."""
    entered = ENTERED.match(said)
    if entered is not None:
        return OrderSaid(OrderChange.ENTERED, said[entered.end() :])
    moved = MOVED.search(said)
    if moved is not None:
        place = None
        if not moved["last"]:
            place = number(moved["place"] or "1") or 1
        return OrderSaid(OrderChange.MOVED, said[: moved.start()], place)
    seed = said.removeprefix("种子").strip(" ：:")
    if said.startswith("种子") and seed:
        return OrderSaid(OrderChange.SEED, seed)
    if BY_ROSTER.search(said):
        return OrderSaid(OrderChange.BY_ROSTER)
    if DRAWN.search(said):
        return OrderSaid(OrderChange.DRAWN, DRAWN_AGAIN.sub("", said, count=1).strip())
    return None


@dataclass(frozen=True)
class NamesSaid:
    """The people who are named, in their order, and the words that are nobody's name."""

    people: tuple[Person, ...]
    unknown: tuple[str, ...] = ()


def read_names(typed: str, roster: Roster, actor: Person) -> NamesSaid:
    """Reads a list of names."""
    names = names_of(roster)
    people = tuple(
        person
        for mention in mentions(plain(typed), names, None, actor)
        for person in mention.who[:1]
        if isinstance(person, Person)
    )
    words = [word for word in BETWEEN_NAMES.split(typed) if word]
    unknown: Sequence[str] = ()
    if len(words) > len(people):
        unknown = [word for word in words if not mentions(plain(word), names, None, actor)]
    return NamesSaid(people, tuple(unknown))


class SpeechChange(Enum):
    """What happens with somebody's speech."""

    WRITTEN = auto()
    ON_SITE = auto()
    BEGINS = auto()
    ENDS = auto()


@dataclass(frozen=True)
class SpeechSaid:
    """What is said of somebody's speech: why it is written, or its minutes where they are said."""

    change: SpeechChange
    reason: str = ""
    minutes: int | None = None


def read_speech(said: str, speech: str) -> SpeechSaid | None:
    """Reads what is said of somebody's speech, which the unit calls `speech`; None for nothing."""
    _, written, reason = said.partition("书面")
    if written:
        return SpeechSaid(SpeechChange.WRITTEN, reason.removeprefix(speech).strip(" ，,：:"))
    if "现场" in said:
        return SpeechSaid(SpeechChange.ON_SITE)
    if "发言" not in said:
        return None
    if "结束" in said:
        return SpeechSaid(SpeechChange.ENDS)
    minutes = MINUTES.search(said)
    if minutes is None:
        return SpeechSaid(SpeechChange.BEGINS)
    return SpeechSaid(SpeechChange.BEGINS, minutes=int(minutes[0]))
