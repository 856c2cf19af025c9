"""Where the text of a request opens that its handler reads as a whole, beside what phrases teach."""

from bot.dispatch.understanding.grammar import GRADES, REMARKS
from bot.domain.patterns import pattern

ADDRESSED = pattern(r"^(?:平时|调研|点评)[,:][BP][,:]")  # 「点评，老李，我主要说两点：…」
MEETINGS = frozenset({"会议通知", "会议改期"})  # their handler reads all behind the day
SOMEBODY = pattern("[BP]")
# What names the request in front of a decision; all behind it is for its handler to read.
NAMED = pattern(
    r"(?:(?:录入?|登记|填写?|记)(?:一下)?)?(?:考核)?等次(?:如下|情况|结果|(?:这样|就)?(?:录|记|定)(?:入|一?下|了)?)?[,:]?"
)


def text_start(letters: str, word: str, first: int) -> int:
    """Returns the letter at which the text opens; `first` is where it seems to.

    Of a remark it opens behind whom it is about. A decision on many is kept whole, with when it was
    made.
    """
    addressed = ADDRESSED.match(letters)
    if addressed and word in REMARKS:
        return addressed.end()
    if word == GRADES and SOMEBODY.search(letters):
        named = NAMED.match(letters)
        return named.end() if named else 0
    if word in MEETINGS and first >= len(letters) and "T" in letters:
        return letters.index("T")
    return first
