"""Fields: between begin and separate stands the instruction, between separate and end the result a
reader sees.
"""

import re

from bot.domain.patterns import pattern
from bot.domain.values import dataclass

TABLE_OF_CONTENTS = pattern(r"\s*TOC\b", re.IGNORECASE)


@dataclass
class _Open:
    instruction: str = ""
    in_result: bool = False


class Fields:
    """Open fields, innermost last. `muted`: what follows now is not part of the text.

    Where fields are `broken` (one never closes) marks are ignored: results stay, only instructions
    are left out.
    """

    def __init__(self, *, broken: bool = False) -> None:
        self._broken = broken
        self._open: list[_Open] = []
        self.muted = False
        self.contents = 0  # tables of contents met

    def __bool__(self) -> bool:
        return bool(self._open)

    def begin(self) -> None:
        if self._broken:
            return
        self._open.append(_Open())
        self.muted = True

    def instruct(self, text: str) -> None:
        if self._open and not self._open[-1].in_result:
            self._open[-1].instruction += text

    def separate(self) -> None:
        if self._open:
            self._open[-1].in_result = True
            self.contents += is_contents(self._open[-1].instruction)
            self._judge()

    def end(self) -> None:
        if self._open:
            self._open.pop()
            self._judge()

    def _judge(self) -> None:
        self.muted = any(
            not field.in_result or is_contents(field.instruction) for field in self._open
        )


def is_contents(instruction: str) -> bool:
    return TABLE_OF_CONTENTS.match(instruction) is not None
