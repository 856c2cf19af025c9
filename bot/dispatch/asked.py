"""Whether something is asked rather than told to be done, and what that goes before.

A question is answered where an order would be carried out: the words tell them apart (`asks`,
`is_how_to`), and how plainly the other reading was said tells how near a question must come to go
before it (`least`).
"""

from bot.dispatch.book import Book
from bot.dispatch.context import Context
from bot.dispatch.understanding import Heard, Slot, Understanding
from bot.dispatch.understanding.readings import PLAIN
from bot.domain.patterns import pattern

# How near a sentence must come to a question to go before what else was understood.
NEAR = 0.3  # nothing, where something is asked
LOOSELY = 0.32  # something to be read, loosely understood
OFFERED = 0.4  # an act that was only loosely understood, where something is asked
TOLD = 0.5  # nothing was understood, and nothing is asked: 「不用催了，我自己打电话」
NEARER = 0.6  # what the asker may not have
ALMOST = 0.7  # something else to be read, plainly understood
CERTAIN = 0.8  # something about somebody, or an act for somebody
# These say nothing of whom or what a request is about. A letter without a name never comes here.
WHAT_FOR = frozenset({Slot.TEXT, Slot.ANONYMOUS})

_QUESTION = pattern(
    r"[?？]|吗|么$|伐|怎|咋|什么|啥|谁|哪|几|多少|多久|多长|是不是|会不会|能不能|要不要|用不用|有没有|行不行|可不可以"
    r"|需不需要|可否|能否|如何|为何|何时|还是|要紧|([一-鿿])不\1|[是能会要行成好有]不[^,，。]{0,6}$|不$|没$|呢$"
)
_BARE = pattern(r"^[一-鿿]{1,4}[?？]{1,3}$")
_SUPPOSES = pattern("如果|假如|万一|要是")
_ORDER = pattern(r"把|帮")
_HOW = "怎么|怎样|如何|咋样?"
# 「怎么还没发」 asks why, and 「怎么回事」 what is the matter.
_WHY = "还|没|不|又|老|都|回事|这么|那么|了"
_DO = "弄|办|做|操作|搞|发|写|报|说|填|录|改|交|用|走|处理|提|加|换|打|导|传|设|定|选|投|弃|看|找|通知|算"
_HOW_TO = pattern(
    rf"^[^\s,，。:：]{{0,8}}(?:{_HOW})(?!{_WHY})|^\S*(?:{_HOW})(?:{_DO})[^\s,，。:：]{{0,3}}[?？]?$"
    # A form with its arguments: 「完成 1 怎么写」, 「延期 三支部 怎么弄」.
    rf"|^\S{{1,6}}(?:\s{{1,3}}\S{{1,6}}){{1,2}}\s{{0,3}}(?:{_HOW})(?:写|说|发|填|弄|办|报)[?？]?$"
)
LONGEST_HOW_TO = 30  # characters; whoever writes more tells something


def asks(said: str) -> bool:
    """Tells a question from an order that is put politely: 「能不能把…」.

    A bare word with a mark, 「议程？」, wants the thing itself and asks nothing of it.
    """
    if _BARE.match(said) and _QUESTION.search(said.rstrip("?？")) is None:
        return False
    return _QUESTION.search(said) is not None and _ORDER.search(said) is None


def is_how_to(said: str) -> bool:
    """Tells whether it is asked how something is done: 「怎么发测评表」, 「催交怎么弄」.

    What somebody writes of others may hold the same words: 「点评 王文例 怎么抓讲得实」 is none.
    """
    words = said.strip()
    return len(words) <= LONGEST_HOW_TO and _HOW_TO.search(words) is not None


def is_only_read(book: Book, context: Context, heard: Heard) -> bool:
    """Tells whether a request shows something and alters nothing."""
    intent = book.commands[heard.intent].intent
    return heard.asks_how or not intent.alters(context.actor, heard.args.keys())


def least(book: Book, context: Context, said: str, meant: Understanding) -> float | None:
    """Returns how near a question must come to go before what was understood.

    None where no question does: an act was plainly said, or a choice between people belongs to one.
    """
    readings: list[Heard] = list(meant.heard)
    if meant.doubt is not None:
        for choice in meant.doubt.choices:
            if not isinstance(choice, Heard):
                return None
            readings.append(choice)
    is_question = asks(said)
    names_nobody_known = all(heard.unmatched for heard in readings)
    if not readings or (is_question and names_nobody_known):
        return _beside_nothing(said, is_question=is_question and not readings)
    # Whoever does not ask gets what he says done or shown, or hears who may have it.
    if not is_question:
        return None
    is_about_somebody = any(heard.args.keys() - WHAT_FOR for heard in readings)
    if not all(is_only_read(book, context, heard) for heard in readings):
        return _beside_act(meant, is_about_somebody=is_about_somebody)
    commands = [book.commands[heard.intent] for heard in readings]
    rights = context.cycle.plan.rights
    if not any(command.who.under(rights).allows(context.actor) for command in commands):
        return NEARER
    return _beside_reading(meant, is_about_somebody=is_about_somebody)


def _beside_nothing(said: str, *, is_question: bool) -> float:
    # 「要是投错了」 supposes a case, and is told rather than asked.
    if is_question and _SUPPOSES.search(said) is None:
        return NEAR
    return TOLD


def _beside_reading(meant: Understanding, *, is_about_somebody: bool) -> float:
    if is_about_somebody:
        return CERTAIN
    if meant.doubt is None and meant.margin >= PLAIN:
        return ALMOST
    return LOOSELY


def _beside_act(meant: Understanding, *, is_about_somebody: bool) -> float | None:
    # An act that was plainly said is never a question.
    if any(heard.sure for heard in meant.heard):
        return None
    if is_about_somebody:
        return CERTAIN
    return OFFERED
