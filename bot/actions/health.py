"""How full the queues are."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import col, select

from bot.actions.unit_of_work import UnitOfWork
from bot.storage import outbox
from bot.storage.inbox import InboxRow
from bot.storage.outbox import OutboxRow
from bot.storage.polls import polls
from bot.storage.submissions import SubmissionRow

NEWEST = 20  # reports whose files are looked for


@dataclass(frozen=True)
class Queues:
    """Rows per state."""

    inbox: dict[str, int]
    outbox: dict[str, int]


def incidents(work: UnitOfWork) -> list[str]:
    """The numbers under which the log tells why a message could not be worked on, newest first."""
    found = (
        select(InboxRow.incident)
        .where(InboxRow.state == "failed")
        .order_by(col(InboxRow.id).desc())
    )
    return list(work.session.exec(found))


def undelivered(work: UnitOfWork) -> dict[str, int]:
    """How many messages did not arrive, by reason."""
    counts = (
        select(OutboxRow.reason, func.count())
        .where(col(OutboxRow.state).in_(outbox.UNDELIVERED))
        .group_by(OutboxRow.reason)
    )
    return dict(work.session.exec(counts).all())


def lacking(work: UnitOfWork) -> str:
    """What this process would need to serve and does not have, as one sentence; empty where nothing is missing."""
    keyless = sum(not work.keys.exists(key_id) for key_id in polls.running_keys(work.session))
    if keyless:
        return f"{keyless} 场进行中的测评在这里没有密钥，投票会失败：请检查 SHUZHI_KEY_DIR，或重新进行测评"
    newest = select(SubmissionRow.sha256).order_by(col(SubmissionRow.id).desc()).limit(NEWEST)
    if any(not work.files.exists(sha256) for sha256 in work.session.exec(newest)):
        return "数据目录里缺少已收到的报告文件：请检查 SHUZHI_DATA_DIR 是不是原来的目录"
    return ""


def queues(work: UnitOfWork) -> Queues:
    return Queues(
        inbox=dict(
            work.session.exec(select(InboxRow.state, func.count()).group_by(InboxRow.state)).all()
        ),
        outbox=dict(
            work.session.exec(select(OutboxRow.state, func.count()).group_by(OutboxRow.state)).all()
        ),
    )
