"""The month's question after open items, asked by the clock."""

from datetime import date

from bot.actions.rectification import following
from bot.domain.rectification.items import Item
from tests.actions.acts import entered, without_school_holidays
from tests.actions.office import Office

JANUARY = "2027-01-15T10:00"
ASKED = "2027-02-01T09:00"  # a Monday, the first workday of the month
SOON = date(2027, 2, 28)


def promised_for_february(office: Office) -> Item:
    """Promised in January and due at the end of February: February's question is about it."""
    office.at(JANUARY)
    return entered(office, due=SOON)


def promised_in_a_year_without_holidays(office: Office) -> None:
    without_school_holidays(office)
    promised_for_february(office)


def ask(office: Office, moment: str = ASKED) -> int:
    office.at(moment)
    return following.follow_up(office.work)
