"""What a field and a section of the plan file are; whatever reads, writes, compares or documents a plan goes
through them.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from bot.domain.plan import Part as PlanPart
from bot.domain.plan import Plan
from bot.domain.planfile.kinds import Kind
from bot.domain.planfile.sections import Section
from bot.domain.values import dataclass

Part = TypeVar("Part", bound=Any)  # a plan, one of its parts, or a stage, focus area or category


@dataclass(frozen=True)
class Field:
    """One line `key = value  # comment` of the file; the value is an attribute of a part of the plan.

    `label` and `said` are how a difference is told; without a label another line tells it.
    """

    key: str
    kind: Kind
    comment: str = ""
    label: str = ""
    said: str = "{}"
    attribute: str = ""  # where it is not called as the key

    def of(self, part: object) -> Any:
        return getattr(part, self.attribute or self.key)

    def put(self, part: Part, value: object) -> Part:
        """The part with another value here."""
        return replace(part, **{self.attribute or self.key: value})


class Entry(Protocol):
    """What a plan lists: each has a section `[list.id]` of its own."""

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> str: ...


@dataclass(frozen=True)
class Table:
    """One section `[name]` of the file with comment lines above it;
    the head of the file has no name.

    Its fields are attributes of the plan's part `part`, or of the plan itself. `brings` is the part
    of the procedure that a plan with this section has. `former` are keys that files of earlier
    releases have and that are read no more.
    """

    name: str
    intro: str
    fields: tuple[Field, ...]
    part: str = ""
    brings: PlanPart | None = None
    former: tuple[str, ...] = ()

    def of(self, plan: Plan) -> object:
        if not self.part:
            return plan
        return getattr(plan, self.part)

    def put(self, plan: Plan, part: Any) -> Plan:
        """The plan with another part in this place."""
        if not self.part:
            whole: Plan = part
            return whole
        return replace(plan, **{self.part: part})


def read_fields(fields: Iterable[Field], section: Section, part: Part) -> Part:
    """The part as the section describes it; what the section does not say stays as it is."""
    for field in fields:
        part = field.put(part, field.kind.read(section, field.key, field.of(part)))
    return part
