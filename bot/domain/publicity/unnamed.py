"""What is said in confidence, recognised by its words alone:
such a message is never stored beside its sender.

Here alone stand the words by which people ask not to be named; what is not certain counts as asked
for.

「匿名反馈 文字」, 「反馈（匿名）文字」, 「反馈 匿名 文字」, 「我要匿名反映一个问题：…」, 「反馈 … 不要写我名字」.
"""

import unicodedata

from bot.domain.patterns import pattern
from bot.domain.values import dataclass

_WORD = r"反馈|反映|反应|意见|建议|举报|投诉|异议|看法|检举|提醒组织"
_NAME = r"(?:真名|名字?|姓名|身份|名号|大名|署名)"
_NOT = r"(?:不要|不用|不想|不必|不愿意?|不希望|不能|不敢|不便|不方便|请勿|千万别|不|别|勿|莫|免)"
_OTHERS = r"(?:别人|人家|任何人|大家|书记|领导|他们?|她们?|对方|支部|组织|外人|老师|人)"
_CUE = "|".join(
    (
        "匿名|隐名|化名|无名氏|anonymous",
        rf"{_NOT}(?:写|留|署|记|透露|泄露|暴露|公开|具|显示|说|提|标|出现|登记|附|带|报|用|出)[上出下]?我?的?{_NAME}",
        rf"别(?:写|说|提|留|记|供|扯|带)(?:出|上)?是?我(?:的?{_NAME})?",
        rf"{_NOT}(?:再)?(?:让|被|给|叫|告诉|透露|跟|对|和)[^,;。:]{{0,6}}(?:是我|我是谁|我说的|谁说的|谁写的|谁反映的)",
        rf"(?:不想|不愿|不希望|不让|别让|怕|免得|省得|担心){_OTHERS}?(?:知道|晓得|发现|认出|猜到|看出|查到)(?:了)?(?:是)?(?:我|谁)",
        rf"{_NOT}(?:让|被|给|叫){_OTHERS}{{1,2}}(?:知道|晓得|发现|认出|猜到|看出|查到|看到)我",
        rf"{_NOT}(?:把)?我(?:的?{_NAME})?(?:给)?(?:供|说|抖|写|捅|卖|暴露|透露|公开|记|报)(?:出|上|下)?[去来]?",
        rf"{_NOT}(?:暴露|出卖|供出|牵出|点到)我",
        rf"我?的?{_NAME}(?:就)?(?:请|希望|要)?(?:不要|别|不用|不必|勿|免)(?:写(?!错|上|清|全)|留|署|记|透露|公开|显示|提|出现|了?(?:$|[,;。!]))",
        rf"(?:隐去|隐藏|隐瞒|去掉|抹掉|抹去|删掉|略去|省去)我?的?{_NAME}",
        rf"{_NAME}(?:请)?保密",
        rf"(?:无记名|不记名|不实名|不具名|不留名|不署名|保密|悄悄|私下里?|偷偷|私底下|暗地里?)(?:地|的)?(?:跟|向|对|和|给)?(?:你|您|组织|领导)?(?=(?:{_WORD}|说|讲|提(?!醒)|告诉))",
        r"(?:不记名|不署名|不具名|不留名|不实名|不露面|不出面)(?!测评|投票|推荐|选举|的?意思)",
        r"(?:替|为|帮|给)我(?:保密|守密|保个密|瞒着)",
        r"保护(?:好)?我的?(?:身份|隐私|名字|姓名)?",
        r"(?:请|希望|要|给我|务必|一定)[^,;。]{0,4}保密",
        r"保密(?:$|处理|身份|姓名|[,;。!])",
        r"(?:当|就当)(?:作)?(?:我)?(?:没说过?|是?别人说的|群众说的|没有?人说)",
        r"以(?:一名|一位|一个|普通)?(?:普通)?(?:群众|党员|同志|教师|老师)的?(?:名义|身份)(?=反映|反馈|提|说)",
        r"(?:不|别|勿)(?:要)?(?:点|指)我?的?名(?:道姓)?",
    )
)
_POLITE = r"(?:@\S+\s)?(?:您好|你好|请|麻烦|帮我|我们?|想|要|来|对(?:这次)?公示|对|向组织|给组织|有个?|提|[\s,。:!])*"
_START = pattern(rf"^{_POLITE}(?:{_CUE}|{_WORD})")
_WHOLE = pattern(
    rf"^{_POLITE}[(\[【]?(?:(?:{_CUE})[)\]】]?的?(?:地|方式)?(?:提|说)?(?:一?(?:个|条|点|下)|[一两几]句话?)?(?:{_WORD})?|(?:{_WORD})[\s,:]*[(\[【]?(?:{_CUE})[)\]】]?)"
    r"(?:一?(?:个|条|点|下|些))?(?:问题|情况|意见|建议)?[\s,:;。!、]*"
)
_ASKED_LAST = pattern(rf"[\s,;。(]{{0,9}}(?:请|麻烦|但|我){{0,5}}(?:{_CUE})[^,;。:]{{0,6}}$")
_NAMES_ITSELF = pattern(rf"^{_POLITE}(?:{_WORD})[\s,:;]*")
_WORDS = pattern(_WORD)
_TAIL = pattern(rf"[\s,;。](?:请|希望|我要|要)?(?:{_CUE})[。!\s]*$")
_OTHER = pattern(
    r"平时|调研|点评|评价意见|定等|更正|整改|进展|退回|承诺|^(?:加|改|删|意见|怎么|怎样|如何)"
)
_SINGLE_QUESTION = pattern(
    r"^[^,;。:!\s]{0,30}?(?:吗|么|嘛|呢|能不能|可不可以|可以不可以|能否|是否|会不会|怎么|怎样|如何)[^,;。:!\s]{0,20}$"
)
IN_CONFIDENCE = pattern(_CUE)
_ASKS = pattern(
    r"^(?:怎么|如何|怎样|可以|能|是否|会不会|安全|吗|呢|是|现场|测评|投票|评议|打分|的?(?:方法|办法|方式|渠道|规定))"
)
_IN_PASSING = pattern(
    r"(?:匿名|无记名|不记名)(?:问卷|信|投票|测评|评议|调查|打分|推荐|选举|是|的意思)|有(?:同志|人|群众|学生)匿名"
)
_NAMED = pattern(
    r"^\s*(?:不匿名|实名|不用匿名|不要匿名|不必匿名)|不(?:用|要|必|需要?)?匿名|(?<!不)实名"
)


@dataclass(frozen=True)
class UnnamedFeedback:
    """`text` is what remains without the words that ask for secrecy;
    empty where nothing was said.
    """

    text: str


def is_unnamed(text: str) -> bool:
    """Whether this is, or may be, said in confidence.

    Questions about it are not, nor is what speaks of it in passing.
    """
    plain = _plain(text)
    if IN_CONFIDENCE.search(plain) is None:
        return False
    if _NAMED.search(plain) or _SINGLE_QUESTION.match(plain):
        return False
    if _START.match(plain) is None:
        return _OTHER.search(plain) is None and _IN_PASSING.search(plain) is None
    return not _ASKS.match(_rest(plain))


def is_plainly_unnamed(text: str) -> bool:
    """Whether it is beyond doubt: said first, or beside a word for feedback.

    What is not is asked for again.
    """
    plain = _plain(text)
    return bool(_START.match(plain) or _WORDS.search(plain) or _TAIL.search(plain))


def read_unnamed(text: str) -> UnnamedFeedback:
    """Returns the text in the sender's own characters,
    as far as they and the plain ones are equally many.
    """
    typed = text.strip()
    plain = _plain(text)
    rest = _rest(plain)
    if len(typed) == len(plain):
        start = plain.rfind(rest)
        rest = typed[start : start + len(rest)]
    return UnnamedFeedback(rest.strip())


def _rest(plain: str) -> str:
    """Returns what is said besides asking for secrecy and calling itself feedback."""
    whole = _WHOLE.match(plain)
    if whole is not None:
        return plain[whole.end() :]
    return _ASKED_LAST.sub("", _NAMES_ITSELF.sub("", plain))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
