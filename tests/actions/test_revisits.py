"""Looking again at what was closed, and the whole of the ledger: the branch's list, the overview, what must hold. Rows of rules on the real database (S35, S36)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.actions.files import Incoming
from bot.actions.rectification import (
    effects,
    following,
    invariants,
    lists,
    overview,
    reporting,
    verifying,
)
from bot.domain.rectification.history import EventKind
from bot.domain.rectification.items import Item
from bot.storage.rectification import events
from bot.storage.rectification import items as store
from bot.texts import verification as texts
from tests.actions.acts import (
    archive,
    closed,
    done,
    entered,
    leaves,
    looked_again,
    progressed,
    without_school_holidays,
)
from tests.actions.begun import begins
from tests.actions.office import Office
from tests.actions.pendings import waiting
from tests.cast import DEAN, FIRST, LI, MEMBER, ORGANISER, SECOND, THIRD, VICE_DEAN, ZHANG

FAR = date(2027, 12, 31)


pytestmark = begins(without_school_holidays)


# -- looking again


def ask(office: Office, moment: str) -> int:
    office.at(moment)
    return following.follow_up(office.work)


@pytest.mark.parametrize(
    ("months", "moment", "told"),
    [
        (3, "2027-03-01T09:00", 1),  # closed on 1 December
        (3, "2027-02-01T09:00", 0),
        (2, "2027-02-01T09:00", 1),
        (4, "2027-04-01T09:00", 1),
        (4, "2027-03-01T09:00", 0),
    ],
)
def test_some_months_after_its_closing_an_item_may_be_looked_at_again(
    office: Office, months: int, moment: str, told: int
) -> None:
    office.using(
        lambda plan: replace(
            plan, rectification=replace(plan.rectification, effect_check_months=months)
        )
    )
    closed(office, entered(office))
    assert ask(office, moment) == told
    assert following.follow_up(office.work) == 0
    assert "第三支部" in office.told(ORGANISER) or not told
    assert len(office.reminders("effect")) == told
    assert len(effects.to_revisit(office.work, office.cycle)) == told


@pytest.mark.parametrize(
    ("verifier", "leave", "told"),
    [
        (ORGANISER, "", ORGANISER),
        (DEAN, "", DEAN),
        # Who is not there any more is not asked; the organiser is.
        (DEAN, DEAN, ORGANISER),
        (VICE_DEAN, DEAN, VICE_DEAN),
    ],
)
def test_whoever_verified_it_hears_of_it_or_the_organiser(
    office: Office, verifier: str, leave: str, told: str
) -> None:
    closed(office, entered(office), by=verifier)
    if leave:
        leaves(office, leave)
    assert ask(office, "2027-03-01T09:00") == 1
    heard = [
        account for account in (ORGANISER, DEAN, VICE_DEAN, ZHANG) if "回访" in office.told(account)
    ]
    assert heard == [told]


def test_several_are_told_in_one_message_by_branch(office: Office) -> None:
    for place in (THIRD, FIRST, THIRD):
        closed(office, entered(office, place))
    assert ask(office, "2027-03-01T09:00") == 1
    ripe = effects.to_revisit(office.work, office.cycle)
    assert effects.numbers_by_branch(office.roster, ripe) == {THIRD: [1, 2], FIRST: [1]}


def test_what_came_back_and_was_closed_again_is_spoken_of_again(office: Office) -> None:
    item = entered(office, due=FAR)
    closed(office, item)
    assert ask(office, "2027-03-01T09:00") == 1
    looked_again(office, item, held=False)
    office.at("2027-03-02T09:00")
    closed(office, item)
    assert ask(office, "2027-06-01T09:00") == 0
    assert ask(office, "2027-07-01T09:00") == 1
    assert len(office.reminders("effect")) == 2


@pytest.mark.parametrize("held", [True, False])
def test_the_notice_is_needless_once_somebody_was_there(office: Office, held: bool) -> None:
    item = entered(office, due=FAR)
    closed(office, item)
    ask(office, "2027-03-01T21:00")
    assert texts.REVISITED_MEANWHILE not in office.needless(ORGANISER)
    looked_again(office, item, held=held)
    assert texts.REVISITED_MEANWHILE in office.needless(ORGANISER)


@pytest.mark.parametrize(
    ("moment", "account", "listed"),
    [
        ("2027-02-28T09:00", ORGANISER, 0),
        ("2027-03-01T09:00", ORGANISER, 1),
        ("2027-03-30T09:00", ORGANISER, 1),
        ("2027-03-31T09:00", ORGANISER, 0),
        ("2027-03-01T09:00", ZHANG, 0),  # nobody looks at his own
        ("2027-03-01T09:00", MEMBER, 1),
    ],
)
def test_for_a_month_it_stands_among_what_can_be_done(
    office: Office, moment: str, account: str, listed: int
) -> None:
    closed(office, entered(office))
    office.at(moment)
    ripe = effects.lately_ripe(office.work, office.cycle, office.person(account))
    assert len(ripe) == listed


def test_owners_hear_what_was_seen_where_it_did_not_hold(office: Office) -> None:
    item = entered(office, SECOND, THIRD)
    for branch in (SECOND, THIRD):
        secretary = office.roster.responsible_for(office.branch(branch))
        assert secretary is not None
        reporting.complete(
            office.work, office.cycle, secretary, office.branch(branch), item, "办好了"
        )
    pending = waiting(office)
    verifying.close(office.work, office.cycle, office.person(ORGANISER), pending)
    office.at("2027-03-01T09:00")
    looked_again(office, item, "记录断了两个月", held=False)
    assert ["记录断了两个月" in office.told(account) for account in (LI, ZHANG)] == [True, True]
    # As if it had been promised today without a date.
    assert store.item(office.session, item.id).due == date(2027, 9, 1)


# -- the branch's list and the whole


def test_the_list_has_the_years_items_by_number_with_what_was_said_and_seen(
    office: Office,
) -> None:
    first = entered(office, problem="甲")
    closed(office, first, "谈了12人")
    looked_again(office, first, "制度上墙")
    second = entered(office, problem="乙")
    closed(office, second)
    progressed(office, entered(office, problem="丙"), "谈了三人")
    paper = lists.branch_list(office.work, office.cycle, office.branch(THIRD))
    assert [item.number for item in paper.items] == [1, 2, 3]
    assert [item.problem for item in paper.items] == ["甲", "乙", "丙"]
    assert (paper.closed, paper.items[0].in_charge) == (2, "张立范")
    assert "谈了12人" in paper.items[0].done
    assert "何勤样" in paper.items[0].verified
    assert "制度上墙" in paper.items[0].revisited
    assert paper.items[1].revisited == "未回访"
    assert [paper.items[2].verified, paper.items[2].revisited] == ["", ""]
    assert "谈了三人" in paper.items[2].done


def test_the_list_of_a_vacant_branch_says_so_and_without_items_there_is_none(
    office: Office,
) -> None:
    assert lists.list_file(office.work, office.cycle, office.branch(THIRD)) is None
    entered(office)
    leaves(office, ZHANG)
    paper = lists.branch_list(office.work, office.cycle, office.branch(THIRD))
    assert paper.items[0].in_charge != "张立范"
    file = lists.list_file(office.work, office.cycle, office.branch(THIRD))
    assert file is not None
    assert "第三支部" in file.name


def test_the_whole_names_what_is_due_waits_or_needs_help(office: Office) -> None:
    overdue = entered(office, problem="到期", due=date(2026, 12, 1))
    waits = entered(office, problem="待核验")
    done(office, waits)
    reporting.note_help(
        office.work, office.cycle, office.person(ZHANG), office.branch(THIRD), overdue, "缺场地"
    )
    closed(office, entered(office, problem="销号"))
    entered(office, SECOND)
    leaves(office, LI)
    whole = overview.overview(office.work, office.cycle, office.roster)
    assert (whole.total, whole.proposed) == (4, 1)
    assert (whole.overdue, whole.to_verify) == (("第三支部 1",), ("第三支部 2",))
    assert whole.vacant == (SECOND,)


def test_an_archived_year_still_tells_of_its_items(office: Office) -> None:
    entered(office)
    archive(office)
    assert overview.overview(office.work, office.cycle, office.roster).total == 1


# -- what must always hold


def test_what_the_program_does_breaks_no_rule(office: Office) -> None:
    closed(office, entered(office))
    done(office, entered(office))
    entered(office)
    assert list(invariants.breaches(office.work, office.department)) == []


def by_nobody(office: Office, item: Item) -> None:
    store.close(office.session, item.id, office.person(ORGANISER).id, office.now)


def by_its_owner(office: Office, item: Item) -> None:
    done(office, item)
    zhang = office.person(ZHANG).id
    store.close(office.session, item.id, zhang, office.now)
    events.add(office.session, item.id, EventKind.VERIFIED, at=office.now, person_id=zhang)


@pytest.mark.parametrize("close", [by_nobody, by_its_owner])
def test_a_closing_without_somebody_elses_look_is_found(
    office: Office, close: Callable[[Office, Item], None]
) -> None:
    item = entered(office)
    close(office, item)
    (breach,) = invariants.breaches(office.work, office.department)
    assert "第三支部 1" in breach


def test_a_proof_that_is_gone_is_found(office: Office) -> None:
    item = entered(office)
    zhang, third = office.person(ZHANG), office.branch(THIRD)
    proof = Incoming(office.files.put(b"as it was"), "照片.jpg", 9)
    reporting.note_progress(office.work, office.cycle, zhang, third, item, "在办", proof)
    assert list(invariants.breaches(office.work, office.department)) == []
    office.files.path(proof.sha256).write_bytes(b"something else")
    (breach,) = invariants.breaches(office.work, office.department)
    assert "照片.jpg" in breach
