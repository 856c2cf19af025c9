"""What lies in the box: somebody's ballot, what the roll has marked of it, and a form that takes two cards."""

from bot.actions.polls import turning_cards
from bot.domain.plan import Row
from bot.domain.polls.ballot import Ballot
from bot.domain.polls.poll import Poll
from bot.storage.polls import roll
from tests.actions.office import Office

ROWS = tuple(map(Row, ("总体评价", "学习", "服务", "廉洁")))


def ballot(office: Office, poll: Poll, account: str) -> Ballot:
    """What lies in somebody's cell."""
    sheet = turning_cards.sheet_of(office.work, poll, office.person(account))
    assert sheet is not None
    return sheet.ballot


def marks(office: Office, poll: Poll, account: str) -> str:
    """What the roll has marked of his cards: 1 where something is chosen, 0 where nothing is."""
    entry = roll.find(office.session, poll.id, office.person(account).id)
    assert entry is not None
    return entry.marks
