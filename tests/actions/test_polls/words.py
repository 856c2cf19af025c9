"""Votes in words, as people type or say them."""

from collections.abc import Callable

from bot.actions.polls import typed
from bot.actions.polls.voting import Receipt, Sent
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.polls.ballot import event_id
from bot.messages import Chat, ChatKind, Sender, Update
from bot.storage.polls.votes import VoteBatch
from tests.actions.office import Office
from tests.cast import MEMBER

Says = Callable[[UnitOfWork], Receipt]


def says(
    office: Office, text: str, account: str = MEMBER, *, group: bool = False, free: bool = False
) -> Says:
    """Types a vote, or says a choice in `free` words."""
    chat = Chat(ChatKind.DIRECT, account)
    if group:
        chat = Chat(ChatKind.GROUP, office.department.group)
    sent = Sent(office.now, stamped=False, event_id=event_id("test", text))
    update = Update("sandbox", text, Sender(account), chat, office.now, text)
    cast = typed.cast_typed
    if free:
        cast = typed.cast_overheard

    def say(work: UnitOfWork) -> Receipt:
        batch = VoteBatch(work.session)
        receipt = cast(work, batch, update, sent)
        batch.flush()
        return receipt

    return say
