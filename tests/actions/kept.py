"""What is kept: what people wrote and were told, versions of a report, and the year that is put away."""

from sqlmodel import select

from bot.actions import inbox, retention
from bot.domain.retention import Kind
from bot.messages import Message
from bot.storage.outbox import OutboxRow, sending
from tests.actions.acts import archive, hand_in
from tests.actions.office import Office
from tests.fakes import update

ARCHIVED = "2026-12-09T10:00"
# A year later, at the minute, messages and drafts are due.
TERM_IS_OVER = "2027-12-09T10:00"


def terms(office: Office) -> retention.Terms:
    return retention.terms_of(office.work, office.department)


def hear(office: Office, account: str, text: str = "食堂的豆浆凉了", *, done: bool = True) -> int:
    """Somebody writes something, and it was worked on."""
    row = inbox.receive(office.work, update(account, text))
    assert row is not None
    if done:
        claimed = inbox.claim(office.work, row)
        assert claimed is not None
        inbox.finish(office.work, claimed)
    return row


def say(office: Office, account: str, text: str = "您好", *, sent: bool = True) -> None:
    key = f"said:{text}:{account}:{office.now.isoformat()}"
    office.work.message_person(
        office.department, office.person(account), Message(text=text), key=key
    )
    row = office.session.exec(select(OutboxRow).where(OutboxRow.key == key)).one()
    if sent:
        assert row.id is not None
        sending.sent(office.session, row.id, office.now)
        office.session.refresh(row)


def over(office: Office) -> None:
    """The year is archived."""
    office.at(ARCHIVED)
    archive(office)


def two_versions(office: Office) -> None:
    hand_in(office, text="述职报告\n一、存在问题\n第一稿")
    hand_in(office, text="述职报告\n一、存在问题\n第二稿")


def remove_all(office: Office, kind: Kind) -> int:
    return retention.remove(office.work, terms(office), kind).number
