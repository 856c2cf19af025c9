"""Close and destroy (steps 8 and 10), and what leads from one to the other.

Every step is conditional and recorded: repeated or continued after a crash, it happens once.
"""

from datetime import datetime, timedelta

from bot.actions import confirmations, digests, open_cards, people
from bot.actions.digests import Part
from bot.actions.polls import voiding
from bot.actions.polls.counting import count_ballots, has_quorum
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.open_cards import CardText
from bot.domain.people import Department, Person
from bot.domain.plan import InputRule
from bot.domain.polls.ballot import LATEST_ARRIVAL
from bot.domain.polls.form import Purpose
from bot.domain.polls.poll import RUNNING, Destruction, Poll, PollState, VoidReason
from bot.domain.polls.refusals import NothingOpen, WhichToEnd
from bot.domain.polls.terms import Terms
from bot.domain.values import dataclass
from bot.messages import Message
from bot.storage.polls import cells, links, paper, polls, roll
from bot.texts import polls as texts
from bot.texts import satisfaction
from bot.texts.polls import sheets as sheet_texts

END_SHORT = "end_short"  # the card that asks whether a poll shall end in which too few have voted
TOLD_FOR = timedelta(minutes=10)  # as long as what was spoken of is remembered


@dataclass(frozen=True)
class ClosedPoll:
    """`handed_out`, `returned` and `valid` count sheets, those on paper among them.

    `short` where fewer have voted than the plan asks for, so that the poll comes to nothing.
    """

    terms: Terms
    eligible: int
    voted: int
    handed_out: int
    returned: int
    valid: int
    short: bool = False

    @property
    def ended(self) -> str:
        """What the group hears, and no more."""
        if not self.terms.form.turning:
            return texts.closed_for_all(self.terms.title)
        called = self.terms.round_title or sheet_texts.EVALUATION
        if self.short:
            return sheet_texts.ended_short(self.handed_out, self.returned, called)
        return sheet_texts.ended(self.handed_out, self.returned, self.valid, called)


def close_open(
    work: UnitOfWork,
    department: Department,
    actor: Person,
    subject: Person | None = None,
    *,
    in_group: bool = False,
    round_: InputRule | None = None,
) -> ClosedPoll:
    """Closes the department's open evaluation, of several the one about the subject or that
    ballot of the plan's.

    Raises NothingOpen, WhichToEnd. Of a sheet that was called in `in_group` the answer there tells
    the end, and nothing else does.
    """
    poll = open_evaluation(work, department, subject, round_)
    is_told = in_group and poll.terms.form.turning
    closed = close(work, department, poll, actor=actor, at=work.now, tells=not is_told)
    if closed is None:
        raise NothingOpen
    open_cards.withdraw_all(work, department.id, END_SHORT, actor)
    return closed


def open_evaluation(
    work: UnitOfWork,
    department: Department,
    subject: Person | None = None,
    round_: InputRule | None = None,
) -> Poll:
    """Returns the open evaluation that is meant. Raises NothingOpen, WhichToEnd."""
    running = polls.of_department(work.session, department.id, (PollState.OPEN,))
    if subject is not None:
        running = [poll for poll in running if poll.is_about(subject)]
    if round_ is not None:
        running = [poll for poll in running if poll.terms.round == round_.id]
    if not running:
        raise NothingOpen
    # A close cannot be taken back, so nothing is guessed.
    if len(running) > 1:
        raise WhichToEnd(tuple(poll.terms.round_title or poll.title for poll in running))
    return running[0]


def close_known(
    work: UnitOfWork, department: Department, actor: Person, poll_id: int
) -> ClosedPoll:
    """Closes the poll that somebody was asked about. Raises NothingOpen."""
    poll = polls.find(work.session, poll_id)
    closed = None
    if poll is not None:
        closed = close(work, department, poll, actor=actor, at=work.now)
    if closed is None:
        raise NothingOpen
    return closed


def ask_before_void(
    work: UnitOfWork, actor: Person, poll: Poll, *, in_group: bool
) -> Message | None:
    """Asks whether a poll shall end that comes to nothing then; None where enough have voted.

    In the group no card is shown: whoever says it again there has answered, and None is returned.
    """
    turnout = _too_few(work, poll)
    if turnout is None or (in_group and _was_told(work, actor, poll)):
        return None
    open_cards.withdraw_own(work, actor, END_SHORT)
    text, asked = sheet_texts.too_few_yet(*turnout), {"poll": poll.id}
    if in_group:
        open_cards.ask(work, actor, END_SHORT, asked, [])
        return Message(text=f"{text}{sheet_texts.END_ALL_THE_SAME}")
    card_text = CardText(sheet_texts.END_SHORT_TITLE, text)
    return Message(card=confirmations.ask_oneself(work, actor, END_SHORT, asked, card_text))


def _was_told(work: UnitOfWork, actor: Person, poll: Poll) -> bool:
    """Tells whether this person heard a moment ago what the end of this poll would mean."""
    return any(
        card.asked_by == actor.id
        and card.subject == {"poll": poll.id}
        and card.asked_at is not None
        and work.now - card.asked_at <= TOLD_FOR
        for card in open_cards.of_kind(work, actor.department, END_SHORT)
    )


def _too_few(work: UnitOfWork, poll: Poll) -> tuple[int, int] | None:
    """Returns how many may vote and how many have, where the plan asks for more; else None."""
    if has_quorum(poll.terms, roll.entries(work.session, poll.id)):
        return None
    return roll.turnout(work.session, poll.id)


def close(
    work: UnitOfWork,
    department: Department,
    poll: Poll,
    *,
    actor: Person | str,
    at: datetime,
    tells: bool = True,
) -> ClosedPoll | None:
    """Brings a poll from open to closing; returns None where it was closed before.

    The group hears it of an evaluation where this `tells`. What concerns one branch is not for the
    group: whoever opened the poll goes on with it, and hears where the clock has closed it.
    """
    # One conditional update: of closes that come at once, one is the close.
    if not polls.move(
        work.session, poll.id, before=PollState.OPEN, after=PollState.CLOSING, closed_at=at
    ):
        return None
    eligible, voted = roll.turnout(work.session, poll.id)
    work.audit(
        department.id, actor, "poll.closed", f"poll:{poll.id}", eligible=eligible, voted=voted
    )
    batches = paper.confirmed(work.session, poll.id)
    # What was under way still counts, so that the table may name one or two more
    # (docs/decisions/0024).
    closed = ClosedPoll(
        poll.terms,
        eligible,
        voted,
        handed_out=eligible + sum(batch.handed_out for batch in batches),
        returned=voted + sum(batch.returned for batch in batches),
        valid=voted + sum(batch.used for batch in batches),
        short=_too_few(work, poll) is not None,
    )
    key = f"poll:{poll.id}:closed"
    if poll.purpose is Purpose.EVALUATION:
        if tells:
            work.message_group(department, Message(text=closed.ended), key=key, priority=1)
    elif actor == SYSTEM:
        opener = people.by_id(work, poll.opened_by)
        if opener is not None:
            text = satisfaction.closed(poll.terms, voted, eligible)
            digests.tell(work, department, opener, Part(key, text))
    return closed


def close_due(work: UnitOfWork, poll_id: int) -> bool:
    """Closes a poll at its planned close, by the clock; votes were late from that moment on anyway.
    Returns False where it is not time, or somebody was first.
    """
    poll = polls.find(work.session, poll_id)
    if poll is None or poll.state is not PollState.OPEN:
        return False
    if poll.closes_at is None or poll.closes_at > work.now:
        return False
    department = people.department(work, poll.department_id)
    # At the planned moment, not at this beat: it decides which votes were in time.
    return close(work, department, poll, actor=SYSTEM, at=poll.closes_at) is not None


def ready_to_count(poll: Poll) -> datetime | None:
    """Returns when votes that were on their way at the close have arrived.

    None for a poll that is not closing.
    """
    if poll.state is not PollState.CLOSING or poll.closed_at is None:
        return None
    return poll.closed_at + LATEST_ARRIVAL


def count_closed(work: UnitOfWork, poll_id: int) -> bool:
    """Brings a poll from closing to counted, or to void.

    False where there was nothing to count, or paper ballots wait to be confirmed.
    """
    # The count is fixed for ever, so paper that somebody has entered must be decided on before it.
    if paper.is_waiting(work.session, poll_id):
        return False
    if not polls.move(
        work.session,
        poll_id,
        before=PollState.CLOSING,
        after=PollState.COUNTED,
        counted_at=work.now,
    ):
        return False
    # Only now: of two processes that came here at once, one has moved the poll and counts it.
    count = count_ballots(work, polls.get(work.session, poll_id))
    polls.store_count(work.session, poll_id, count)
    poll = polls.get(work.session, poll_id)
    work.audit(
        poll.department_id,
        SYSTEM,
        "poll.counted",
        f"poll:{poll_id}",
        state=poll.state,
        digest=poll.groups_digest,
    )
    # From now on the rows tell no longer when somebody voted, nor on which cards.
    roll.rewrite(work.session, poll_id)
    if poll.state is PollState.VOID:
        voiding.tell_everybody(work, poll)
    # Cells are kept for objections alone, and to a poll that came to nothing nobody objects.
    keep_days = poll.terms.keep_days
    if keep_days and poll.state is PollState.COUNTED:
        polls.keep_until(work.session, poll_id, work.now + timedelta(days=keep_days))
    else:
        destroy_cells(work, poll)
    return True


def without_keys(work: UnitOfWork) -> list[int]:
    """Returns the running polls whose keys are gone: lost, or left behind by a restore."""
    return [
        poll.id
        for poll in polls.unfinished(work.session)
        if poll.state in RUNNING and not work.keys.exists(poll.key_id)
    ]


def void_without_keys(work: UnitOfWork, poll_id: int) -> bool:
    """Brings a running poll to void, because nobody can count it; returns False where somebody was
    first.
    """
    poll = polls.find(work.session, poll_id)
    if poll is None or poll.state not in RUNNING:
        return False
    eligible, voted = roll.turnout(work.session, poll_id)
    if not polls.move(
        work.session,
        poll_id,
        before=poll.state,
        after=PollState.VOID,
        withheld=VoidReason.KEYS_LOST,
        eligible=eligible,
        voted=voted,
    ):
        return False
    work.audit(
        poll.department_id, SYSTEM, "poll.void", f"poll:{poll_id}", reason=VoidReason.KEYS_LOST
    )
    void = polls.get(work.session, poll_id)
    voiding.tell_everybody(work, void)
    destroy_cells(work, void)
    return True


def destroy_cells(work: UnitOfWork, poll: Poll) -> None:
    """Takes the first step of destruction: no cell is left, and the roll tells neither order nor
    cards.

    The keys go as soon as this is stored.
    """
    cells.remove(work.session, poll.id)
    # The row of a link tells that somebody has opened his page.
    links.remove(work.session, poll.id)
    roll.rewrite(work.session, poll.id)
    polls.note_destroyed(work.session, poll.id, Destruction.CELLS)
    # Not before the commit: a rollback would leave cells that nobody can open.
    work.after_commit.append(lambda: work.keys.forget(poll.key_id))


def destroy_kept(work: UnitOfWork, poll_id: int) -> bool:
    """Begins the destruction at the end of the objection period; returns False where it has begun."""
    poll = polls.find(work.session, poll_id)
    if poll is None or poll.destroyed:
        return False
    destroy_cells(work, poll)
    return True


def note_destroyed(work: UnitOfWork, poll_id: int, step: Destruction) -> bool:
    """Records how far the destruction came; the last step leaves an audit line.

    False where it was recorded before.
    """
    poll = polls.find(work.session, poll_id)
    if poll is None or poll.destroyed in (step, Destruction.FILES):
        return False
    polls.note_destroyed(work.session, poll_id, step)
    if step is Destruction.FILES:
        work.audit(poll.department_id, SYSTEM, "poll.destroyed", f"poll:{poll_id}")
    return True
