"""A branch that is put in order (软弱涣散, S8): what the organiser writes about it, part by part."""

from collections.abc import Mapping
from enum import StrEnum

from bot.domain.patterns import pattern


class Field(StrEnum):
    """The values are the words with which a part begins."""

    REASON = "原因"
    MEASURE = "措施"
    IN_CHARGE = "责任人"
    DUE = "时限"
    SATISFACTION = "满意度"


_PART = pattern(rf"({'|'.join(Field)})\s*+(?:[:：]\s*+)?")
_EDGES = " ，,；;。、\n"


def read_parts(text: str) -> Mapping[Field, str]:
    """Reads 「原因：…；措施：…」 in any order; words before the first part are the reason."""
    head, *pieces = _PART.split(text)
    parts: dict[Field, str] = {}
    if head.strip(_EDGES):
        parts[Field.REASON] = head.strip(_EDGES)
    for name, value in zip(pieces[::2], pieces[1::2], strict=True):
        if value.strip(_EDGES):
            parts[Field(name)] = value.strip(_EDGES)
    return parts
