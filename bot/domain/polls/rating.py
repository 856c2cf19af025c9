"""Who rates whom: from the plan's word for a voter category to the persons meant by it."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from bot.domain.people import Person
from bot.domain.plan import BallotRules, Scope
from bot.domain.polls.form import Form, Rater


def rates_of(person: Person, subjects: Sequence[Person], rules: BallotRules) -> str:
    """Whom of the subjects this person rates, as of a `Rater`: one character each, or nothing
    where he rates all but himself. A category that the plan does not name rates so too.
    """
    scopes: Collection[str] = (Scope.ALL,)
    for category in rules.categories:
        if category.id == person.category:
            scopes = category.rates
    if set(scopes) == {Scope.ALL}:
        return ""
    return "".join(str(int(_is_rated(person, subject, scopes, rules))) for subject in subjects)


def _is_rated(person: Person, subject: Person, scopes: Collection[str], rules: BallotRules) -> bool:
    """Whether one of the scopes holds; nobody rates himself but by the word for that."""
    if subject.id == person.id:
        return Scope.SELF in scopes
    if Scope.ALL in scopes or not {subject.category, *subject.groups}.isdisjoint(scopes):
        return True
    if Scope.OWN_BRANCH in scopes and person.branch and person.branch == subject.branch:
        return True
    if Scope.SUPERIORS in scopes and subject.name in person.superiors:
        return True
    if Scope.SUBORDINATES in scopes and person.name in subject.superiors:
        return True
    # Those who are assigned to no venue are at the main one, both with None.
    return Scope.OWN_VENUE in scopes and rules.venue_of(person) == rules.venue_of(subject)


def turnouts_of(form: Form, raters: Iterable[tuple[Rater, bool]]) -> dict[int, tuple[int, int]]:
    """How many could rate each subject, and how many of them voted, from the people of the roll and
    whether they voted.
    """
    eligible: Counter[int] = Counter()
    voted: Counter[int] = Counter()
    for rater, has_voted in raters:
        rated = {item.subject.person for item in form.items_for(rater)}
        eligible.update(rated)
        if has_voted:
            voted.update(rated)
    return {
        subject.person: (eligible[subject.person], voted[subject.person])
        for subject in form.subjects
    }
