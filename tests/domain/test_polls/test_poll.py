"""A poll as everybody but its table sees it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.people import Person
from bot.domain.polls.form import Purpose
from bot.domain.polls.poll import (
    OVER,
    RUNNING,
    Count,
    Destruction,
    Poll,
    PollState,
    frozen_terms,
    poll_code,
)
from bot.domain.polls.results import digest, pack_groups
from bot.domain.polls.tally import Score
from tests.domain.test_polls.sheets import LI, WANG, group, terms

TERMS = terms(subjects=(WANG, LI))
NOW = datetime(2026, 12, 21, 6, tzinfo=UTC)
GROUPS = pack_groups((group("A", 1, 2, 3, 4, 5, 5, 0, 0),))


def poll(state: PollState = PollState.OPEN) -> Poll:
    return Poll(
        id=7,
        department_id="sample",
        cycle_id=1,
        recorded_purpose="evaluation",
        branch_id=None,
        state=state,
        canonical_terms=TERMS.canonical,
        digest=TERMS.digest,
        key_id="k",
        opened_at=NOW,
        opened_by=1,
        closes_at=None,
        reminded=False,
        closed_at=None,
        eligible=None,
        voted=None,
        groups=None,
        groups_digest=None,
        shown=None,
        withheld="",
        named=None,
        destroy_at=None,
        destroyed=Destruction.NOT_BEGUN,
        released=None,
        released_at=None,
        released_by=None,
    )


def test_a_poll_is_called_by_its_number() -> None:
    assert poll().code == poll_code(7) == "K7"


def test_a_poll_tells_the_terms_it_was_opened_with() -> None:
    assert poll().terms == TERMS
    assert poll().title == TERMS.title
    assert poll().purpose is Purpose.EVALUATION
    assert frozen_terms(TERMS.canonical) is frozen_terms(TERMS.canonical)  # they never change


@pytest.mark.parametrize(
    ("state", "is_running", "is_counted"),
    [
        (PollState.OPEN, True, False),
        (PollState.CLOSING, True, False),
        (PollState.COUNTED, False, True),
        (PollState.RELEASED, False, True),
        (PollState.VOID, False, False),
    ],
)
def test_what_each_state_means(state: PollState, is_running: bool, is_counted: bool) -> None:
    assert poll(state).is_counted is is_counted
    assert (state in RUNNING) is is_running
    assert (state in OVER) is not is_running


def test_a_poll_is_about_those_on_its_form() -> None:
    assert poll().subject_ids == {WANG.person, LI.person}
    assert poll().is_about(Person(WANG.person, "sample", "王文例", "w"))
    assert not poll().is_about(Person(99, "sample", "王文例", "x"))


def test_a_counted_poll_has_the_same_result_for_every_asker() -> None:
    counted = replace(
        poll(PollState.COUNTED),
        groups=GROUPS,
        eligible=20,
        voted=10,
        withheld="few",
        turnouts={WANG.person: (20, 9)},
    )
    result = counted.result
    assert (result.eligible, result.voted, result.withheld) == (20, 10, "few")
    assert result.groups == (group("A", 1, 2, 3, 4, 5, 5, 0, 0),)
    assert result.turnout_of(WANG.person) == (20, 9)
    assert result.turnout_of(LI.person) == (20, 10)
    assert result.fixed_scores == ()


def test_scores_that_the_count_has_fixed_are_those_of_the_result() -> None:
    fixed = (Score(WANG.person, (None,), None),)
    counted = replace(poll(PollState.COUNTED), groups=pack_groups((), fixed), eligible=3, voted=3)
    assert counted.result.scores == fixed


def test_a_count_without_groups_has_no_digest() -> None:
    assert Count(10, 2).groups_digest is None
    assert Count(10, 2, groups=GROUPS).groups_digest == digest(GROUPS)
