"""Where the text of a report, a remark or a leave opens, beside what phrases teach of it."""

from bot.dispatch.understanding.grammar import GRADES, LEAVE, PROGRESS, REMARKS
from bot.domain.patterns import pattern

ADDRESSED = pattern(r"^(?:平时|调研|点评)[,:][BP][,:]")  # 「点评，老李，我主要说两点：…」
MEETINGS = frozenset({"会议通知", "会议改期"})  # their handler reads all behind the day
SOMEBODY = pattern("[BP]")
# What names the request in front of a decision; all behind it is for its handler to read.
NAMED = pattern(
    r"(?:(?:录入?|登记|填写?|记)(?:一下)?)?(?:考核)?等次(?:如下|情况|结果|(?:这样|就)?(?:录|记|定)(?:入|一?下|了)?)?[,:]?"
)
OF_ITEM = pattern(r"^N(?:那[条项个]|这[条项个]|的)?[,:]?")
ONLY_GOES_ON = pattern(
    r"(?:更新|汇报|报告|说)?(?:一下)?(?:目前|现在|暂时)?(?:还|才|只|仍)?(?:没有?|未|在|有|算)?"
    r"(?:全|完全|全部|点|些)?(?:完|成|完成|[做弄搞办改]完?|进展|进站|推进|进行|继续|动)?[了中着好]?"
)
ONLY_STAYS_AWAY = pattern(
    r"(?:我|就|也)?(?:实在|真的|确实|怕是|恐怕|可能)?"
    r"(?:[挪走脱抽分]不(?:开|了)身?|[来去到]不(?:了|成)|参加不(?:了|成)|没法(?:来|去|参加))(?:了|啦)?"
)


def text_start(letters: str, word: str, first: int) -> int:
    """Returns the letter at which the text opens; `first` is where it seems to.

    It opens in front of every clause that tells something: 「第六项还在走流程，等学院盖章」 tells it
    in two. 「第五项还没完，…」 says nothing but that it goes on, 「…，实在挪不开」 not why. Of a remark
    it opens behind whom it is about. A decision on many is kept whole, with when it was made.
    """
    addressed = ADDRESSED.match(letters)
    if addressed and word in REMARKS:
        return addressed.end()
    if word == LEAVE and letters[first - 1 : first] == ",":
        clause = letters[first:].split(",", 1)[0]
        if ONLY_STAYS_AWAY.fullmatch(clause):
            return letters.rfind(",", 0, first - 1) + 1
    if word == GRADES and SOMEBODY.search(letters):
        named = NAMED.match(letters)
        return named.end() if named else 0
    if word in MEETINGS and first >= len(letters) and "T" in letters:
        return letters.index("T")
    item = OF_ITEM.match(letters)
    if word != PROGRESS or item is None:
        return first
    while item.end() < first <= len(letters) and letters[first - 1] in ",:":
        start = max(letters.rfind(",", 0, first - 1) + 1, item.end())
        if ONLY_GOES_ON.fullmatch(letters, start, first - 1):
            break
        first = start
    return first
