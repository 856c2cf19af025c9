"""Who may do what, as named values that combine with `|` and `&`; a refusal can say the name."""

from collections.abc import Callable

from bot.domain.people import Person, Role
from bot.domain.plan import Rights
from bot.domain.values import dataclass
from bot.domain.words import SUBJECT

# How sentences call the holders of an office whose word in the roster is another.
TITLES = {Role.LEADER.value: "班子成员"}


@dataclass(frozen=True)
class Permission:
    """A named question about the actor. `title` completes the sentence 「这件事由……办理」.

    Where `right` names a key of the plan's rights, the plan says who; without a plan it is as in
    the built-in one. `offered` are those to whom it is listed among what they may do, where that
    is not everybody who may.
    """

    title: str
    allows: Callable[[Person], bool]
    right: str = ""
    offered: Callable[[Person], bool] | None = None

    def is_offered(self, person: Person) -> bool:
        if self.offered is not None:
            return self.offered(person)
        return self.allows(person)

    def under(self, rights: Rights) -> "Permission":
        """Returns what this permission is under the rights of a plan."""
        if not self.right:
            return self
        return of_offices(getattr(rights, self.right), self.right)

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


def of_offices(offices: tuple[str, ...], right: str) -> Permission:
    """Returns the permission of all who hold one of these offices, by the words of the roster."""
    roles = frozenset(Role(office) for office in offices)
    titles = [TITLES.get(office, office) for office in offices]
    return Permission("或".join(titles), lambda person: bool(roles & person.roles), right)


EVERYONE = Permission("名册中的每个人", lambda _: True)
SECRETARY = Permission(SUBJECT, lambda person: person.reports)
# A result stays his to whom it was told, also when he has given up the office; the act itself looks
# whether anything was told to him.
EVALUATED = Permission(SUBJECT, lambda _: True, offered=lambda person: person.reports)
LEADER = role(Role.LEADER, TITLES[Role.LEADER.value])
ORGANISER = role(Role.ORGANISER, "组织员")
# May see the whole department and release what a second person confirms.
OVERSIGHT = LEADER | ORGANISER

# What units share out differently (`[rights]` of the plan).
WORDS_OPINIONS = of_offices(Rights().opinions, "opinions")
ENTERS_GRADES = of_offices(Rights().grades, "grades")
SEES_INPUTS = of_offices(Rights().inputs, "inputs")
SEES_FEEDBACK = of_offices(Rights().feedback, "feedback")
EXPORTS = of_offices(Rights().export, "export")
