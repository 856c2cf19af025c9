"""A bulletin is said in the group once, when a second person has read and confirmed it."""

from datetime import date

from bot.actions import confirmations, open_cards
from bot.actions.bulletins.drafting import KIND, as_shown, unreleased
from bot.actions.calendar import term_calendar_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.open_cards import CardText, OpenCard
from bot.domain.people import Department, Person
from bot.messages import Message
from bot.storage.rectification import bulletins as store
from bot.texts import bulletins as texts


def ask_release(work: UnitOfWork, cycle: Cycle, department: Department, actor: Person) -> None:
    """Asks a second person for the confirmation; an earlier card is withdrawn.

    Raises NoDraft, NobodyElse.
    """
    stored = unreleased(work, cycle)
    open_cards.withdraw_all(work, department.id, KIND, actor)
    bulletin = as_shown(work, cycle, stored)
    preview = texts.released_text(bulletin.title, bulletin.sections)
    card_text = CardText(texts.CARD_TITLE, f"{texts.question(actor.name)}\n{preview}")
    confirmations.ask_others(work, department, actor, KIND, {"period": stored.period}, card_text)


def release(
    work: UnitOfWork, cycle: Cycle, department: Department, card: OpenCard, actor: Person
) -> date:
    """Says it in the group, once; returns the day: in holidays that is the next day of work.

    Raises NeedsSecondPerson, CardGone.
    """
    confirmations.decide(work, card, actor, accepted=True)
    stored = store.of_period(work.session, card.department, card.subject["period"])
    assert stored is not None, "its card was made of it"
    store.release(work.session, stored.id, person_id=actor.id, now=work.now)
    bulletin = as_shown(work, cycle, stored)
    text = texts.released_text(bulletin.title, bulletin.sections)
    calendar = term_calendar_of(cycle.plan)
    moment = calendar.next_speaking_moment(work.now.astimezone(work.zone))
    work.message_group(
        department,
        Message(text=text, file=bulletin.chart),
        key=f"bulletin:{department.id}:{stored.period}",
        priority=3,  # before ordinary messages, also when the platform's allowance runs low
        due_at=moment,
    )
    work.audit(department.id, actor, "bulletin.released", f"bulletin:{stored.period}")
    confirmations.tell_posted(work, department, card, actor, on=moment.date())
    return moment.date()


def decline(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Says nothing in the group, and tells whoever asked.

    Raises NeedsSecondPerson, CardGone.
    """
    confirmations.decline(work, department, card, actor, texts.declined_notice(actor.name))
