"""The first contact: whoever first speaks with the bot in single chat learns who it is, once.

Three lines stand before the answer to what he said; what he can do now stands in the answer to
「帮助」, which is also what somebody gets who only opens the chat. Votes go past all this, and the
group hears none of it. Whom the bot wrote to first knows it already (`actions.acquaintance`).
"""

from dataclasses import replace

from bot.actions import acquaintance, cycles
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Person
from bot.messages import Message
from bot.texts import talk

LONGEST = 12  # lines of a message


def first_words(work: UnitOfWork, actor: Person, answers: list[Message]) -> list[Message]:
    """Puts the introduction before the answers where these two have not met.

    It is noted that they have met now.
    """
    cycle = cycles.current(work, actor.department)
    if cycle is None or not answers or not acquaintance.meet(work, actor):
        return answers
    words = talk.introduction(cycle.plan.unit, cycle.year, cycle.plan.help_contact)
    first, *others = answers
    joined = f"{words}\n\n{first.text}".strip()
    if joined.count("\n") >= LONGEST:
        return [Message(text=words), *answers]
    return [replace(first, text=joined), *others]
