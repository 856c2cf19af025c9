"""What is to be said: a row per message, under a natural key that cannot be enqueued twice.

pending -> sending -> sent | failed | skipped, with the reason. Where the platform lets nobody write
first, a row becomes unreached and waits for a word from the other side; the answer to that tells
it.

A digest is a message in parts. Its parts stand packed in the row until it goes out.
"""

from bot.storage.outbox.reading import (
    counts,
    is_addressed,
    outcomes,
    outcomes_of_parts,
    refusals,
    sent_messages,
    undelivered,
    unreached_in,
)
from bot.storage.outbox.rows import (
    LEFT_OUT,
    UNDELIVERED,
    Digest,
    OutboxRow,
    OutboxState,
    Outcome,
    Outgoing,
    PackedPart,
    SentMessage,
)
from bot.storage.outbox.sending import (
    LEASE,
    again,
    claim_due,
    failed,
    give_up_claims,
    keep_merged,
    make_retries_due,
    next_due,
    release_all,
    sent,
    skipped,
    told,
    unreached,
)
from bot.storage.outbox.writing import (
    digest,
    digest_of,
    enqueue,
    is_known,
    leave_out,
    reopen_digest,
    set_parts,
    waiting_digests,
)

__all__ = [
    "LEASE",
    "LEFT_OUT",
    "UNDELIVERED",
    "Digest",
    "OutboxRow",
    "OutboxState",
    "Outcome",
    "Outgoing",
    "PackedPart",
    "SentMessage",
    "again",
    "claim_due",
    "counts",
    "digest",
    "digest_of",
    "enqueue",
    "failed",
    "give_up_claims",
    "is_addressed",
    "is_known",
    "keep_merged",
    "leave_out",
    "make_retries_due",
    "next_due",
    "outcomes",
    "outcomes_of_parts",
    "refusals",
    "release_all",
    "reopen_digest",
    "sent",
    "sent_messages",
    "set_parts",
    "skipped",
    "told",
    "undelivered",
    "unreached",
    "unreached_in",
    "waiting_digests",
]
