"""Judging reports: before they are handed in, again after a correction or a changed plan, and what people add to it.

The extracted text is kept by content hash, so judging again never reads the file again. Every verdict carries the
plan's version; an overruled finding stays in the judgement with who overruled it and why.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from bot.actions.rectification import entering, ledger
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.documents.reader import UnreadableFile
from bot.documents.ruling import Judging
from bot.documents.wire import decode, encode
from bot.domain.cycle import Cycle
from bot.domain.judging import FindingUnknown, NoMarkedCopy, NothingToConfirm, SectionUnknown
from bot.domain.manuscript import Manuscript
from bot.domain.people import Branch, Person
from bot.domain.rectification.items import Item, State
from bot.domain.refusals import FileUnreadable, NothingHandedIn, ReportFrozen
from bot.domain.report import (
    Imprint,
    Level,
    Part,
    SharedPassage,
    Verdict,
    as_json,
    gathered,
    shared_passages,
)
from bot.storage import cycles
from bot.storage import judging as store
from bot.storage import submissions as submission_store
from bot.storage.files import FileStore
from bot.storage.submissions import SubmissionRow

PROMISE_RULE = "S30"
ENOUGH_IN_COMMON = 4  # fingerprints below which two reports are not worth comparing
IMPRINTS = 128  # of kept texts in memory, some 100 KB each
MARKABLE = ("docx", "docm", "dotx")


@dataclass(frozen=True)
class Examined:
    """A report that was read and judged before the transaction that takes it. `copied` counts passages of other reports."""

    manuscript: Manuscript
    sha256: str  # of the kept text
    verdict: Verdict
    plan_version: int
    copied: int


@dataclass(frozen=True)
class Copied:
    """A passage that stands in other reports too: of `branches` this year, and perhaps in the branch's own of last year."""

    text: str
    branches: tuple[int, ...]
    last_year: bool


def examine(
    work: UnitOfWork,
    cycle: Cycle,
    branch: Branch | None,
    manuscript: Manuscript,
    *,
    name: str,
    known: bool = False,
) -> Examined:
    """Judges a report that is about to be handed in (S5-S10, S15-S26, S30). `branch` None: nobody's yet.

    `known`: its sender says that it is a report. Raises FileUnreadable where the file called `name` takes longer to
    judge than any report does.
    """
    verdict = _judge(work, cycle, branch, manuscript, {}, name=name, known=known)
    kept = work.files.put(encode(manuscript))
    found = _copied(work, cycle, branch, manuscript) if branch else ()
    return Examined(manuscript, kept, verdict, cycle.plan_version, len(found))


def examine_kept(
    work: UnitOfWork, cycle: Cycle, branch: Branch, sha256: str, *, name: str
) -> Examined:
    """Judges as a report what was examined before and taken for none. `sha256` is that of the kept text."""
    return examine(work, cycle, branch, _kept(work.files, sha256), name=name, known=True)


def verdict_of(work: UnitOfWork, cycle: Cycle, row: SubmissionRow) -> Verdict:
    """The verdict on a stored version under the plan in force."""
    branch = Branch(row.branch_id, "")
    return _judge(
        work, cycle, branch, _manuscript(work, row), row.corrections, name=row.name, known=True
    )


def correct(
    work: UnitOfWork, cycle: Cycle, actor: Person, branch: Branch, number: int, part: Part
) -> Verdict:
    """「第4部分是问题」: the author says what a section is, and the verdict follows. Raises SectionUnknown, ReportFrozen."""
    row = newest_row(work, cycle, branch)
    if row.state == "accepted":
        raise ReportFrozen
    if number not in {section.number for section in verdict_of(work, cycle, row).sections}:
        raise SectionUnknown(number)
    row.corrections = row.corrections | {str(number): part.value}
    verdict = verdict_of(work, cycle, row)
    _keep(work, row, verdict, cycle.plan_version)
    work.audit(
        cycle.department,
        actor,
        "report.sections_corrected",
        f"branch:{branch.id}",
        number=number,
        part=part.value,
    )
    return verdict


def judge_again(work: UnitOfWork, cycle: Cycle) -> list[SubmissionRow]:
    """After a changed plan: judges the newest version of every branch anew; those whose outcome changed."""
    changed = []
    for row in submission_store.newest_of_all(work.session, cycle.id).values():
        if row.plan_version == cycle.plan_version:
            continue
        before = row.verdict
        _keep(work, row, verdict_of(work, cycle, row), cycle.plan_version)
        work.audit(
            cycle.department,
            SYSTEM,
            "report.judged_again",
            f"branch:{row.branch_id}",
            before=before,
            after=row.verdict,
        )
        if row.verdict != before:
            changed.append(row)
    return changed


def overrule(
    work: UnitOfWork, cycle: Cycle, actor: Person, branch: Branch, rule: str, reason: str
) -> bool:
    """放行: a finding does not stand, for a reason; False where it was overruled before. Raises FindingUnknown."""
    row = newest_row(work, cycle, branch)
    standing = {
        finding["rule"] for finding in row.judgement["findings"] if finding["level"] != Level.OK
    }
    if rule not in standing:
        raise FindingUnknown(rule, tuple(sorted(standing)))
    assert row.id is not None
    made = store.OverrulingRow(
        submission_id=row.id, rule=rule, reason=reason, person_id=actor.id, at=work.now
    )
    if not store.overrule(work.session, made):
        return False
    row.verdict = _outcome(work, row)
    work.audit(
        cycle.department, actor, "report.finding_overruled", f"branch:{branch.id}", rule=rule
    )
    return True


def overruled_of(
    work: UnitOfWork, submission_ids: Collection[int]
) -> Mapping[int, Mapping[str, str]]:
    """Per version the overruled rules with their reasons."""
    return store.overruled_of(work.session, submission_ids)


def confirm_pairs(work: UnitOfWork, cycle: Cycle, actor: Person, branch: Branch) -> int:
    """S19: the author confirms the pairing; how many rows were kept. Raises NothingToConfirm."""
    row = newest_row(work, cycle, branch)
    rows = list(_triples(work, cycle, row))
    if not rows:
        raise NothingToConfirm
    store.replace_triples(work.session, cycle.id, branch.id, rows)
    entering.adopt_triples(work, cycle, actor, branch)
    work.audit(
        cycle.department, actor, "report.pairs_confirmed", f"branch:{branch.id}", rows=len(rows)
    )
    return len(rows)


def _triples(work: UnitOfWork, cycle: Cycle, row: SubmissionRow) -> Iterator[store.TripleRow]:
    assert row.id is not None
    for position, pair in enumerate(verdict_of(work, cycle, row).pairs, start=1):
        yield store.TripleRow(
            cycle_id=cycle.id,
            branch_id=row.branch_id,
            submission_id=row.id,
            position=position,
            problem=pair.problem.text if pair.problem else "",
            cause=pair.cause.text if pair.cause else "",
            measure=pair.measure.text if pair.measure else "",
            confirmed_at=work.now,
        )


def unconfirmed(work: UnitOfWork, cycle: Cycle, branch: Branch) -> SubmissionRow | None:
    """The newest version where it names problems that its author has never confirmed."""
    row = submission_store.newest(work.session, cycle.id, branch.id)
    if row is None or store.triples(work.session, cycle.id, branch.id):
        return None
    return row if any(pair.problem for pair in verdict_of(work, cycle, row).pairs) else None


def promise(
    work: UnitOfWork, cycle: Cycle, actor: Person, branch: Branch, text: str
) -> tuple[Item, bool]:
    """承诺 (S30): stores the promise, lets the newest version's verdict know of it, and enters it into the ledger.

    False where the ledger holds the same words already.
    """
    store.add_promise(
        work.session,
        store.PromiseRow(
            cycle_id=cycle.id, branch_id=branch.id, person_id=actor.id, text=text, at=work.now
        ),
    )
    row = submission_store.newest(work.session, cycle.id, branch.id)
    if row is not None:
        _keep(work, row, verdict_of(work, cycle, row), cycle.plan_version)
    work.audit(cycle.department, actor, "report.promised", f"branch:{branch.id}")
    return entering.adopt_promise(work, cycle, actor, branch, text)


def copied(work: UnitOfWork, cycle: Cycle, branch: Branch) -> tuple[Copied, ...]:
    """Passages of the newest version that stand in other reports, the most shared first. For author and organiser only."""
    return _copied(work, cycle, branch, _manuscript(work, newest_row(work, cycle, branch)))


def newest_row(work: UnitOfWork, cycle: Cycle, branch: Branch) -> SubmissionRow:
    """Raises NothingHandedIn."""
    row = submission_store.newest(work.session, cycle.id, branch.id)
    if row is None:
        raise NothingHandedIn(branch.name)
    return row


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
    """None where nothing is to be marked. Raises NothingHandedIn, NoMarkedCopy."""
    row = newest_row(work, cycle, branch)
    if row.kind not in MARKABLE:
        raise NoMarkedCopy
    notes = _notes(verdict_of(work, cycle, row))
    if not notes:
        return None
    assert work.reader is not None, "the running program has one"
    content = work.reader.mark_file(work.files.path(row.sha256), notes, author, work.now)
    return MarkedCopy(work.files.put(content), len(content), row.name, len(notes))


def _notes(verdict: Verdict) -> list[tuple[int, str]]:
    """Source paragraph and sentence of every finding that means a place."""
    return [
        (one.paragraph, one.message)
        for one in verdict.findings
        if one.level is not Level.OK and one.paragraph >= 0
    ]


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
    judging = Judging(
        cycle.plan.report,
        cycle.year,
        tuple((int(number), Part(part)) for number, part in corrections.items()),
        _last_year(work, cycle, branch) if branch else (),
        known,
    )
    verdict = _in_worker(work, manuscript, judging, name)
    if branch and store.promise(work.session, cycle.id, branch.id):
        kept = tuple(
            one for one in verdict.findings if one.rule != PROMISE_RULE or one.level is Level.OK
        )
        return replace(verdict, findings=kept)
    return verdict


def _in_worker(work: UnitOfWork, manuscript: Manuscript, judging: Judging, name: str) -> Verdict:
    """Never on a thread that serves: whatever a text does to the rules, it does to the worker. Raises FileUnreadable."""
    if work.reader is None:  # a command of the administrator
        return judging.of(manuscript)
    try:
        return work.reader.judge(manuscript, judging)
    except UnreadableFile as error:
        raise FileUnreadable(error.code, name) from None


def _last_year(work: UnitOfWork, cycle: Cycle, branch: Branch) -> tuple[str, ...]:
    """What the branch promised in the year before, done or not, and what is still open from earlier (S10, S15)."""
    before = cycles.of_year(work.session, cycle.department, cycle.year - 1)
    found = ledger.of_branch(work, cycle.department, branch, archived=True)
    earlier = [item for item in found if item.cycle != cycle.id]
    return tuple(
        item.problem
        for item in earlier
        if (before is not None and item.cycle == before.id) or item.state is not State.CLOSED
    )


def _copied(
    work: UnitOfWork, cycle: Cycle, branch: Branch | None, manuscript: Manuscript
) -> tuple[Copied, ...]:
    own, found = Imprint.of(manuscript.text), dict[int | None, tuple[SharedPassage, ...]]()
    templates = [Imprint.of(template) for template in _templates(cycle)]
    for branch_id, row in _others(work, cycle, branch):
        other = _imprint(work.files, row.manuscript)
        if own.in_common(other) >= ENOUGH_IN_COMMON:
            found[branch_id] = shared_passages(own, other, templates=templates)
    return tuple(
        Copied(
            manuscript.text[one.start : one.end],
            tuple(source for source in one.sources if source),
            None in one.sources,
        )
        for one in gathered(found)
    )


def _others(
    work: UnitOfWork, cycle: Cycle, branch: Branch | None
) -> Iterator[tuple[int | None, SubmissionRow]]:
    """This year's newest reports of other branches, and the branch's own of last year."""
    for row in submission_store.newest_of_all(work.session, cycle.id).values():
        if branch is None or row.branch_id != branch.id:
            yield row.branch_id, row
    before = cycles.of_year(work.session, cycle.department, cycle.year - 1)
    if branch is not None and before is not None:
        row_before = submission_store.newest(work.session, before.id, branch.id)
        if row_before is not None:
            yield None, row_before


def _templates(cycle: Cycle) -> tuple[str, ...]:
    """What everybody quotes: the plan's own words."""
    return (cycle.plan.title, *(area.title for area in cycle.plan.report.focus_areas))


def text_of(work: UnitOfWork, cycle: Cycle, branch_id: int, version: int) -> Manuscript:
    """What was read of that version of a branch's report."""
    rows = submission_store.versions(work.session, cycle.id, branch_id)
    return _manuscript(work, next(row for row in rows if row.version == version))


def _manuscript(work: UnitOfWork, row: SubmissionRow) -> Manuscript:
    return _kept(work.files, row.manuscript)


def _kept(files: FileStore, sha256: str) -> Manuscript:
    read = decode(files.read(sha256))
    assert isinstance(read, Manuscript), "only texts are kept"
    return read


@lru_cache(maxsize=IMPRINTS)
def _imprint(files: FileStore, sha256: str) -> Imprint:
    """Of a kept text. Each report is compared with every later one, and its text never changes."""
    return Imprint.of(_kept(files, sha256).text)


def _keep(work: UnitOfWork, row: SubmissionRow, verdict: Verdict, plan_version: int) -> None:
    row.judgement, row.characters, row.plan_version = (
        as_json(verdict),
        verdict.characters.word,
        plan_version,
    )
    row.verdict = _outcome(work, row)
    work.session.flush()


def _outcome(work: UnitOfWork, row: SubmissionRow) -> str:
    """The verdict's outcome once the overruled findings are left out."""
    assert row.id is not None
    pardoned = store.overrulings(work.session, row.id)
    fails = [finding for finding in _findings(row.judgement) if finding["level"] == Level.FAIL]
    return "revise" if any(finding["rule"] not in pardoned for finding in fails) else "pass"


def _findings(judgement: Mapping[str, Any]) -> list[dict[str, Any]]:
    return list(judgement["findings"])
