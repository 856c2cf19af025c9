"""Answers become outbox rows: where asked, or in single chat where the group must not see them."""

from dataclasses import replace
from functools import partial

from bot.actions import first_word, people, polls
from bot.actions.unit_of_work import UnitOfWork
from bot.dispatch import introduction
from bot.dispatch.prepared import Reply
from bot.domain.people import Department, Person
from bot.messages import Chat, ChatKind, Message, Update
from bot.texts import talk
from bot.texts.listing import fits


def enqueue(work: UnitOfWork, update: Update, reply: Reply) -> None:
    """Puts the answers into the outbox under keys that a second run cannot double.

    In a group that is not the department's own everything is private.
    """
    actor, department = _sender(work, update, reply)
    key = f"answer:{update.platform}:{update.own_id}"
    is_foreign = update.chat.id != department.group
    apart = update.chat.kind is ChatKind.GROUP and (reply.private or is_foreign)
    chat, token = update.chat, update.reply_token
    if apart:
        # A token of the group would bring the answer there.
        chat, token = Chat(ChatKind.DIRECT, update.sender.account), ""
    messages = reply.messages
    sheet_key = ""
    if update.chat.kind is ChatKind.DIRECT:
        if actor is not None:
            sheet_key, messages = _with_sheet(work, actor, department, messages)
        if update.entered:
            # Whoever only opens the chat is answered once: what he needs now is his sheet.
            messages = messages[-1:]
        else:
            # The sheet that waited as well would come twice.
            waited = first_word.what_waited(work, update.platform, chat, besides=sheet_key)
            messages = _with_what_waited(messages, waited)
        if actor is not None:
            messages = introduction.first_words(work, actor, messages)
    for number, message in enumerate(messages):
        enqueue_answer = partial(
            work.enqueue,
            department,
            chat,
            message,
            platform=update.platform,
            reply_token=token,
            priority=2,
        )
        # Under the sheet's own key the opening of the ballot does not bring it once more.
        if not (_is_sheet(message) and sheet_key and enqueue_answer(key=sheet_key)):
            enqueue_answer(key=f"{key}:{number}")
    # Whoever asked in the group would wait for the answer there.
    if apart:
        work.enqueue(
            department,
            update.chat,
            talk.answered_apart(),
            key=f"{key}:group",
            platform=update.platform,
            reply_token=update.reply_token,
        )


def _with_sheet(
    work: UnitOfWork, actor: Person, department: Department, messages: list[Message]
) -> tuple[str, list[Message]]:
    """Adds the sheet that is open for him, where he has not been given it before.

    Returns the key under which the first one is sent, empty where none is open.
    """
    poll = polls.open_sheet(work, actor)
    if poll is None:
        return "", messages
    key = polls.handed_out_key(poll, actor)
    if any(_is_sheet(message) for message in messages):
        return key, messages
    if polls.was_handed_out(work, department, poll, actor):
        return key, messages
    sheet = polls.handed_out(work, poll, actor)
    if sheet is None:
        return key, messages
    return key, [*messages, sheet]


def _with_what_waited(messages: list[Message], waited: list[Message]) -> list[Message]:
    """Puts what waited for his first word into the last answer, where both are short and plain."""
    if not messages or not waited:
        return [*messages, *waited]
    answer, told = messages[-1], waited[0]
    text = f"{answer.text}\n\n{told.text}"
    is_plain = not (answer.card or answer.link or answer.file)
    if not is_plain or not fits(text):
        return [*messages, *waited]
    joined = replace(told, text=text, refused=answer.refused, understood=answer.understood)
    return [*messages[:-1], joined, *waited[1:]]


def _is_sheet(message: Message) -> bool:
    return message.card is not None and polls.is_sheet(message.card.id)


def _sender(work: UnitOfWork, update: Update, reply: Reply) -> tuple[Person | None, Department]:
    """Returns who asked, and his department; for a stranger that of the group, or an empty one."""
    if reply.sender is not None:
        return reply.sender.actor, reply.sender.department
    actor = people.find(work, update.sender.account)
    if actor is not None:
        return actor, people.department(work, actor.department)
    department = people.of_group(work, update.chat.id)
    return None, department or Department(id="", name="", platform=update.platform)
