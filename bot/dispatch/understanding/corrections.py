"""What somebody takes back while he writes: 「催一下张敏，哦不对，是陈晓燕」, 「延三天哦不五天」.

The last of the two counts, and so the first is no part of what is read.
"""

from itertools import pairwise

from bot.dispatch.understanding.asking import READABLE, Asking
from bot.dispatch.understanding.dates import Span
from bot.dispatch.understanding.mention import Mention
from bot.domain.patterns import pattern

TAKEN_BACK = pattern(
    r"[,。\s]{0,3}(?:[哦噢喔呃额啊唉哎欸诶]{1,3}[,\s]{0,2}(?:不对|不是|不|错了|说错了)"
    r"|不对|说错了|写错了|搞错了)[,。\s]{0,3}(?:应该)?是?\s?"
)


def corrected(asking: Asking) -> str:
    """Returns the text with every name and day that is taken back blanked out, as long as it was."""
    text = asking.text
    if TAKEN_BACK.search(text, 0, READABLE) is None:
        return text
    marks: list[Mention | Span] = [
        *asking.named,
        *(span for span in asking.spans if isinstance(span, Span)),
    ]
    for first, last in pairwise(sorted(marks, key=lambda mark: mark.start)):
        is_taken_back = TAKEN_BACK.fullmatch(text, first.end, max(first.end, last.start))
        if is_taken_back and _are_alike(first, last):
            blank = " " * (last.start - first.start)
            text = text[: first.start] + blank + text[last.start :]
    return text


def _are_alike(first: Mention | Span, last: Mention | Span) -> bool:
    """Whether one may stand in the place of the other: somebody, a day, or a number of days."""
    if isinstance(first, Span) and isinstance(last, Span):
        return isinstance(first.value, int) == isinstance(last.value, int)
    return isinstance(first, Mention) and isinstance(last, Mention)
