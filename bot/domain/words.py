"""What a unit calls things.

Every text is written with the placeholders of this module; `filled` puts a unit's words in their
place when a message or a paper leaves (docs/decisions/0022-texts-carry-placeholders-for-a-units-words.md).
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")

# Characters of a plane that no keyboard and no file of the users has.
SUBJECT = "\U000f0001"
OFFICE = "\U000f0002"
UNIT = "\U000f0003"
ACTIVITY = "\U000f0004"
REPORT = "\U000f0005"
MEETING = "\U000f0006"
SPEECH = "\U000f0007"
HOUSE = "\U000f0008"
PARTY_WORK = "\U000f0009"


@dataclass(frozen=True)
class Words:
    """The words of one unit; the defaults are those of a department with branches."""

    subject: str = "支部书记"  # whoever is evaluated
    unit: str = "支部"  # where they belong
    activity: str = "述职评议考核"
    report: str = "述职报告"
    meeting: str = "述职评议会"
    speech: str = "述职"  # what they do at the meeting
    house: str = "系"  # 系群, 全系, 系里

    @property
    def office(self) -> str:
        """The subject behind a name or a unit: 王文例书记, 第一支部书记."""
        return self.subject.removeprefix(self.unit) or self.subject

    @property
    def party_work(self) -> str:
        """What stands before the activity on papers, where it is about party building."""
        if self.activity.startswith("述职"):
            return "抓基层党建"
        return ""

    @property
    def table(self) -> dict[int, str]:
        return {
            ord(SUBJECT): self.subject,
            ord(OFFICE): self.office,
            ord(UNIT): self.unit,
            ord(ACTIVITY): self.activity,
            ord(REPORT): self.report,
            ord(MEETING): self.meeting,
            ord(SPEECH): self.speech,
            ord(HOUSE): self.house,
            ord(PARTY_WORK): self.party_work,
        }


STANDARD = Words()


def filled(value: T, words: Words) -> T:
    """The same text, or value made of texts, with the words of a unit in it."""
    whole: T = _filled(value, words.table)
    return whole


def _filled(value: Any, table: Mapping[int, str]) -> Any:
    if isinstance(value, str):
        if value.isascii():
            return value
        return value.translate(table)
    if isinstance(value, Mapping):
        return {key: _filled(part, table) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_filled(part, table) for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {
            field.name: _filled(getattr(value, field.name), table)
            for field in dataclasses.fields(value)
            if field.init
        }
        return dataclasses.replace(value, **parts)
    return value
