"""What is read alike in many texts: whether they ask, and the marks around what they say."""

from bot.domain.patterns import pattern

ASKS = pattern(r"[吗呢么？?]\s*$")
MARKS = " 、：:，,。；;"


def asks(text: str) -> bool:
    """Tells whether a sentence ends as a question does."""
    return ASKS.search(text) is not None
