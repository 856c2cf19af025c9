"""归档: a year ends by the word of two persons.

Then the bot is silent about it, and says so once (rule of conduct 6).
"""

from bot.actions import confirmations, cycles, evaluation, open_cards, people
from bot.actions.rectification.ledger import of_department
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.open_cards import CardText, OpenCard
from bot.domain.people import Department, Person
from bot.domain.plan import Part
from bot.domain.rectification.items import State
from bot.domain.rectification.refusals import NothingToArchive
from bot.messages import Message
from bot.storage import audit as trail
from bot.storage import cycles as store
from bot.texts import archiving as texts

KIND = "archive_cycle"


def ask(work: UnitOfWork, department: Department, actor: Person, year: int | None) -> None:
    """Asks a second person; without a year it is about the oldest that is not archived. An earlier
    card of this kind is withdrawn.

    Raises NothingToArchive, NobodyElse.
    """
    running = [cycle for cycle in cycles.every(work, department.id) if not cycle.archived]
    if year is not None:
        running = [cycle for cycle in running if cycle.year == year]
    if not running:
        raise NothingToArchive
    # Years end in their order.
    cycle = running[0]
    # It is told and forbids nothing: whether the year ends is for people to decide.
    unfinished = [
        item
        for item in of_department(work, department.id)
        if item.cycle == cycle.id and item.state is not State.CLOSED
    ]
    open_cards.withdraw_all(work, department.id, KIND, actor)
    roster = people.roster(work, department.id)
    standings = evaluation.overview(work, cycle, roster)
    ungraded: list[str] = []
    if cycle.plan.has(Part.GRADE):
        ungraded = [standing.secretary for standing in standings if not standing.grade]
    objections = [standing.secretary for standing in standings if standing.objected_at]
    left = texts.Left(len(unfinished), objections, ungraded)
    question = texts.question(actor.name, cycle.year, left)
    card_text = CardText(texts.title(cycle.year), question)
    confirmations.ask_others(work, department, actor, KIND, {"year": cycle.year}, card_text)


def carry_out(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> Cycle:
    """Archives the year and takes leave of it in the group.

    Raises NeedsSecondPerson, CardGone.
    """
    confirmations.decide(work, card, actor, accepted=True)
    year = card.subject["year"]
    cycle = next(cycle for cycle in cycles.every(work, department.id) if cycle.year == year)
    # From here on nothing of this year is said unasked (rule of conduct 6).
    store.archive(work.session, cycle.id)
    work.audit(department.id, actor, "cycle.archived", f"cycle:{year}")
    # The group keeps a copy of where the trail ended, for `audit --code`.
    farewell = texts.farewell(cycle.plan.title, trail.head(work.session, department.id).code)
    work.message_group(department, Message(text=farewell), key=f"archived:{department.id}:{year}")
    return cycle


def decline(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Raises NeedsSecondPerson, CardGone."""
    confirmations.decline(
        work, department, card, actor, texts.declined_notice(actor.name, card.subject["year"])
    )
