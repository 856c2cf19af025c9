"""Acts of an evaluation that several tables begin with: what is entered about somebody, his ballot, his grade, and that he is told."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.actions import evaluation, rosters
from bot.actions.evaluation import Decision, results
from bot.actions.evaluation.inputs import NewEntry
from bot.actions.polls import releasing
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.evaluation.inputs import Input, Kind
from bot.domain.people import Role
from bot.domain.plan import Plan
from bot.domain.polls.poll import Audience
from bot.domain.staffing import ChangeKind, StaffChange
from tests.actions.hall import counted
from tests.actions.office import Office
from tests.cast import DEAN, FIRST, MEMBER, ORGANISER, WANG
from tests.plans import without_stage

SAID = "优点：带头讲党课"


def enter(
    office: Office,
    about: str = WANG,
    text: str = SAID,
    *,
    kind: str = Kind.EVERYDAY,
    author: str = DEAN,
    by: str = "",
) -> Input:
    new = NewEntry(kind, office.person(about), text, office.person(author))
    return evaluation.add(office.work, office.cycle, office.person(by or author), new)


def without_opinions(plan: Plan) -> Plan:
    return without_stage(plan, "feedback")


def grades_alone(plan: Plan) -> Plan:
    """Without opinions and without inputs that a grade waits for."""
    inputs = tuple(replace(rule, required=False) for rule in plan.inputs)
    return replace(without_opinions(plan), inputs=inputs)


def grade(office: Office, account: str = WANG, grade: str = "较好", reason: str = "") -> None:
    dean, organiser = office.person(DEAN), office.person(ORGANISER)
    decision = Decision(office.person(account), grade, reason)
    evaluation.propose(office.work, office.cycle, office.department, dean, decision)
    card = office.last_card(ORGANISER)
    evaluation.confirm(office.work, office.department, card, organiser)


def ask_telling(office: Office, *accounts: str) -> results.Telling:
    persons = [office.person(account) for account in accounts]
    dean = office.person(DEAN)
    return results.ask_telling(office.work, office.cycle, office.department, dean, persons)


def tells(office: Office, *, by: str = ORGANISER) -> Callable[[UnitOfWork], Sequence[str]]:
    card, actor = office.last_card(ORGANISER), office.person(by)
    return lambda work: results.tell(work, office.cycle, office.department, card, actor)


def objects(
    office: Office, account: str = WANG, text: str = "党课应为七次"
) -> Callable[[UnitOfWork], None]:
    actor = office.person(account)
    return lambda work: results.object_to(work, office.cycle, office.department, actor, text)


def ballot_released(office: Office, about: str = WANG, *steps: int) -> None:
    """A ballot about somebody is counted, and the leadership has its result."""
    poll = counted(office, *steps or (1, 2), about=about)
    releasing.release_one(office.work, poll.id, office.person(DEAN), Audience.LEADERSHIP)


def status_of(office: Office, account: str = WANG) -> evaluation.Evaluated:
    (status,) = evaluation.evaluated(office.work, office.cycle, [office.person(account)])
    return status


def hand_over(office: Office, former: str = WANG, new: str = MEMBER, branch: str = FIRST) -> None:
    """The branch has another secretary from now on; the one before stays as a member."""
    before, after = office.person(former), office.person(new)
    changes = [
        StaffChange(ChangeKind.DISMISSED, before.name, before.id, branch, Role.SECRETARY),
        StaffChange(ChangeKind.APPOINTED, after.name, after.id, branch, Role.SECRETARY),
    ]
    for change in changes:
        rosters.change_staff(office.work, office.department.id, [change])
