"""Handing in, accepting and returning reports. Every version is kept; the newest counts."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.actions import digests, people
from bot.actions.digests import Part
from bot.actions.files import Incoming
from bot.actions.judging import Examined
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import submissions as rules
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Person, Roster, name_of
from bot.domain.refusals import NothingHandedIn, ReportFrozen
from bot.domain.report import as_json
from bot.domain.submissions import NewSubmission, State, Submission
from bot.domain.values import dataclass
from bot.storage import submissions as store
from bot.texts import judging as texts


@dataclass(frozen=True)
class HandedIn:
    """What became of a file: a new version, or the one that was there, and whether its text differs
    from the one before.
    """

    submission: Submission
    new: bool
    changed: bool


def hand_in(
    work: UnitOfWork,
    cycle: Cycle,
    person: Person,
    branch: Branch,
    file: Incoming,
    examined: Examined,
    *,
    cause: str,
) -> HandedIn:
    """Stores the next version of the branch's report. Raises ReportFrozen once it was accepted.

    It is a no-op where the file is the newest version itself, sent again while it waits.
    """
    before = store.newest(work.session, cycle.id, branch.id)
    version = 1
    if before is not None:
        # What was accepted is what the meeting hears; only 退回 opens it again.
        if before.state is State.ACCEPTED:
            raise ReportFrozen
        if before.state is State.SUBMITTED and before.sha256 == file.sha256:
            return HandedIn(before, new=False, changed=False)
        version = before.version + 1
    new = NewSubmission(
        branch=branch.id,
        person=person.id,
        version=version,
        sha256=file.sha256,
        name=file.name,
        size=file.size,
        kind=examined.manuscript.kind,
        manuscript=examined.sha256,
        received_at=work.now,
        late=deadline_of(work, cycle, branch).is_late(work.now, before),
        characters=examined.verdict.characters.word,
        verdict=examined.verdict.outcome,
        judgement=as_json(examined.verdict),
        plan_version=examined.plan_version,
        cause=cause,
    )
    submission = store.add(work.session, new, department_id=cycle.department, cycle_id=cycle.id)
    subject = f"branch:{branch.id}"
    work.audit(
        cycle.department, person, "report.handed_in", subject, version=version, sha256=file.sha256
    )
    # By the text that was read: a file that was only saved anew says nothing new.
    changed = before is None or before.manuscript != submission.manuscript
    return HandedIn(submission, new=True, changed=changed)


def accept(
    work: UnitOfWork, cycle: Cycle, actor: Person, branch: Branch
) -> tuple[Submission, bool]:
    """Freezes the newest version (受理).

    Returns False where it was accepted already. Raises NothingHandedIn.
    """
    return _decide(work, cycle, actor, branch, State.ACCEPTED, "")


def send_back(
    work: UnitOfWork, cycle: Cycle, actor: Person, branch: Branch, reason: str
) -> tuple[Submission, bool]:
    """Asks for another version, also of an accepted one (退回).

    Returns False where the same was said before. Raises NothingHandedIn.
    """
    return _decide(work, cycle, actor, branch, State.RETURNED, reason)


def _decide(
    work: UnitOfWork, cycle: Cycle, actor: Person, branch: Branch, state: State, reason: str
) -> tuple[Submission, bool]:
    """Moves the newest version to the state, and writes the audit line with the state before.

    Returns False, and does nothing, where state and reason are the same already. Raises
    NothingHandedIn.
    """
    before = store.newest(work.session, cycle.id, branch.id)
    if before is None:
        raise NothingHandedIn(branch.name)
    # Said twice it is one decision, with one line in the trail.
    if before.state is state and before.reason == reason:
        return before, False
    after = store.decide(
        work.session, before.id, state=state, reason=reason, person_id=actor.id, now=work.now
    )
    work.audit(
        cycle.department,
        actor,
        f"report.{state}",
        f"branch:{branch.id}",
        version=after.version,
        before=before.state,
    )
    return after, True


def extend(work: UnitOfWork, cycle: Cycle, actor: Person, branch: Branch, until: date) -> None:
    """Gives the branch its own last day, earlier or later than the plan's (延期).

    The same day again is a no-op.
    """
    if extensions(work, cycle).get(branch.id) == until:
        return
    store.extend(work.session, cycle.id, branch.id, until)
    work.audit(
        cycle.department, actor, "report.extended", f"branch:{branch.id}", until=until.isoformat()
    )


def author(work: UnitOfWork, roster: Roster, place: Branch, submission: Submission) -> str:
    """Returns whose report it is: who answered for the place when it was handed in, or the body.

    It stays his when somebody else takes over.
    """
    subject = roster.subject_of(place)
    if subject is not None and subject.is_body:
        return subject.name
    return name_of(people.by_id(work, submission.person))


def is_own(submission: Submission, person: Person) -> bool:
    """Tells whether a report is this subject's, and not his predecessor's at the same place."""
    # For a body its responsible person hands in.
    return submission.person in (person.id, person.responsible)


def place_reported_on(
    work: UnitOfWork, cycle: Cycle, roster: Roster, person: Person
) -> Branch | None:
    """Returns the place for which this person handed a report in this year; None without one."""
    for place in roster.places:
        if any(version.person == person.id for version in versions(work, cycle, place)):
            return place
    return None


def tell_changed(work: UnitOfWork, cycle: Cycle, turned: Sequence[Submission]) -> int:
    """Tells the secretaries whose verdict a changed plan turned, once per version of the plan.

    Returns how many.
    """
    if not turned:
        return 0
    roster = people.roster(work, cycle.department)
    informed = 0
    for submission in turned:
        # Its author and not his successor: a report stays his who wrote it (docs/decisions/0041).
        secretary = roster.person(submission.person)
        if secretary is not None:
            key = f"judged:{submission.id}:{submission.plan_version}"
            part = Part(key, texts.verdict_changed(submission.name))
            if digests.tell(work, roster.department, secretary, part):
                informed += 1
    return informed


def deadline_of(work: UnitOfWork, cycle: Cycle, branch: Branch) -> rules.Deadline:
    """Returns the branch's own deadline where it has one, else the plan's."""
    return rules.deadline(cycle.plan, work.zone, extended=extensions(work, cycle).get(branch.id))


def extensions(work: UnitOfWork, cycle: Cycle) -> Mapping[int, date]:
    """Returns the extended last day per branch id."""
    return store.extensions(work.session, cycle.id)


def newest(work: UnitOfWork, cycle: Cycle, branch: Branch) -> Submission | None:
    """Returns the branch's newest version; None where it has handed nothing in."""
    return store.newest(work.session, cycle.id, branch.id)


def is_in(work: UnitOfWork, cycle_id: int, branch_id: int) -> bool:
    """Tells whether the branch has handed anything in."""
    return store.newest(work.session, cycle_id, branch_id) is not None


def newest_of_all(work: UnitOfWork, cycle: Cycle) -> Mapping[int, Submission]:
    """Returns the newest version per branch id."""
    return store.newest_of_all(work.session, cycle.id)


def sent_back(work: UnitOfWork, cycle: Cycle) -> Mapping[int, Submission]:
    """Returns, per branch id, the newest version where it was sent back: another is to come."""
    newest_versions = newest_of_all(work, cycle).items()
    return {place: version for place, version in newest_versions if version.state is State.RETURNED}


def versions(work: UnitOfWork, cycle: Cycle, branch: Branch) -> list[Submission]:
    """Returns all versions of a branch, the first first."""
    return store.versions(work.session, cycle.id, branch.id)
