"""保存期限: what is kept beyond its term, told by numbers and times alone, and its removal.

Nothing is removed by the clock. Each batch is a transaction of its own with its line in the trail,
so that a removing that was interrupted goes on where it stopped.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.actions import cycles, people, rosters
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Department
from bot.domain.plan import Retention
from bot.domain.retention import Due, Found, Kind, YearSpan, horizon, months_before
from bot.domain.values import dataclass
from bot.storage import retention as store
from bot.storage.files import StoredFile
from bot.storage.retention import Removed, Senders
from bot.texts import retention as texts

REMOVED = "retention.removed"
BY_DEPARTMENT = (Kind.MESSAGES, Kind.DRAFTS, Kind.LETTERS)
UNTOUCHED = timedelta(
    days=1
)  # a file that a removed row named goes, unless it was just stored again


@dataclass(frozen=True)
class Terms:
    """A department's years and how long its things are kept, as of now."""

    department: Department
    years: tuple[YearSpan, ...]
    rules: Retention
    now: datetime

    def over(self, kind: Kind) -> list[int]:
        """Returns the years whose things of this kind are due."""
        months = kind.months_under(self.rules)
        if months is None:
            return []
        return [year.id for year in self.years if year.is_over(self.now, months)]

    def before(self, kind: Kind) -> datetime | None:
        """Returns the moment before which things of this kind are due that belong to no year."""
        return horizon(self.years, self.now, kind.months_under(self.rules))

    @property
    def running(self) -> list[int]:
        """Returns the years that keep what came in them, whatever their age."""
        return [year.year for year in self.years if year.archived is None or year.unsettled]


def terms_of(work: UnitOfWork, department: Department) -> Terms:
    cycle = cycles.current(work, department.id)
    rules = Retention()
    if cycle is not None:
        rules = cycle.plan.retention
    years = store.spans(work.session, department.id, work.now, work.today)
    return Terms(department, tuple(years), rules, work.now)


def due(work: UnitOfWork, terms: Terms) -> list[Due]:
    """Returns what is due of a department, by kind, without what is not."""
    counts = {kind: _count(work, terms, kind) for kind in BY_DEPARTMENT}
    return [
        Due(kind, count.number, count.first, count.last)
        for kind, count in counts.items()
        if count.number
    ]


def due_of_others(work: UnitOfWork) -> Due:
    """Returns what is due of those who are on several rosters or on none: all years have to be
    over.
    """
    found, before = Found(), _before_of_others(work)
    if before is not None:
        found = store.due_heard(work.session, _others(work), before)
    return Due(Kind.MESSAGES, found.number, found.first, found.last)


def number_due(work: UnitOfWork) -> int:
    """Returns how much is due in all, files included."""
    departments = people.departments(work)
    in_departments = sum(
        kind.number for department in departments for kind in due(work, terms_of(work, department))
    )
    return in_departments + due_of_others(work).number + len(unnamed_files(work))


def remove(work: UnitOfWork, terms: Terms, kind: Kind) -> Removed:
    """Removes a batch of what is due, with a line in the trail; a no-op where nothing is left."""
    removed = _take(work, terms, kind)
    if removed.number:
        _note(work, terms.department, kind, removed.number)
    return removed


def remove_of_others(work: UnitOfWork) -> Removed:
    """Removes a batch of what they wrote, as `remove` does."""
    before = _before_of_others(work)
    if before is None:
        return Removed()
    removed = store.remove_heard(work.session, _others(work), before)
    if removed.number:
        # They belong to several rosters or to none, so that the trail of each tells it.
        for department in people.departments(work):
            _note(work, department, Kind.MESSAGES, removed.number)
    return removed


def unnamed_files(work: UnitOfWork) -> list[StoredFile]:
    """Returns the files that no row names, and that have not been in use for their term."""
    terms = [terms_of(work, department).rules.files for department in people.departments(work)]
    months = [term for term in terms if term is not None]
    # A stored file does not tell whose it is: where one department keeps files for ever, all stay.
    if len(months) < len(terms) or not months:
        return []
    limit = months_before(work.now, max(months))
    named = store.named_files(work.session)
    return [
        file for file in work.files.stored() if file.used_at < limit and file.sha256 not in named
    ]


def remove_files(work: UnitOfWork, once_named: Collection[str]) -> int:
    """Removes files whose term is over, and those that removed rows had named; how many.

    To be called when those rows are gone for good. What any row names stays.
    """
    old = {file.sha256 for file in unnamed_files(work)}
    named = store.named_files(work.session)
    limit = work.now - UNTOUCHED
    half_received = work.files.drop_half_received(limit)
    return half_received + sum(
        # Another process may store the same file at this very moment; then it stays.
        work.files.remove(sha256, unless_since=limit)
        for sha256 in sorted(old | set(once_named) - named)
    )


def _count(work: UnitOfWork, terms: Terms, kind: Kind) -> Found:
    over, before = terms.over(kind), terms.before(kind)
    department = terms.department.id
    if kind is Kind.LETTERS:
        return store.due_letters(work.session, over, texts.REMOVED)
    if kind is Kind.DRAFTS:
        return store.due_drafts(work.session, department, over, before)
    if before is None:
        return Found()
    heard = store.due_heard(work.session, _own(work, department), before)
    return heard + store.due_said(work.session, department, before)


def _take(work: UnitOfWork, terms: Terms, kind: Kind) -> Removed:
    """Removes a batch of what is due of one kind; the trail gets no line of it here."""
    over, before = terms.over(kind), terms.before(kind)
    department = terms.department.id
    if kind is Kind.LETTERS:
        return store.remove_letters(work.session, over, texts.REMOVED)
    if kind is Kind.DRAFTS:
        return store.remove_drafts(work.session, department, over, before)
    if before is None:
        return Removed()
    heard = store.remove_heard(work.session, _own(work, department), before)
    return heard + store.remove_said(work.session, department, before)


def _own(work: UnitOfWork, department: str) -> Senders:
    return store.senders(work.session).get(department, Senders(frozenset()))


def _others(work: UnitOfWork) -> Senders:
    accounts = frozenset[str]().union(
        *(own.accounts for own in store.senders(work.session).values())
    )
    return Senders(accounts, are_left_out=True)


def _before_of_others(work: UnitOfWork) -> datetime | None:
    moments: list[datetime] = []
    for department in people.departments(work):
        before = terms_of(work, department).before(Kind.MESSAGES)
        if before is None:
            return None
        moments.append(before)
    return min(moments, default=None)


def _note(work: UnitOfWork, department: Department, kind: Kind, number: int) -> None:
    work.audit(department.id, rosters.ADMINISTRATOR, REMOVED, f"kind:{kind}", number=number)
