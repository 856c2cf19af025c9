"""Why the database cannot be used, in a few words for whoever watches over the service."""

from bot.storage.troubles import Trouble, trouble_of
from bot.texts import monitoring as texts

WORDS = {
    Trouble.BUSY: texts.BUSY,
    Trouble.SHUT: texts.SHUT,
    Trouble.SILENT: texts.SILENT,
    Trouble.REJECTED: texts.REJECTED,
    Trouble.MISSING: texts.MISSING,
    Trouble.FULL: texts.FULL,
    Trouble.FORBIDDEN: texts.FORBIDDEN,
    Trouble.DAMAGED: texts.DAMAGED,
    Trouble.UNFIT: texts.UNFIT,
}


def why_unusable(error: Exception) -> str:
    """Returns what the driver said, also where `StoreUnavailable` was raised because of it."""
    trouble = trouble_of(error)
    if isinstance(error.__cause__, Exception):
        trouble = trouble or trouble_of(error.__cause__)
    if trouble is None:
        return texts.UNKNOWN
    return WORDS.get(trouble, texts.UNKNOWN)
