"""Releasing a result (step 11): what can be released, and that two persons do it whom it is not about. Rows of rules on the real database."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.actions import rosters
from bot.actions.polls import releasing
from bot.domain.people import Role
from bot.domain.polls.poll import Audience, PollState, VoidReason
from bot.domain.polls.refusals import (
    NotForTheGroup,
    NothingToRelease,
    PaperPending,
    PollStillOpen,
    PollVoid,
)
from bot.domain.refusals import CardGone, NeedsSecondPerson, NobodyElse, OwnCase, Refusal
from tests.actions.begun import begins
from tests.actions.hall import (
    LINES,
    MANY,
    asks_release,
    close,
    counted,
    in_two_rounds,
    newest,
    now,
    opened,
    released,
    releases,
    vote,
)
from tests.actions.office import Office
from tests.actions.test_polls.ends import closed, over, paper_waits, still_open, void
from tests.actions.test_polls.releases import (
    GROUP,
    LEADERS,
    LEADERSHIP,
    handed_over,
    polls_of,
    with_release,
)
from tests.cast import DEAN, LI, ORGANISER, WANG, ZHANG


def also(office: Office, account: str, role: Role) -> None:
    """Gives somebody a second office."""
    lines = list(LINES)
    for number, line in enumerate(lines):
        if line.account == account:
            lines[number] = replace(line, roles=line.roles | {role})
    rosters.import_roster(office.work, office.department.id, lines, actor="system")


def without_leaders(office: Office, *leading: str) -> None:
    """A roster whose leaders are these alone."""
    lines = [line for line in LINES if line.account not in LEADERS]
    for number, line in enumerate(lines):
        if line.account in leading:
            lines[number] = replace(line, roles=line.roles | {Role.LEADER})
    rosters.import_roster(office.work, office.department.id, lines, actor="system")


# -- what can be released


def nothing_held(_office: Office) -> None:
    """No ballot."""


def published(office: Office) -> None:
    poll = counted(office)
    releasing.release_one(office.work, poll.id, office.person(DEAN))


@pytest.mark.parametrize("audience", [GROUP, LEADERSHIP])
@pytest.mark.parametrize(
    ("office", "for_group", "for_leadership"),
    [
        (nothing_held, NothingToRelease, NothingToRelease),
        (still_open, PollStillOpen, PollStillOpen),
        (paper_waits, PaperPending, PaperPending),
        (closed, None, None),
        (over, None, None),
        (void, PollVoid, PollVoid),
        # What the leadership has may still be published.
        (handed_over, None, NothingToRelease),
        (published, NothingToRelease, NothingToRelease),
    ],
    indirect=["office"],
)
def test_what_is_counted_and_not_out_yet_can_be_released(
    office: Office,
    for_group: type[Refusal] | None,
    for_leadership: type[Refusal] | None,
    audience: Audience,
) -> None:
    expected = for_group
    if audience is LEADERSHIP:
        expected = for_leadership
    cards = len(office.cards(DEAN))
    if expected is None:
        preview = asks_release(office, audience)(office.work)
        assert [result.terms.title for result in preview.results] == ["王文例"]
        assert len(office.cards(DEAN)) == cards + 1
        return
    assert isinstance(office.refused(asks_release(office, audience)), expected)
    assert len(office.cards(DEAN)) == cards


def test_a_void_ballot_says_why_and_hides_none_that_waits(office: Office) -> None:
    void(office)
    refusal = office.refused(asks_release(office))
    assert isinstance(refusal, PollVoid)
    assert (refusal.subjects, refusal.reason) == ("王文例", VoidReason.NOBODY)
    counted(office, about=LI)
    preview = asks_release(office)(office.work)
    assert [result.terms.title for result in preview.results] == ["李思样"]
    assert isinstance(office.refused(asks_release(office, about=WANG)), PollVoid)


def test_a_plan_that_gives_results_to_the_leadership_alone_has_none_for_the_group(
    office: Office,
) -> None:
    office.using(with_release(group=False))
    counted(office)
    assert isinstance(office.refused(asks_release(office)), NotForTheGroup)
    asks_release(office, LEADERSHIP)(office.work)


def test_one_of_several_ballots_does_not_hold_up_the_others(office: Office) -> None:
    office.using(in_two_rounds)
    first = opened(office)
    assert isinstance(office.refused(asks_release(office)), PollStillOpen)
    vote(office, first, MANY[:6], 1)
    close(office)
    opened(office)
    preview = asks_release(office)(office.work)
    assert [result.terms.round for result in preview.results] == ["leaders"]


@begins(counted)
@pytest.mark.parametrize(
    ("about", "titles"),
    [("", ["王文例", "李思样"]), (LI, ["李思样"]), (WANG, ["王文例"])],
)
def test_all_that_waits_goes_together_or_one_that_is_named(
    office: Office, about: str, titles: Sequence[str]
) -> None:
    counted(office, about=LI)
    preview = asks_release(office, about=about)(office.work)
    assert [result.terms.title for result in preview.results] == titles
    assert isinstance(office.refused(asks_release(office, about=ZHANG)), NothingToRelease)


@pytest.mark.parametrize(
    ("held", "about", "whose"),
    [
        ((), "", []),
        ((WANG,), "", [WANG]),
        ((WANG, LI), "", []),
        ((WANG, LI), LI, [LI]),
        ((WANG, LI), ZHANG, []),
    ],
)
def test_whose_case_a_release_is(
    office: Office, held: Sequence[str], about: str, whose: Sequence[str]
) -> None:
    for account in held:
        counted(office, about=account)
    subject = office.person(about) if about else None
    cases = releasing.release_cases(office.work, office.cycle, subject)
    assert [person.account for person in cases] == whose


def test_what_is_out_is_nobodys_case_any_more(office: Office) -> None:
    handed_over(office)
    assert releasing.release_cases(office.work, office.cycle, None)
    released(office)
    assert not releasing.release_cases(office.work, office.cycle, None)


# -- two persons


@begins(counted)
@pytest.mark.parametrize("audience", [GROUP, LEADERSHIP])
def test_somebody_else_confirms_and_once(office: Office, audience: Audience) -> None:
    asks_release(office, audience)(office.work)
    card, organiser = office.last_card(DEAN), office.person(ORGANISER)
    own = office.refused(lambda work: releasing.release(work, office.department, card, organiser))
    assert isinstance(own, NeedsSecondPerson)
    confirm = releases(office)
    confirm(office.work)
    assert isinstance(office.refused(confirm), CardGone)
    poll = polls_of(office)[-1]
    assert (poll.state, poll.released_to) == (PollState.RELEASED, audience)
    assert poll.released_by == office.person(DEAN).id


@begins(counted)
@pytest.mark.parametrize(
    ("audience", "told"),
    [(GROUP, "没有确认公布测评结果"), (LEADERSHIP, "没有确认")],
)
def test_what_is_declined_stays_and_can_be_asked_again(
    office: Office, audience: Audience, told: str
) -> None:
    poll = newest(office)
    asks_release(office, audience)(office.work)
    card, dean = office.last_card(DEAN), office.person(DEAN)
    releasing.decline(office.work, office.department, card, dean)
    assert now(office, poll).state is PollState.COUNTED
    assert told in office.told(ORGANISER)
    assert "赵建例" in office.told(ORGANISER)
    assert ("公布" in office.told(ORGANISER)) == (audience is GROUP)
    released(office, audience)
    assert now(office, poll).state is PollState.RELEASED


@begins(counted)
def test_asking_again_takes_the_earlier_card_back(office: Office) -> None:
    asks_release(office)(office.work)
    first = office.last_card(DEAN)
    asks_release(office, LEADERSHIP)(office.work)
    with pytest.raises(CardGone):
        office.card(first.id)
    releases(office)(office.work)
    assert polls_of(office)[-1].released_to is LEADERSHIP


@begins(counted)
def test_a_card_about_others_stays_when_one_is_asked_about_apart(office: Office) -> None:
    counted(office, about=LI)
    asks_release(office, about=WANG)(office.work)
    asks_release(office, about=LI)(office.work)
    for _ in range(2):
        releases(office)(office.work)
    assert {poll.state for poll in polls_of(office)} == {PollState.RELEASED}


def test_nobody_releases_his_own(office: Office) -> None:
    """S28: who is rated himself neither asks for it nor confirms it."""
    also(office, LI, Role.ORGANISER)
    counted(office)
    counted(office, about=LI)
    preview = asks_release(office, by=LI)(office.work)
    assert [result.terms.title for result in preview.results] == ["王文例"]
    assert preview.own == ("李思样",)
    refusal = office.refused(asks_release(office, by=LI, about=LI))
    assert isinstance(refusal, OwnCase)
    assert refusal.others == ("何勤样",)


def test_what_one_may_not_confirm_is_asked_of_another_apart(office: Office) -> None:
    """The only leaders are rated themselves: each confirms what is about the other."""
    without_leaders(office, WANG, LI)
    voters = [account for account in MANY if account not in LEADERS]
    counted(office, voters=voters)
    counted(office, about=LI, voters=voters)
    asks_release(office)(office.work)
    assert [len(office.cards(account)) for account in (WANG, LI)] == [1, 1]
    assert "李思样" in office.cards(WANG)[0].text
    assert "王文例" not in office.cards(WANG)[0].text.partition("：")[2]


def test_where_nobody_else_could_confirm_nothing_is_asked(office: Office) -> None:
    without_leaders(office)
    counted(office, voters=[account for account in MANY if account not in LEADERS])
    assert isinstance(office.refused(asks_release(office)), NobodyElse)
