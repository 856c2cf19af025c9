"""The 整改清单 of a branch: the items of one year as they stand today."""

from bot.actions import people
from bot.actions.files import stored
from bot.actions.rectification.ledger import due_days, entries, of_year
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, name_of
from bot.domain.rectification.items import Item, State
from bot.domain.words import filled
from bot.exports.rectification_list import ListedItem, RectificationList, rectification_list
from bot.messages import OutFile
from bot.texts import rectification as texts
from bot.texts.exporting import rectification as list_texts


def list_file(work: UnitOfWork, cycle: Cycle, branch: Branch) -> OutFile | None:
    """Puts the list into the file store and returns it; None where the branch has no items."""
    paper = branch_list(work, cycle, branch)
    if not paper.items:
        return None
    content = rectification_list(paper)
    name = filled(list_texts.name(branch.name), cycle.plan.words)
    return stored(work, content, name)


def branch_list(work: UnitOfWork, cycle: Cycle, branch: Branch) -> RectificationList:
    """Returns what stands on the list; without items where the branch has none in this year."""
    items = [item for item in of_year(work, cycle) if item.is_owned_by(branch.id)]
    due = due_days(work, cycle, items)
    responsible = people.roster(work, cycle.department).responsible_for(branch)
    in_charge = texts.VACANT
    if responsible:
        in_charge = responsible.name
    listed = []
    for entry in entries(work, items):
        item = entry.item
        # What its owner said of it, each time with its day; where he said nothing, how it stands.
        said = [(work.day_of(report.at), report.text) for report in entry.reports]
        listed.append(
            ListedItem(
                number=item.number(branch.id),
                problem=item.problem,
                source=texts.SOURCES[item.source],
                cause=item.cause,
                measure=item.measure,
                in_charge=in_charge,
                due=due[item.id],
                done=list_texts.done(texts.STATES[item.state], said),
                verified=_verified(work, item),
                revisited=_revisited(work, item),
            )
        )
    listed.sort(key=lambda line: line.number)
    return RectificationList(
        branch=branch.name,
        year=cycle.year,
        as_of=work.today,
        items=tuple(listed),
        closed=sum(item.state is State.CLOSED for item in items),
        words=cycle.plan.words,
    )


def _verified(work: UnitOfWork, item: Item) -> str:
    """Returns who looked before it was closed, and when; empty while nobody has."""
    if item.closed_at is None:
        return ""
    verifier = people.by_id(work, item.closed_by)
    return list_texts.verified(work.day_of(item.closed_at), name_of(verifier))


def _revisited(work: UnitOfWork, item: Item) -> str:
    """Returns who went there after the closure, and what he saw; of an open item nothing is said."""
    if item.closed_at is None:
        return ""
    if item.revisit is None:
        return texts.NOT_REVISITED
    visitor = people.by_id(work, item.revisit.by)
    name = name_of(visitor)
    return list_texts.revisited(work.day_of(item.revisit.at), name, item.revisit.seen)
