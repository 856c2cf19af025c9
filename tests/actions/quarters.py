"""Bulletins at the end of the first quarter, of an item on which somebody has reported."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from bot.actions import bulletins
from bot.actions.bulletins import Bulletin
from bot.actions.rectification import ledger
from bot.domain.plan import Plan
from bot.domain.rectification.bulletins import Period
from bot.domain.rectification.items import Item
from bot.domain.words import STANDARD, filled
from bot.texts import bulletins as texts
from tests.actions.acts import entered, progressed
from tests.actions.office import Office
from tests.cast import ORGANISER

JANUARY = "2027-01-15T10:00"
FEBRUARY = "2027-02-10T10:00"
APRIL = "2027-04-02T10:00"  # the first workday after the first quarter
FAR = date(2027, 12, 31)


def reported_in_february(office: Office) -> Item:
    """Entered in January and reported on in February; the first quarter has just ended."""
    office.at(JANUARY)
    item = entered(office, due=FAR)
    office.at(FEBRUARY)
    progressed(office, item)
    office.at(APRIL)
    return item


def following(**rules: Any) -> Callable[[Plan], Plan]:
    """Changes the plan's rules of the follow-up."""
    return lambda plan: replace(plan, rectification=replace(plan.rectification, **rules))


def draft(office: Office, by: str = ORGANISER) -> Bulletin:
    return bulletins.draft(office.work, office.cycle, office.person(by))


def told_period(office: Office) -> Period:
    items = ledger.of_department(office.work, office.department.id)
    return bulletins.period_to_tell(office.work, office.cycle, items)


def words(bulletin: Bulletin) -> str:
    return filled(texts.released_text(bulletin.title, bulletin.sections), STANDARD)
