"""The free text of a request: what was typed around its cue and its names, handed on verbatim."""

import re

from bot.domain.publicity import IN_CONFIDENCE

ANONYMOUS = IN_CONFIDENCE
NOTED = re.compile(
    r"[\s,。;]{1,20}(?:请|帮我|给我|麻烦)?(?:你|您)?(?:记一?[笔下上条个]|记下来|记录一?下|登记一?下|记着)(?:吧|了)?[\s。!]*$"
)
NOTING = re.compile(
    r"[\s,。;]*(?:请|帮我|麻烦)?(?:记(?:一?[笔下上条句])?|记录一?下?|登记一?下?|如下|意见|情况|建议)[\s:,]+"
)
INVITING = re.compile(
    r"[\s,,。;;]{0,20}(?:请|麻烦|劳驾|帮我|先|就|给我|把他?的?|将|[让叫](?:他|她)们?){1,9}$"
)
_COURTESIES = r"(?:谢谢|谢了|多谢|辛苦|拜托|哈|吧|啊|呀|哦|呢|啦|了|您|你|大家|[\s,,。.!!~])"
POLITE = re.compile(f"{_COURTESIES}*")
POLITE_END = re.compile(f"{_COURTESIES}{{1,40}}$")
SEPARATORS = " \t\n\u3000,，。.;；:：、!！—-"
PARTICLES = re.compile(
    r"^(?:一下|[一两几][句条笔点遍次]|的?时候?(?![间限])|一?个(?:问题|情况|意见|建议|事儿?)(?=[:,\s])"
    r"|(?:的)?(?:表现|情况|掌握|印象)(?=[:,\s]|记一|记下)|所?在?支部(?=时|中|[:,\s]|的时候|了?解到|发现)|中(?=了解|发现)|了解到?"
    r"|是(?!否|不是|谁|因)|[哈哦喽咯呗嘛啦](?=[\s,:])|了|的|吧|啊|呢|啦|去|来|们(?=[,\s]))++"
)
OBJECTS = re.compile(
    r"^(?:一[下遍次版]|的|公示|那份|这份|那个|个|述职|报告|材料|稿子?|文件|给|他们|她们|退|回去|去|了|吧|[让叫请](?:他|她)们?|他|她|修改|改|返工|重新?[写弄搞做整报交改来]"
    r"|再[写弄搞报交]?)+(?=[\s,,。::;;、]|$)|^的?(?:述职)?(?:材料|报告|稿子)?(?=(?:因为|由于|理由|原因))"
)
INTRODUCED = re.compile(
    r"^(?:(?:退回|主要)?(?:的)?(?:理由|原因|问题)(?:就是|是|为|:|:)|(?:理由|原因)\s+|因为|由于|就说|告诉(?:他|她|他们)|备注|原因(?=[::])|说(?:明|是)?[::]"
    r"|内容(?:是|:|:)|是因为)[\s::,,]*"
)
NAME_GIVEN = re.compile(
    r"^(?:一下|账号|身份|微信|我的|名字(?:就)?(?:是|叫)?|姓名(?:是)?|我(?:叫|是)|叫|为|成|到|的?账户|[\s,,::。吧了])+"
)
PAPER = re.compile(
    r"^(?:的)?(?:这|那)?(?:份|篇|版)?(?:述职)?(?:材料|报告|稿子?|文件)?(?:的)?(?=\S{2})"
)
ITS_PAPER = re.compile(
    r"^(?:的)?(?:那份|这份)?(?:述职)?(?:材料|报告|稿子)?(?:就|给|是|再|先|要|请|把|得)*$"
)
THANKS = re.compile(
    r"[\s,，。;；]{1,20}(?:谢谢|谢了|多谢|辛苦了?|麻烦了|麻烦您?了?|拜托了?|感谢)(?:您|你|大家|啦|哈|哦)*[\s。.!！~]*$"
)
GENERIC = re.compile(
    r"^(?:的)?(?:述职)?(?:材料|报告|稿子)?(?:还|真|太|都|也|实在)?(?:是)?(?:不行|不合格|不合要求|不符合要求|不过关|没过|没问题|没有问题|可以|不错|不好|有问题|行|好|讲完"
    r"|说完)?(?:了|啊|的|呀)*$"
)


def after(typed: str, text: str, start: int, end: int | None = None) -> str:
    """The text from `start` on, without the particles and separators that belong to what stood before."""
    part = typed[start:end]
    plain = text[start:end]
    skipped = 0
    for pattern in (PARTICLES, OBJECTS):
        found = pattern.match(plain, skipped) if not skipped else pattern.match(plain[skipped:])
        skipped += len(found[0]) if found else 0
    skipped += _separators(plain[skipped:])
    introduced = INTRODUCED.match(plain[skipped:])
    skipped += len(introduced[0]) if introduced else 0
    return said(part[skipped:])


def swallowed(typed: str, text: str, start: int, end: int) -> str:
    """All the rest up to `end`, verbatim."""
    found = PARTICLES.match(text[start:])
    start += len(found[0]) if found else 0
    introduced = NOTING.match(text, start)
    start = introduced.end() if introduced else start
    noted = NOTED.search(text, start)
    text_end = noted.start() if noted else end
    words = typed[start + _separators(text[start:]) : text_end]
    return said(words if text_end == len(typed) else words.rstrip(SEPARATORS))


def between(typed: str, text: str, start: int, end: int, *, named: bool) -> str:
    """The text between a name and the cue, or before both: 「第二支部写得太空洞,打回去」; nothing when it says nothing.

    `named`: a name stands before it, so that 「的报告」 belongs to the name.
    """
    part, plain = typed[start:end], text[start:end]
    part = INVITING.sub("", part).strip(SEPARATORS)
    if GENERIC.match(plain.strip(SEPARATORS)):
        return ""
    if ITS_PAPER.match(plain.strip(SEPARATORS)):
        return ""
    return PAPER.sub("", part) if named else part


def name_given(typed: str, text: str, start: int) -> str:
    """The name after 绑定 or 我叫."""
    found = NAME_GIVEN.match(text[start:])
    name = typed[start + (len(found[0]) if found else 0) :]
    return POLITE_END.sub("", name).strip(SEPARATORS)


def _separators(text: str) -> int:
    return len(text) - len(text.lstrip(SEPARATORS))


def said(text: str) -> str:
    """The text, or nothing where it is only polite: 「第二条完成了,谢谢」."""
    return "" if POLITE.fullmatch(text) else THANKS.sub("", text).strip()


def from_here(typed: str, start: int, end: int) -> str:
    """All from a name on: 「老李改成书面述职」."""
    return said(typed[start:end].strip(SEPARATORS))
