"""Judging reports: before they are handed in, again after a correction or a changed plan, and what
people add to it.

Every verdict carries the plan's version; an overruled finding stays in the judgement with who
overruled it and why.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from bot.actions import copied_passages, manuscripts, people
from bot.actions.rectification import entering, ledger
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.documents.ruling import Judging
from bot.documents.unreadable import UnreadableFile
from bot.domain.cycle import Cycle
from bot.domain.judging import (
    FindingUnknown,
    NoMarkedCopy,
    SectionUnknown,
)
from bot.domain.manuscript import Manuscript
from bot.domain.people import Branch, Person, Roster
from bot.domain.rectification.items import Item
from bot.domain.rectification.items import State as ItemState
from bot.domain.refusals import FileUnreadable, NothingHandedIn, ReportFrozen
from bot.domain.report import Level, Part, Verdict, as_json, whose
from bot.domain.submissions import State, Submission
from bot.domain.values import dataclass
from bot.storage import cycles
from bot.storage import judging as store
from bot.storage import submissions as submission_store

PROMISE_RULE = "S30"  # met by a promise in the report, or by one word to the bot
# In no other kind can a comment stand beside a passage.
MARKABLE = ("docx", "docm", "dotx")


@dataclass(frozen=True)
class Examined:
    """A report that was read and judged before the transaction that takes it.

    `copied` counts passages of other reports.
    """

    manuscript: Manuscript
    sha256: str  # of the kept text
    verdict: Verdict
    plan_version: int
    copied: int


def examine(
    work: UnitOfWork,
    cycle: Cycle,
    branch: Branch | None,
    manuscript: Manuscript,
    *,
    name: str,
    known: bool = False,
) -> Examined:
    """Judges a report that is about to be handed in (S5-S10, S15-S26, S30).

    `branch` None: nobody's yet.

    `known`: its sender says that it is a report. Raises FileUnreadable where the file called `name`
    takes longer to judge than any report does.
    """
    # Without corrections: those belong to a version that is stored, and this one is not yet.
    verdict = _judge(work, cycle, branch, manuscript, {}, name=name, known=known)
    sha256 = manuscripts.keep(work.files, manuscript)
    passages: tuple[copied_passages.CopiedPassage, ...] = ()
    if branch is not None:
        passages = copied_passages.find(work, cycle, branch, manuscript)
    return Examined(manuscript, sha256, verdict, cycle.plan_version, len(passages))


def examine_kept(
    work: UnitOfWork, cycle: Cycle, branch: Branch, sha256: str, *, name: str
) -> Examined:
    """Judges as a report what was examined before and taken for none.

    `sha256` is that of the kept text.
    """
    manuscript = manuscripts.read(work.files, sha256)
    return examine(work, cycle, branch, manuscript, name=name, known=True)


def verdict_of(work: UnitOfWork, cycle: Cycle, submission: Submission) -> Verdict:
    """Returns the verdict on a stored version under the plan in force."""
    return _judge(
        work,
        cycle,
        Branch(submission.branch, ""),  # the rules ask by its id alone
        manuscripts.read(work.files, submission.manuscript),
        submission.corrections,
        name=submission.name,
        known=True,
    )


def named_instead(roster: Roster, place: Branch, manuscript: Manuscript) -> str:
    """Returns the other branch or person of the roster whose report this says that it is; empty
    where it says nothing of the kind.
    """
    own, others = [], []
    for other in roster.all_places:
        subject = roster.subject_of(other)
        names = [other.name]
        if subject is not None:
            names.append(subject.name)
        if other == place:
            own += names
        else:
            others += names
    paragraphs = [paragraph.text for paragraph in manuscript.paragraphs]
    return whose.named_instead(paragraphs, own, others)


def manuscript_of(work: UnitOfWork, submission: Submission) -> Manuscript:
    """Returns the text of a stored version as it was read."""
    return manuscripts.read(work.files, submission.manuscript)


def correct(
    work: UnitOfWork, cycle: Cycle, actor: Person, branch: Branch, number: int, part: Part
) -> Verdict:
    """Stores what the author says a section is (「第4部分是问题」); the verdict follows.

    Raises SectionUnknown, ReportFrozen.
    """
    submission = newest(work, cycle, branch)
    # What was accepted goes to the meeting as it was read.
    if submission.state is State.ACCEPTED:
        raise ReportFrozen
    if number not in {section.number for section in verdict_of(work, cycle, submission).sections}:
        raise SectionUnknown(number)
    corrections = {**submission.corrections, str(number): part.value}
    corrected = replace(submission, corrections=corrections)
    submission_store.correct(work.session, submission.id, corrections)
    verdict = verdict_of(work, cycle, corrected)
    _keep(work, corrected, verdict, cycle.plan_version)
    work.audit(
        cycle.department,
        actor,
        "report.sections_corrected",
        f"branch:{branch.id}",
        number=number,
        part=part.value,
    )
    return verdict


def judge_again(work: UnitOfWork, cycle: Cycle) -> list[Submission]:
    """Judges the newest version of every branch anew after a changed plan.

    Returns those whose outcome changed.
    """
    turned = []
    for submission in submission_store.newest_of_all(work.session, cycle.id).values():
        if submission.plan_version == cycle.plan_version:
            continue
        verdict = verdict_of(work, cycle, submission)
        judged = _keep(work, submission, verdict, cycle.plan_version)
        work.audit(
            cycle.department,
            SYSTEM,
            "report.judged_again",
            f"branch:{submission.branch}",
            before=submission.verdict,
            after=judged.verdict,
        )
        if judged.verdict != submission.verdict:
            turned.append(judged)
    return turned


def overrule(
    work: UnitOfWork, cycle: Cycle, actor: Person, branch: Branch, rule: str, reason: str
) -> bool:
    """Keeps a finding from standing, for a reason (放行).

    Returns False where it was overruled before. Raises FindingUnknown.
    """
    submission = newest(work, cycle, branch)
    # Only what speaks against a report can be set aside.
    objections = {
        finding["rule"]
        for finding in submission.judgement["findings"]
        if finding["level"] != Level.OK
    }
    if rule not in objections:
        raise FindingUnknown(rule, tuple(sorted(objections)))
    if not store.overrule(
        work.session, submission.id, rule, reason, person_id=actor.id, now=work.now
    ):
        return False
    outcome = _outcome(submission.judgement, {*submission.overruled, rule})
    submission_store.keep_verdict(work.session, submission.id, outcome)
    work.audit(
        cycle.department, actor, "report.finding_overruled", f"branch:{branch.id}", rule=rule
    )
    return True


def promise(
    work: UnitOfWork, cycle: Cycle, actor: Person, branch: Branch, text: str
) -> tuple[Item, bool]:
    """Stores a promise (承诺, S30), lets the newest version's verdict know and enters it into the
    ledger.

    Returns the item, and False where the ledger holds the same words already.
    """
    store.add_promise(work.session, cycle.id, branch.id, text, person_id=actor.id, now=work.now)
    submission = submission_store.newest(work.session, cycle.id, branch.id)
    if submission is not None:
        _keep(work, submission, verdict_of(work, cycle, submission), cycle.plan_version)
    work.audit(cycle.department, actor, "report.promised", f"branch:{branch.id}")
    return entering.adopt_promise(work, cycle, actor, branch, text)


def newest(work: UnitOfWork, cycle: Cycle, branch: Branch) -> Submission:
    """Returns the branch's newest version. Raises NothingHandedIn."""
    submission = submission_store.newest(work.session, cycle.id, branch.id)
    if submission is None:
        raise NothingHandedIn(branch.name)
    return submission


@dataclass(frozen=True)
class MarkedCopy:
    """The author's own file with comments at the places meant, in the file store."""

    sha256: str
    size: int
    name: str
    notes: int


def marked_copy(
    work: UnitOfWork, cycle: Cycle, branch: Branch, *, author: str
) -> MarkedCopy | None:
    """Returns None where nothing is to be marked. Raises NothingHandedIn, NoMarkedCopy."""
    submission = newest(work, cycle, branch)
    if submission.kind not in MARKABLE:
        raise NoMarkedCopy
    notes = [
        (finding.paragraph, finding.message)
        for finding in verdict_of(work, cycle, submission).findings
        # What concerns the whole has no place for a comment.
        if finding.level is not Level.OK and finding.paragraph >= 0
    ]
    if not notes:
        return None
    assert work.reader is not None, "the running program has one"
    file = work.files.path(submission.sha256)
    content = work.reader.mark_file(file, notes, author, work.now)
    return MarkedCopy(work.files.put(content), len(content), submission.name, len(notes))


def _judge(
    work: UnitOfWork,
    cycle: Cycle,
    branch: Branch | None,
    manuscript: Manuscript,
    corrections: Mapping[str, str],
    *,
    name: str,
    known: bool,
) -> Verdict:
    """Judges a text. Raises FileUnreadable where that takes too long."""
    earlier_problems: list[str] = []
    author = None
    # Of a file whose place nobody has named there is nothing to compare with.
    if branch is not None:
        author = people.roster(work, cycle.department).subject_at(branch.id)
        last_year = cycles.of_year(work.session, cycle.department, cycle.year - 1)
        # What was promised the year before, done or not, and what is open from earlier years
        # (S10, S15).
        for item in ledger.of_branch(work, cycle.department, branch, archived=True):
            is_of_last_year = last_year is not None and item.cycle == last_year.id
            is_unfinished = item.cycle != cycle.id and item.state is not ItemState.CLOSED
            if is_of_last_year or is_unfinished:
                earlier_problems.append(item.problem)
    judging = Judging(
        cycle.plan.report_of(author),
        cycle.year,
        tuple((int(number), Part(part)) for number, part in corrections.items()),
        tuple(earlier_problems),
        known,
    )
    verdict = _in_worker(work, manuscript, judging, name)
    if branch is None or not store.has_promised(work.session, cycle.id, branch.id):
        return verdict
    # A promise that was typed counts as one in the report.
    findings = [
        finding
        for finding in verdict.findings
        if finding.rule != PROMISE_RULE or finding.level is Level.OK
    ]
    return replace(verdict, findings=tuple(findings))


def _in_worker(work: UnitOfWork, manuscript: Manuscript, judging: Judging, name: str) -> Verdict:
    """Judges apart from the threads that serve: whatever a text does to the rules, it does to the
    worker.

    Raises FileUnreadable where the worker gives up on it.
    """
    if work.reader is None:  # a command of the administrator
        return judging.of(manuscript)
    try:
        return work.reader.judge(manuscript, judging)
    except UnreadableFile as error:
        raise FileUnreadable(error.code, name) from None


def _keep(
    work: UnitOfWork, submission: Submission, verdict: Verdict, plan_version: int
) -> Submission:
    """Stores the verdict with the version, and returns the version as it is now."""
    judgement = as_json(verdict)
    judged = replace(
        submission,
        judgement=judgement,
        characters=verdict.characters.word,
        verdict=_outcome(judgement, submission.overruled),
        plan_version=plan_version,
    )
    submission_store.keep_judgement(
        work.session,
        judged.id,
        judgement,
        characters=judged.characters,
        verdict=judged.verdict,
        plan_version=judged.plan_version,
    )
    return judged


def _outcome(judgement: Mapping[str, Any], overruled: Collection[str]) -> str:
    """Returns the outcome once the overruled findings are left out."""
    # Only what fails asks for another version; a hint is for people to weigh.
    for finding in judgement["findings"]:
        if finding["level"] == Level.FAIL and finding["rule"] not in overruled:
            return "revise"
    return "pass"
