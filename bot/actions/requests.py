"""Requests that wait for a button: asked once, decided once, by whoever may."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Person
from bot.domain.refusals import CardGone
from bot.messages import CardState
from bot.storage import requests as store


@dataclass(frozen=True)
class OpenRequest:
    """`subject` holds plain values; `kind` names the button route that carries it out."""

    id: str
    kind: str
    department: str
    subject: dict[str, Any]
    asked_by: int
    addressees: tuple[int, ...]  # persons who may press; none where the card hangs in the group


def new_id() -> str:
    """Fits the 64 characters of a card id; the prefix tells it from a ballot paper."""
    return "r-" + secrets.token_hex(8)


def ask(
    work: UnitOfWork,
    actor: Person,
    kind: str,
    subject: dict[str, Any],
    addressees: Sequence[Person] | None = None,
) -> str:
    """Stores the request; the id is the id of its card. Without `addressees` the card is the actor's own."""
    request_id = new_id()
    asked = [actor] if addressees is None else addressees
    row = store.RequestRow(
        id=request_id,
        department_id=actor.department,
        kind=kind,
        subject=subject,
        asked_by=actor.id,
        asked_at=work.now,
        addressees=[person.id for person in asked],
    )
    store.add(work.session, row)
    return request_id


def find(work: UnitOfWork, request_id: str) -> OpenRequest:
    """Raises CardGone where it is unknown or decided."""
    row = store.find(work.session, request_id)
    if row is None or row.state != "open":
        raise CardGone
    return _open(row)


def decide(work: UnitOfWork, request: OpenRequest, actor: Person, *, accepted: bool) -> None:
    """Closes the request. Raises CardGone where somebody was first."""
    state = "done" if accepted else "declined"
    if not store.decide(work.session, request.id, state=state, person_id=actor.id, now=work.now):
        raise CardGone


def withdraw(work: UnitOfWork, department: str, kind: str, actor: Person) -> None:
    """Closes open requests of a kind that a newer one replaces."""
    for row in store.open_of_kind(work.session, department, kind):
        store.decide(work.session, row.id, state="withdrawn", person_id=actor.id, now=work.now)


def is_asked(work: UnitOfWork, actor: Person, kind: str, subject: dict[str, Any]) -> bool:
    """Whether this very request of this person is still open."""
    found = store.open_of_kind(work.session, actor.department, kind)
    return any(row.asked_by == actor.id and row.subject == subject for row in found)


def open_of(work: UnitOfWork, department: str, kind: str) -> list[OpenRequest]:
    """What people are still asked of this kind."""
    rows = store.open_of_kind(work.session, department, kind)
    return [_open(row) for row in rows]


def any_open(work: UnitOfWork, department: str, kind: str) -> bool:
    """Whether somebody is still asked about something of this kind."""
    return bool(store.open_of_kind(work.session, department, kind))


def state(work: UnitOfWork, request_id: str, viewer: Person) -> CardState:
    """How the card looks to this person: closed where it was decided, or is another's."""
    row = store.find(work.session, request_id)
    if row is None or row.state != "open":
        return CardState.CLOSED
    is_his = not row.addressees or viewer.id in row.addressees
    return CardState.OPEN if is_his else CardState.CLOSED


def _open(row: store.RequestRow) -> OpenRequest:
    return OpenRequest(
        row.id, row.kind, row.department_id, row.subject, row.asked_by, tuple(row.addressees or ())
    )
