"""What people wrote about others while reports were public, or on their sheets: the words go, that
something was written stays, so that every count of them stays right.
"""

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from bot.domain.polls.poll import OVER
from bot.domain.publicity.publication import State as PublicityState
from bot.domain.retention import Found
from bot.storage.feedback import FeedbackRow, UnnamedFeedbackRow
from bot.storage.polls.polls import PollRow
from bot.storage.polls.words import SheetWordsRow
from bot.storage.publicity import PublicityRow
from bot.storage.retention.removed import BATCH, Removed

Letter = FeedbackRow | UnnamedFeedbackRow | SheetWordsRow


def due_letters(session: Session, cycle_ids: Collection[int], instead: str) -> Found:
    """Counts letters of these years in which something else stands than `instead`."""
    return Found.of(_time(letter) for letter in _letters(session, cycle_ids, instead))


def remove_letters(session: Session, cycle_ids: Collection[int], instead: str) -> Removed:
    """Puts `instead` in the place of some of their words; nothing is left when it changes none."""
    removed = Removed()
    for letter in list(_letters(session, cycle_ids, instead))[:BATCH]:
        removed.add()
        letter.text = instead
    session.flush()
    return removed


def _time(letter: Letter) -> datetime | None:
    """Returns when a letter came; unnamed ones tell nobody."""
    if isinstance(letter, FeedbackRow):
        return letter.at
    return None


def _letters(session: Session, cycle_ids: Collection[int], instead: str) -> Iterator[Letter]:
    closed = select(PublicityRow.id).where(
        col(PublicityRow.cycle_id).in_(cycle_ids),
        col(PublicityRow.state) != PublicityState.OPEN,
    )
    polls = select(PollRow.id).where(
        col(PollRow.cycle_id).in_(cycle_ids), col(PollRow.state).in_(OVER)
    )
    named = select(FeedbackRow).where(
        col(FeedbackRow.publicity_id).in_(closed), FeedbackRow.text != instead
    )
    unnamed = select(UnnamedFeedbackRow).where(
        col(UnnamedFeedbackRow.publicity_id).in_(closed), UnnamedFeedbackRow.text != instead
    )
    on_sheets = select(SheetWordsRow).where(
        col(SheetWordsRow.poll_id).in_(polls), SheetWordsRow.text != instead
    )
    yield from session.exec(named.order_by(col(FeedbackRow.id)))
    yield from session.exec(unnamed.order_by(col(UnnamedFeedbackRow.name)))
    yield from session.exec(on_sheets.order_by(col(SheetWordsRow.name)))
