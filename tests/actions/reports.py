"""How far the reports of the branches are."""

from collections.abc import Callable

from tests.actions.acts import accept, hand_in
from tests.actions.office import Office
from tests.cast import FIRST, SECOND

Happens = Callable[[Office], object]


def nothing(_: Office) -> None:
    """Nobody has done anything yet."""


def two_reports(office: Office) -> None:
    for branch in (FIRST, SECOND):
        hand_in(office, branch)


def all_reports(office: Office) -> None:
    for branch in office.roster.branches:
        hand_in(office, branch.name)


def all_accepted(office: Office) -> None:
    all_reports(office)
    for branch in office.roster.branches:
        accept(office, branch.name)
