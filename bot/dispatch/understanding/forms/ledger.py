"""What owners, verifiers and organisers say of the items of the ledger."""

from bot.dispatch.understanding.forms.items import FURTHER, ITEM, LISTED, NTH, N
from bot.dispatch.understanding.forms.written import forms

DONE = r"(?:都|均|已经|已|全部|全|就)*(?:完成|办完|办结|办好|做完|做好|落实|整改到位)了?"
NO_PROGRESS = "需要帮[助忙]|还不行|不行|退回|通过|延|推迟|时限|改[为成到]"
CHANGED = r"\s?(?:改为|改成|换成|应为|应该是)"
FIELD = "(?:问题|原因|措施)"

RECTIFICATION = (
    *forms(
        "进展",
        rf"{NTH}\s*(?:的|整改)*进展[：:，,\s]+(?P<text>[\s\S]+)",
        rf"{NTH}\s?[：:]\s?(?P<text>(?!需要帮[助忙])[\s\S]{{2,2000}})",
        rf"{NTH}[，,\s]\s?(?P<text>(?!{NO_PROGRESS})[^，,：:\s]{{2}}[\s\S]{{0,2000}})",
    ),
    *forms(
        "完成",
        rf"{NTH}(?:的|整改|问题|我们|都|已经|已)*(?:完成|办结|办好|做好|做完|改好|整改到位)了?"
        r"(?:[。！]|[，,：:\s]+(?P<text>[\s\S]+))?",
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
)
VERIFICATION = (
    # On the card that somebody has before him: 「第2条还不行：谈话记录只有两人」.
    *forms(
        "核验",
        rf"{ITEM}\s?[条项]?{FURTHER}(?<=[条项])"
        r"\s?(?P<text>(?:还不行|不行|不属实|不通过|没通过|退回)[\s\S]{0,2000})",
        whole=True,
    ),
    *forms("核验", r"(?:请)?(?:都|全部|一起|一并)核验(?:通过)?了?[。！!]?", whole=True),
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
        rf"{ITEM}\s?[条项]?{FURTHER}(?<=[条项])"
        r"\s?(?:都)?(?P<text>不列入?|不要|不是问题|删掉|去掉)了?[。！]?",
    ),
)
