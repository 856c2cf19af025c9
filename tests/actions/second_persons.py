"""Asking a second person: what is asked, who sees it, who decides."""

from collections.abc import Sequence

from bot.actions import confirmations
from bot.domain.open_cards import CardText
from tests.actions.office import Office
from tests.cast import DEAN, ORGANISER

LEADERS = ("l01", "l02", "l03", "l04", "l05")
ANY = "any"


def ask(
    office: Office,
    title: str = "一",
    kind: str = ANY,
    *,
    by: str = ORGANISER,
    about: Sequence[str] = (),
    before: Sequence[str] = (),
) -> str:
    return confirmations.ask_others(
        office.work,
        office.department,
        office.person(by),
        kind,
        {},
        CardText(title, "？", before),
        about=[office.person(account) for account in about],
    )


def shown(office: Office, account: str) -> list[str]:
    """The titles of the cards that somebody was sent, in their order."""
    return [card.title for card in office.cards(account)]


def decides(office: Office, card: str, by: str = DEAN, *, accepted: bool = True) -> None:
    person, open_card = office.person(by), office.card(card)
    confirmations.decide(office.work, open_card, person, accepted=accepted)


def says_no(office: Office, card: str, by: str = DEAN) -> list[str]:
    """Somebody declines while others may still confirm; who is asked now."""
    person, open_card = office.person(by), office.card(card)
    asked = confirmations.pass_on_declined(office.work, office.department, open_card, person)
    return [each.account for each in asked]
