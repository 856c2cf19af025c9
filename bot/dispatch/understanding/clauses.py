"""Where one part of a message ends and the next begins: punctuation, and words that lead to
another request.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import islice, pairwise

from bot.dispatch.understanding.sketch import FILLER
from bot.domain.patterns import pattern
from bot.domain.values import dataclass

STOP = pattern(r"[,。;!?\n…~]+|(?<=\D)\.(?=\s|$)")
LEAD = pattern(
    r"另外(?:再|还)?|顺(?:便|带|手)(?:再|也)?|对了|然后(?:再)?|同时|以及|并且|接着|此外|再就是|还想问"
    r"|还有(?=第|[一二三四五六七八九十\d]+支部|[^哪几没谁]{1,4}书记|帮|把|给|催)"
    r"|(?<![别要用必须先等的你您])(?<!一下|会儿|回头|晚点|稍后)再(?=把|给(?![\d一二两三四五六七八九十半宽缓延])|看|帮|说|查|发|受|退|催)|最后(?=把|给|看)|并(?=把|给|催|提醒)"
)
JOIN = pattern(
    r"\s+|(?<=吗)(?=[^,])|[+/&]|和|跟|与|并|再|还有|、|(?<=[没了吧样])(?=还[差有剩])"
    r"|(?<=[了完好])(?=第?[一二三四五六七八九十\d]{1,3}[条项个件])"
)
POSTPONED = pattern(r"(?:等|待|改天|明天|后天|下周|回头|稍后)[^,]{0,6}$")
LONGEST_POSTPONED = 8
JOINTS = 4
MOST_LEADS = 12  # of one clause that are looked at
POLITE_OPENING = 120  # characters: nobody is polite for longer before he says what he wants
OPENS = pattern(
    r"^(?:另外|顺便|顺带|顺手|对了|然后|同时|以及|还有|并且|接着|再(?!给?[多宽缓延推])|此外|最后|还想问|并)+(?:再|还|也|就是)?"
)


@dataclass(frozen=True)
class Clause:
    """text[start:end]; `opens` when a word says that something new begins; `asked` when it ends
    with a question mark; `joined` when nothing but a small word or a space parts it from the one
    before.
    """

    start: int
    end: int
    opens: bool = False
    asked: bool = False
    joined: bool = False


def pieces(text: str, separators: re.Pattern[str]) -> Iterator[tuple[int, int, str]]:
    """Yields where each piece between separators begins and ends, and the separator behind it,
    which is empty behind the last.
    """
    start = 0
    for separator in separators.finditer(text):
        yield start, separator.start(), separator[0]
        start = separator.end()
    yield start, len(text), ""


def clauses(text: str) -> list[Clause]:
    """The parts of the plain form of a message, without what separates them.

    Voice input has no punctuation: a leading word cuts as well.
    """
    parts: list[Clause] = []
    for start, end, stop in pieces(text, STOP):
        cuts = [start]
        for lead in islice(LEAD.finditer(text, start, end), MOST_LEADS):
            before = text[start : lead.start()]
            # Nothing else begins in 「等明天再催」.
            if _says(before) and not POSTPONED.search(before[-LONGEST_POSTPONED:]):
                cuts.append(lead.start())
        for first, last in pairwise([*cuts, end]):
            begin = last - len(text[first:last].lstrip())
            opening = None
            if _says(text[:first]):
                opening = OPENS.match(text[begin:last])
            if opening:
                begin += opening.end()
            if text[begin:last].strip():
                is_asked = "?" in stop and last == end
                parts.append(Clause(begin, last, opens=opening is not None, asked=is_asked))
    return parts


def joints(text: str, clause: Clause, named: Collection[int]) -> Iterator[tuple[Clause, Clause]]:
    """The two sides of every place where a clause may consist of two: at a small word, and at the
    places where somebody is `named`, which voice input leaves without any.
    """
    words = islice(JOIN.finditer(text, clause.start + 1, clause.end - 1), JOINTS)
    places = {joint.end(): joint.start() for joint in words}
    for start in islice(sorted(named), JOINTS):
        if clause.start + 1 < start < clause.end - 1:
            places.setdefault(start, start)
    for start, end in sorted(places.items()):
        is_told = any(clause.start <= place < end for place in named)
        if not is_told and POSTPONED.search(text[clause.start : end][-LONGEST_POSTPONED:]):
            continue
        yield (
            replace(clause, end=end, asked=False),
            replace(clause, start=start, opens=True, joined=True),
        )


def _says(text: str) -> bool:
    """Whether there is more than politeness: 「请再给三支部一周」 is one clause."""
    return bool(FILLER.sub("", text[:POLITE_OPENING]).strip(" ,。!"))
