"""A released result: to whom it is told, once, and who reads it afterwards. Rows of rules on the real database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions.polls import handing_over, pictures, releasing
from bot.domain.people import Role
from bot.domain.polls.poll import Audience, PollState
from bot.domain.refusals import CardGone
from bot.exports.ballot_report import BallotReport
from tests.actions.begun import begins
from tests.actions.hall import (
    CLASS_C,
    LINES,
    MANY,
    asks_release,
    close,
    count,
    counted,
    newest,
    now,
    opened,
    released,
    releases,
    vote,
)
from tests.actions.office import Office
from tests.actions.test_polls.batches import confirmed
from tests.actions.test_polls.releases import (
    GROUP,
    LEADERS,
    LEADERSHIP,
    handed_over,
    polls_of,
    with_release,
)
from tests.cast import DEAN, LI, MEMBER, ORGANISER, VICE_DEAN, WANG


def files(office: Office, account: str) -> list[str]:
    return [message.file.name for message in office.sent(account) if message.file is not None]


# -- what is told to whom


@pytest.mark.parametrize("scores", [False, True])
def test_the_group_reads_counts_and_scores_only_where_the_plan_says_so(
    office: Office, scores: bool
) -> None:
    office.using(with_release(scores=scores))
    counted(office, 1, 2)
    before = len(office.in_group())
    released(office)
    told = "".join(office.in_group()[before:])
    assert "C票：好 4，较好 4" in told
    assert ("得分" in told) == scores
    assert "赵建例" in office.told(ORGANISER)
    assert [facts["to"] for facts in office.trail("poll.released")] == ["group"]


@begins(counted)
def test_handed_over_it_goes_to_whom_the_plan_names_and_to_no_group(office: Office) -> None:
    before = len(office.in_group())
    released(office, LEADERSHIP)
    assert len(office.in_group()) == before
    for at_once in (DEAN, ORGANISER):
        name = "2026年度述职现场测评统计表"
        assert files(office, at_once) == [f"{name}.png", f"{name}.docx"]
        # The words stand above the first file alone.
        with_files = [message for message in office.sent(at_once) if message.file is not None]
        assert [bool(message.text) for message in with_files] == [True, False]
    for leader in LEADERS[1:]:
        assert files(office, leader) == []
        assert len(office.sent(leader)) == 1
    assert office.sent(MEMBER) == []
    assert office.sent(WANG) == []


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ((Role.ORGANISER,), ()),
        ((Role.SECRETARY,), ("s02", "s03", "s04", "s05", "s06", "s07", "s08")),
    ],
)
def test_nobody_is_told_of_a_result_about_himself(
    office: Office, to: tuple[Role, ...], told: Sequence[str]
) -> None:
    office.using(with_release(to=to))
    counted(office)
    released(office, LEADERSHIP)
    everybody = {line.account for line in LINES} - {DEAN, ORGANISER}
    assert {account for account in everybody if office.sent(account)} == set(told)


def test_what_the_leadership_has_is_published_with_the_same_numbers(office: Office) -> None:
    handed_over(office)
    first = polls_of(office)[-1]
    released(office)
    second = now(office, first)
    assert (second.released, second.groups) == (first.released, first.groups)
    assert (first.released_to, second.released_to) == (LEADERSHIP, GROUP)
    assert "C票：" in office.in_group()[-1]
    (line,) = office.trail("poll.published")
    assert line == {"digest": first.groups_digest}
    assert len(office.trail("poll.released")) == 1


@begins(counted)
def test_a_card_that_time_has_overtaken_does_nothing(office: Office) -> None:
    """It was released by a card of another day, or taken back."""
    poll = polls_of(office)[-1]
    assert releasing.release_one(office.work, poll.id, office.person(DEAN)) == poll.result
    assert releasing.release_one(office.work, poll.id, office.person(DEAN)) is None
    assert releasing.release_one(office.work, poll.id + 1, office.person(DEAN)) is None
    leadership = (poll.id, office.person(DEAN), LEADERSHIP)
    assert releasing.release_one(office.work, *leadership) is None


@begins(counted)
def test_of_several_on_a_card_what_still_waits_is_released(office: Office) -> None:
    counted(office, about=LI)
    asks_release(office)(office.work)
    first, second = polls_of(office)
    releasing.release_one(office.work, first.id, office.person(DEAN))
    before = len(office.in_group())
    releases(office)(office.work)
    told = "".join(office.in_group()[before:])
    assert ("李思样" in told, "王文例" in told) == (True, False)
    assert now(office, second).state is PollState.RELEASED


@begins(counted)
def test_a_card_of_which_all_is_out_is_gone(office: Office) -> None:
    asks_release(office)(office.work)
    releasing.release_one(office.work, polls_of(office)[0].id, office.person(VICE_DEAN))
    assert isinstance(office.refused(releases(office)), CardGone)


@begins(counted)
@pytest.mark.parametrize(
    ("subject", "audience"),
    [({}, GROUP), ({"to": "group"}, GROUP), ({"to": "leadership"}, LEADERSHIP)],
)
def test_a_card_of_an_earlier_version_was_for_the_group(
    office: Office, subject: dict[str, str], audience: Audience
) -> None:
    asks_release(office)(office.work)
    card = office.last_card(DEAN)
    assert releasing.audience_of(replace(card, subject=subject)) is audience


# -- who reads it afterwards


@begins(counted)
@pytest.mark.parametrize(
    ("audience", "reader", "leads", "sees"),
    [
        (GROUP, MEMBER, False, True),
        (GROUP, WANG, False, True),
        (LEADERSHIP, MEMBER, False, False),
        (LEADERSHIP, DEAN, True, True),
        (LEADERSHIP, WANG, True, False),
        (LEADERSHIP, WANG, False, False),
        (None, DEAN, True, False),
    ],
)
def test_a_result_is_for_everybody_or_for_who_leads_and_is_not_rated_by_it(
    office: Office, audience: Audience | None, reader: str, leads: bool, sees: bool
) -> None:
    poll = newest(office)
    if audience is not None:
        releasing.release_one(office.work, poll.id, office.person(DEAN), audience)
    shown = pictures.released(office.work, office.cycle, office.person(reader), leads=leads)
    assert bool(shown) == sees


def test_the_picture_is_of_what_was_released_with_numbers(office: Office) -> None:
    counted(office, 1, 2)
    released(office)
    few = opened(office, LI)
    vote(office, few, CLASS_C[:3], 1)
    close(office)
    count(office, few)
    released(office)
    shown = pictures.released(office.work, office.cycle, office.person(MEMBER), leads=False)
    assert len(shown) == 2
    drawn = pictures.picture(office.work, office.cycle, shown, scores=True)
    assert drawn is not None
    assert drawn.name.endswith("现场测评结果.png")
    assert pictures.picture(office.work, office.cycle, shown[1:], scores=True) is None
    assert pictures.picture(office.work, office.cycle, [], scores=True) is None


@begins(opened)
def test_the_table_counts_sheets_on_paper_and_the_day_of_the_last_close(office: Office) -> None:
    poll = newest(office)
    vote(office, poll, MANY, 1)
    confirmed(office, "A 发9 收8 废1 好7")
    close(office)
    count(office, poll)
    office.now += timedelta(days=2)
    second = counted(office, about=LI)
    office.now += timedelta(days=2)
    work = office.work
    report: BallotReport = handing_over.ballot_report(
        work, office.cycle, [now(office, poll), now(office, second)]
    )
    assert [(each.handed_out, each.returned, each.spoilt) for each in report.polls] == [
        (53 + 9, len(MANY) + 8, 1),
        (53, len(MANY), 0),
    ]
    assert report.dated.isoformat() == "2026-12-03"
    assert handing_over.ballot_report(work, office.cycle, []).dated == work.today


def test_released_ballots_are_told_in_the_order_in_which_they_were_held(office: Office) -> None:
    first, second = counted(office), counted(office, about=LI)
    assert handing_over.released_polls(office.work, office.cycle) == []
    for about in (LI, WANG):
        asks_release(office, about=about)(office.work)
        releases(office)(office.work)
    released_ids = [poll.id for poll in handing_over.released_polls(office.work, office.cycle)]
    assert released_ids == [first.id, second.id]


@begins(counted)
def test_a_preview_counts_as_shown_and_is_what_others_are_checked_against(office: Office) -> None:
    poll = newest(office)
    assert now(office, poll).shown is None
    asks_release(office)(office.work)
    assert now(office, poll).shown == poll.groups
