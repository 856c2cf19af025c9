"""What a workbook changes, what is noted of it, and where its lines stand. Rows of rules on the real database."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import pytest

from bot.actions import rosters
from bot.actions.files import Incoming
from bot.actions.rosters import ADMINISTRATOR
from bot.documents.reader import DocumentReader
from bot.documents.roster import RosterLine, RosterSheet
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Unreadable
from bot.domain.people import Person, Role
from bot.domain.plan import SubjectGroup
from bot.domain.refusals import FileUnreadable
from bot.domain.staffing import ChangeKind, StaffChange
from tests.actions.hall import LINES, opened
from tests.actions.office import Office
from tests.cast import DEAN, FIRST, LI, MEMBER, ORGANISER, SECOND, THIRD, WANG, ZHANG

NEWCOMER = RosterLine(0, "新来样", "n01", FIRST, frozenset({Role.MEMBER}), "C")
AS_BEFORE = list(LINES)
WITH_NEWCOMER = [*LINES, NEWCOMER]


def without(account: str) -> list[RosterLine]:
    return [line for line in LINES if line.account != account]


def moved(account: str, branch: str) -> list[RosterLine]:
    (mover,) = [line for line in LINES if line.account == account]
    return [*without(account), replace(mover, branch=branch)]


def import_lines(
    office: Office,
    lines: Sequence[RosterLine],
    *,
    by: Person | str = "",
    confirmed_by: Person | None = None,
) -> rosters.RosterChanges:
    actor = by or office.person(ORGANISER)
    return rosters.import_roster(
        office.work, office.department.id, lines, actor=actor, confirmed_by=confirmed_by
    )


# -- what changed


CHANGES: dict[str, tuple[list[RosterLine], list[str], list[str], list[str]]] = {
    "nothing": (AS_BEFORE, [], [], []),
    "somebody is new": (WITH_NEWCOMER, ["新来样"], [], []),
    "somebody leaves": (without(MEMBER), [], [], ["杨小样"]),
    "somebody moves": (moved(MEMBER, THIRD), [], ["杨小样"], []),
    "somebody is new in a new branch": (
        [*LINES, replace(NEWCOMER, branch="第九支部")],
        ["新来样"],
        [],
        [],
    ),
}


@pytest.mark.parametrize(("lines", "added", "changed", "left"), CHANGES.values(), ids=CHANGES)
def test_what_a_workbook_changes_is_told_by_name_and_noted_once(
    office: Office,
    lines: list[RosterLine],
    added: list[str],
    changed: list[str],
    left: list[str],
) -> None:
    changes = import_lines(office, lines)
    told = (list(changes.added), list(changes.changed), list(changes.left))
    assert told == (added, changed, left)
    noted = [(len(added), len(changed), len(left))]
    if noted == [(0, 0, 0)]:
        noted = []
    trail = office.trail("roster.imported")
    assert [(line["added"], line["changed"], line["left"]) for line in trail] == noted
    assert not import_lines(office, lines).any
    assert office.trail("roster.imported") == trail


def test_branches_that_come_and_go_are_a_change_too(office: Office) -> None:
    new_branch = replace(NEWCOMER, branch="第九支部")
    assert import_lines(office, [*LINES, new_branch]).branches_added == ("第九支部",)
    gone = import_lines(office, WITH_NEWCOMER)
    assert (gone.branches_left, gone.changed) == (("第九支部",), ("新来样",))


def test_a_branch_that_nobody_is_left_in_goes_with_the_next_workbook(office: Office) -> None:
    import_lines(office, [*LINES, replace(NEWCOMER, branch="第九支部")])
    newcomer = office.person("n01")
    moves = StaffChange(ChangeKind.MOVES, newcomer.name, newcomer.id, FIRST)
    rosters.change_staff(office.work, office.department.id, [moves])
    changes = import_lines(office, WITH_NEWCOMER)
    assert (changes.changed, changes.branches_left, changes.any) == ((), ("第九支部",), True)
    assert len(office.trail("roster.imported")) == 2


@pytest.mark.parametrize(
    ("by", "confirmed_by", "facts"),
    [
        (ADMINISTRATOR, None, {}),
        ("", None, {}),
        ("", DEAN, {"confirmed_by"}),
    ],
)
def test_who_confirmed_stands_in_the_trail(
    office: Office, by: str, confirmed_by: str | None, facts: set[str]
) -> None:
    second = None
    if confirmed_by is not None:
        second = office.person(confirmed_by)
    import_lines(office, WITH_NEWCOMER, by=by, confirmed_by=second)
    (line,) = office.trail("roster.imported")
    newcomer = office.person("n01")
    assert line["people"] == str(newcomer.id)
    assert set(line) - {"people", "added", "changed", "left"} == set(facts)


def test_the_administrator_vouches_also_for_what_stays(office: Office) -> None:
    import_lines(office, AS_BEFORE, by=ADMINISTRATOR)
    assert len(office.trail("roster.imported")) == 1


def test_a_preview_keeps_nothing(office: Office) -> None:
    before = office.roster
    preview = rosters.preview_roster(office.work, office.department.id, without(MEMBER))
    assert preview.left == ("杨小样",)
    assert office.roster == before
    assert office.trail("roster.imported") == []


# -- reading it


class Worker:
    """Stands for the worker in its sandbox, which takes no file but this one."""

    def roster(self, content: bytes, _categories: object, _groups: object) -> RosterSheet:
        if content != b"roster":
            raise UnreadableFile(Unreadable.CORRUPT)
        return RosterSheet((NEWCOMER,), ())


def read(office: Office, content: bytes) -> RosterSheet:
    file = Incoming(office.files.put(content), "名册.xlsx", len(content))
    work = replace(office.work, reader=cast(DocumentReader, Worker()))
    return rosters.read_roster(work, file, office.cycle.plan)


def test_a_workbook_is_read_by_the_worker(office: Office) -> None:
    assert read(office, b"roster").lines == (NEWCOMER,)
    refusal = office.refused(lambda _: read(office, b"something else"))
    assert isinstance(refusal, FileUnreadable)


# -- accounts


def test_whoever_gets_his_first_account_may_vote_in_what_is_open(office: Office) -> None:
    import_lines(office, [*LINES, replace(NEWCOMER, account="")])
    opened(office)
    import_lines(office, WITH_NEWCOMER)
    newcomer = office.person("n01")
    assert office.trail("poll.voter_bound") == [{"person": newcomer.id}]
    assert len([text for text in office.in_group() if "新来样" in text]) == 1


def test_an_account_that_was_bound_outlives_a_workbook_without_it(office: Office) -> None:
    lines = [replace(line, account="") for line in LINES]
    assert not import_lines(office, lines).any
    assert office.person(WANG).name == "王文例"


# -- where a line stands


GROUPS = (
    SubjectGroup("secretary", "书记", office=True),
    SubjectGroup("deputy", "副书记"),
    SubjectGroup("council", "班子", bodies=True),
)


@pytest.mark.parametrize(
    ("line", "place", "responsible"),
    [
        (replace(NEWCOMER, groups=("secretary",)), None, ""),
        (replace(NEWCOMER, groups=("deputy",)), "新来样", ""),
        (RosterLine(0, FIRST, "", FIRST, groups=("council",), is_body=True), None, WANG),
        (RosterLine(0, "支委会", "", FIRST, groups=("council",), is_body=True), "支委会", WANG),
        (RosterLine(0, "支委会", "", SECOND, groups=("council",), is_body=True), "支委会", LI),
        (
            RosterLine(
                0,
                "支委会",
                "",
                FIRST,
                groups=("council",),
                is_body=True,
                responsible="张立范",
            ),
            "支委会",
            ZHANG,
        ),
    ],
)
def test_an_office_stands_under_its_branch_and_all_else_under_a_place_of_its_own(
    office: Office, line: RosterLine, place: str | None, responsible: str
) -> None:
    """A body without a responsible is its branch's secretary's."""
    office.using(lambda plan: replace(plan, subjects=GROUPS))
    import_lines(office, [*LINES, line])
    (subject,) = [person for person in office.roster.people if person.groups]
    assert (subject.place and subject.place.name) == place
    named = None
    if responsible:
        named = office.person(responsible).id
    assert subject.responsible == named


def test_what_else_a_line_says_is_kept(office: Office) -> None:
    line = replace(NEWCOMER, note="挂职", superiors=("赵建例",))
    import_lines(office, [*LINES, line])
    newcomer = office.person("n01")
    assert (newcomer.note, newcomer.superiors) == ("挂职", ("赵建例",))
