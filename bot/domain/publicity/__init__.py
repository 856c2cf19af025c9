"""述职报告公示 (S29): within a set scope, for a set time, with a way to say something."""

from bot.domain.publicity.unnamed import (
    IN_CONFIDENCE,
    UnnamedFeedback,
    is_plainly_unnamed,
    is_unnamed,
    read_unnamed,
)
from bot.domain.publicity.window import DAILY, Window, window

__all__ = [
    "DAILY",
    "IN_CONFIDENCE",
    "UnnamedFeedback",
    "Window",
    "is_plainly_unnamed",
    "is_unnamed",
    "read_unnamed",
    "window",
]
