"""Entering paper ballots: one person counts, a second one confirms, and only then do they count (S27)."""

from bot.actions import confirmations
from bot.actions.confirmations import CardText
from bot.actions.polls.cards import subjects_of, terms_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.open_cards import OpenCard
from bot.domain.people import Department, Person
from bot.domain.polls.paper import Batch, read_batch
from bot.domain.polls.refusals import PaperTooLate
from bot.domain.refusals import CardGone
from bot.storage.polls import paper, polls
from bot.storage.polls.paper import PaperRow
from bot.texts import polls as texts

KIND = "paper_ballots"


def paper_cases(work: UnitOfWork, department: Department) -> list[Person]:
    """Whose case entering is: the secretaries of the poll that paper ballots belong to."""
    rows = polls.of_department(work.session, department.id, ["open", "closing"])
    return subjects_of(work, rows[-1]) if rows else []


def enter(work: UnitOfWork, department: Department, actor: Person, said: str) -> tuple[Batch, str]:
    """Stores a batch for the poll that is open or closing, and asks others to confirm it; the batch and its lines.

    Raises PaperTooLate, PaperUnclear, NeedsSecondPerson.
    """
    rows = polls.of_department(work.session, department.id, ["open", "closing"])
    if not rows:
        raise PaperTooLate
    terms, poll_id = terms_of(rows[-1]), rows[-1].id
    assert poll_id is not None
    batch = read_batch(said, terms)
    lines = texts.paper_lines(terms.title, batch, terms)
    row = paper.add(work.session, _row(poll_id, batch, actor))
    work.audit(
        department.id,
        actor,
        "paper.entered",
        f"poll:{poll_id}",
        category=batch.category,
        state=row.state,
    )
    if not batch.void:
        about = subjects_of(work, rows[-1])
        card_text = CardText(texts.PAPER_TITLE, texts.paper_question(actor.name, lines))
        confirmations.ask_others(
            work, department, actor, KIND, {"batch": row.id}, card_text, about=about
        )
    return batch, lines


def confirm(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Takes a batch, once. Raises NeedsSecondPerson, CardGone."""
    _decide(work, department, card, actor, accepted=True)


def decline(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Drops a batch, once, and tells whoever entered it. Raises NeedsSecondPerson, CardGone."""
    _decide(work, department, card, actor, accepted=False)
    confirmations.tell_asker(work, department, card, texts.paper_declined_notice(actor.name))


def _decide(
    work: UnitOfWork, department: Department, card: OpenCard, actor: Person, *, accepted: bool
) -> None:
    confirmations.decide(work, card, actor, accepted=accepted)
    row = paper.find(work.session, card.subject["batch"])
    if row is None or row.state != "entered":
        raise CardGone
    row.state, row.confirmed_by = ("confirmed" if accepted else "declined"), actor.id
    work.session.flush()
    work.audit(
        department.id, actor, f"paper.{row.state}", f"poll:{row.poll_id}", category=row.category
    )


def _row(poll_id: int, batch: Batch, actor: Person) -> PaperRow:
    return PaperRow(
        poll_id=poll_id,
        category=batch.category,
        handed_out=batch.handed_out,
        returned=batch.returned,
        spoilt=batch.spoilt,
        counts=[list(line) for line in batch.counts],
        entered_by=actor.id,
        state="void" if batch.void else "entered",
    )
