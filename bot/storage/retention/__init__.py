"""What is kept beyond its term: counting it, and taking it away batch by batch.

Facts go through the session, so that the trail tells of each that it is not there any more.
"""

from bot.storage.retention.drafts import due_drafts, remove_drafts
from bot.storage.retention.letters import due_letters, remove_letters
from bot.storage.retention.messages import (
    Senders,
    due_heard,
    due_said,
    remove_heard,
    remove_said,
    senders,
)
from bot.storage.retention.names import named_files
from bot.storage.retention.persons import (
    forget_contacts,
    forget_line,
    forget_messages,
    forget_reasons,
    has_note,
)
from bot.storage.retention.removed import BATCH, Removed
from bot.storage.retention.years import spans

__all__ = [
    "BATCH",
    "Removed",
    "Senders",
    "due_drafts",
    "due_heard",
    "due_letters",
    "due_said",
    "forget_contacts",
    "forget_line",
    "forget_messages",
    "forget_reasons",
    "has_note",
    "named_files",
    "remove_drafts",
    "remove_heard",
    "remove_letters",
    "remove_said",
    "senders",
    "spans",
]
