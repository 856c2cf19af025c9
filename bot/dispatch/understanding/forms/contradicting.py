"""Where the words tell otherwise than the form of a message makes them."""

from collections.abc import Sequence

from bot.dispatch.understanding.grammar import OF_ITEMS, PROGRESS
from bot.dispatch.understanding.values import Heard, Understanding
from bot.dispatch.understanding.writing import plain
from bot.domain.patterns import pattern

_MAY_BE_DONE = pattern(
    r"(?:完|结|办结|搞定|弄好|办好|做好|完成|完毕|销号|销掉|到位)\s?(?:了|啦|哒|咯|喽|嘞|掉)"
)


def contradicts(text: str, meant: Understanding, written: Sequence[Heard]) -> bool:
    """Tells whether an item is understood otherwise than the form of the words makes it.

    「第一条 弄好咯」 has the form of progress, and tells that it is done: that is asked, whatever
    the rest of it is like. A colon leaves no doubt.
    """
    if ":" in plain(text):
        return False
    tells_of_progress = any(form.intent == PROGRESS for form in written)
    if tells_of_progress and _MAY_BE_DONE.search(text):
        return True
    words = [heard.intent for heard in meant.heard]
    forms = [form.intent for form in written]
    both_are_of_items = bool(words) and OF_ITEMS.issuperset([*words, *forms])
    return both_are_of_items and words != forms
