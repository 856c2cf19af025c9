"""Looking before an item is closed: what waits for whom, which one is meant, what his card shows. Rows of rules on the real database (S35)."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from bot.actions.files import Incoming
from bot.actions.rectification import (
    ledger,
    reporting,
    verifying,
)
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.rectification.items import Item
from bot.domain.rectification.refusals import (
    NoItems,
    NoSuchItem,
    NothingToVerify,
    WhichItem,
)
from bot.domain.refusals import CardGone
from bot.texts import verification as texts
from tests.actions.acts import closed, done, entered, progressed, without_school_holidays
from tests.actions.begun import begins
from tests.actions.office import Office
from tests.actions.pendings import names, waiting
from tests.cast import DEAN, FIRST, ORGANISER, SECOND, THIRD, ZHANG

FAR = date(2027, 12, 31)


pytestmark = begins(without_school_holidays)


# -- which item is meant


@pytest.mark.parametrize(
    ("number", "found"),
    [(1, 1), (2, 2), (3, NoSuchItem), (None, WhichItem)],
)
def test_an_item_is_found_by_its_number_in_its_branch(
    office: Office, number: int | None, found: object
) -> None:
    for problem in ("甲", "乙"):
        entered(office, problem=problem)
    third = office.branch(THIRD)

    def find(work: UnitOfWork) -> Item:
        return ledger.meant(work, office.department.id, third, number)

    if isinstance(found, int):
        assert find(office.work).number(third.id) == found
    else:
        refusal = office.refused(find)
        assert isinstance(refusal, (NoSuchItem, WhichItem))
        assert type(refusal) is found


def test_the_only_unfinished_one_needs_no_number(office: Office) -> None:
    closed(office, entered(office, problem="甲"))
    item = entered(office, problem="乙")
    third, department = office.branch(THIRD), office.department.id
    assert ledger.meant(office.work, department, third, None).id == item.id
    second = office.branch(SECOND)
    refusal = office.refused(lambda work: ledger.meant(work, department, second, None))
    assert isinstance(refusal, NoItems)
    refusal = office.refused(lambda work: ledger.meant(work, department, second, 1))
    assert isinstance(refusal, NoItems)


# -- what waits to be looked at


def test_what_is_done_waits_for_the_organiser_the_oldest_first(office: Office) -> None:
    items = [entered(office, branch) for branch in (THIRD, FIRST)]
    for item in reversed(items):
        done(office, item)
    assert names(waiting(office)) == ["第三支部 1", "第一支部 1"]
    # Leaders may look as well; the owner sees that of others alone.
    assert names(waiting(office, DEAN)) == ["第三支部 1", "第一支部 1"]
    assert names(waiting(office, ZHANG)) == ["第一支部 1"]


WHICH: dict[str, tuple[str | None, int | None, str]] = {
    "the branch's only one": (FIRST, None, "第一支部 1"),
    "by branch and number": (THIRD, 2, "第三支部 2"),
    "the number that one alone has": (None, 2, "第三支部 2"),
}


@pytest.mark.parametrize(("branch", "number", "name"), WHICH.values(), ids=WHICH)
def test_which_one_is_meant(
    office: Office, branch: str | None, number: int | None, name: str
) -> None:
    for place in (FIRST, THIRD, THIRD):
        done(office, entered(office, place))
    where = office.branch(branch) if branch else None
    assert verifying.which(waiting(office), where, number).name == name


@pytest.mark.parametrize(
    ("branch", "number", "known"),
    [
        (None, None, ("第一支部 1", "第三支部 1", "第三支部 2")),
        (None, 1, ("第一支部 1", "第三支部 1")),
        (THIRD, None, ("第三支部 1", "第三支部 2")),
        # Where nothing fits, all that waits is named.
        (SECOND, None, ("第一支部 1", "第三支部 1", "第三支部 2")),
    ],
)
def test_where_several_could_be_meant_they_are_named(
    office: Office, branch: str | None, number: int | None, known: Sequence[str]
) -> None:
    for place in (FIRST, THIRD, THIRD):
        done(office, entered(office, place))
    where = office.branch(branch) if branch else None
    refusal = office.refused(lambda _: verifying.which(waiting(office), where, number))
    assert isinstance(refusal, WhichItem)
    assert refusal.known == known


def test_where_nothing_waits_nothing_is_verified(office: Office) -> None:
    refusal = office.refused(lambda _: verifying.which([], None, None))
    assert isinstance(refusal, NothingToVerify)


# -- its card


def card(office: Office, pendings: Sequence[verifying.Pending], by: str = ORGANISER) -> str:
    return verifying.card(office.work, office.person(by), pendings).id


def test_a_card_shows_what_was_promised_and_what_is_said_to_be_done(office: Office) -> None:
    item = entered(office, problem="调研不够")
    zhang, third = office.person(ZHANG), office.branch(THIRD)
    picture = Incoming("0" * 64, "照片.jpg", 3)
    reporting.complete(office.work, office.cycle, zhang, third, item, "谈了12人", picture)
    shown = verifying.card(office.work, office.person(ORGANISER), waiting(office))
    for words in ("第三支部", "调研不够", "谈了12人", "12月1日", "照片.jpg"):
        assert words in shown.text
    assert [option.text for option in shown.questions[0].options] == [
        texts.VERIFY_ACCEPT,
        texts.VERIFY_LATER,
    ]


def test_branch_by_branch_and_with_an_example_that_names_one_of_several(office: Office) -> None:
    for place, problem in ((THIRD, "甲"), (FIRST, "乙"), (THIRD, "丙")):
        done(office, entered(office, place, problem=problem))
    shown = verifying.card(office.work, office.person(ORGANISER), waiting(office)).text
    order = [shown.index(words) for words in ("第三支部", "甲", "丙", "第一支部", "乙")]
    assert order == sorted(order)
    assert verifying.example(waiting(office)) == (1, THIRD)
    of_third = verifying.of_branch(waiting(office), office.branch(THIRD))
    assert verifying.example(of_third) == (1, "")
    assert [pending.number for pending in of_third] == [1, 2]


def test_a_newer_card_takes_the_place_of_one_that_shows_no_more(office: Office) -> None:
    for place in (THIRD, FIRST):
        done(office, entered(office, place))
    first, both = waiting(office)[:1], waiting(office)
    small, other = card(office, first), card(office, waiting(office)[1:])
    whole = card(office, both)
    for gone in (small, other):
        with pytest.raises(CardGone):
            office.card(gone)
    card(office, first)
    # That shows more is still needed for the rest.
    assert verifying.item_ids(office.card(whole)) == [pending.item.id for pending in both]


def test_what_stands_on_the_newest_card_and_still_waits_is_meant(office: Office) -> None:
    items = [entered(office, place) for place in (THIRD, FIRST)]
    for item in items:
        done(office, item)
    organiser = office.person(ORGANISER)
    assert verifying.shown_to(office.work, organiser, waiting(office)) == []
    card(office, waiting(office))
    assert names(verifying.shown_to(office.work, organiser, waiting(office))) == [
        "第三支部 1",
        "第一支部 1",
    ]
    progressed(office, items[0])
    assert names(verifying.shown_to(office.work, organiser, waiting(office))) == ["第一支部 1"]


@pytest.mark.parametrize(
    ("of_first_branch", "shown"), [(1, 3), (5, 5)], ids=["what is read", "and whole branches"]
)
def test_a_card_holds_whole_branches_as_many_as_somebody_reads_through(
    office: Office, of_first_branch: int, shown: int
) -> None:
    for place in (*[THIRD] * of_first_branch, FIRST, SECOND):
        done(office, entered(office, place), "逐一谈话，" * 100)
    assert len(verifying.first_card(office.work, waiting(office))) == shown


def test_where_nothing_waits_a_card_would_be_empty(office: Office) -> None:
    assert verifying.first_card(office.work, waiting(office)) == []


def test_deciding_closes_the_cards_on_which_nothing_waits_any_more(office: Office) -> None:
    for place in (THIRD, FIRST):
        done(office, entered(office, place))
    both = waiting(office)
    mine, deans = card(office, both), card(office, both[:1], DEAN)
    verifying.close(office.work, office.cycle, office.person(ORGANISER), both[:1])
    with pytest.raises(CardGone):
        office.card(deans)
    assert office.card(mine).id == mine
    verifying.send_back(office.work, office.cycle, office.person(ORGANISER), both[1], "再写实些")
    with pytest.raises(CardGone):
        office.card(mine)


def untouched(office: Office, item: Item) -> None:
    """Nothing happens to it."""


def with_another(office: Office, _: Item) -> None:
    done(office, entered(office, FIRST))


@pytest.mark.parametrize(
    ("happens", "needless"),
    [
        (untouched, []),
        (closed, [texts.VERIFIED_MEANWHILE]),
        (progressed, [texts.VERIFIED_MEANWHILE]),
        (with_another, []),
    ],
    ids=["it waits", "it was verified", "it is not done", "and another waits"],
)
def test_the_notice_goes_out_while_something_waits(
    office: Office, happens: Callable[[Office, Item], object], needless: Sequence[str]
) -> None:
    item = entered(office)
    done(office, item)
    happens(office, item)
    assert office.needless(ORGANISER) == needless
    assert ("有整改事项报告完成" in office.would_hear(ORGANISER)) == (not needless)
