"""Close, count, destroy (steps 8 to 10). Every step is conditional and recorded: repeated or continued after a crash, it happens once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.actions import digests, people
from bot.actions.digests import Part
from bot.actions.polls import disclosing, voiding
from bot.actions.polls.cards import terms_of
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.people import Department, Person
from bot.domain.polls.ballot import LATEST_ARRIVAL, Ballot
from bot.domain.polls.disclosure import disclose
from bot.domain.polls.form import Purpose
from bot.domain.polls.refusals import NothingOpen
from bot.domain.polls.results import digest, pack_groups, quorum_reached
from bot.domain.polls.tally import Group, count
from bot.domain.polls.terms import Terms
from bot.messages import Message
from bot.storage.keys import BallotKeys, KeysMissing
from bot.storage.polls import cells, paper, polls, roll
from bot.storage.polls.polls import PollRow
from bot.storage.polls.roll import Marked
from bot.texts import polls as texts
from bot.texts import satisfaction


@dataclass(frozen=True)
class Closed:
    terms: Terms
    eligible: int
    voted: int


def close_open(work: UnitOfWork, department: Department, actor: Person) -> Closed:
    """Closes the department's open evaluation. Raises NothingOpen."""
    running = polls.of_department(work.session, department.id, ["open"])
    if not running:
        raise NothingOpen
    closed = close(work, department, running[0], actor=actor, at=work.now)
    if closed is None:
        raise NothingOpen
    return closed


def close(
    work: UnitOfWork, department: Department, row: PollRow, *, actor: Person | str, at: datetime
) -> Closed | None:
    """Open -> closing; None where it was closed before."""
    assert row.id is not None
    if not polls.move(work.session, row.id, before="open", after="closing", closed_at=at):
        return None
    terms = terms_of(row)
    eligible, voted = roll.turnout(work.session, row.id)
    work.audit(
        department.id, actor, "poll.closed", f"poll:{row.id}", eligible=eligible, voted=voted
    )
    closed = Closed(terms, eligible, voted)
    if terms.purpose is Purpose.EVALUATION:
        text = texts.closed_for_all(terms.title)
        work.message_group(department, Message(text=text), key=f"poll:{row.id}:closed", priority=1)
    elif actor == SYSTEM:
        _tell_opener(work, department, row, closed)
    return closed


def _tell_opener(work: UnitOfWork, department: Department, row: PollRow, closed: Closed) -> None:
    """What concerns one branch is not for the group; whoever opened the poll goes on with it."""
    opener = people.by_id(work, row.opened_by)
    if opener is not None:
        text = satisfaction.closed(closed.terms, closed.voted, closed.eligible)
        digests.tell(work, department, opener, Part(f"poll:{row.id}:closed", text))


def close_due(work: UnitOfWork, poll_id: int) -> bool:
    """What the clock does at the planned close. Votes were late from that moment on anyway."""
    row = polls.find(work.session, poll_id)
    if row is None or row.state != "open" or row.closes_at is None or row.closes_at > work.now:
        return False
    department = people.department(work, row.department_id)
    return close(work, department, row, actor=SYSTEM, at=row.closes_at) is not None


def ready_to_count(row: PollRow) -> datetime | None:
    """When votes that were on their way at the close have arrived; None for a poll that is not closing."""
    return row.closed_at + LATEST_ARRIVAL if row.state == "closing" and row.closed_at else None


def count_closed(work: UnitOfWork, poll_id: int) -> bool:
    """Closing -> counted, or void; False where there was nothing to count, or paper ballots wait to be confirmed."""
    if paper.of_poll(work.session, poll_id, "entered"):
        return False
    if not polls.move(
        work.session, poll_id, before="closing", after="counted", counted_at=work.now
    ):
        return False
    row = polls.find(work.session, poll_id)
    assert row is not None
    terms, entries = terms_of(row), roll.everybody(work.session, poll_id)
    row.eligible = sum(entry.eligible for entry in entries)
    row.voted = sum(entry.eligible and entry.voted for entry in entries)
    try:
        keys = work.keys.load(row.key_id)
        ballots = _ballots(work, poll_id, terms, entries, keys)
    except (KeysMissing, ValueError) as error:
        _void(row, polls.KEYS_LOST if isinstance(error, KeysMissing) else "mismatch")
    else:
        _store(work, row, terms, entries, ballots)
    work.session.flush()
    work.audit(
        row.department_id,
        SYSTEM,
        "poll.counted",
        f"poll:{poll_id}",
        state=row.state,
        digest=row.groups_digest,
    )
    roll.lay_anew(work.session, poll_id)
    if row.state == "void":
        voiding.tell_everybody(work, row)
    _destroy_when_due(work, row, terms)
    return True


def without_keys(work: UnitOfWork) -> list[int]:
    """Polls that are open or closing and whose keys are gone: lost, or left behind by a restore or on another machine."""
    running = [row for row in polls.unfinished(work.session) if row.state in ("open", "closing")]
    return [row.id for row in running if row.id is not None and not work.keys.exists(row.key_id)]


def void_without_keys(work: UnitOfWork, poll_id: int) -> bool:
    """Open or closing -> void, because nobody can count it; False where somebody was first."""
    row = polls.find(work.session, poll_id)
    if row is None or row.state not in ("open", "closing"):
        return False
    eligible, voted = roll.turnout(work.session, poll_id)
    found = {"withheld": polls.KEYS_LOST, "eligible": eligible, "voted": voted}
    if not polls.move(work.session, poll_id, before=row.state, after="void", **found):
        return False
    work.audit(row.department_id, SYSTEM, "poll.void", f"poll:{poll_id}", reason=polls.KEYS_LOST)
    voiding.tell_everybody(work, row)
    destroy_cells(work, row)
    return True


def _ballots(
    work: UnitOfWork, poll_id: int, terms: Terms, entries: Sequence[Marked], keys: BallotKeys
) -> dict[int, Ballot]:
    """The ballots by person. Raises ValueError where cells and marks do not agree (step 9)."""
    sealed = dict(cells.all_of(work.session, poll_id))
    if len(sealed) != len(entries):
        raise ValueError("the cells are not as many as the roll")
    ballots = {}
    for entry in entries:
        name = keys.cell_of(poll_id, entry.person)
        ballot = cells.unpack(keys.unseal(name, sealed.get(name, b"")), terms.form)
        if ballot.marked_pages(terms.form) != entry.marks or (entry.voted and not entry.eligible):
            raise ValueError("a ballot differs from its mark on the roll")
        ballots[entry.person] = ballot
    return ballots


def _store(
    work: UnitOfWork,
    row: PollRow,
    terms: Terms,
    entries: Sequence[Marked],
    ballots: dict[int, Ballot],
) -> None:
    assert row.id is not None
    assert row.eligible is not None
    assert row.voted is not None
    if not quorum_reached(terms, eligible=row.eligible, voted=row.voted):
        _void(row, "quorum")
        return
    by_paper = _paper(work, row.id)
    if terms.purpose is Purpose.EVALUATION and not row.voted and not by_paper:
        _void(
            row, "nobody"
        )  # opened by mistake, as a rule: nothing to publish, and nobody is rated by it
        return
    by_card = count(
        terms.form,
        [(entry.category, ballots[entry.person].choices) for entry in entries if entry.voted],
    )
    known = disclosing.box(work, row, entries, by_card)
    shown = disclose(terms, _together([*by_card, *by_paper]), known)
    row.withheld = shown.withheld
    row.groups = pack_groups(shown.groups)
    row.groups_digest = digest(row.groups)
    if not terms.secret:
        row.named = {
            str(entry.person): list(ballots[entry.person].choices)
            for entry in entries
            if entry.voted
        }


def _paper(work: UnitOfWork, poll_id: int) -> list[Group]:
    return [
        Group((batch.category,), tuple(map(tuple, batch.counts)), (used,), paper=used)
        for batch in paper.of_poll(work.session, poll_id, "confirmed")
        if (used := batch.returned - batch.spoilt)
    ]


def _together(groups: Sequence[Group]) -> list[Group]:
    """Card and paper ballots of one category are one group."""
    found: dict[str, Group] = {}
    for group in groups:
        found[group.name] = found[group.name].joined(group) if group.name in found else group
    return list(found.values())


def _void(row: PollRow, reason: str) -> None:
    row.state, row.withheld = "void", reason


def _destroy_when_due(work: UnitOfWork, row: PollRow, terms: Terms) -> None:
    if terms.keep_days and row.state == "counted":
        row.destroy_at = work.now + timedelta(days=terms.keep_days)
        work.session.flush()
    else:
        destroy_cells(work, row)


def destroy_cells(work: UnitOfWork, row: PollRow) -> None:
    """The first step of destruction: no cell is left, and the roll tells neither order nor cards. The keys go as soon as this is stored."""
    assert row.id is not None
    cells.remove(work.session, row.id)
    roll.lay_anew(work.session, row.id)
    row.destroyed = "cells"
    work.session.flush()
    key_id = row.key_id
    work.after_commit.append(lambda: work.keys.forget(key_id))


def destroy_kept(work: UnitOfWork, poll_id: int) -> bool:
    """Begins the destruction at the end of the objection period."""
    row = polls.find(work.session, poll_id)
    if row is None or row.destroyed:
        return False
    destroy_cells(work, row)
    return True


def note_destroyed(work: UnitOfWork, poll_id: int, step: str) -> bool:
    """Records how far the destruction came; the last step leaves an audit line."""
    row = polls.find(work.session, poll_id)
    if row is None or row.destroyed in (step, "files"):
        return False
    row.destroyed = step
    work.session.flush()
    if step == "files":
        work.audit(row.department_id, SYSTEM, "poll.destroyed", f"poll:{poll_id}")
    return True
