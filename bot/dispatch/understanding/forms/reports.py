"""What is said of reports: several accepted or extended at once, a part put right."""

import re
from datetime import date

from bot.dispatch.understanding.dates import span_at
from bot.dispatch.understanding.forms.items import N
from bot.dispatch.understanding.forms.written import forms
from bot.domain.patterns import pattern
from bot.domain.report import Part
from bot.texts.judging import PARTS, RULE_NAMES, rule_called

# 「除了三支部，其余的都通过」, 「全部通过，三支部除外」
_NAMES = r"[一-鿿\d·、,，\s]{1,40}?"
_REST = r"(?:(?:其余|其他|其它|剩下|别)(?:的|支部|报告|材料|书记){0,3})?"
_ALL = r"(?:都|全部|全都|全)"
_EXCEPTED = rf"除了?{_NAMES}(?:之?以?外)?|{_NAMES}除外"
SUBMISSIONS = (
    *forms(
        "受理",
        rf"(?P<text>{_EXCEPTED})[，,\s]{{0,3}}{_REST}[，,\s]{{0,2}}{_ALL}(?:审核)?(?:通过|受理|收下)[了吧]{{0,2}}[。！]?",
        rf"{_ALL}(?:审核)?(?:通过|受理|收下)[了吧]{{0,2}}[，,\s]{{0,3}}(?P<text>{_EXCEPTED})[。！]?",
        rf"(?:审核)?通过[\s：:]+(?:全部|所有)[，,\s]{{0,3}}(?P<text>{_EXCEPTED})[。！]?",
        whole=True,
    ),
    *forms(
        "受理",
        r"(?:审核)?通过[\s：:]+(?P<text>(?:全部|所有)(?:的)?(?:报告|材料)?)",
        r"(?:报告|材料)?(?P<text>全部|全都|都)(?:审核)?(?:通过|受理)(?:了|吧)?[。！]?",
        r"(?:审核)?(?:通过|受理)[\s：:]*"
        r"(?P<text>[一-鿿\d]{1,12}支部(?:[、,，和\s]{1,3}[一-鿿\d]{1,12}支部){0,40})(?:的(?:报告|材料))?[。！]?",
    ),
    *forms(
        "延期",
        r"(?:(?:还)?(?:没有?|未)交(?:报告|材料)?(?:了)?的?(?:支部|书记|同志)?)?\s?"
        r"(?P<text>(?:都|全部)\s?(?:延期|延长|推迟|延)[^？?]{2,40})",
        whole=True,
    ),
)
JUDGING = forms(
    "分段",
    rf"第?\s*{N}\s*(?:个?部分|段|节)\s*(?:应该|应当|其实)?(?:是|为|算|属于)(?P<text>.{{1,12}})",
)

UNTIL = pattern(r"^(?:延期|延长|推迟|延)?\s?(?:到|至)?\s?")  # 「都延到12月15日」
PADDING = pattern(r"[\s。.!！、,的了吧呀啊]|部分|方面")  # around the name of a part
# The longest comes first, because one name may begin with another.
RULES = "|".join(sorted(RULE_NAMES.values(), key=len, reverse=True))
OVERRULED = pattern(rf"^\s*(S\d{{1,2}}+|{RULES})[\s,，:：、]*+(.+)", re.IGNORECASE | re.DOTALL)


EXCEPTED = pattern(r"除了?(?P<named>.+?)(?:之?以?外)?|(?P<before>.+?)除外")
# Said of all but some, in whatever words.
EXCLUDES = pattern(
    r"除(?:了|开|掉)?[^,，。;；]{1,24}?(?:以?外|[,，]?\s{0,2}(?:其余|其他|其它|剩下|别的|都|全))|除外|以外的?(?:都|全|其)"
)


def read_excepted(text: str) -> str | None:
    """Returns the names of those who are left out of all; None where nobody is."""
    excepted = EXCEPTED.fullmatch(text.strip())
    if excepted is None:
        return None
    return excepted["named"] or excepted["before"]


def read_until(text: str, today: date) -> date | int | None:
    """Returns the day until which, or the days by which, is extended; None where neither is said."""
    span = span_at(UNTIL.sub("", text), 0, today)
    if span is None:
        return None
    return span.value


def read_part(text: str) -> Part | None:
    """Returns the part of a report that is named; None where none is."""
    return PARTS.get(PADDING.sub("", text))


def read_overruled(text: str) -> tuple[str, str] | None:
    """Returns the rule that is not insisted on, and why; None where one of both is lacking."""
    overruled = OVERRULED.match(text)
    if overruled is None:
        return None
    return rule_called(overruled[1]), overruled[2].strip()
