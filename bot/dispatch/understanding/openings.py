"""Where the text of a request opens that its handler reads as a whole, beside what phrases teach."""

from bot.dispatch.understanding.grammar import (
    DECISIONS,
    GRADES,
    LEAVE,
    OF_ITEMS,
    OF_THE_MEETING,
    REMARKS,
)
from bot.domain.patterns import pattern

ADDRESSED = pattern(r"^(?:平时|调研|点评)[,:][BP][,:]")  # 「点评，老李，我主要说两点：…」
DAY = pattern("[TJ]")
SOMEBODY = pattern("[BP]")
REPORTED = pattern(r"^N(?:已经?|都)?(?:完成|做完|办完|办好)?了?:")  # the report itself follows
# What names the request in front of a decision; all behind it is for its handler to read.
NAMED = pattern(
    r"(?:各位|大家)?的?(?:(?:录入?|登记|填写?|记)(?:一下)?)?(?:考核)?等次(?:如下|情况|结果|(?:这样|就)?(?:录|记|定)(?:入|一?下|了)?)?[,:]?"
)

# 「孙书记等次一般，理由支部活动长期开不起来」
REASON_SAID = pattern(r"[,。:;](?:主要)?(?:理由|原因|依据)(?:就?是|为)?[:,]?")
# 「那天有期末考试赶不回来」: when is a part of why.
THAT_DAY = pattern("(?:那|当)天(?:我|正好|刚好|还|又)?$")
INTRODUCED = ((REMARKS, ADDRESSED), (DECISIONS - {GRADES}, REASON_SAID))


def text_start(letters: str, word: str, first: int) -> int:
    """Returns the letter at which the text opens; `first` is where it seems to.

    Behind an item and a colon everything is its report. Of a remark it opens behind whom it is
    about, of a grade behind 「理由」. A decision on many is kept whole, with when it was made, and so
    is what tells of a meeting.
    """
    for words, introduction in INTRODUCED:
        introduced = introduction.search(letters)
        if introduced and word in words:
            return introduced.end()
    reported = REPORTED.match(letters)
    if reported and word in OF_ITEMS:
        return min(first, reported.end())
    if word == GRADES and SOMEBODY.search(letters):
        named = NAMED.match(letters)
        return named.end() if named else 0
    # Day and place stand on either side of the word.
    if word in OF_THE_MEETING and (first < len(letters) or DAY.search(letters)):
        return 0
    that_day = THAT_DAY.search(letters, 0, first)
    if that_day and word == LEAVE and first < len(letters):
        return that_day.start()
    return first
