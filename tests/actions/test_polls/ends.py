"""How far a ballot has come when somebody wants it released or taken back."""

from tests.actions.hall import MANY, close, count, counted, opened, vote
from tests.actions.office import Office
from tests.actions.test_polls.batches import entered


def still_open(office: Office) -> None:
    vote(office, opened(office), MANY, 1)


def closed(office: Office) -> None:
    still_open(office)
    close(office)


def paper_waits(office: Office) -> None:
    still_open(office)
    entered(office, "A 发1 收1 废0 好1")
    close(office)


def over(office: Office) -> None:
    counted(office)


def void(office: Office) -> None:
    """Nobody has voted."""
    poll = opened(office)
    close(office)
    count(office, poll)
