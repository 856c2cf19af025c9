"""体检: what must always hold, checked against the database."""

from collections.abc import Callable, Iterator

from sqlalchemy.exc import OperationalError

from bot.actions import ballot_invariants, evaluation, people
from bot.actions.rectification import invariants
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.patterns import pattern
from bot.domain.people import Department
from bot.domain.words import STANDARD, filled
from bot.storage import audit as trail
from bot.storage import materials, reminders, seals, submissions
from bot.texts import auditing as texts

CODE = pattern(rf"\d+-[0-9a-fA-F]{{{trail.CODE}}}")
Check = Callable[[UnitOfWork, Department], Iterator[str]]


def breaches(work: UnitOfWork, department: Department) -> Iterator[str]:
    """Yields one sentence per breach, in the unit's words; none where everything holds."""
    try:
        words = work.words_of(department.id)
    # A database that is away is no breach.
    except OperationalError:
        raise
    except Exception:  # noqa: BLE001 - a changed plan may make its reading stumble anywhere
        # The plan that has the unit's own words cannot be read any more: the standard ones do.
        words = STANDARD
    for sentence in _sentences(work, department):
        yield filled(sentence, words)


def _sentences(work: UnitOfWork, department: Department) -> Iterator[str]:
    """Yields the breaches of the chain, of the sealed facts and of each rule; a rule that stumbles
    over a changed record is told as unreadable.
    """
    broken_at = trail.first_break(work.session, department.id)
    if broken_at is not None:
        yield texts.chain_broken(broken_at)
    noted_end = trail.head(work.session, department.id)
    # A line cut off at the end breaks no link: only the end that was noted tells of it.
    actual_end = trail.heads(work.session, department.id)[-1]
    if noted_end != actual_end:
        yield texts.chain_end_differs(noted_end.lines, actual_end.lines)
    for breach in seals.breaches(work.session, department.id):
        day = work.day_of(breach.at)
        yield texts.breach(breach.fact.table, breach.fact.key, breach.fault, day)
    for what, check in _RULES.items():
        try:
            # Read to its end here, so that what it stumbles over is caught here.
            yield from list(check(work, department))
        # A database that is away is no breach.
        except OperationalError:
            raise
        except Exception:  # noqa: BLE001 - a changed record may make a rule stumble anywhere
            yield texts.unreadable(what)


def trail_end(work: UnitOfWork, department_id: str) -> trail.Head:
    """Returns where the department's audit trail ends, to be kept elsewhere and compared later."""
    return trail.head(work.session, department_id)


def passes_through(work: UnitOfWork, department_id: str, known: trail.Head) -> bool:
    """Tells whether the trail still has the end that was noted then, whatever came after it."""
    return known in trail.heads(work.session, department_id)


def has_code(work: UnitOfWork, department_id: str, known: str) -> bool:
    """Tells whether the trail still has the end of which this is the code.

    Raises ValueError where it is none.
    """
    code = known.strip().lower()
    if not CODE.fullmatch(code):
        raise ValueError(known)
    return code in {end.code for end in trail.heads(work.session, department_id)}


def missing_departments(work: UnitOfWork) -> Iterator[str]:
    """Yields departments of which the trail tells and that are not there any more.

    Those that it says were removed are left out.
    """
    present = {department.id for department in people.departments(work)}
    for gone in sorted(set(trail.departments(work.session)) - present):
        last_verb = trail.last_verb(work.session, gone, (people.ADDED, people.REMOVED))
        if last_verb != people.REMOVED:
            yield gone


def _files(work: UnitOfWork, department: Department) -> Iterator[str]:
    reports = submissions.files_of(work.session, department.id)
    for sha256, name in [*reports, *materials.files_of(work.session, department.id)]:
        if not work.files.intact(sha256):
            yield texts.file_altered(name)


def _reminders(work: UnitOfWork, department: Department) -> Iterator[str]:
    """Yields what was noted twice as said: unique keys forbid it, so something else wrote there."""
    for target, window in reminders.doubled(work.session, department.id):
        yield texts.reminder_doubled(target, window)


_RULES: dict[str, Check] = {
    "报告文件": _files,
    "提醒": _reminders,
    "测评": lambda work, department: ballot_invariants.breaches(work, department.id),
    "定等": evaluation.breaches,
    "整改": invariants.breaches,
}
