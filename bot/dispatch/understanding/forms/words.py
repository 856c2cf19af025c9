"""What is read alike in many texts: whether they ask, and the marks around what they say."""

from bot.domain.patterns import pattern

MARKS = " 、：:，,。；;"
WHAT = "(?:什么|啥|怎么|咋|谁(?![都也])|哪|几[点号时天个条次分]|多少|多久|何时|为何|能不能|可不可以|要不要|是不是|是否)"
BEGINS_TO_ASK = pattern(rf"[，,：:\s]{{0,2}}(?:请问|是|到|要|这|该|由|还|那|为){{0,2}}{WHAT}")
ENDS_IN_ASKING = pattern(
    r"(?:[吗么呢?？]|[了过好完成到]没有?|行不行|好不好|对不对|可不可以|能不能|与否|怎么[办写弄提样]|咋[办样]|如何"
    r"|什么(?:意思|时候|问题)?|啥|谁|哪[里儿天个]|多少|多[久长]|几(?:[点号天]|分钟|[个位]?人?))[\s。.!！~吧啊呀]{0,9}$"
)
LONGEST_QUESTION = 12  # characters of what begins with a word of asking


def asks(text: str) -> bool:
    """Tells whether a sentence asks: it ends so, or is short and begins so."""
    if ENDS_IN_ASKING.search(text):
        return True
    return len(text) <= LONGEST_QUESTION and BEGINS_TO_ASK.match(text) is not None
