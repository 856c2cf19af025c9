"""A sentence reduced to what its request shows: names, days and numbers as capital letters,
politeness and spaces left out.

「麻烦把第二支部的退回去吧」 becomes 「把B的退回去」. B is a branch, P a person, T a day, J today, D a
number of days, N the number of an item, C a bare figure, G a grade. Every letter keeps the place in
the text that it stands for.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bot.dispatch.understanding import dates
from bot.dispatch.understanding.grade_words import GradeWord
from bot.dispatch.understanding.mention import Mention
from bot.dispatch.understanding.numerals import NUMERAL, number
from bot.domain.patterns import pattern
from bot.domain.values import dataclass

FILLER = pattern(
    r"请问(?!题)一?下?|(?<!申)请(?!示|[一半两]?[个天]?[病事公]?假)|麻烦(?:你(?!好)|您(?!好))?|劳驾|(?<!要)帮忙(?!$|谢|哈|吧|呢|啊)"
    r"|(?<!要)(?:帮|替)(?:我|忙(?=.)|大家)?(?![助忙帮扶带教])|给我(?!们?支部)|能不能|能否|可不可以|可否|您(?!好)|你(?=帮|给|看|查|把)"
    r"|我想(?:知道|问问|问|看看?|了解|查)?一?下?|我要(?=看|查|了解)|想(?:知道|问问?|了解)|(?:再|先)?(?<![抽检审排普])(?:看|查|问|瞧|说)(?:一下|一看|看|查|问(?!题)|瞧|下)"
    r"|了解一?下?(?!到)|麻溜|一下子?|吧|呢|啊|呀|(?<!干)嘛|哦|噢|喔|哈|呗|哎|唉|嗯|呃|额|诶|喂|哟|啦|咯|谢谢(?![^\s,。啦哈呀哦呢您你]{2,5}$)|谢了|辛苦了?|拜托"
    r"|那个(?=[\s,,]|$)|就是说?|小助手|助手|机器人|有空|顺手|告诉我(?!们)|跟我说|列(?:一下|出)?(?=谁|还|没|未)|哈喽"
)
NO_ITEM = (
    "讲|发言|述|上[台来去]|说|人|位|支部|月|学期|星期|礼拜|阶段|环节|书记"  # the third to speak
)
DONE = "那|的?(?:整改|问题|事)|搞|弄|做|办|完|已|可以|还|也|才|差|done|ok|了了"
# What is told of an item that is named by its number alone: 「2还差签字」.
TOLD = "都|全|已|搞|弄|做|办|完|改|销|落地|还[差没剩在有得要]|差|才|刚|ok|done|推进|清零|了结|收尾|到位|卡|目前|基本|正在"
LIST_OF = (
    rf"(?:\s?[、,和与及跟]\s?{NUMERAL}(?:号|条|项)?){{0,5}}\s?(?:这?[俩两几]个?|[两三四五]条)?"
)
ITEM = pattern(
    rf"第(?P<a>{NUMERAL})(?:(?:条|项|点)(?:整改|问题|承诺|任务|事项|事)?"
    rf"|(?:个|件)(?:整改|问题|承诺|任务|事项|事|(?!{NO_ITEM}))|(?=[、,和与及跟]第?{NUMERAL}[条项])"
    rf"|(?=\s?[,:、](?!第))|(?=进度|{TOLD})|(?=[和与跟]第))"
    rf"|(?P<b>{NUMERAL})号(?:问题|整改|承诺|事项|项)|整改(?:任务)?第?(?P<d>{NUMERAL})(?:条|项)?(?=的|有|[\s,:]|完|已|$)"
    rf"|(?:整改(?:项|事项|任务)?|问题|事项)第?(?P<k>{NUMERAL})(?:号|条|项)?(?=的|有|[\s,:]|推|{TOLD}|$)"
    rf"|(?P<c>{NUMERAL})(?:条|项)(?=的?(?:整改|进展|完|已|都|全|做|办|搞|弄|销|差|还|落|呀|嘛))"
    rf"|(?<=[、,和与及跟])(?P<f>{NUMERAL})[条项]"
    rf"|(?P<l>{NUMERAL})[那这](?:条|项)"
    rf"|(?P<g>{NUMERAL})号(?={DONE})"
    rf"|^\s*(?P<h>{NUMERAL})(?=[\s:、](?![\d.]*(?:[年月日天点]|支部))|[.,](?!\d)|有(?!人)|还没|都[了完好])"
    rf"|(?<![^\s,;。、和与及跟:])(?P<m>{NUMERAL})(?={LIST_OF}(?:{TOLD}))"
    rf"|(?<![^\s,;。、])(?P<n>{NUMERAL})号(?=卡|有|刚|没|正|事项|在|推|谈|场|初|动|进|因|材|这|任务)"
    rf"|(?:no\.?|item)\s?(?P<o>\d{{1,2}})(?!\d)"
    rf"|头(?P<i>一)(?:条|项|个)"
)
AFTER_WORD = pattern(
    r"(?:进展|完成|时限|更新|销掉|销号|办结|核验|佐证|问效|回访|更正|订正|帮[助忙])\s?第?(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})(?![\d.天周月日号年人个次名成半下])"
)
FIGURE = pattern(
    r"(?<![\d.:第a-z])(?:(?P<a>\d{1,3})(?![\d.:%年月日号时点分天周岁字a-z])"
    r"|(?P<b>[二两俩仨三四五六七八九十]{1,3}|(?<=[抽查检取看验])一)(?=[个条项家份位](?!月|星期|礼拜|小时)|支部|$))"
)


@dataclass(frozen=True)
class Item:
    """The number of an item, 「第二条」, or a bare figure."""

    start: int
    end: int
    n: int
    letter: str = "N"


Mark = Mention | dates.Span | Item | GradeWord


@dataclass(frozen=True)
class Sketch:
    """`letters[i]` stands for the text at `places[i]`."""

    letters: str
    places: tuple[tuple[int, int], ...]
    marks: tuple[Mark, ...] = ()
    spaced: frozenset[int] = frozenset()  # the letters in front of which a space was left out

    @property
    def mentions(self) -> tuple[Mention, ...]:
        return tuple(mark for mark in self.marks if isinstance(mark, Mention))

    def gap_before(self, at: int) -> str:
        """The space that was left out in front of a letter; empty where there was none."""
        if at in self.spaced:
            return " "
        return ""


def sketch(
    text: str,
    start: int,
    end: int,
    named: Sequence[Mention],
    others: Sequence[dates.Span | GradeWord],
    today: date,
) -> Sketch:
    """The sketch of text[start:end]; `named` and `others` are what the whole text names."""
    marks: list[Mark] = [
        mention for mention in named if start <= mention.start and mention.end <= end
    ]
    taken = [False] * (end - start)
    for mark in marks:
        taken[mark.start - start : mark.end - start] = [True] * (mark.end - mark.start)
    # What overlaps an earlier mark is left out: numbered items go before days and grades, and bare
    # figures come last.
    further: list[Mark] = [
        *_numbers(ITEM, "N", text, start, end),
        *_behind_words(text, start, end),
        *others,
        *_numbers(FIGURE, "C", text, start, end),
    ]
    for mark in further:
        inside = start <= mark.start and mark.end <= end
        if inside and not any(taken[mark.start - start : mark.end - start]):
            taken[mark.start - start : mark.end - start] = [True] * (mark.end - mark.start)
            marks.append(mark)
    marks.sort(key=lambda mark: mark.start)
    capitals = {mark.start: (_capital(mark, today), mark.end) for mark in marks}
    return draw(text, start, end, capitals, tuple(marks))


def draw(
    text: str,
    start: int,
    end: int,
    capitals: Mapping[int, tuple[str, int]],
    marks: tuple[Mark, ...] = (),
) -> Sketch:
    """Draws text[start:end]; `capitals` are the letters that stand for a part of it, by where
    that begins, each with where it ends.
    """
    following = [*sorted(capitals), end]  # where the next capital begins, or the end
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    spaced: set[int] = set()
    at = start
    while at < end:
        while following[0] <= at:
            following.pop(0)
        if at in capitals:
            letter, after = capitals[at]
        else:
            letter, after = _letter(text, at, following[0])
        if not letter and text[at].isspace():
            spaced.add(len(letters))
        if letter and (letters or letter != ","):
            letters.append(letter)
            places.append((at, after))
        at = after
    return Sketch("".join(letters), tuple(places), marks, frozenset(spaced))


def _letter(text: str, at: int, until: int) -> tuple[str, int]:
    """Returns the letter that is drawn here, empty for filler and spaces, and where the next begins."""
    filler = FILLER.match(text, at, until)
    if filler and filler[0]:
        return "", filler.end()
    if not text[at].isspace():
        return text[at], at + 1
    if text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit():
        return ",", at + 1
    return "", at + 1


def _capital(mark: Mark, today: date) -> str:
    """Returns the letter that stands for a mark."""
    if isinstance(mark, GradeWord):
        return "G"
    if not isinstance(mark, dates.Span):
        return mark.letter
    if isinstance(mark.value, int):
        return "D"
    if mark.value == today:
        return "J"
    return "T"


def _numbers(form: re.Pattern[str], letter: str, text: str, start: int, end: int) -> Iterator[Item]:
    """Yields the numbers that are written in this form."""
    for found in form.finditer(text, start, end):
        n = number(found[found.lastgroup or 0])
        if n is not None:
            yield Item(found.start(), found.end(), n, letter)


def _behind_words(text: str, start: int, end: int) -> Iterator[Item]:
    """Yields the numbers right behind a word of items."""
    for found in AFTER_WORD.finditer(text, start, end):
        n = number(found["n"])
        if n is not None:
            yield Item(found.start("n"), found.end("n"), n)
