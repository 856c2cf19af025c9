"""What a bulletin says of its period: in figures, in the words of those who wrote them, and in nobody's name. Rows of rules on the real database (S36)."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.actions.bulletins import contents
from bot.actions.help_requests import answering
from bot.actions.rectification import ledger
from bot.domain.rectification.bulletins import Section
from bot.domain.rectification.items import Item
from tests.actions.acts import closed, done, entered, looked_again, progressed
from tests.actions.office import Office
from tests.actions.quarters import (
    APRIL,
    FAR,
    FEBRUARY,
    following,
    reported_in_february,
    told_period,
)
from tests.cast import FIRST, SECOND, THIRD, ZHANG

SOON = date(2027, 3, 31)


def says(office: Office, part: Section) -> str:
    """What that part of today's bulletin would say, without the picture, which takes long."""
    work, cycle = office.work, office.cycle
    items = ledger.of_department(work, cycle.department)
    return contents.sections(work, cycle, told_period(office), items)[part]


@pytest.fixture
def item(office: Office) -> Item:
    return reported_in_february(office)


def reported(office: Office) -> None:
    progressed(office, entered(office, due=FAR), "谈了三人")


def one_is_closed(office: Office) -> None:
    closed(office, entered(office, due=FAR), "腾出302室")


def one_waits_to_be_verified(office: Office) -> None:
    progressed(office, entered(office, SECOND, due=FAR))
    done(office, entered(office, due=SOON))


def one_is_due(office: Office) -> None:
    entered(office, due=SOON)


def three_branches_share_a_problem(office: Office) -> None:
    entered(office, due=SOON, problem="谈心不够")
    for branch in (FIRST, SECOND, THIRD):
        entered(office, branch, due=SOON, problem="值班不严")


def one_branch_has_it_twice(office: Office) -> None:
    for _ in range(2):
        entered(office, due=SOON, problem="值班不严")


def four_problems_are_due(office: Office) -> None:
    for problem in ("甲", "乙", "丙", "丁"):
        entered(office, due=SOON, problem=problem)


def names_stand_in_the_problem(office: Office) -> None:
    entered(office, due=SOON, problem="第三支部由张立范列席")


def one_was_looked_at_again(office: Office) -> None:
    item = entered(office, due=FAR)
    closed(office, item)
    looked_again(office, item, "制度上墙")


def one_came_back(office: Office) -> None:
    item = entered(office, due=FAR)
    closed(office, item)
    looked_again(office, item, "没有列席", held=False)
    entered(office, due=SOON, problem="谈心不够")


def one_came_back_and_was_closed_again(office: Office) -> None:
    one_came_back(office)
    item = entered(office, due=FAR, problem="制度不全")
    closed(office, item)
    looked_again(office, item, "制度没上墙", held=False)
    closed(office, item)


def help_was_wanted(office: Office) -> None:
    zhang, third = office.person(ZHANG), office.branch(THIRD)
    calls = [
        answering.ask(office.work, office.cycle, zhang, third, entered(office, due=FAR), "缺场地")
        for _ in range(3)
    ]
    answering.settle(office.work, office.cycle, zhang, calls[0][0])
    reported(office)


SITUATIONS: dict[str, tuple[Callable[[Office], None], Section, str]] = {
    "progress, in the words of its owner": (
        reported,
        Section.OVERALL,
        (
            "截至2027年4月2日，示例系整改台账共列入1条，本期新列入1条，已核验销号0条，未到期1条。\n"
            "正在推进的事项报告了进展：谈了三人。"
        ),
    ),
    "what is closed is told as done": (
        one_is_closed,
        Section.OVERALL,
        (
            "截至2027年4月2日，示例系整改台账共列入1条，本期新列入1条，已核验销号1条。\n"
            "本期核验销号1条：腾出302室。"
        ),
    ),
    "what was looked at again is told by who was there": (
        one_was_looked_at_again,
        Section.OVERALL,
        (
            "截至2027年4月2日，示例系整改台账共列入1条，本期新列入1条，已核验销号1条。\n"
            "本期核验销号1条：办好了。\n本期回访1条，成效保持：制度上墙。"
        ),
    ),
    "what waits to be verified is nobody's problem": (
        one_waits_to_be_verified,
        Section.PROBLEMS,
        "没有到时限未销号的事项。",
    ),
    "what is due": (
        one_is_due,
        Section.PROBLEMS,
        "（一）个别支部在“调研不够”方面已到时限，尚未核验销号。",
    ),
    "what most share stands first": (
        three_branches_share_a_problem,
        Section.PROBLEMS,
        (
            "（一）部分支部在“值班不严”方面3条已到时限，尚未核验销号。\n"
            "（二）个别支部在“谈心不够”方面已到时限，尚未核验销号。"
        ),
    ),
    "twice in one branch is still one branch": (
        one_branch_has_it_twice,
        Section.PROBLEMS,
        "（一）个别支部在“值班不严”方面2条已到时限，尚未核验销号。",
    ),
    "three are told and the others counted": (
        four_problems_are_due,
        Section.PROBLEMS,
        (
            "（一）个别支部在“甲”方面已到时限，尚未核验销号。\n"
            "（二）个别支部在“乙”方面已到时限，尚未核验销号。\n"
            "（三）个别支部在“丙”方面已到时限，尚未核验销号。\n"
            "另有1类问题，见整改台账。"
        ),
    ),
    "nobody is named": (
        names_stand_in_the_problem,
        Section.PROBLEMS,
        "（一）个别支部在“该支部由有关同志列席”方面已到时限，尚未核验销号。",
    ),
    "what came back stands before what is due": (
        one_came_back,
        Section.PROBLEMS,
        (
            "（一）个别支部在“调研不够”方面回访时发现有反弹，已重新列入。\n"
            "（二）个别支部在“谈心不够”方面已到时限，尚未核验销号。"
        ),
    ),
    "what came back and was closed again is none": (
        one_came_back_and_was_closed_again,
        Section.PROBLEMS,
        (
            "（一）个别支部在“调研不够”方面回访时发现有反弹，已重新列入。\n"
            "（二）个别支部在“谈心不够”方面已到时限，尚未核验销号。"
        ),
    ),
    "help is a number": (
        help_was_wanted,
        Section.OVERALL,
        (
            "截至2027年4月2日，示例系整改台账共列入4条，本期新列入4条，已核验销号0条，未到期4条。\n"
            "正在推进的事项报告了进展：谈了三人。\n支部请求帮助3件，已解决1件，正在协调2件。"
        ),
    ),
    "where all is closed nothing is asked": (
        one_is_closed,
        Section.NEXT,
        "已全部整改到位，转入巩固。",
    ),
}


@pytest.mark.parametrize(("happens", "part", "told"), SITUATIONS.values(), ids=SITUATIONS)
def test_what_a_part_says(
    office: Office, happens: Callable[[Office], None], part: Section, told: str
) -> None:
    office.at(FEBRUARY)
    happens(office)
    office.at(APRIL)
    assert says(office, part) == told


@pytest.mark.parametrize("happens", [reported, one_is_due, one_came_back])
def test_while_one_is_open_the_branches_are_asked_for_no_paper(
    office: Office, happens: Callable[[Office], None]
) -> None:
    office.at(FEBRUARY)
    happens(office)
    office.at(APRIL)
    asked = says(office, Section.NEXT)
    assert "不要求为此另做材料" in asked
    assert office.cycle.plan.help_contact in asked


def test_branches_are_named_where_the_plan_says_so_and_persons_never(office: Office) -> None:
    office.using(following(bulletin_names_branches=True))
    office.at(FEBRUARY)
    entered(office, SECOND, due=SOON, problem="第三支部由张立范列席")
    entered(office, FIRST, THIRD, due=SOON, problem="值班不严")
    office.at(APRIL)
    told = says(office, Section.PROBLEMS)
    assert "第一支部、第三支部在“值班不严”方面" in told
    assert "第二支部在“第三支部由有关同志列席”方面" in told


@pytest.mark.parametrize("part", ["deed", "step", "seen"])
def test_what_people_wrote_is_told_without_their_names(office: Office, part: str) -> None:
    office.at(FEBRUARY)
    item = entered(office, due=FAR)
    said = "张立范在第三支部谈过"
    if part == "step":
        progressed(office, item, said)
    else:
        closed(office, item, said if part == "deed" else "办好了")
        looked_again(office, item, said if part == "seen" else "去看过")
    office.at(APRIL)
    overall = says(office, Section.OVERALL)
    assert "有关同志在该支部谈过" in overall
    assert "张立范" not in overall


def test_only_the_periods_help_counts_as_settled(office: Office) -> None:
    office.at("2026-12-15T10:00")
    zhang, third = office.person(ZHANG), office.branch(THIRD)
    item = entered(office, due=FAR)
    call, _ = answering.ask(office.work, office.cycle, zhang, third, item, "缺场地")
    answering.settle(office.work, office.cycle, zhang, call)
    office.at(FEBRUARY)
    progressed(office, item)
    office.at(APRIL)
    assert "请求帮助" not in says(office, Section.OVERALL)
