"""Whose a report says that it is: in its title, its first sentences and its signature."""

from collections.abc import Collection, Sequence

from bot.domain.patterns import pattern

_FIRST, _LAST = 8, 4  # paragraphs in which somebody says who he is
_SHORT = 30  # characters of a line that holds a name and no sentence
_SPACE = pattern(r"\s+")


def named_instead(paragraphs: Sequence[str], own: Collection[str], others: Collection[str]) -> str:
    """Returns the other branch or person whom a report names as its author.

    Empty where it names its own, several others or nobody: who is only mentioned is no author.
    """
    lines = [_plain(line) for line in (*paragraphs[:_FIRST], *paragraphs[-_LAST:])]
    if any(_plain(name) in line for name in own if name for line in lines):
        return ""
    named = {name for name in others if name and any(_is_author(name, line) for line in lines)}
    # One name may stand within another.
    longest = {name for name in named if not any(name in other for other in named - {name})}
    if len(longest) != 1:
        return ""
    return longest.pop()


def _is_author(name: str, line: str) -> bool:
    said = _plain(name)
    return f"{said}书记" in line or (len(line) <= _SHORT and said in line)


def _plain(text: str) -> str:
    """Returns a text without spaces, and with 支部 for 党支部, as people write either."""
    return _SPACE.sub("", text).replace("党支部", "支部")
