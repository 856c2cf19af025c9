"""Asking after open items where it helps: privately, at most once a month, all in one message.

Whoever does not answer is not pushed, and nobody's list has his name (S14, S35, S37).
"""

from datetime import datetime

from bot.actions import open_cards
from bot.actions.rectification import questions, reporting
from bot.actions.rectification.monthly import FOLLOW_UP, HELP, UNDER_WAY, MonthlyQuestions
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.open_cards import OpenCard
from bot.domain.people import Branch, Person
from bot.domain.rectification.items import Item, State
from bot.domain.values import dataclass
from bot.storage.rectification import items

__all__ = ["FOLLOW_UP", "HELP", "UNDER_WAY", "Answered", "answer", "follow_up", "form", "next_due"]

DONE = "done"  # what cards of earlier releases offered


def follow_up(work: UnitOfWork) -> int:
    """Asks what is due in every department; returns the number of messages.

    A second call at the same moment does nothing.
    """
    departments = items.departments_with_items(work.session)
    return sum(MonthlyQuestions(work, department_id).run() for department_id in departments)


def next_due(work: UnitOfWork, after: datetime) -> datetime | None:
    """Returns when somebody is to be asked next.

    None where nothing is open and nothing is left to look back at.
    """
    moments: list[datetime] = []
    for department_id in items.departments_with_items(work.session):
        moments += MonthlyQuestions(work, department_id).moments(after)
    return min(moments, default=None)


@dataclass(frozen=True)
class Answered:
    """Numbers of the branch's items by what was said of them.

    `helpless` are the items for which help is wanted; of those that shared one question it is not
    known which.
    """

    under_way: tuple[int, ...]
    done: tuple[int, ...]
    helpless: tuple[Item, ...]
    unclear: tuple[Item, ...]


def form(card: OpenCard) -> dict[str, frozenset[str]]:
    """Returns what can be answered on such a card; those of earlier releases offered 已完成 too."""
    return questions.form(card, (UNDER_WAY, DONE, HELP))


def answer(
    work: UnitOfWork,
    cycle: Cycle,
    actor: Person,
    branch: Branch,
    card: OpenCard,
    chosen: questions.Answers,
) -> Answered:
    """Takes the card's answers; items that moved on meanwhile are left as they are.

    Raises CardGone.
    """
    open_cards.decide(work, card, actor, accepted=True)
    still_open: dict[str, list[Item]] = {UNDER_WAY: [], DONE: [], HELP: []}
    for option, ids in chosen.items():
        for item_id in ids:
            item = items.item(work.session, item_id)
            if item.state is State.OPEN and item.is_owned_by(branch.id):
                still_open[option].append(item)
    for item in still_open[UNDER_WAY]:
        reporting.note_progress(work, cycle, actor, branch, item)
    for item in still_open[DONE]:
        reporting.complete(work, cycle, actor, branch, item)
    # One tap answers for all items of its question, and tells not which of several needs help.
    asked_alone = {ids[0] for ids in card.subject["groups"] if len(ids) == 1}
    return Answered(
        under_way=tuple(item.number(branch.id) for item in still_open[UNDER_WAY]),
        done=tuple(item.number(branch.id) for item in still_open[DONE]),
        helpless=tuple(item for item in still_open[HELP] if item.id in asked_alone),
        unclear=tuple(item for item in still_open[HELP] if item.id not in asked_alone),
    )
