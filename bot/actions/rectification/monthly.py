"""The questions of one department in one month: which branch is asked after which items, and why it
is not.

Each item, person and month has its entry in the reminder ledger, so that 「为什么没提醒我」 has an
answer and a second tick finds nothing to do.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cached_property, partial

from bot.actions import conditions, digests, people
from bot.actions.conditions import Condition
from bot.actions.digests import Part
from bot.actions.rectification import asking, effects, questions
from bot.actions.rectification.handing_over import hand_over
from bot.actions.rectification.ledger import (
    branch_of,
    due_days,
    entries,
    of_department,
    plan_cycle,
)
from bot.actions.rectification.windows import rhythm_of, window_to_ask_in
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Branch, Person, Roster
from bot.domain.rectification.deadlines import due_in
from bot.domain.rectification.history import ANSWERS
from bot.domain.rectification.items import Item, State
from bot.domain.rectification.reasons import Heard, Reason, reasons
from bot.domain.rectification.rhythm import Window
from bot.domain.words import filled
from bot.messages import Option
from bot.storage.rectification import events
from bot.storage.reminders import ReminderState
from bot.texts import following as texts
from bot.texts import reminders as reminder_texts

FOLLOW_UP = "follow_up"
UNDER_WAY, HELP = "under_way", "help"
# A tap never says that something is done: that takes a sentence of fact (docs/decisions/0034).
OPTIONS = (Option(UNDER_WAY, texts.UNDER_WAY), Option(HELP, texts.HELP))
SHOWN = 6  # items of a question; with what stands around them it fits a phone


class MonthlyQuestions:
    """The questions of one department, at one moment."""

    def __init__(self, work: UnitOfWork, department_id: str) -> None:
        self.work = work
        self.cycle = plan_cycle(work, department_id)
        self.rhythm = rhythm_of(work, self.cycle)
        ledger = of_department(work, department_id)
        self.unfinished = [item for item in ledger if item.state is not State.CLOSED]
        self.unproven = [
            item for item in ledger if item.state is State.CLOSED and item.revisit is None
        ]

    @cached_property
    def roster(self) -> Roster:
        return people.roster(self.work, self.cycle.department)

    def run(self) -> int:
        """Asks what is due; returns the number of messages.

        1. Hands the items of whoever has left over to his successor.
        2. While this month's question still helps, asks every branch after those of its unfinished
           items of which it is time to hear, and tells whoever verified closed ones that they may
           be looked at again.
        """
        # Before anybody is asked: the question goes to whoever leads the branch now.
        hand_over(self.work, self.roster, self.unfinished)
        window = window_to_ask_in(self.work, self.cycle)
        if window is None:
            return 0
        messages = 0
        branch_ids = {owner.branch: None for item in self.unfinished for owner in item.owners}
        for branch_id in branch_ids:  # each once, in the order of their first item
            messages += self._ask(branch_of(self.roster, branch_id), window)
        return messages + effects.ask(self.work, self.cycle, self.roster, self.unproven, window)

    def moments(self, after: datetime) -> list[datetime]:
        """Returns when the next month's questions will be due."""
        if not self.unfinished and not self.unproven:
            return []
        upcoming = self.rhythm.upcoming(after)
        if upcoming is None:
            return []
        return [upcoming]

    def _ask(self, branch: Branch, window: Window) -> int:
        """Asks a branch after the items of which it is time to hear.

        Each of this month's items gets its entry in the ledger of reminders, also where nobody is
        asked: the next beat finds nothing to do.
        """
        target = self._target_of(branch)
        mine = [item for item in self.unfinished if item.is_owned_by(branch.id)]
        reminders = asking.reminders_of(self.work, asking.ITEM, mine, [window.name])
        recorded = {reminder.item for reminder in reminders if reminder.target == target}
        unrecorded = [
            item
            for item in mine
            if self.rhythm.covers(window, item.created_at)
            and asking.key(asking.ITEM, item) not in recorded
        ]
        if not unrecorded:
            return 0
        self._record_missed(unrecorded, target, window)
        leave_out = partial(self._leave_out, target=target, window=window.name)
        # What waits to be verified is not its owner's turn.
        proposed = [item for item in unrecorded if item.state is State.PROPOSED]
        leave_out(proposed, reason=texts.WAITS_FOR_VERIFICATION)
        open_items = [item for item in unrecorded if item.state is State.OPEN]
        # Whoever answers for the branch now, not who promised it.
        secretary = self.roster.responsible_for(branch)
        hindrance = self._hindrance(secretary, open_items, branch, window)
        if secretary is None or hindrance:
            leave_out(open_items, reason=hindrance)
            return 0
        why = reasons(
            self._heard(open_items, branch), window.at.date(), self.cycle.plan.rectification
        )
        leave_out([item for item in open_items if item.id not in why], reason=texts.NOT_YET)
        due = due_days(self.work, self.cycle, open_items)
        asked = [item for item in open_items if item.id in why]
        asked.sort(key=lambda item: (due[item.id], item.id))
        if not asked:
            return 0
        text = self._question(asked, why, branch, secretary)
        self._tell(secretary, text, asked, branch=branch, target=target, window=window)
        return 1

    def _target_of(self, branch: Branch) -> str:
        """Returns under whom the ledger of reminders keeps what a branch is asked."""
        subject = self.roster.subject_of(branch)
        if subject is None:
            return f"branch:{branch.id}"
        return str(subject.id)

    def _targets_beside(self, item: Item, branch: Branch) -> set[str]:
        """Returns under whom it is kept what the others are asked who answer for an item too."""
        beside = [owner.branch for owner in item.owners if owner.branch != branch.id]
        return {self._target_of(branch_of(self.roster, other)) for other in beside}

    def _tell(
        self,
        secretary: Person,
        text: str,
        asked: Sequence[Item],
        *,
        branch: Branch,
        target: str,
        window: Window,
    ) -> None:
        """Tells a secretary, with a card on which he may answer, and keeps in the ledger of
        reminders after which items he was asked.
        """
        card = questions.card(
            self.work,
            secretary,
            FOLLOW_UP,
            [item.id for item in asked],
            OPTIONS,
            title=texts.QUESTION_TITLE,
            text=texts.card_text([item.number(branch.id) for item in asked]),
            place=branch,
        )
        condition = {
            "kind": asking.ITEM,
            "department": self.cycle.department,
            "branch": branch.id,
            "since": window.at.isoformat(),
        }
        part = Part(f"follow_up:{target}:{window.name}", text, condition, card)
        reason = ""
        if self.work.today > window.at.date():
            reason = reminder_texts.CAUGHT_UP
        asking.record(
            self.work,
            asking.ITEM,
            asked,
            target=target,
            window=window.name,
            outbox=digests.tell(self.work, self.roster.department, secretary, part),
            reason=reason,
        )

    def _hindrance(
        self, secretary: Person | None, open_items: Sequence[Item], branch: Branch, window: Window
    ) -> str:
        """Returns why the branch is not asked this month; empty where it may be."""
        if secretary is None:
            return texts.NO_SECRETARY
        if not secretary.account:
            return reminder_texts.NO_ACCOUNT
        # Whoever has spoken of it this month has answered already.
        if not _is_silent(self.work, open_items, branch.id, window.at):
            return texts.ANSWERED
        return ""

    def _heard(self, open_items: Sequence[Item], branch: Branch) -> dict[int, Heard]:
        """Returns what is known of a branch's items: their days, their last words, who was asked."""
        due = due_days(self.work, self.cycle, open_items)
        others = {
            asking.key(asking.ITEM, item): self._targets_beside(item, branch) for item in open_items
        }
        asked: dict[str, date] = {}
        for reminder in asking.reminders_of(self.work, asking.ITEM, open_items):
            # Whoever shares an item is asked for himself; who was asked before he came counts.
            is_ours = reminder.target not in others[reminder.item]
            if reminder.state is ReminderState.PLANNED and is_ours:
                day = self.work.day_of(reminder.planned_at)
                asked[reminder.item] = max(day, asked.get(reminder.item, day))
        heard = {}
        for entry in entries(self.work, open_items):
            moments = [entry.item.created_at, *(event.at for event in entry.events)]
            words = entry.last(*ANSWERS)
            announced = None
            if words is not None and words.branch == branch.id:
                # A month that the owner has named himself is one in which he is asked
                # (docs/decisions/0034).
                announced = due_in(words.text, self.work.day_of(words.at))
            heard[entry.item.id] = Heard(
                due[entry.item.id],
                self.work.day_of(max(moments)),
                asked.get(asking.key(asking.ITEM, entry.item)),
                announced,
            )
        return heard

    def _record_missed(self, unrecorded: Sequence[Item], target: str, window: Window) -> None:
        """Records the months in which nobody could be asked; they are not made up for."""
        reminders = asking.reminders_of(self.work, asking.ITEM, unrecorded)
        recorded = {(reminder.item, reminder.window) for reminder in reminders}
        for item in unrecorded:
            for missed in self.rhythm.between(item.created_at, window):
                if (asking.key(asking.ITEM, item), missed.name) not in recorded:
                    self._leave_out(
                        [item], target=target, window=missed.name, reason=texts.CAUGHT_UP
                    )

    def _question(
        self,
        asked: Sequence[Item],
        why: Mapping[int, Reason],
        branch: Branch,
        secretary: Person,
    ) -> str:
        """Says what is due by date, what has not been heard of, and which they are."""
        due = due_days(self.work, self.cycle, asked)
        near: dict[date, list[int]] = defaultdict(list)
        quiet: dict[date, list[int]] = defaultdict(list)
        announced: list[int] = []
        for item in asked:
            number = item.number(branch.id)
            match why[item.id]:
                case Reason.DUE | Reason.OVERDUE:
                    near[due[item.id]].append(number)
                case Reason.PROMISED:
                    announced.append(number)
                case _:
                    quiet[due[item.id]].append(number)
        lines = [texts.asked_line(item.number(branch.id), item.problem) for item in asked[:SHOWN]]
        return texts.monthly(
            secretary.name,
            near,
            announced,
            quiet,
            lines,
            today=self.work.today,
            more=len(asked) - len(lines),
        )

    def _leave_out(
        self, left_out: Sequence[Item], *, target: str, window: str, reason: str
    ) -> None:
        in_its_words = filled(reason, self.cycle.plan.words)
        asking.record(
            self.work, asking.ITEM, left_out, target=target, window=window, reason=in_its_words
        )


@conditions.checks(asking.ITEM)
def _why_obsolete(work: UnitOfWork, condition: Condition) -> str:
    """A question goes out while the branch has open items and has not answered since then."""
    branch_id = condition["branch"]
    open_items = [
        item
        for item in of_department(work, condition["department"])
        if item.state is State.OPEN and item.is_owned_by(branch_id)
    ]
    since = datetime.fromisoformat(condition["since"])
    if _is_silent(work, open_items, branch_id, since):
        return ""
    return texts.ANSWERED_MEANWHILE


def _is_silent(
    work: UnitOfWork, open_items: Sequence[Item], branch_id: int, since: datetime
) -> bool:
    """Tells whether there are such items and the branch has said nothing about them since then."""
    answers = events.last_answers(work.session, [item.id for item in open_items])
    answered_at = answers.get(branch_id)
    return bool(open_items) and (answered_at is None or answered_at < since)
