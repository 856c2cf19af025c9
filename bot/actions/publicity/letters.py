"""Anonymous feedback goes the way of typed votes: past the inbox, the outbox, the audit trail and
the log. So does what somebody writes on his sheet of a ballot without a name, in chat or on the
page; it is never kept beside the ballot.

Stored is the text under a random name, without time or person. How many pieces somebody gave on a
day is counted in memory alone and forgotten with the day or the process: after a restart somebody
may give some more. A lasting count would have to be kept under the person's name or under a key
that is thrown away at midnight; until then whoever has the disk has the key too, and learns from
the count who wrote, and from the order of the writes perhaps what. That is worse than a few pieces
more.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from bot.actions import cycles, incidents, people
from bot.actions.polls import sheet_words
from bot.actions.publicity.feedback import named_branch, open_for_feedback
from bot.actions.services import Services, StoreUnavailable
from bot.actions.unit_of_work import UnitOfWork
from bot.bounded import BoundedDict
from bot.domain.cycle import Cycle
from bot.domain.people import Person
from bot.domain.publicity import DAILY, is_plainly_unnamed, is_unnamed, read_unnamed
from bot.domain.publicity.publication import Kind, State
from bot.domain.publicity.refusals import (
    FeedbackClosed,
    FeedbackEmpty,
    FeedbackNotStored,
    FeedbackPrivately,
    FeedbackTooOften,
    FeedbackUnclear,
)
from bot.domain.refusals import NotOnRoster, Refusal
from bot.messages import ChatKind, Message, Update
from bot.storage import feedback as feedback_store
from bot.storage import publicity as store
from bot.storage.polls import words
from bot.texts import publicity as texts
from bot.texts import refusals, talk

KEPT_ANSWERS = 10_000  # many more letters than come while a platform repeats one


class Letters:
    """The letter box for anonymous feedback (`bot.dispatch.inlet.LetterBox`)."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._answers: BoundedDict[str, Message] = BoundedDict(KEPT_ANSWERS)  # for repeats
        self._day: date | None = None
        self._counts: Counter[str] = Counter()  # by account, of one day

    def is_letter(self, update: Update) -> bool:
        """Tells whether a message asks to stay unnamed."""
        if update.click is not None or update.attachment is not None:
            return False
        return is_unnamed(update.text)

    async def take(self, update: Update) -> Message:
        """Stores what was written, without its writer; a repeat hears the same answer again."""
        key = hashlib.sha256(f"{update.platform}\0{update.own_id}".encode()).hexdigest()
        if key not in self._answers:
            account = update.sender.account
            self._answers[key] = await self._answer(account, lambda work: _take(work, update))
        return self._answers[key]

    async def take_from_page(self, account: str, text: str) -> Message:
        """Stores what somebody wrote on the page of his sheet, without its writer."""
        return await self._answer(account, lambda work: _keep(work, account, text))

    async def _answer(self, account: str, keep: Callable[[UnitOfWork], None]) -> Message:
        """Stores a piece of feedback and counts it; returns what its writer hears."""
        try:
            self._check_allowance(account)
            await self._services.write(keep)
        except StoreUnavailable:
            return refusals.answer(FeedbackNotStored())
        except Refusal as refusal:
            return refusals.answer(refusal)
        except Exception as error:  # noqa: BLE001 - a traceback could hold the text
            # A bug is logged by its kind and number alone.
            kind = type(error).__name__
            incident = incidents.report_without_traceback("feedback.failed", error=kind)
            return talk.incident(incident)
        # After the commit: what was not stored takes nothing from the day's allowance.
        self._counts[account] += 1
        return Message(text=texts.UNNAMED_TAKEN)

    def _check_allowance(self, account: str) -> None:
        """Raises FeedbackTooOften where this account has given all pieces of the day."""
        today = self._services.clock.now().astimezone(self._services.zone).date()
        if today != self._day:
            self._day = today
            self._counts.clear()
        if self._counts[account] >= DAILY:
            raise FeedbackTooOften(DAILY)


def _cycle_meant(work: UnitOfWork, persons: Sequence[Person]) -> Cycle | None:
    """Returns the year of which something is public now, else the first."""
    current = [cycles.current(work, person.department) for person in persons]
    for cycle in current:
        if cycle is None:
            continue
        for kind in Kind:
            latest = store.latest(work.session, cycle.id, kind)
            if latest is not None and latest.state is State.OPEN:
                return cycle
    return current[0]


def _take(work: UnitOfWork, update: Update) -> None:
    """Stores a message. Whoever writes is looked up to know the department, and then let go.

    Raises NotOnRoster, FeedbackPrivately, FeedbackUnclear, and what `_keep` raises.
    """
    persons = people.memberships(work, update.sender.account)
    if not persons:
        raise NotOnRoster
    # In the group everybody has read who wrote it.
    if update.chat.kind is ChatKind.GROUP:
        raise FeedbackPrivately
    is_open = sheet_words.open_poll(work, persons) is not None
    if not is_open and _cycle_meant(work, persons) is None:
        raise FeedbackClosed(None, "")
    # Whatever asks to stay unnamed is kept nowhere else; what is not plain has to be said again.
    if not is_plainly_unnamed(update.text):
        raise FeedbackUnclear
    _keep(work, update.sender.account, read_unnamed(update.text).text)


def _keep(work: UnitOfWork, account: str, text: str) -> None:
    """Stores words as written on the sheet that is open for this account, else on what is public.

    Raises NotOnRoster, FeedbackClosed and FeedbackEmpty.
    """
    persons = people.memberships(work, account)
    if not persons:
        raise NotOnRoster
    poll = sheet_words.open_poll(work, persons)
    if poll is not None:
        if not text:
            raise FeedbackEmpty
        branch_id = named_branch(people.roster(work, poll.department_id), text)
        words.add(work.session, poll.id, branch_id, text)
        return
    cycle = _cycle_meant(work, persons)
    if cycle is None:
        raise FeedbackClosed(None, "")
    publication = open_for_feedback(work, cycle)
    if not text:
        raise FeedbackEmpty
    branch_id = named_branch(people.roster(work, cycle.department), text)
    # It is sealed when its publication closes: a line of its own would tell when it came
    # (docs/decisions/0019).
    feedback_store.add_unnamed(work.session, publication.id, branch_id, text)
