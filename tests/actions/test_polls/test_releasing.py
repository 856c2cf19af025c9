"""Publishing a result and handing it over (step 11): two persons, whom it is not about; once; to whom. Rows of rules on the real database."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions import rosters
from bot.actions.polls import handing_over, pictures, releasing
from bot.domain.people import Role
from bot.domain.plan import InputRule, Plan
from bot.domain.polls.poll import Audience, Poll, PollState, VoidReason
from bot.domain.polls.refusals import (
    NotForTheGroup,
    NothingToRelease,
    PaperPending,
    PollStillOpen,
    PollVoid,
)
from bot.domain.refusals import CardGone, NeedsSecondPerson, NobodyElse, OwnCase, Refusal
from bot.exports.ballot_report import BallotReport
from bot.storage.polls import polls
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
from tests.actions.test_polls.batches import confirmed, entered
from tests.cast import DEAN, LI, MEMBER, ORGANISER, VICE_DEAN, WANG, ZHANG

GROUP, LEADERSHIP = Audience.GROUP, Audience.LEADERSHIP
LEADERS = tuple(line.account for line in LINES if Role.LEADER in line.roles)


def with_release(**rules: object) -> Callable[[Plan], Plan]:
    return lambda plan: replace(plan, release=replace(plan.release, **rules))  # type: ignore[arg-type]


def also(office: Office, account: str, role: Role) -> None:
    """Gives somebody a second office."""
    lines = list(LINES)
    for number, line in enumerate(lines):
        if line.account == account:
            lines[number] = replace(line, roles=line.roles | {role})
    rosters.import_roster(office.work, office.department.id, lines, actor="system")


def files(office: Office, account: str) -> list[str]:
    return [message.file.name for message in office.sent(account) if message.file is not None]


def polls_of(office: Office) -> list[Poll]:
    return polls.of_cycle(office.session, office.cycle.id)


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


def still_open(office: Office) -> None:
    vote(office, opened(office), MANY, 1)


def closed(office: Office) -> None:
    still_open(office)
    close(office)


def paper_waits(office: Office) -> None:
    still_open(office)
    entered(office, "A 发1 收1 废0 好1")
    close(office)


def over(office: Office) -> None:
    counted(office)


def void(office: Office) -> None:
    poll = opened(office)
    close(office)
    count(office, poll)


def handed_over(office: Office) -> None:
    poll = counted(office)
    releasing.release_one(office.work, poll.id, office.person(DEAN), LEADERSHIP)


def published(office: Office) -> None:
    poll = counted(office)
    releasing.release_one(office.work, poll.id, office.person(DEAN))


@pytest.mark.parametrize("audience", [GROUP, LEADERSHIP])
@pytest.mark.parametrize(
    ("reach", "for_group", "for_leadership"),
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
)
def test_what_is_counted_and_not_out_yet_can_be_released(
    office: Office,
    reach: Callable[[Office], None],
    for_group: type[Refusal] | None,
    for_leadership: type[Refusal] | None,
    audience: Audience,
) -> None:
    reach(office)
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
    rounds = (
        InputRule("leaders", "领导测评", classes=("A",)),
        InputRule("members", "党员测评", classes=("B", "C")),
    )
    office.using(lambda plan: replace(plan, inputs=(*plan.inputs, *rounds)))
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
