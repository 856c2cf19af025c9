"""Answers become outbox rows: where asked, or in single chat where the group must not see them."""

from bot.actions import people
from bot.actions.unit_of_work import UnitOfWork
from bot.dispatch import introduction
from bot.domain.people import Department, Person
from bot.messages import Chat, ChatKind, Message, Update
from bot.texts import talk


def enqueue(
    work: UnitOfWork, update: Update, messages: list[Message], *, private: bool = False
) -> None:
    """Puts the answers into the outbox under keys that a second run cannot double.

    In a group that is not the department's own everything is private.
    """
    actor = people.find(work, update.sender.account)
    department = _department(work, update, actor)
    key = f"answer:{update.platform}:{update.own_id}"
    apart = update.chat.kind is ChatKind.GROUP and (private or update.chat.id != department.group)
    chat = Chat(ChatKind.DIRECT, update.sender.account) if apart else update.chat
    token = "" if apart else update.reply_token
    if actor is not None and chat.kind is ChatKind.DIRECT:
        messages = introduction.first_words(work, actor, messages)
    for number, message in enumerate(messages):
        work.enqueue(
            department,
            chat,
            message,
            key=f"{key}:{number}",
            platform=update.platform,
            reply_token=token,
            priority=2,
        )
    if apart:
        work.enqueue(
            department,
            update.chat,
            talk.answered_apart(),
            key=f"{key}:group",
            platform=update.platform,
            reply_token=update.reply_token,
        )


def _department(work: UnitOfWork, update: Update, actor: Person | None) -> Department:
    """The sender's department; for a stranger that of the group, or an empty one."""
    if actor is not None:
        return people.department(work, actor.department)
    return people.of_group(work, update.chat.id) or Department(
        id="", name="", platform=update.platform
    )
