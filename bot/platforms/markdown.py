"""Text for places that read markdown.

The program writes none of its own but links to its own pages (`page_link`): whatever else looks
like it is somebody's words.

A link that a member hides behind innocent words, a picture, a mention of everybody or a heading
would reach others as the robot's own. Platforms disagree on how to escape such a mark, so each is
replaced by its full-width likeness, which is read the same and means nothing. Bare addresses stay:
they show where they lead.
"""

import re

from bot.domain.patterns import pattern
from bot.messages import Link

_FULL_WIDTH = {mark: chr(ord(mark) + 0xFEE0) for mark in "*`|~\\"}
_EVERYWHERE = str.maketrans(_FULL_WIDTH)
_LINK = pattern(r"\](?=\s*[(\[:])")
_TAG = pattern(r"<(?=[A-Za-z/@!?])")
_ENTITY = pattern(r"&(?=#|[A-Za-z])")
_EMPHASIS = pattern(r"(?<![^\W_])_|_(?![^\W_])")
_LEADING = pattern(r"^([^\S\n]*)(#{1,6}|>+)", re.MULTILINE)
_RULE = pattern(r"^[^\S\n]*(?:[-=_][^\S\n]*)+$", re.MULTILINE)
_INDENT = pattern(r"^(?: {4}| {0,3}\t)[^\S\n]*", re.MULTILINE)


def page_link(link: Link) -> str:
    """Returns a link of the program's own: the only mark that is meant as one."""
    title = as_text(link.title).replace("[", "［").replace("]", "］")
    return f"[{title}]({link.url})"


def as_text(words: str) -> str:
    """Returns the same words, shown as they are; a text without any mark stays as it is, to the
    byte.
    """
    shown = _RULE.sub("——", words.translate(_EVERYWHERE))
    shown = _INDENT.sub("   ", shown)
    shown = _LEADING.sub(
        lambda found: found[1] + "".join(chr(ord(mark) + 0xFEE0) for mark in found[2]), shown
    )
    shown = _EMPHASIS.sub("＿", shown)
    shown = _LINK.sub("］", shown)
    return _ENTITY.sub("＆", _TAG.sub("＜", shown))
