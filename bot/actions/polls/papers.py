"""Paper ballots (S27): entered by one person, confirmed by a second, and only then counted."""

from bot.actions import confirmations
from bot.actions.polls.cards import subjects_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.open_cards import CardText, OpenCard
from bot.domain.patterns import pattern
from bot.domain.people import Department, Person
from bot.domain.polls.paper import Batch, PaperState, read_batch
from bot.domain.polls.poll import RUNNING
from bot.domain.polls.refusals import PaperTooLate, WhichPaper
from bot.domain.refusals import CardGone
from bot.storage.polls import paper, polls
from bot.texts import polls as texts

KIND = "paper_ballots"
_CODE = pattern(r"\s*[Kk](\d{1,9})(?!\d)")


def paper_cases(work: UnitOfWork, department: Department) -> list[Person]:
    """Returns whose case entering is: the subjects of the polls that paper ballots may belong to."""
    running = polls.of_department(work.session, department.id, RUNNING)
    return [person for poll in running for person in subjects_of(work, poll)]


def enter(work: UnitOfWork, department: Department, actor: Person, text: str) -> tuple[Batch, str]:
    """Stores a batch for the running poll, of several the one whose number stands in front, and
    asks others to confirm it.

    Returns the batch and its lines. Raises PaperTooLate, WhichPaper, PaperUnclear,
    NeedsSecondPerson.
    """
    running = polls.of_department(work.session, department.id, RUNNING)
    if not running:
        raise PaperTooLate
    said = text
    polls_meant = running
    code = _CODE.match(text)
    if code is not None:
        said = text[code.end() :]
        polls_meant = [poll for poll in running if poll.id == int(code[1])]
    if len(polls_meant) != 1:
        raise WhichPaper(tuple((poll.code, poll.title) for poll in running))
    (poll,) = polls_meant
    batch = read_batch(said, poll.terms)
    lines = texts.paper_lines(poll.title, batch, poll.terms)
    entered = paper.add(work.session, poll.id, batch, entered_by=actor.id)
    work.audit(
        department.id,
        actor,
        "paper.entered",
        f"poll:{poll.id}",
        category=batch.category,
        state=entered.state,
    )
    # A batch that cannot be right is kept as void and counted nowhere: there is nothing to confirm.
    if not batch.void:
        about = subjects_of(work, poll)
        card_text = CardText(texts.PAPER_TITLE, texts.paper_question(actor.name, lines))
        confirmations.ask_others(
            work, department, actor, KIND, {"batch": entered.id}, card_text, about=about
        )
    return batch, lines


def confirm(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Takes a batch, once. Raises NeedsSecondPerson, CardGone."""
    _decide(work, department, card, actor, accepted=True)
    confirmations.tell_asker(work, department, card, texts.paper_confirmed_notice(actor.name))


def decline(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Drops a batch, once, and tells whoever entered it. Raises NeedsSecondPerson, CardGone."""
    _decide(work, department, card, actor, accepted=False)
    confirmations.tell_asker(work, department, card, texts.paper_declined_notice(actor.name))


def _decide(
    work: UnitOfWork, department: Department, card: OpenCard, actor: Person, *, accepted: bool
) -> None:
    """Closes the card and takes or drops its batch. Raises NeedsSecondPerson, CardGone."""
    confirmations.decide(work, card, actor, accepted=accepted)
    state = PaperState.DECLINED
    if accepted:
        state = PaperState.CONFIRMED
    batch = paper.decide(work.session, card.subject["batch"], state, person_id=actor.id)
    if batch is None:
        raise CardGone
    work.audit(
        department.id, actor, f"paper.{state}", f"poll:{batch.poll_id}", category=batch.category
    )
