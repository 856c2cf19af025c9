"""Who may do what, as named values that combine with `|` and `&`; a refusal can say the name."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.people import Person, Role
from bot.domain.words import SUBJECT


@dataclass(frozen=True)
class Permission:
    """A named question about the actor. `title` completes the sentence 「这件事由……办理」."""

    title: str
    allows: Callable[[Person], bool]

    def __or__(self, other: "Permission") -> "Permission":
        return Permission(
            f"{self.title}或{other.title}",
            lambda person: self.allows(person) or other.allows(person),
        )

    def __and__(self, other: "Permission") -> "Permission":
        return Permission(
            f"{self.title}且{other.title}",
            lambda person: self.allows(person) and other.allows(person),
        )


def role(wanted: Role, title: str) -> Permission:
    return Permission(title, lambda person: person.has(wanted))


EVERYONE = Permission("名册中的每个人", lambda _: True)
SECRETARY = Permission(SUBJECT, lambda person: person.reports)
LEADER = role(Role.LEADER, "领导")
ORGANISER = role(Role.ORGANISER, "组织员")
# May see the whole department and release what a second person confirms.
OVERSIGHT = LEADER | ORGANISER
