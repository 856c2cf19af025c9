"""Asking after open items: once a month, privately, one message for all of a person's items (S14, S35, S37).

Who has not answered is gently asked once more; then nobody pushes, and the organiser finds it in his own list. Each item,
person and month has its row in the reminder ledger, so that 「为什么没提醒我」 has an answer and a second tick finds
nothing to do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.actions import bulletins, conditions, digests, open_cards, people
from bot.actions.calendar import calendar_of
from bot.actions.conditions import Condition
from bot.actions.digests import Part
from bot.actions.rectification import asking, effects, questions, reporting
from bot.actions.rectification.handing_over import hand_over
from bot.actions.rectification.ledger import branch_of, due_days, of_department, plan_cycle
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.open_cards import OpenCard
from bot.domain.people import Branch, Person
from bot.domain.rectification.items import Item, State
from bot.domain.rectification.rhythm import REPEAT, Rhythm, Window
from bot.messages import Card, Option
from bot.storage.rectification import events, items
from bot.storage.reminders import Reminder
from bot.texts import rectification as texts
from bot.texts import reminders as reminder_texts

FOLLOW_UP = "follow_up"
UNDER_WAY, DONE, HELP = "under_way", "done", "help"
OPTIONS = (Option(UNDER_WAY, texts.UNDER_WAY), Option(DONE, texts.DONE), Option(HELP, texts.HELP))
SHOWN = 6


def follow_up(work: UnitOfWork) -> int:
    """Asks what is due in every department; how many messages. A second call at the same moment finds nothing."""
    return sum(
        _Round(work, department_id).run()
        for department_id in items.departments_with_items(work.session)
    )


def next_due(work: UnitOfWork, after: datetime) -> datetime | None:
    """When somebody is to be asked next; None where nothing is open and nothing is left to look back at."""
    rounds = [
        _Round(work, department_id) for department_id in items.departments_with_items(work.session)
    ]
    moments = [moment for one in rounds for moment in one.moments(after)]
    return min(moments, default=None)


@dataclass(frozen=True)
class Answered:
    """Numbers of the branch's items by what was said of them."""

    under_way: tuple[int, ...]
    done: tuple[int, ...]
    helped: tuple[int, ...]


def form(card: OpenCard) -> dict[str, frozenset[str]]:
    return questions.form(card, (UNDER_WAY, DONE, HELP))


def answer(
    work: UnitOfWork,
    cycle: Cycle,
    actor: Person,
    branch: Branch,
    card: OpenCard,
    chosen: questions.Answers,
) -> Answered:
    """Takes the card's answers; items that moved on meanwhile are left as they are. Raises CardGone."""
    open_cards.decide(work, card, actor, accepted=True)
    said = {kind: _still_open(work, branch, ids) for kind, ids in chosen.items()}
    for item in said.get(UNDER_WAY, []):
        reporting.note_progress(work, cycle, actor, branch, item)
    for item in said.get(DONE, []):
        reporting.complete(work, cycle, actor, branch, item)
    reporting.want_help(work, cycle, actor, branch, said.get(HELP, []))
    numbers = {
        kind: tuple(item.number(branch.id) for item in found) for kind, found in said.items()
    }
    return Answered(numbers.get(UNDER_WAY, ()), numbers.get(DONE, ()), numbers.get(HELP, ()))


def _still_open(work: UnitOfWork, branch: Branch, ids: Sequence[int]) -> list[Item]:
    found = (items.item(work.session, item_id) for item_id in ids)
    return [
        item
        for item in found
        if item.state is State.OPEN and any(owner.branch == branch.id for owner in item.owners)
    ]


@conditions.checks(asking.ITEM)
def _is_answered(work: UnitOfWork, condition: Condition) -> str:
    found = [
        item for item in of_department(work, condition["department"]) if item.state is State.OPEN
    ]
    mine = [
        item for item in found if any(owner.branch == condition["branch"] for owner in item.owners)
    ]
    answered = events.last_answers(work.session, [item.id for item in mine]).get(
        condition["branch"]
    )
    since = datetime.fromisoformat(condition["since"])
    return "" if mine and (answered is None or answered < since) else texts.ANSWERED_MEANWHILE


class _Round:
    """One department, at one moment."""

    def __init__(self, work: UnitOfWork, department_id: str) -> None:
        self.work = work
        self.cycle = plan_cycle(work, department_id)
        self.roster = people.roster(work, department_id)
        self.rhythm = Rhythm(self.cycle.plan, calendar_of(self.cycle.plan), work.zone)
        found = of_department(work, department_id)
        self.unfinished = [item for item in found if item.state is not State.CLOSED]
        self.unproven = [
            item for item in found if item.state is State.CLOSED and item.held_at is None
        ]

    def run(self) -> int:
        hand_over(self.work, self.roster, self.unfinished)
        window = self.rhythm.current(self.work.now)
        if window is None:
            return 0
        asked = self._ask_all(window) if self.rhythm.still_helps(window.at, self.work.now) else 0
        return asked + self._ask_again(window)

    def _ask_all(self, window: Window) -> int:
        branches = dict.fromkeys(owner.branch for item in self.unfinished for owner in item.owners)
        asked = sum(self._ask(branch_of(self.roster, branch), window) for branch in branches)
        looked_back = effects.ask(self.work, self.cycle, self.roster, self.unproven, window)
        return asked + looked_back + bulletins.remind(self.work, self.cycle, window)

    def moments(self, after: datetime) -> list[datetime]:
        """What will be due after this moment: the next month's window and the repeats of this one."""
        if not self.unfinished and not self.unproven:
            return []
        upcoming, current = self.rhythm.upcoming(after), self.rhythm.current(after)
        asked = self._asked(current) if current else {}
        repeats = [self.rhythm.repeat_of(rows[0].planned_at) for rows in asked.values()]
        return [moment for moment in (upcoming, *repeats) if moment is not None and moment > after]

    def _ask(self, branch: Branch, window: Window) -> int:
        secretary = self.roster.secretary_of(branch)
        target = str(secretary.id) if secretary else f"branch:{branch.id}"
        mine = [
            item
            for item in self.unfinished
            if any(owner.branch == branch.id for owner in item.owners)
        ]
        fresh = self._without_row(mine, target, window)
        if not fresh:
            return 0
        self._note_missed(fresh, target, window)
        waiting = [item for item in fresh if item.state is State.PROPOSED]
        self._leave_out(waiting, target, window.name, texts.WAITS_FOR_VERIFICATION)
        found = [item for item in fresh if item.state is State.OPEN]
        reason = self._no_need(found, branch, secretary, window)
        if reason or secretary is None:
            self._leave_out(found, target, window.name, reason)
            return 0
        return self._tell(found, branch, secretary, window)

    def _without_row(self, mine: Sequence[Item], target: str, window: Window) -> list[Item]:
        rows = asking.rows(self.work, asking.ITEM, mine, [window.name])
        known = {row.item for row in rows if row.target == target}
        entered = [item for item in mine if self.rhythm.covers(window, item.created_at)]
        return [item for item in entered if asking.key(asking.ITEM, item) not in known]

    def _no_need(
        self, found: Sequence[Item], branch: Branch, secretary: Person | None, window: Window
    ) -> str:
        """Why the branch is not asked; empty where it is."""
        if secretary is None:
            return texts.NO_SECRETARY
        if not secretary.account:
            return reminder_texts.NO_ACCOUNT
        answered = events.last_answers(self.work.session, [item.id for item in found]).get(
            branch.id
        )
        return texts.ANSWERED if not found or (answered and answered >= window.at) else ""

    def _tell(
        self, found: Sequence[Item], branch: Branch, secretary: Person, window: Window
    ) -> int:
        ordered = self._by_date(found)
        part = Part(
            f"follow_up:{secretary.id}:{window.name}",
            self._question(ordered, branch, secretary),
            self._condition(branch, window.at),
            self._card(ordered, branch, secretary),
        )
        outbox = digests.tell(self.work, self.roster.department, secretary, part)
        late = self.work.today > window.at.date()
        asking.record(
            self.work,
            asking.ITEM,
            found,
            target=str(secretary.id),
            window=window.name,
            outbox=outbox,
            reason=reminder_texts.CAUGHT_UP if late else "",
        )
        return 1

    def _question(self, ordered: Sequence[Item], branch: Branch, secretary: Person) -> str:
        due = due_days(self.work, self.cycle, ordered)
        lines = [
            texts.item_line(
                item.number(branch.id),
                item.problem,
                due=due[item.id],
                state=item.state,
                overdue=due[item.id] <= self.work.today,
            )
            for item in ordered[:SHOWN]
        ]
        contact = self.cycle.plan.help_contact
        return texts.monthly(secretary.name, lines, more=len(ordered) - len(lines), contact=contact)

    def _card(self, ordered: Sequence[Item], branch: Branch, secretary: Person) -> Card:
        named = [
            (item.id, texts.question_item(item.number(branch.id), item.problem)) for item in ordered
        ]
        return questions.card(
            self.work, secretary, FOLLOW_UP, named, OPTIONS, title=texts.QUESTION_TITLE
        )

    def _by_date(self, found: Sequence[Item]) -> list[Item]:
        due = due_days(self.work, self.cycle, found)
        return sorted(found, key=lambda item: (due[item.id], item.id))

    def _condition(self, branch: Branch, since: datetime) -> dict[str, Any]:
        return {
            "kind": asking.ITEM,
            "department": self.cycle.department,
            "branch": branch.id,
            "since": since.isoformat(),
        }

    def _ask_again(self, window: Window) -> int:
        due = {
            target: rows
            for target, rows in self._asked(window).items()
            if self.rhythm.repeat_of(rows[0].planned_at) <= self.work.now
        }
        return sum(self._repeat(int(target), rows, window) for target, rows in due.items())

    def _asked(self, window: Window) -> Mapping[str, list[Reminder]]:
        """The rows of those who were asked in this window and not yet asked again, by target."""
        rows = asking.rows(
            self.work, asking.ITEM, self.unfinished, [window.name, window.name + REPEAT]
        )
        again = {row.target for row in rows if row.window != window.name}
        found: dict[str, list[Reminder]] = {}
        for row in rows:
            if row.state == "planned" and row.target not in again:
                found.setdefault(row.target, []).append(row)
        return found

    def _repeat(self, person_id: int, rows: Sequence[Reminder], window: Window) -> int:
        person, asked = self.roster.person(person_id), {row.item for row in rows}
        found = [item for item in self.unfinished if asking.key(asking.ITEM, item) in asked]
        still_open = [item for item in found if item.state is State.OPEN]
        branch = person.branch if person else None
        if (
            person is None
            or branch is None
            or not self._silent(still_open, branch, rows[0].planned_at)
        ):
            self._leave_out(found, str(person_id), window.name + REPEAT, texts.ANSWERED)
            return 0
        if not self.rhythm.still_helps(self.rhythm.repeat_of(rows[0].planned_at), self.work.now):
            self._leave_out(found, str(person_id), window.name + REPEAT, texts.CAUGHT_UP)
            return 0
        ordered = self._by_date(still_open)
        part = Part(
            f"follow_up:{person.id}:{window.name}{REPEAT}",
            texts.monthly_again(person.name, len(ordered)),
            self._condition(branch, rows[0].planned_at),
            self._card(ordered, branch, person),
        )
        outbox = digests.tell(self.work, self.roster.department, person, part)
        asking.record(
            self.work,
            asking.ITEM,
            ordered,
            target=str(person.id),
            window=window.name + REPEAT,
            outbox=outbox,
        )
        return 1

    def _silent(self, found: Sequence[Item], branch: Branch, since: datetime) -> bool:
        answered = events.last_answers(self.work.session, [item.id for item in found]).get(
            branch.id
        )
        return bool(found) and (answered is None or answered < since)

    def _note_missed(self, fresh: Sequence[Item], target: str, window: Window) -> None:
        """The months that passed while nobody could be asked are named in the ledger and never asked again."""
        known = {(row.item, row.window) for row in asking.rows(self.work, asking.ITEM, fresh)}
        for item in fresh:
            for missed in self.rhythm.between(item.created_at, window):
                if (asking.key(asking.ITEM, item), missed.name) not in known:
                    self._leave_out([item], target, missed.name, texts.CAUGHT_UP)

    def _leave_out(self, found: Sequence[Item], target: str, window: str, reason: str) -> None:
        asking.record(self.work, asking.ITEM, found, target=target, window=window, reason=reason)
