"""Ballot cards: how they look, and how their ids name poll and page."""

from functools import lru_cache

from bot.actions import people
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.patterns import pattern
from bot.domain.people import Person
from bot.domain.polls.form import Item, Purpose
from bot.domain.polls.poll import Poll, frozen_terms
from bot.domain.polls.terms import Terms
from bot.messages import Card, Option, Question
from bot.texts import polls as texts
from bot.texts import satisfaction

# Every tap on a card whose id begins so goes to the ballot box and never into the inbox.
PREFIX = "p-"
_ID = pattern(r"p-(\d{1,9})-(\d{1,3})-([0-9a-f]{8})")
_SHEET_ID = pattern(r"p-(\d{1,9})-s(\d{1,9})-([0-9a-f]{8})")


def subjects_of(work: UnitOfWork, poll: Poll) -> list[Person]:
    """Returns the secretaries whom a poll is about, in the order of its form."""
    subjects = poll.terms.form.subjects
    secretaries = [people.by_id(work, subject.person) for subject in subjects]
    return [person for person in secretaries if person is not None]


def card_id(poll_id: int, page: int, terms: Terms) -> str:
    """Returns the id of a poll's card.

    The salt keeps it unique on the platform even where the database starts anew.
    """
    return f"{PREFIX}{poll_id}-{page}-{terms.salt[:8]}"


def parse_card_id(text: str) -> tuple[int, int] | None:
    """Returns the poll and the page that a ballot card's id names; None where it is no such id."""
    match = _ID.fullmatch(text)
    if match is None:
        return None
    return int(match[1]), int(match[2])


def sheet_card_id(poll_id: int, person: int, terms: Terms) -> str:
    """Returns the id of somebody's sheet; it stays the same however often he is given it."""
    return f"{PREFIX}{poll_id}-s{person}-{terms.salt[:8]}"


def is_sheet(card_id: str) -> bool:
    return _SHEET_ID.fullmatch(card_id) is not None


def poll_of_card(text: str) -> int | None:
    """Returns the poll that the id of a ballot card or of a sheet names; None where it is no such
    id.
    """
    match = _ID.fullmatch(text) or _SHEET_ID.fullmatch(text)
    if match is None:
        return None
    return int(match[1])


@lru_cache(maxsize=64)
def cards_of(poll_id: int, canonical_terms: str) -> tuple[Card, ...]:
    """Returns the poll's ballot cards, one per page, from the stored text of its terms.

    Drawn once: they never change.
    """
    return tuple(ballot_cards(poll_id, frozen_terms(canonical_terms)))


def ballot_cards(poll_id: int, terms: Terms) -> list[Card]:
    pages = terms.form.pages
    cards = []
    for number, page in enumerate(pages):
        subjects = list(dict.fromkeys(item.subject.title for item in page))
        several = len(subjects) > 1
        questions = tuple(
            Question(
                str(item.position),
                texts.question(item.subject.title, item.row, several=several),
                options_of(item),
            )
            for item in page
        )
        if terms.purpose is Purpose.SATISFACTION:
            title = satisfaction.card_title(terms.form.subjects[0].branch)
        else:
            title = texts.card_title(subjects)
        # Only one of several says which of them it is.
        part = 0
        if len(pages) > 1:
            part = number + 1
        card = Card(
            id=card_id(poll_id, number, terms),
            title=title,
            text=texts.card_text(secret=terms.secret, page=number + 1, pages=len(pages)),
            questions=questions,
            part=part,
        )
        cards.append(card)
    return cards


def options_of(item: Item) -> tuple[Option, ...]:
    """Returns what a card or page offers in one row."""
    return tuple(Option(option, title) for option, title in item.options())
