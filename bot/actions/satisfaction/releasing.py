"""Two persons release the numbers; then they stand in the ledger, and the branch's secretary is told. The group is not."""

from bot.actions import confirmations, digests, open_cards, people
from bot.actions.confirmations import CardText
from bot.actions.digests import Part
from bot.actions.polls.cards import terms_of
from bot.actions.polls.releasing import count_now, preview_of, release_one
from bot.actions.satisfaction.asking import check_no_own
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.open_cards import OpenCard
from bot.domain.people import Branch, Department, Person
from bot.domain.polls.refusals import PollVoid
from bot.domain.polls.results import Result
from bot.domain.refusals import CardGone
from bot.domain.satisfaction import NobodyAsked, StillAsked
from bot.storage.polls import polls
from bot.storage.polls.polls import PollRow
from bot.texts import satisfaction as texts

KIND = "release_satisfaction"


def ask_release(work: UnitOfWork, department: Department, actor: Person, branch: Branch) -> Result:
    """Counts the branch's last poll where that is still to be done, and asks everybody else who may for the confirmation.

    Raises OwnCase, NobodyAsked, StillAsked, PaperPending, PollVoid, NeedsSecondPerson.
    """
    check_no_own(work, department, actor, branch)
    row = _to_release(work, department, branch)
    told = preview_of(work, row)
    _withdraw(work, department, actor, row)
    card_text = CardText(texts.RELEASE_TITLE, texts.question(actor.name, told))
    about = conflicts.answering(people.roster(work, department.id), branch)
    confirmations.ask_others(
        work, department, actor, KIND, {"poll": row.id}, card_text, about=about
    )
    return told


def release(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Once. Raises NeedsSecondPerson, CardGone."""
    row = _decided(work, card, actor, accepted=True)
    assert row.id is not None
    told = release_one(work, row.id, actor)
    if told is None:
        raise CardGone
    confirmations.tell_asker(work, department, card, texts.RELEASED)
    roster = people.roster(work, department.id)
    branch = next((one for one in roster.branches if one.id == row.branch_id), None)
    secretary = roster.secretary_of(branch) if branch else None
    if secretary is not None:
        digests.tell(
            work, department, secretary, Part(f"poll:{row.id}:released", texts.told_secretary(told))
        )


def decline(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Nothing is told; whoever asked hears so. Raises NeedsSecondPerson, CardGone."""
    row = _decided(work, card, actor, accepted=False)
    confirmations.tell_asker(
        work, department, card, texts.declined_notice(actor.name, terms_of(row).title)
    )


def _to_release(work: UnitOfWork, department: Department, branch: Branch) -> PollRow:
    rows = polls.of_branches(work.session, department.id, ["open", "closing", "counted", "void"])
    mine = [row for row in rows if row.branch_id == branch.id]
    if not mine:
        raise NobodyAsked(branch.name)
    row = mine[-1]
    if row.state == "open":
        raise StillAsked(branch.name)
    if row.state == "closing":
        count_now(work, row)
    if row.state == "void":
        raise PollVoid(terms_of(row).title, row.withheld)
    return row


def _withdraw(work: UnitOfWork, department: Department, actor: Person, row: PollRow) -> None:
    """An earlier request for the same poll gives way to the new one."""
    for known in open_cards.of_kind(work, department.id, KIND):
        if known.subject["poll"] == row.id:
            confirmations.withdraw(work, known.id, actor)


def _decided(work: UnitOfWork, card: OpenCard, actor: Person, *, accepted: bool) -> PollRow:
    row = polls.find(work.session, card.subject["poll"])
    if row is None:
        raise CardGone
    confirmations.decide(work, card, actor, accepted=accepted)
    return row
