"""The name by which a stranger introduces himself, in free words.

「帮我绑一下账号，我叫林雨桐」, 「林雨桐申请绑定」. A name of a roster is his wherever it stands:
「谢婷婷 群众代表 第一次用这个」.
"""

from collections.abc import Iterable, Iterator, Sequence

from bot.dispatch.understanding.aliases import COMPOUND, SURNAMES, Fit, names_of, surname
from bot.dispatch.understanding.clauses import pieces
from bot.dispatch.understanding.mention import Mention
from bot.dispatch.understanding.names import mentions
from bot.dispatch.understanding.writing import plain
from bot.domain.patterns import pattern
from bot.domain.people import Person, Roster
from bot.domain.values import dataclass

WISHES = pattern(
    r"绑|[邦帮梆]定|开通|认证|注册|登记|我是|我叫|姓名|名字|本人|加入|加进|换了?(?:个)?(?:新)?(?:手机|账号|帐号|微信|号)"
)
SPOKEN = pattern(  # what may stand around the name; it cuts the message into pieces
    r"第?[一二三四五六七八九十\d]{1,3}党?支部的?|党?支部的?|绑定[成为到]?|绑[成为到]?|[邦帮梆]定|一下|账号|帐号|账户|企业微信|微信|钉钉|身份|开通|认证|注册|登记|加入|加进|名册|手机|"
    r"我的?(?:名字|姓名)|姓名|名字|我是|我叫|本人|申请|需要|想要|麻烦|请问|请|帮忙|帮我|给我|把我|为我|您好|你好|老师|同志|书记|组织员|党员|谢谢|辛苦了?|名下|这个|那个|上去|"
    r"新来的|刚来的|换了个?新?(?=手机|号|账|帐|微信)|换了?|不了|可以|能不能|怎么|咋|如何|弄|谁|什么|[^一-鿿·]+"
)
BEFORE, AFTER = "我请帮给把将要想来就是叫和和用", "的了吧啊呀哈到成为号上吗呢来"
TELLS = pattern(r"(?:我叫|我是|姓名|名字是?|绑定?[成为到]?|本人)[:：\s]*$")
TALK = pattern("[我你您他她它的这那一下呗不行没还在查号码票系信完]")  # of no name
NO_NAMES = frozenset(
    (
        *("我想", "我要", "这个", "那个", "申请", "新号", "本科生", "研究生", "教工", "离退休"),
        *("学生", "嘉宾", "领导", "群众", "代表", "成员", "委员", "新人", "谁啊"),
    )
)
NAME = pattern(r"[一-鿿·]{2,8}")
READ = 200  # characters of a message in which a name is looked for
ANOTHER = pattern(r"(?:不是|(?<!我)[找问让托跟和叫]|联系|听|通过)$")  # somebody else follows
HIMSELF = pattern(  # only he follows: 「我是三支部的」
    r"(?:我|本人|这里|这边|绑定?[到成为]?)[是叫]?(?:[^,。]{0,12}支部的?)?[^一-鿿]*$"
)
ORDERS = pattern(
    r"^\s*(?:催|受理|退回|延期|定等|测评|开始|结束|平时|调研|点评|详情|查|给(?!我))|投|等次|较好"
    r"|的(?:报告|材料|票|整改)|[好差]$|一般$"
)
NOBODY = Person(0, "", "", "", frozenset())


@dataclass(frozen=True)
class Introduction:
    """A name as it was typed, and those on the rosters whom it fits."""

    said: str
    people: tuple[Person, ...]


def introductions(text: str, rosters: Iterable[Roster]) -> tuple[Introduction, ...]:
    """Returns those of the rosters as whom a stranger may introduce himself; mostly one or none.

    Whom he tells by 「我叫」 goes before all others, and a full name before 「王书记」. Nobody is
    found in what orders or votes about somebody.
    """
    sentence = plain(text)[:READ]
    if ORDERS.search(sentence):
        return ()
    alone = sentence.strip(" ,。!")
    full: dict[str, list[Person]] = {}
    told: dict[str, list[Person]] = {}
    titled: dict[str, list[Person]] = {}
    misspelt: dict[str, list[Person]] = {}
    for mention, people in _mentioned(sentence, rosters):
        before = sentence[: mention.start]
        if mention.fit is Fit.EXACT:
            full.setdefault(mention.said, []).extend(people)
            if TELLS.search(before):
                told.setdefault(mention.said, []).extend(people)
            continue
        said = text[mention.start : mention.end]
        if mention.fit is Fit.MISSPELT:
            misspelt.setdefault(said, []).extend(people)
            continue
        if HIMSELF.search(before) or said == alone:
            titled.setdefault(said, []).extend(people)
    # The organiser, who is asked, sees the name of the roster.
    if not (told or full or titled) and (WISHES.search(sentence) or alone in misspelt):
        titled = misspelt
    found = told or full or titled
    return tuple(Introduction(said, tuple(people)) for said, people in found.items())


def _mentioned(
    sentence: str, rosters: Iterable[Roster]
) -> Iterator[tuple[Mention, Sequence[Person]]]:
    """Yields where people are named, and who they may be."""
    for roster in rosters:
        for mention in mentions(sentence, names_of(roster), None, NOBODY):
            people = [who for who in mention.who if isinstance(who, Person)]
            another = ANOTHER.search(sentence[: mention.start])
            if people and not another:
                yield mention, people


def name_told(text: str) -> str:
    """Returns the name, or an empty string where none can be made out.

    What stands behind 「我叫」 or 「绑定到」 counts most, then what begins like a name; of equals the
    last one.
    """
    sentence = plain(text)
    if WISHES.search(sentence) is None:
        return ""
    name, weight = "", 0
    for start, end, _ in pieces(sentence, SPOKEN):
        piece = text[start:end].strip()
        # 「实验中心的唐至远」: whose he is stands in front.
        candidate = piece.rpartition("的")[2] or piece
        # Small words are cut off both ends as long as a name is left: 王成 keeps its 成.
        while len(candidate) > 2 and candidate[0] in BEFORE:
            candidate = candidate[1:]
        while len(candidate) > 3 and candidate[-1] in AFTER:
            candidate = candidate[:-1]
        if NAME.fullmatch(candidate) is None or candidate in NO_NAMES:
            continue
        family = surname(candidate)
        has_family_name = family in SURNAMES or family in COMPOUND
        begins_so = has_family_name and len(candidate) - len(family) in (1, 2)
        if TALK.search(candidate) and not begins_so:
            continue
        signs = [begins_so, TELLS.search(sentence, 0, start) is not None]
        likely = 1 + 2 * signs.count(True)
        if likely >= weight:
            name, weight = candidate, likely
    return name
