"""Acts that several tables of this room begin with: reports that come and are decided on, items that are entered."""

from dataclasses import replace
from datetime import date

from bot.actions import archiving, judging, rosters, submissions
from bot.actions.files import Incoming
from bot.actions.rectification import effects, entering, ledger, reporting, verifying
from bot.domain.people import Branch, Person
from bot.domain.rectification.items import Item, NewItem, Source
from bot.domain.staffing import ChangeKind, StaffChange
from tests.actions.office import Office
from tests.cast import DEAN, ORGANISER, THIRD
from tests.domain.report.building import manuscript

DUE = date(2027, 2, 28)


def hand_in(
    office: Office, branch: str = THIRD, text: str = "述职报告\n一、存在问题\n调研不够"
) -> submissions.HandedIn:
    place, work = office.branch(branch), office.work
    file = Incoming(work.files.put(text.encode()), "述职.txt", len(text))
    examined = judging.examine(work, office.cycle, place, manuscript(text), name=file.name)
    return submissions.hand_in(
        work, office.cycle, responsible(office, place), place, file, examined, cause="m"
    )


def accept(office: Office, branch: str = THIRD) -> tuple[object, bool]:
    organiser, place = office.person(ORGANISER), office.branch(branch)
    return submissions.accept(office.work, office.cycle, organiser, place)


def send_back(office: Office, reason: str = "再写实些", branch: str = THIRD) -> tuple[object, bool]:
    organiser, place = office.person(ORGANISER), office.branch(branch)
    return submissions.send_back(office.work, office.cycle, organiser, place, reason)


def entered(
    office: Office, *branches: str, problem: str = "调研不够", due: date | None = DUE
) -> Item:
    new = NewItem(Source.FEEDBACK, "组织员交办", problem, due=due)
    owners = [office.branch(name) for name in branches or (THIRD,)]
    return entering.enter(office.work, office.cycle, office.person(ORGANISER), owners, new)


def newest_item(office: Office) -> Item:
    return ledger.of_department(office.work, office.department.id)[-1]


def without_school_holidays(office: Office) -> None:
    """Lets the months of the follow-up begin on their first workdays, whatever the school does."""
    office.using(lambda plan: replace(plan, school_holidays=()))


def progressed(office: Office, item: Item, text: str = "谈了三人") -> None:
    """The owner says how far he is; without words he only taps that it goes on."""
    owner, branch = owner_of(office, item)
    reporting.note_progress(office.work, office.cycle, owner, branch, item, text)


def done(office: Office, item: Item, text: str = "办好了") -> None:
    """The owner says that it is done; somebody else has to look."""
    owner, branch = owner_of(office, item)
    reporting.complete(office.work, office.cycle, owner, branch, item, text)


def closed(office: Office, item: Item, text: str = "办好了", *, by: str = ORGANISER) -> None:
    done(office, item, text)
    _, branch = owner_of(office, item)
    pending = verifying.Pending(ledger.by_id(office.work, item.id), branch, branch.name)
    verifying.close(office.work, office.cycle, office.person(by), [pending])


def looked_again(office: Office, item: Item, seen: str = "去看过", *, held: bool = True) -> None:
    effects.note(office.work, office.cycle, office.person(ORGANISER), item, seen, held=held)


def owner_of(office: Office, item: Item) -> tuple[Person, Branch]:
    """Returns who answers for an item first, and his branch."""
    branch = ledger.branch_of(office.roster, item.owners[0].branch)
    return responsible(office, branch), branch


def responsible(office: Office, place: Branch) -> Person:
    person = office.roster.responsible_for(place)
    assert person is not None, place.name
    return person


def archive(office: Office, year: int | None = None) -> None:
    """The organiser asks, the dean confirms: the year is put away."""
    archiving.ask(office.work, office.department, office.person(ORGANISER), year)
    card = office.last_card(DEAN)
    archiving.carry_out(office.work, office.department, card, office.person(DEAN))


def leaves(office: Office, account: str) -> None:
    """Somebody leaves the department's roster."""
    person = office.person(account)
    change = StaffChange(ChangeKind.LEAVES, person.name, person.id, "", None)
    rosters.change_staff(office.work, office.department.id, [change])
