"""Acts that several tables of this room begin with: reports that come and are decided on, items that are entered."""

from datetime import date

from bot.actions import judging, submissions
from bot.actions.files import Incoming
from bot.actions.rectification import entering
from bot.domain.rectification.items import Item, NewItem, Source
from tests.actions.office import Office
from tests.cast import FIRST, LI, ORGANISER, SECOND, THIRD, WANG, ZHANG
from tests.domain.report.building import manuscript

SECRETARIES = {FIRST: WANG, SECOND: LI, THIRD: ZHANG}


DUE = date(2027, 2, 28)


def hand_in(
    office: Office, branch: str = THIRD, text: str = "述职报告\n一、存在问题\n调研不够"
) -> submissions.HandedIn:
    place, work = office.branch(branch), office.work
    file = Incoming(work.files.put(text.encode()), "述职.txt", len(text))
    examined = judging.examine(work, office.cycle, place, manuscript(text), name=file.name)
    return submissions.hand_in(
        work, office.cycle, office.person(SECRETARIES[branch]), place, file, examined, cause="m"
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
