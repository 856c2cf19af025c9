"""Anonymous feedback, recognised by its words alone: such a message is never stored beside its sender.

「匿名反馈 文字」, 「反馈（匿名）文字」, 「反馈 匿名 文字」, 「我要匿名反映一个问题：…」, 「反馈 … 不要写我名字」.
"""

import re
import unicodedata
from dataclasses import dataclass

_WORD = r"反馈|反映|意见|建议|举报|投诉|异议|看法"
_NAME = r"(?:名字?|姓名|身份)"
_CUE = "|".join(
    (
        "匿名",
        rf"不(?:要|想|用)?(?:写|留|署|记|透露|公开|具|显示|说)我?的?{_NAME}",
        rf"别(?:写|说|提|留)是?我(?:的?{_NAME})?",
        r"(?:别|不要?|不想)(?:让|被|告诉|透露)[^,;。:]{0,6}(?:是我|我是谁)",
        rf"(?:无记名|不实名|保密)(?=(?:{_WORD}))",
        r"(?:请|希望|要|给我)[^,;。]{0,4}保密",
        r"保密(?:$|处理|身份|姓名|[,;。!])",
    )
)
_POLITE = r"(?:@\S+\s+)?(?:您好|你好|请|麻烦|帮我|我们?|想|要|来|对(?:这次)?公示|对|向组织|给组织|有个?|提|[\s,。:!])*"
_START = re.compile(rf"^{_POLITE}(?:{_CUE}|{_WORD})")
_WHOLE = re.compile(
    rf"^{_POLITE}[(\[【]?(?:(?:{_CUE})[)\]】]?的?(?:地|方式)?(?:提|说)?(?:一?(?:个|条|点|下))?(?:{_WORD})?|(?:{_WORD})[\s,:]*[(\[【]?(?:{_CUE})[)\]】]?)"
    r"(?:一?(?:个|条|点|下|些))?(?:问题|情况|意见|建议)?[\s,:;。!、]*"
)
_TAIL = re.compile(rf"[\s,;。](?:请|希望|我要|要)?(?:{_CUE})[。!\s]*$")
_OTHER = re.compile(r"平时|调研|点评|评价意见|定等|更正|整改|进展|退回|承诺|^(?:加|改|删|意见|怎么|如何)")
_ASKS = re.compile(
    r"^(?:怎么|如何|怎样|可以|能|是否|会不会|安全|吗|呢|是|现场|测评|投票|评议|打分|的?(?:方法|办法|方式|渠道|规定))"
)
_NAMED = re.compile(r"^\s*(?:不匿名|实名|不用匿名|不要匿名|不必匿名)|不(?:用|要|必|需要?)?匿名|(?<!不)实名")


@dataclass(frozen=True)
class UnnamedFeedback:
    """`text` is what remains without the words that ask for secrecy; empty where nothing was said."""

    text: str


def is_unnamed(text: str) -> bool:
    """Whether this is, or may be, anonymous feedback. Questions about it are none, nor is what speaks of it in passing."""
    plain = _plain(text)
    if re.search(_CUE, plain) is None or _NAMED.search(plain):
        return False
    if _START.match(plain) is None:
        meant = re.search(_WORD, plain) or _TAIL.search(plain)
        return meant is not None and _OTHER.search(plain) is None
    return not _ASKS.match(_rest(plain))


def read_unnamed(text: str) -> UnnamedFeedback:
    """The text in the sender's own characters, as far as they and the plain ones are equally many."""
    typed, plain = text.strip(), _plain(text)
    rest = _rest(plain)
    start = plain.rfind(rest)
    return UnnamedFeedback((typed[start : start + len(rest)] if len(typed) == len(plain) else rest).strip())


def _rest(plain: str) -> str:
    whole = _WHOLE.match(plain)
    if whole is not None:
        return plain[whole.end() :]
    return re.sub(rf"[\s,;。(]*(?:请|麻烦|但|我)*(?:{_CUE})[^,;。:]{{0,6}}$", "", _without_word(plain))


def _without_word(plain: str) -> str:
    return re.sub(rf"^{_POLITE}(?:{_WORD})[\s,:;]*", "", plain)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
