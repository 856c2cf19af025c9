"""Whose is a card: each kind that the program knows, pressed by everybody whom it does not ask."""

from collections.abc import Sequence

import pytest

from bot.actions import open_cards, people
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork
from bot.book import book
from bot.dispatch import agreeing
from bot.dispatch.clicks import Clicks
from bot.dispatch.router import Whose
from bot.documents.reader import DocumentReader
from bot.domain.people import Person
from tests.actions.office import Office
from tests.cast import DEAN, GUEST, LI, MEMBER, ORGANISER, STRANGER, VICE_DEAN, WANG
from tests.desk import OneTransaction, Room
from tests.fakes import pressed

BOOK = book()
ROUTES = agreeing.all_routes(BOOK)
CAST = (DEAN, VICE_DEAN, ORGANISER, WANG, LI, MEMBER, GUEST)
OVERSIGHT, ORGANISERS, SECRETARIES = {DEAN, VICE_DEAN, ORGANISER}, {ORGANISER}, {WANG, LI}
OTHER_ORGANISER = "x-o01"

# kind -> whose such a card is, and who of the cast has the office that it needs
CARDS: dict[str, tuple[Whose, set[str]]] = {
    "archive_cycle": (Whose.SECOND, OVERSIGHT),
    "asked_again": (Whose.OWN, set(CAST)),
    "attend": (Whose.GROUP, set(CAST)),
    "bind": (Whose.OWN, ORGANISERS),
    "bind_decider": (Whose.SECOND, OVERSIGHT),
    "bundle": (Whose.OWN, set(CAST)),
    "correct_publicity": (Whose.SECOND, OVERSIGHT),
    "follow_up": (Whose.OWN, SECRETARIES),
    "heard": (Whose.OWN, set(CAST)),
    "help_answered": (Whose.OWN, SECRETARIES),
    "end_short": (Whose.OWN, ORGANISERS),
    "help_wanted": (Whose.OWN, OVERSIGHT),
    "is_it_done": (Whose.OWN, SECRETARIES),
    "meeting_notice": (Whose.OWN, ORGANISERS),
    "meeting_order": (Whose.OWN, ORGANISERS),
    "note_grades": (Whose.OWN, OVERSIGHT),
    "notice": (Whose.OWN, ORGANISERS),
    "pairs": (Whose.OWN, SECRETARIES),
    "paper_ballots": (Whose.SECOND, OVERSIGHT),
    "partial_roster": (Whose.OWN, ORGANISERS),
    "plan": (Whose.OWN, ORGANISERS),
    "plan_days": (Whose.OWN, ORGANISERS),
    "publish_reports": (Whose.SECOND, OVERSIGHT),
    "publish_results": (Whose.SECOND, OVERSIGHT),
    "raised_problems": (Whose.OWN, ORGANISERS),
    "release_bulletin": (Whose.SECOND, OVERSIGHT),
    "release_poll": (Whose.SECOND, OVERSIGHT),
    "release_satisfaction": (Whose.SECOND, OVERSIGHT),
    "report_meant": (Whose.OWN, SECRETARIES | ORGANISERS),
    "result_read": (Whose.OWN, set(CAST)),  # whoever was told, also out of office: the act asks
    "roster_of_deciders": (Whose.SECOND, OVERSIGHT),
    "set_grade": (Whose.SECOND, OVERSIGHT),
    "sister_roster": (Whose.OWN, ORGANISERS),
    "sort_remarks": (Whose.OWN, OVERSIGHT),
    "speech_chair": (Whose.OWN, ORGANISERS),
    "staff": (Whose.OWN, OVERSIGHT),
    "staff_of_deciders": (Whose.SECOND, OVERSIGHT),
    "take_back_opinions": (Whose.OWN, OVERSIGHT),
    "tell_result": (Whose.SECOND, OVERSIGHT),
    "todo": (Whose.OWN, set(CAST)),
    "verify_item": (Whose.OWN, OVERSIGHT),
    "which_procedure": (Whose.OWN, set(CAST)),
    "withdraw_poll": (Whose.SECOND, OVERSIGHT),
}
PERSONAL = [kind for kind, (whose, _) in CARDS.items() if whose is not Whose.GROUP]
SUBJECT = {
    "requests": {"1": {"card": "none"}},
    "acts": [],
    "readings": [{"intent": "状态", "args": {}}],
    "groups": [[1], [2]],
}
OPTIONS = ("yes", "no", "read", "pass", "return", "held", "done", "0", "cancel", "start-1")


@pytest.fixture
def services(office: Office, reader: DocumentReader) -> Services:
    """Services of one transaction: 6,700 presses would be as many commits."""
    return OneTransaction(office, Room(office), reader)


def test_the_table_names_every_kind_of_card() -> None:
    assert {kind: route.whose for kind, route in ROUTES.items()} == {
        kind: whose for kind, (whose, _) in CARDS.items()
    }


@pytest.mark.parametrize("kind", CARDS)
async def test_a_kind_of_card_asks_for_its_office(services: Services, kind: str) -> None:
    def holders(work: UnitOfWork) -> set[str]:
        return {account for account in CAST if ROUTES[kind].who.allows(person(work, account))}

    assert await services.read(holders) == CARDS[kind][1]


@pytest.mark.parametrize("kind", PERSONAL)
async def test_nobody_presses_another_persons_card(services: Services, kind: str) -> None:
    """Whoever has the office as well, whoever asked, whoever is a stranger: none of the options does anything.

    Whoever has the office or asked tries everything, for in his hands an option could act; of the others, who
    are refused for their office, each tries a part, and together they try everything too.
    """
    clicks = Clicks(services, BOOK)
    whose, holders = CARDS[kind]
    asker, addressee = (ORGANISER, DEAN) if whose is Whose.SECOND else (min(holders), min(holders))
    card = await asked(services, kind, asker, [addressee])
    others = [each for each in (*CAST, OTHER_ORGANISER, STRANGER) if each != addressee]
    attempts = [(option, question) for option in OPTIONS for question in ("choice", "q0")]
    outsiders = [each for each in others if each not in {*holders, asker}]
    for account in others:
        tried = attempts
        if account in outsiders:
            tried = attempts[outsiders.index(account) :: len(outsiders)]
        expected = (False, code(kind, account, asker))
        for option, question in tried:
            answer = await clicks.answer(pressed(account, card, option, question=question))
            assert (answer.accepted, answer.refused) == expected, account
            assert answer.notice
    assert await state(services, card, addressee) == "open"
    assert await state(services, card, MEMBER if addressee != MEMBER else LI) == "closed"


async def test_a_card_that_does_not_say_whom_it_asks_is_its_askers(services: Services) -> None:
    """So it was kept before cards were bound."""
    card = await asked(services, "pairs", WANG, [])
    answer = await Clicks(services, BOOK).answer(pressed(LI, card, "yes"))
    assert (answer.accepted, answer.refused) == (False, "not_allowed")


def code(kind: str, account: str, asker: str) -> str:
    """Why this person may not press."""
    if account == STRANGER:
        return "not_on_roster"
    if account == OTHER_ORGANISER:
        return "card_gone"
    is_second = CARDS[kind][0] is Whose.SECOND
    return "needs_second_person" if is_second and account == asker else "not_allowed"


def person(work: UnitOfWork, account: str) -> Person:
    known = people.find(work, account)
    assert known is not None
    return known


async def asked(services: Services, kind: str, asker: str, addressees: Sequence[str]) -> str:
    def ask(work: UnitOfWork) -> str:
        return open_cards.ask(
            work, person(work, asker), kind, SUBJECT, [person(work, one) for one in addressees]
        )

    return await services.write(ask)


async def state(services: Services, card: str, viewer: str) -> str:
    return await services.read(
        lambda work: open_cards.state(work, card, person(work, viewer)).value
    )
