"""The numbers by which people speak of items, and which one they mean. Rows of rules on the real database."""

from collections.abc import Sequence

import pytest

from bot.actions import cycles
from bot.actions.rectification import ledger, reporting, verifying
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.people import Branch
from bot.domain.planfile import default_plan
from bot.domain.rectification.items import Item
from bot.domain.rectification.refusals import ItemArchived, NoItems, NoSuchItem, WhichItem
from bot.domain.refusals import Refusal
from bot.texts.refusals import sentence
from tests.actions.acts import archive, entered
from tests.actions.office import Office
from tests.cast import ORGANISER, SECOND, THIRD, ZHANG


@pytest.fixture
def third(office: Office) -> Branch:
    return office.branch(THIRD)


def test_numbers_count_through_a_branch_and_are_not_used_again(
    office: Office, third: Branch
) -> None:
    items = [entered(office, problem=problem) for problem in ("甲", "乙")]
    shared = entered(office, SECOND, THIRD, problem="丙")
    assert [item.number(third.id) for item in items] == [1, 2]
    assert (shared.number(office.branch(SECOND).id), shared.number(third.id)) == (1, 3)


@pytest.mark.parametrize(
    ("problems", "number", "outcome"),
    [
        ((), None, NoItems),
        ((), 1, NoItems),
        (("甲",), None, "甲"),
        (("甲",), 1, "甲"),
        (("甲",), 2, NoSuchItem),
        (("甲",), 0, NoSuchItem),
        (("甲", "乙"), 2, "乙"),
        (("甲", "乙"), None, WhichItem),
    ],
)
def test_which_item_is_meant(
    office: Office,
    third: Branch,
    problems: Sequence[str],
    number: int | None,
    outcome: str | type[Refusal],
) -> None:
    for problem in problems:
        entered(office, problem=problem)

    def find(work: UnitOfWork) -> Item:
        return ledger.meant(work, office.department.id, third, number)

    if isinstance(outcome, str):
        assert find(office.work).problem == outcome
    else:
        assert isinstance(office.refused(find), outcome)


@pytest.mark.parametrize(
    ("is_followed", "otherwise"),
    [(False, NoItems), (True, NoSuchItem)],
    ids=["nothing is followed", "others are"],
)
def test_an_item_of_an_archived_year_is_told_from_one_that_is_not_there(
    office: Office, third: Branch, *, is_followed: bool, otherwise: type[Refusal]
) -> None:
    """It was said that nothing is followed, while the sheet of preparation shows it."""
    entered(office, problem="甲")
    cycles.begin(office.work, office.department.id, default_plan(2027), actor=SYSTEM)
    if is_followed:
        entered(office, problem="乙")
    archive(office, 2026)

    refusal = office.refused(lambda work: ledger.find(work, office.department.id, third, 1))
    assert refusal == ItemArchived(1, 2026)
    assert "2026 年度的，该年度已归档" in sentence(refusal)
    missing = office.refused(lambda work: ledger.find(work, office.department.id, third, 9))
    assert isinstance(missing, otherwise)


def test_the_only_one_that_is_not_finished_is_meant(office: Office, third: Branch) -> None:
    first = entered(office, problem="甲")
    entered(office, problem="乙")
    zhang, organiser = office.person(ZHANG), office.person(ORGANISER)
    reporting.complete(office.work, office.cycle, zhang, third, first, "办好了")
    pending = verifying.Pending(ledger.by_id(office.work, first.id), third, "第三支部 1")
    verifying.close(office.work, office.cycle, organiser, [pending])
    assert ledger.meant(office.work, office.department.id, third, None).problem == "乙"
