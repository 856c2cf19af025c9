"""Paper ballots on the office: entered by one, confirmed by a second."""

from collections.abc import Callable

from bot.actions.polls import papers
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.polls.paper import Batch
from tests.actions.office import Office
from tests.cast import DEAN, ORGANISER


def enters(
    office: Office, said: str, *, by: str = ORGANISER
) -> Callable[[UnitOfWork], tuple[Batch, str]]:
    actor = office.person(by)
    return lambda work: papers.enter(work, office.department, actor, said)


def entered(office: Office, said: str, *, by: str = ORGANISER) -> Batch:
    """A batch that waits for its second person."""
    return enters(office, said, by=by)(office.work)[0]


def decides(
    office: Office, *, by: str = DEAN, accepted: bool = True
) -> Callable[[UnitOfWork], None]:
    """Confirms or declines the batch that he was asked about last."""
    card, actor = office.last_card(by), office.person(by)
    decide = papers.decline
    if accepted:
        decide = papers.confirm
    return lambda work: decide(work, office.department, card, actor)


def confirmed(office: Office, said: str) -> None:
    entered(office, said)
    decides(office)(office.work)
