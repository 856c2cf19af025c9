"""What owners and organisers say of the items of the ledger."""

from bot.dispatch.understanding.forms.items import (
    FURTHER,
    ITEM,
    LISTED,
    NTH,
    NUMERAL,
    N,
    read_items,
)
from bot.dispatch.understanding.forms.words import MARKS, asks
from bot.dispatch.understanding.forms.written import forms
from bot.dispatch.understanding.numerals import number
from bot.domain.patterns import pattern
from bot.domain.values import dataclass

DONE = r"(?:都|均|已经|已|全部|全|就)*(?:完成|办完|办结|办好|做完|做好|落实|整改到位)了?"
# Who wants help or more time, does not understand, or is only polite, has made no progress.
WANTS = (
    "需要帮[助忙]|(?:我|还)?(?:想|要|申请|希望|请求)再?(?:延|推迟|晚)"
    "|(?:我|还是)?(?:不明白|不清楚|不知道|[看听搞]不懂|没[看听]懂)"
    "|(?:好的?|收到|知道|明白|谢谢您?|辛苦)了?[。！!]{0,2}$"
)
NO_PROGRESS = f"{WANTS}|请(?![了到来示教])|麻烦|帮我|还不行|不行|退回|通过|延|推迟|时限|改[为成到]"
# What is the matter, and a call for help at its end.
MATTER = r"[^；;。？?\n]{2,80}"
CALLED = (
    r"[，,；;。\s](?:我|我们|还|请|想){0,3}(?:需要|请求|求)(?:组织|领导|系里|院里|上级|大家)?"
    r"(?:帮助|帮忙|协调|支持|支援)(?:一?下)?[。！]?"
)
CHANGED = r"\s?(?:改为|改成|换成|应为|应该是)"
FIELD = "(?:问题|原因|措施)"

RECTIFICATION = (
    *forms(
        "进展",
        rf"{NTH}\s*(?:的|整改)*进展[：:，,\s]+(?P<text>[\s\S]+)",
        rf"{NTH}\s?[：:]\s?(?P<text>(?!{WANTS})(?!{MATTER}{CALLED}$)[\s\S]{{2,2000}})",
        rf"{NTH}[，,\s]\s?(?P<text>(?!{NO_PROGRESS})(?!{MATTER}{CALLED}$)[^，,：:\s]{{2}}[\s\S]{{0,2000}})",
    ),
    *forms(
        "完成",
        rf"{NTH}(?:的|整改|问题|我们|都|已经|已)*(?:完成|办结|办好|做好|做完|改好|整改到位)了?"
        r"(?:[。！]|[，,：:\s]+(?P<text>[\s\S]+))?",
    ),
    *forms(
        "整改情况",
        r"(?:还有)?(?:哪[个些]|哪几个)支部(?:的)?(?:整改)?(?:还)?(?:没有?|没什么)(?:进展|动静|消息|动作)[？?]?",
        asks=True,
    ),
    *forms("交办", r"(?:交办|列入整改)[\s：:，,]*(?P<text>[\s\S]+)"),
)
FOLLOWING = (
    *forms(
        "还在做",
        r"(?:我们|这些|全部|全)?都?还?(?:在做|在推进|推进中|正在做|正在推进)(?:呢|中|着|的)?[。！]?",
    ),
    *forms("完成多条", rf"(?P<text>{LISTED}{DONE}(?:[。！]|[，,：:\s]\s?[\s\S]{{1,2000}})?)"),
)
HELP_REQUESTS = forms(
    "需要帮助",
    rf"{NTH}\s*(?:整改)?需要(?:帮助|帮忙|协调|支持)(?:[：:，,。\s]+(?P<text>[\s\S]+))?",
    # What is the matter stands in front: 「第7条没法办，人手不够，需要帮助」.
    rf"{NTH}[：:，,\s]{{0,2}}(?P<text>{MATTER}){CALLED}",
    asks=True,
)
PAIRING = (
    *forms(
        "改条目",
        rf"改条目\s?{N}[\s：:]{{0,2}}(?P<text>[\s\S]{{1,2000}})",
        rf"{ITEM}\s?[条项]\s?的?\s?(?P<text>{FIELD}{CHANGED}[\s\S]{{1,2000}})",
        rf"(?P<text>{FIELD}\s?第?{N}\s?[条项]?{CHANGED}[\s\S]{{1,2000}})",
        whole=True,
    ),
    *forms(
        "改条目",
        rf"{ITEM}\s?[条项]\s?的?\s?(?:完成|整改)?(?P<text>(?:时限|期限|时间)"
        r"(?:改为|改成|改到|定在|是|为|到)?[\s：:]{0,2}"
        r"[\d一二三四五六七八九十年月日号底末前上下半本明今内季度份初中旬]{2,20})[。！]?",
        rf"{ITEM}(?:\s?[条项])?{FURTHER}{{0,40}}(?<=[条项])"
        r"\s?(?:都)?(?P<text>不列入?|不要|不是问题|删掉|去掉)了?[。！]?",
    ),
)

SEVERAL_DONE = pattern(rf"(?P<items>{LISTED})(?:{DONE})?(?P<said>[\s\S]*)")
ONE = pattern(rf"第?\s?{NUMERAL}\s?[条项]")
TELLS = pattern("已|正在|完成|开展|落实|谈|次|名|人|准备|计划|下周|下月|月底")
LEAST = 6  # characters of a sentence that tells something
FINISHED = pattern("完成|办完|办结|整改到位|完毕")
COMMENT = pattern(r"点评\s*+(?:第\s*+)?(?P<n>\d{1,4})\s*[条号]?")
# 「3个会议室都借不到」 and 「一直借不到」 name no item.
CALL = pattern(
    rf"{ITEM}(?:\s?[条项]|(?=[：:，,\s]|需要|$))(?:需要帮助)?[：:，,\s]*+(?P<said>[\s\S]*)"
)


@dataclass(frozen=True)
class Completed:
    """The items that are done, and what was done."""

    items: tuple[int, ...]
    said: str


def read_completed(text: str) -> Completed | None:
    """Reads 「第1条和第3条已完成，谈了12人」; None where no items are listed."""
    several = SEVERAL_DONE.fullmatch(text)
    if several is None:
        return None
    return Completed(read_items(several["items"]), several["said"].strip(MARKS))


def tells_progress(sentence: str) -> bool:
    """Tells whether a sentence tells something, asks nothing, and names no item itself."""
    if len(sentence) < LEAST or asks(sentence):
        return False
    return TELLS.search(sentence) is not None and not ONE.match(sentence)


def sounds_finished(text: str) -> bool:
    """Tells whether what was done sounds like the end of it."""
    return FINISHED.search(text) is not None


def read_comment(text: str) -> int | None:
    """Returns the number of the leader's comment that is named; None for other words."""
    comment = COMMENT.fullmatch(text)
    if comment is None:
        return None
    return int(comment["n"])


def read_call(text: str) -> tuple[int | None, str]:
    """Returns the item with which somebody wants help, None where he names none, and his words."""
    call = CALL.fullmatch(text)
    if call is None:
        return None, text
    return number(call["n"]), call["said"].strip()
