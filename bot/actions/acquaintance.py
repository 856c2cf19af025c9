"""Who knows the bot. It says once to everybody who it is.

Whoever speaks first hears it in front of his first answer (`dispatch.introduction`). Whom the bot
writes to first finds one line above what it brings him, whatever that is.
"""

from dataclasses import replace

from bot.actions import people
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Person
from bot.domain.words import filled
from bot.messages import Chat, ChatKind, Message
from bot.storage import outbox
from bot.storage import people as store
from bot.texts import talk


def has_met(work: UnitOfWork, person: Person) -> bool:
    """Tells whether the bot has introduced itself to this person, on whichever roster he stands."""
    return store.has_met(work.session, person)


def meet(work: UnitOfWork, person: Person) -> bool:
    """Notes that the bot introduces itself now; returns False where it has before."""
    if has_met(work, person):
        return False
    store.set_met(work.session, person, work.now)
    return True


def was_addressed(work: UnitOfWork, account: str) -> bool:
    """Tells whether anything was ever said to this account, which may be nobody's on a roster."""
    return outbox.is_addressed(work.session, Chat(ChatKind.DIRECT, account))


def stranger_to(work: UnitOfWork, department_id: str, chat: Chat) -> Person | None:
    """Returns whose single chat this is, where he has never heard of the bot; else None."""
    if chat.kind is ChatKind.GROUP:
        return None
    person = people.find(work, chat.id, department_id)
    if person is None or has_met(work, person):
        return None
    return person


def introduced(
    work: UnitOfWork, department_id: str, chat: Chat, message: Message
) -> Message | None:
    """Returns the message below a line about who writes, and notes that they have met.

    Returns None, and notes nothing, where its receiver knows that already or nobody of the roster
    receives it.
    """
    person = stranger_to(work, department_id, chat)
    if person is None:
        return None
    meet(work, person)
    department = people.department(work, department_id)
    line = filled(talk.first_line(department.name), work.words_of(department_id))
    # One good day is enough.
    words = message.text.removeprefix(talk.GOOD_DAY)
    return replace(message, text=f"{line}\n\n{words}".strip())


def not_met_after_all(work: UnitOfWork, department_id: str, chat: Chat) -> None:
    """Takes back that they have met: the message with the introduction did not arrive."""
    person = people.find(work, chat.id, department_id)
    if person is not None:
        store.set_met(work.session, person, None)
