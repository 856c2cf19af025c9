"""Links to a ballot's page: how often somebody asked for a new one, and the device that his link
is bound to.

Nobody who reads this can make a link: that takes the poll's keys. A row stands here only for who
asked again or has opened his page; rows go with the ballots.
"""

from sqlalchemy import text
from sqlmodel import Field, Session

from bot.domain.values import dataclass
from bot.storage.rows import WITHOUT_ROWID, TableRow

FIRST = 1


class LinkRow(TableRow, table=True):
    """Without rowid, so that the rows do not lie in the order in which pages were opened."""

    __tablename__ = "poll_link"
    __table_args__ = WITHOUT_ROWID

    poll_id: int = Field(primary_key=True, foreign_key="poll.id")
    person_id: int = Field(primary_key=True, foreign_key="person.id")
    number: int = FIRST  # of the link that is in force
    device: str = ""  # hash of the secret that the device keeps; empty until the first use


# In plain SQL, for a whole hall opens its pages at once.
_FIND = text(
    "SELECT poll_roll.account, poll_link.number, poll_link.device FROM poll_roll"
    " LEFT JOIN poll_link ON poll_link.poll_id = poll_roll.poll_id"
    " AND poll_link.person_id = poll_roll.person_id"
    " WHERE poll_roll.poll_id = :poll AND poll_roll.person_id = :person"
)
_BIND = text(
    "UPDATE poll_link SET device = :device"
    " WHERE poll_id = :poll AND person_id = :person AND number = :number AND device = ''"
)
_RENEW = text(
    "UPDATE poll_link SET number = number + 1, device = ''"
    " WHERE poll_id = :poll AND person_id = :person"
)
_ADD = text(
    "INSERT INTO poll_link (poll_id, person_id, number, device)"
    " VALUES (:poll, :person, :number, :device) ON CONFLICT DO NOTHING"
)
_REMOVE = text("DELETE FROM poll_link WHERE poll_id = :poll")


@dataclass(frozen=True)
class LinkInForce:
    """`account` is who votes by it, None for somebody who has none."""

    account: str | None
    number: int
    device: str


def find(session: Session, poll_id: int, person_id: int) -> LinkInForce | None:
    """Returns the link in force; the first one, unused, where nothing was noted yet.

    None where this person does not stand on the poll's roll.
    """
    place = {"poll": poll_id, "person": person_id}
    row = session.connection().execute(_FIND, place).first()
    if row is None:
        return None
    account, number, device = row
    return LinkInForce(account, number or FIRST, device or "")


def renew(session: Session, poll_id: int, person_id: int) -> None:
    """Ends the link in force; no device has used the new one."""
    place = {"poll": poll_id, "person": person_id}
    changed = session.connection().execute(_RENEW, place)
    if changed.rowcount == 0:
        session.connection().execute(_ADD, {**place, "number": FIRST + 1, "device": ""})


def bind(session: Session, poll_id: int, person_id: int, number: int, device: str) -> bool:
    """Binds a link that is in force and unused to a device; False where it is not, or not any more."""
    link = {"poll": poll_id, "person": person_id, "number": number, "device": device}
    if session.connection().execute(_BIND, link).rowcount:
        return True
    # Of a first link nothing is noted before it is used.
    return number == FIRST and session.connection().execute(_ADD, link).rowcount == 1


def remove(session: Session, poll_id: int) -> None:
    """Forgets all that is noted of a poll's links."""
    session.connection().execute(_REMOVE, {"poll": poll_id})
