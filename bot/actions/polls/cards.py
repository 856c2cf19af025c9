"""Ballot cards: how they look, and how their ids name poll and page."""

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.actions import people
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Person
from bot.domain.polls.form import Item, Purpose
from bot.domain.polls.terms import Terms, read_terms
from bot.messages import Card, Option, Question
from bot.storage.polls.polls import PollRow
from bot.texts import polls as texts
from bot.texts import satisfaction

PREFIX = "p-"
_ID = re.compile(r"p-(\d{1,9})-(\d{1,3})-([0-9a-f]{8})")


@lru_cache(maxsize=64)
def parsed(canonical: str) -> Terms:
    """The terms from their stored text. Parsed once: they never change."""
    return read_terms(canonical)


def subjects_of(work: UnitOfWork, row: PollRow) -> list[Person]:
    """The secretaries whom a poll is about."""
    named = (people.by_id(work, subject.person) for subject in terms_of(row).form.subjects)
    return [person for person in named if person]


def terms_of(row: PollRow) -> Terms:
    return parsed(row.terms)


def code(poll_id: int) -> str:
    """The poll's number as people type it."""
    return f"K{poll_id}"


def card_id(poll_id: int, page: int, terms: Terms) -> str:
    """The salt keeps it unique on the platform even where the database starts anew."""
    return f"{PREFIX}{poll_id}-{page}-{terms.salt[:8]}"


def parse(said: str) -> tuple[int, int] | None:
    """(poll, page) of a ballot card's id."""
    match = _ID.fullmatch(said)
    return (int(match[1]), int(match[2])) if match else None


@lru_cache(maxsize=64)
def cards_of(poll_id: int, canonical: str) -> tuple[Card, ...]:
    """The poll's ballot cards, one per page, from the stored text of its terms. Drawn once: they never change."""
    return tuple(ballot_cards(poll_id, parsed(canonical)))


def ballot_cards(poll_id: int, terms: Terms) -> list[Card]:
    return [_card(poll_id, number, page, terms) for number, page in enumerate(terms.form.pages)]


def _card(poll_id: int, number: int, page: tuple[Item, ...], terms: Terms) -> Card:
    subjects = list(dict.fromkeys(item.subject.title for item in page))
    options = tuple(Option(str(step), title) for step, title in enumerate(terms.form.steps, 1))
    questions = tuple(
        Question(
            str(item.position),
            texts.question(item.subject.title, item.row, several=len(subjects) > 1),
            options,
        )
        for item in page
    )
    text = texts.card_text(secret=terms.secret, page=number + 1, pages=len(terms.form.pages))
    part = number + 1 if len(terms.form.pages) > 1 else 0
    return Card(
        card_id(poll_id, number, terms), _title(terms, subjects), text, questions, part=part
    )


def _title(terms: Terms, subjects: Sequence[str]) -> str:
    asked = terms.purpose is Purpose.SATISFACTION
    return (
        satisfaction.card_title(terms.form.subjects[0].branch)
        if asked
        else texts.card_title(subjects)
    )
