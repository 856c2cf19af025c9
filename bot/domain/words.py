"""What a unit calls things.

Every text is written with the placeholders of this module; `filled` puts a unit's words in their
place when a message or a paper leaves (docs/decisions/0022-texts-carry-placeholders-for-a-units-words.md).
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from bot.domain.patterns import pattern
from bot.domain.values import dataclass

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
# Around the number of a year that is said as the unit says it.
_YEAR_BEGINS, _YEAR_ENDS = "\U000f000a", "\U000f000b"
_YEAR = pattern(f"{_YEAR_BEGINS}([0-9]{{4}}){_YEAR_ENDS}")
SCHOOL_YEAR = "学年"
EXAMPLE = f"第三{UNIT}"  # what texts write where they need some branch to show how a thing is said


def year_title(year: int) -> str:
    """The time that a plan is about: 2026年度, or 2026—2027学年."""
    return f"{_YEAR_BEGINS}{year}{_YEAR_ENDS}"


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
    year: str = "年度"  # 2026年度; a school year is said with both its years

    @property
    def office(self) -> str:
        """The subject behind a name or a unit: 王文例书记, 第一支部书记."""
        # 「研究生党支部」 has a 支部书记: what the unit's name ends with is not said twice.
        for start in range(len(self.unit) - 1):  # of two characters or more
            overlap = self.unit[start:]
            if self.subject.startswith(overlap):
                return self.subject.removeprefix(overlap) or self.subject
        return self.subject

    @property
    def party_work(self) -> str:
        """What stands before the activity on papers, where it is about party building."""
        if self.activity.startswith("述职"):
            return "抓基层党建"
        return ""

    def named_year(self, year: int) -> str:
        if self.year == SCHOOL_YEAR:
            return f"{year}—{year + 1}{SCHOOL_YEAR}"
        return f"{year}{self.year}"

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


def example_among(names: Sequence[str], words: Words) -> str:
    """Returns the name to show for the example: the third of these, unless it is one of them."""
    usual = EXAMPLE.replace(UNIT, words.unit)
    if usual in names:
        return usual
    return [usual, *names[:3]][-1]


def filled(value: T, words: Words, example: Callable[[], str] | None = None) -> T:
    """The same text, or value made of texts, with the words of a unit in it.

    `example` names a branch that there is; it is asked only where a text shows one.
    """
    table = words.table

    def fill(text: str) -> str:
        if text.isascii():  # ids and codes, the most of a card: they carry no placeholder
            return text
        if example is not None and EXAMPLE in text:
            text = text.replace(EXAMPLE, example())
        return _YEAR.sub(lambda year: words.named_year(int(year[1])), text.translate(table))

    whole: T = _filled(value, fill)
    return whole


def _filled(value: Any, fill: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return fill(value)
    if isinstance(value, Mapping):
        return {key: _filled(part, fill) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_filled(part, fill) for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {
            field.name: _filled(getattr(value, field.name), fill)
            for field in dataclasses.fields(value)
            if field.init
        }
        return dataclasses.replace(value, **parts)
    return value
