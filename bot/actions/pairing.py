"""A report's problems, causes and measures become items of the ledger once their author says so
(S19).

They come to him with the acceptance, unasked and in full. What he puts right by a sentence is kept
on the card that he has before him; one tap enters it.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.actions import judging, open_cards
from bot.actions.rectification import entering, ledger
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.judging import NothingToConfirm, Triple
from bot.domain.open_cards import OpenCard
from bot.domain.pairing import Correction, Row, corrected
from bot.domain.people import Branch, Person
from bot.domain.plan import Part
from bot.domain.rectification.items import Item
from bot.domain.report import Passage
from bot.domain.submissions import Submission
from bot.messages import Card, Option, button_card
from bot.storage import judging as store
from bot.storage import submissions as submission_store
from bot.texts import pairing as texts

PAIRS = "pairs"
CONFIRM, CORRECT = "yes", "no"


def card(work: UnitOfWork, cycle: Cycle, person: Person, place: Branch) -> Card:
    """Returns a card with the rows of the newest report, as they were put right last.

    Raises NothingHandedIn, NothingToConfirm.
    """
    submission = judging.newest(work, cycle, place)
    asked = _open(work, person, place)
    # Rows read anew would lose what he has put right on the card before him.
    if asked is not None and asked.subject["submission"] == submission.id:
        return _card(work, cycle, person, place, submission.id, _rows_of(work, cycle, place, asked))
    rows = _rows_in(work, cycle, submission)
    if not rows:
        raise NothingToConfirm
    return _card(work, cycle, person, place, submission.id, rows)


def card_with_acceptance(
    work: UnitOfWork, cycle: Cycle, person: Person, place: Branch
) -> Card | None:
    """Returns the card that goes along when a report is accepted.

    None where the plan keeps no ledger, the report names no problems, or its author confirmed the
    same before.
    """
    if not cycle.plan.has(Part.OUTLINE) or not cycle.plan.has(Part.RECTIFICATION):
        return None
    if not is_unconfirmed(work, cycle, place):
        return None
    return card(work, cycle, person, place)


def is_unconfirmed(work: UnitOfWork, cycle: Cycle, place: Branch) -> bool:
    """Tells whether the newest version names problems that its author has not confirmed as they
    stand.
    """
    submission = submission_store.newest(work.session, cycle.id, place.id)
    if submission is None:
        return False
    rows = _rows_in(work, cycle, submission)
    confirmed = store.triples(work.session, cycle.id, place.id)
    if not rows or not confirmed:
        return bool(rows)
    version = confirmed[0].submission_id
    if version == submission.id:
        return False
    # A new version that says the same needs no second look, be it that he put something right.
    versions = submission_store.versions(work.session, cycle.id, place.id)
    before = next((earlier for earlier in versions if earlier.id == version), None)
    return before is None or _rows_in(work, cycle, before) != rows


def is_asked(work: UnitOfWork, person: Person, place: Branch) -> bool:
    """Tells whether this person has the rows before him."""
    return _open(work, person, place) is not None


def correct(
    work: UnitOfWork,
    cycle: Cycle,
    person: Person,
    place: Branch,
    number: int,
    correction: Correction,
) -> Card:
    """Returns a card with one row put right; the earlier one is withdrawn.

    Raises RowUnknown, NothingToConfirm where no row is left.
    """
    asked = _open(work, person, place)
    assert asked is not None, "is_asked was asked first"
    rows = corrected(_rows_of(work, cycle, place, asked), number, correction)
    if not rows:
        raise NothingToConfirm
    return _card(work, cycle, person, place, asked.subject["submission"], rows)


def confirm(
    work: UnitOfWork, cycle: Cycle, actor: Person, place: Branch, asked: OpenCard
) -> list[Item]:
    """Enters the rows of a card into the ledger, and returns the items that the report has there:
    none where the plan keeps no ledger.

    Raises CardGone, NothingToConfirm.
    """
    rows = _rows_of(work, cycle, place, asked)
    if not rows:
        raise NothingToConfirm
    open_cards.decide(work, asked, actor, accepted=True)
    # Of the version that he has seen, though a newer one may have come in meanwhile.
    triples = [
        Triple(asked.subject["submission"], row.position, row.problem, row.cause, row.measure)
        for row in rows
    ]
    store.replace_triples(work.session, cycle.id, place.id, triples, now=work.now)
    days = {row.position: row.due for row in rows if row.due}
    if cycle.plan.has(Part.RECTIFICATION):
        entering.adopt_triples(work, cycle, actor, place, days)
    work.audit(
        cycle.department, actor, "report.pairs_confirmed", f"branch:{place.id}", rows=len(rows)
    )
    return ledger.of_report(work, cycle, place)


def _open(work: UnitOfWork, person: Person, place: Branch) -> OpenCard | None:
    """Returns the newest card that this person has about a place."""
    for asked in open_cards.waiting_of_kind(work, person, PAIRS):
        # Cards of earlier releases name no place.
        if asked.subject.get("place", place.id) == place.id:
            return asked
    return None


def _card(
    work: UnitOfWork,
    cycle: Cycle,
    person: Person,
    place: Branch,
    submission_id: int,
    rows: Sequence[Row],
) -> Card:
    """Stores the rows with a new card; an earlier one about the same place is closed."""
    earlier = _open(work, person, place)
    if earlier is not None:
        open_cards.withdraw(work, earlier, person)
    subject = {
        "submission": submission_id,
        "place": place.id,
        "rows": [_plain(row) for row in rows],
    }
    card_id = open_cards.ask(work, person, PAIRS, subject)
    lines = [texts.row(number, row, work.today) for number, row in enumerate(rows, 1)]
    text = texts.rows(lines, ledger=cycle.plan.has(Part.RECTIFICATION))
    buttons = Option(CONFIRM, texts.OK), Option(CORRECT, texts.NOT_OK)
    return button_card(card_id, texts.TITLE, text, *buttons)


def _rows_of(work: UnitOfWork, cycle: Cycle, place: Branch, asked: OpenCard) -> tuple[Row, ...]:
    """Returns what stands on a card; cards of earlier releases named the version alone."""
    if "rows" in asked.subject:
        return tuple(_row(plain) for plain in asked.subject["rows"])
    return _rows_in(work, cycle, judging.newest(work, cycle, place))


def _rows_in(work: UnitOfWork, cycle: Cycle, submission: Submission) -> tuple[Row, ...]:
    """Returns the problems of a version; a measure that answers none promises nothing."""
    pairs = judging.verdict_of(work, cycle, submission).pairs
    return tuple(
        Row(position, pair.problem.text, _text(pair.cause), _text(pair.measure))
        for position, pair in enumerate(pairs, start=1)
        if pair.problem is not None
    )


def _text(passage: Passage | None) -> str:
    if passage is None:
        return ""
    return passage.text


def _plain(row: Row) -> list[Any]:
    due = ""
    if row.due is not None:
        due = row.due.isoformat()
    return [row.position, row.problem, row.cause, row.measure, due]


def _row(plain: Sequence[Any]) -> Row:
    position, problem, cause, measure, written = plain
    due = None
    if written:
        due = date.fromisoformat(written)
    return Row(position, problem, cause, measure, due)
