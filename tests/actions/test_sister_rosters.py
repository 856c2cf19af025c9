"""One office, two procedures, the same people: what changes in one is offered to the other. Rows of rules on the real database."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.actions import people, roster_lines, rosters, sister_rosters, successions
from bot.actions.installation import seed
from bot.actions.sister_rosters import PeopleChange
from bot.actions.unit_of_work import SYSTEM
from bot.documents.roster import RosterLine
from bot.domain.people import Department, Role
from bot.domain.planfile import default_plan
from bot.sample import sample_lines
from tests.actions.begun import begins
from tests.actions.office import Office
from tests.cast import LI, MEMBER, OTHER_MEMBER, THIRD, ZHANG

LINES = sample_lines()
SISTER = Department("sister", "示例系", "group-sister", "sandbox", procedure="民主生活会")
STRANGER = replace(SISTER, id="stranger", name="样板系", group="group-stranger")
NEWCOMER = RosterLine(0, "新来样", "n01", THIRD, frozenset({Role.MEMBER}), "C", groups=("x",))
SECOND_ORGANISER = "o02"
NINE = {f"m{number:02}" for number in range(1, 10)}
BODY = RosterLine(0, "系行政班子", "", THIRD, frozenset(), "", is_body=True)
Edit = Callable[[Sequence[RosterLine]], list[RosterLine]]


def begin(office: Office, lines: Sequence[RosterLine], department: Department = SISTER) -> None:
    seed(office.work, department, default_plan(2026))
    rosters.import_roster(office.work, department.id, lines, actor=SYSTEM)


def sister_begun(office: Office) -> None:
    """The other procedure has begun, with the same people."""
    begin(office, LINES)


def change(office: Office, edit: Edit) -> None:
    """A workbook comes in the first procedure, with all that follows from it."""
    lines = edit(roster_lines.whole_lines_of(office.work, office.department.id))
    successions.import_roster(office.work, office.department, lines, actor=SYSTEM)


def edited(of: str, **said: Any) -> Edit:
    return lambda lines: [replace(line, **said) if line.account == of else line for line in lines]


def without(account: str) -> Edit:
    return lambda lines: [line for line in lines if line.account != account]


def with_newcomer(lines: Sequence[RosterLine]) -> list[RosterLine]:
    return [*lines, NEWCOMER]


def as_it_was(lines: Sequence[RosterLine]) -> list[RosterLine]:
    return list(lines)


def offers(office: Office) -> list[str]:
    """What the organisers of the other procedure are asked, or of what else there may be."""
    return [
        card.text
        for account in ("o01", SECOND_ORGANISER)
        for card in office.cards(account)
        if card.title == "同一批人的另一项工作"
    ]


def taken_over(office: Office) -> tuple[RosterLine, ...]:
    """The other roster as it would be, had its organiser agreed to the last offer."""
    change_on_card = sister_rosters.unpack(office.last_card("o01").subject["change"])
    return sister_rosters.lines_with(office.work, SISTER, change_on_card)


def line_of(lines: Sequence[RosterLine], account: str) -> RosterLine | None:
    return next((line for line in lines if line.account == account), None)


# -- what is offered


CHANGES: dict[str, tuple[Edit, str]] = {
    "somebody comes": (with_newcomer, "· 增加：新来样"),
    "somebody leaves": (without(MEMBER), "· 离开：杨小样"),
    "somebody moves": (edited(MEMBER, branch=THIRD), "· 改动：杨小样"),
    "somebody takes an office": (
        edited(MEMBER, roles=frozenset({Role.LEADER})),
        "· 改动：杨小样",
    ),
    "somebody's name": (edited(MEMBER, name="杨大样"), "· 改动：杨大样"),
}


@begins(sister_begun)
@pytest.mark.parametrize(("edit", "said"), CHANGES.values(), ids=CHANGES)
def test_a_change_of_people_is_offered_to_the_other_procedure(
    office: Office, edit: Edit, said: str
) -> None:
    change(office, edit)
    (offer,) = offers(office)
    assert said in offer
    assert "民主生活会" in offer
    # Nothing changes there before its organiser has agreed.
    assert {person.name for person in people.roster(office.work, SISTER.id).people} == {
        line.name for line in LINES
    }


def with_body(lines: Sequence[RosterLine]) -> list[RosterLine]:
    return [*lines, BODY]


NOT_OFFERED: dict[str, tuple[Department, Sequence[RosterLine], Edit]] = {
    "nothing has changed": (SISTER, LINES, as_it_was),
    "a class is a procedure's own": (SISTER, LINES, edited(MEMBER, category="B")),
    "a body is a procedure's own": (SISTER, LINES, with_body),
    "and so is that it goes": (SISTER, [*LINES, BODY], as_it_was),
    "another office is none of its concern": (STRANGER, LINES, with_newcomer),
    "there it is so already": (SISTER, [*LINES, NEWCOMER], with_newcomer),
    "who left was not on the other roster": (
        SISTER,
        [line for line in LINES if line.account != MEMBER],
        without(MEMBER),
    ),
    "nobody organises there": (
        SISTER,
        [line for line in LINES if Role.ORGANISER not in line.roles],
        with_newcomer,
    ),
    "its organiser cannot be reached": (
        SISTER,
        [
            replace(line, account="", name="何远样") if Role.ORGANISER in line.roles else line
            for line in LINES
        ],
        with_newcomer,
    ),
}


@pytest.mark.parametrize(("department", "there", "edit"), NOT_OFFERED.values(), ids=NOT_OFFERED)
def test_what_concerns_nobody_there_is_not_offered(
    office: Office, department: Department, there: Sequence[RosterLine], edit: Edit
) -> None:
    begin(office, there, department)
    change(office, edit)
    assert offers(office) == []


def test_the_organiser_of_both_is_asked_before_another(office: Office) -> None:
    organiser = next(line for line in LINES if Role.ORGANISER in line.roles)
    other = replace(organiser, name="何远样", account=SECOND_ORGANISER)
    begin(office, [other, *LINES])
    change(office, with_newcomer)
    assert [len(office.cards(account)) for account in ("o01", SECOND_ORGANISER)] == [1, 0]


def test_where_none_organises_both_one_who_is_there_is_asked(office: Office) -> None:
    begin(office, edited("o01", name="何远样", account=SECOND_ORGANISER)(LINES))
    change(office, with_newcomer)
    assert [len(office.cards(account)) for account in ("o01", SECOND_ORGANISER)] == [0, 1]


@begins(sister_begun)
def test_many_names_are_shortened(office: Office) -> None:
    change(office, lambda lines: [line for line in lines if line.account not in NINE])
    (offer,) = offers(office)
    assert "等 9 位" in offer


# -- what would be there


@begins(sister_begun)
def test_whoever_comes_brings_all_of_his_line_but_who_is_evaluated(office: Office) -> None:
    change(office, lambda lines: [*lines, replace(NEWCOMER, since=date(2026, 9, 1), note="挂职")])
    newcomer = line_of(taken_over(office), "n01")
    assert newcomer is not None
    assert (newcomer.name, newcomer.branch, newcomer.since) == ("新来样", THIRD, date(2026, 9, 1))
    assert newcomer.note == "挂职"
    # Whom a procedure evaluates is its own matter.
    assert newcomer.groups == ()


@begins(sister_begun)
@pytest.mark.parametrize(("category", "kept"), [("A", "A"), ("Z", "")])
def test_a_class_that_the_plan_lacks_is_left_open(office: Office, category: str, kept: str) -> None:
    came = PeopleChange((replace(NEWCOMER, category=category),), (), ())
    newcomer = line_of(sister_rosters.lines_with(office.work, SISTER, came), "n01")
    assert newcomer is not None
    assert newcomer.category == kept


def test_whoever_is_there_already_comes_no_second_time(office: Office) -> None:
    begin(office, [*LINES, NEWCOMER])
    lines = sister_rosters.lines_with(office.work, SISTER, PeopleChange((NEWCOMER,), (), ()))
    assert [line.account for line in lines].count("n01") == 1


def test_what_is_the_procedures_own_stays_and_what_changed_is_taken_over(office: Office) -> None:
    begin(office, edited(MEMBER, category="A", note="这里的备注")(LINES))
    change(office, edited(MEMBER, name="杨大样", branch=THIRD, category="B"))
    line = line_of(taken_over(office), MEMBER)
    assert line is not None
    assert (line.name, line.branch) == ("杨大样", THIRD)
    assert (line.category, line.note) == ("A", "这里的备注")


def test_who_leaves_goes_everywhere_and_a_body_of_his_name_stays(office: Office) -> None:
    begin(office, [*LINES, replace(BODY, name="杨小样")])
    went = PeopleChange((), tuple(line for line in LINES if line.account == MEMBER), ())
    nameless = PeopleChange((), (replace(went.went[0], account=""),), ())
    assert line_of(sister_rosters.lines_with(office.work, SISTER, went), MEMBER) is None
    bodies = sister_rosters.lines_with(office.work, SISTER, nameless)
    assert [line.name for line in bodies if line.is_body] == ["杨小样"]


@begins(sister_begun)
def test_all_others_stay_as_they_are(office: Office) -> None:
    before = roster_lines.whole_lines_of(office.work, SISTER.id)
    change(office, without(MEMBER))
    assert taken_over(office) == tuple(line for line in before if line.account != MEMBER)


def test_a_change_waits_on_its_card_as_it_was_made() -> None:
    line = replace(NEWCOMER, since=date(2026, 9, 1), superiors=("赵建例",))
    made = PeopleChange((line,), (LINES[0],), ((LINES[1], replace(LINES[1], name="甲")),))
    assert sister_rosters.unpack(sister_rosters.pack(made)) == made


@begins(sister_begun)
def test_once_it_was_taken_over_there_is_nothing_left_to_take_over(office: Office) -> None:
    change(office, without(OTHER_MEMBER))
    lines = taken_over(office)
    rosters.import_roster(office.work, SISTER.id, lines, actor=SYSTEM)
    assert not rosters.preview_roster(office.work, SISTER.id, lines).any
    accounts = {person.account for person in people.roster(office.work, SISTER.id).people}
    assert {ZHANG, LI} < accounts
    assert OTHER_MEMBER not in accounts
