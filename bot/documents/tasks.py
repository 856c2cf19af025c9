"""What the worker is asked for that needs no rules.

Most files are read by a worker that never imports them.
"""

from bot.domain.values import dataclass


@dataclass(frozen=True)
class Extracting:
    """A file's text."""

    suffix: str  # ".docx": only chooses between names for the same bytes


@dataclass(frozen=True)
class Marking:
    """Comments (source of the paragraph, text) for a marked copy."""

    notes: tuple[tuple[int, str], ...]
    author: str
    at: str


@dataclass(frozen=True)
class Bug:
    """The program's own mistake while it worked: kind of error and places, no word of the text."""

    places: str


class WorkerFailed(Exception):
    """What the worker could not do is a bug: the message names its places."""
