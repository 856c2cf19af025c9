"""What is left of a ballot after its count, and what is destroyed (step 10). Rows of rules on the real database."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.actions.polls import closing, links
from bot.domain.polls.poll import Destruction
from bot.storage.polls import cells, polls, roll
from bot.storage.polls import links as link_store
from tests.actions.begun import begins
from tests.actions.hall import (
    MANY,
    SECOND,
    SUBJECTS,
    asks_release,
    casts,
    close,
    count,
    counted,
    newest,
    now,
    opened,
    vote,
    with_ballot,
)
from tests.actions.office import Office
from tests.actions.test_polls.phones import paged
from tests.cast import DEAN, MEMBER


@pytest.mark.parametrize(
    ("days", "voters", "kept"), [(0, MANY, False), (3, MANY, True), (3, (), False)]
)
def test_cells_are_kept_for_objections_to_a_result_alone(
    office: Office, days: int, voters: Sequence[str], kept: bool
) -> None:
    office.using(with_ballot(objection_days=days))
    poll = opened(office)
    vote(office, poll, voters, 1)
    close(office)
    result = count(office, poll)
    assert cells.number(office.session, poll.id) == (54 if kept else 0)
    if kept:
        assert (result.destroyed, result.destroy_at) == (
            Destruction.NOT_BEGUN,
            office.now + timedelta(days=days),
        )
    else:
        assert (result.destroyed, result.destroy_at) == (Destruction.CELLS, None)


@begins(opened)
def test_destruction_forgets_keys_cells_and_links_after_the_commit(office: Office) -> None:
    poll = newest(office)
    vote(office, poll, MANY, 1)
    links.end_link(paged(office), poll.id, office.person(DEAN))
    close(office)
    office.now += 3 * SECOND
    work = office.work
    assert closing.count_closed(work, poll.id)
    assert office.keys.exists(poll.key_id)
    for follow_up in work.after_commit:
        follow_up()
    assert not office.keys.exists(poll.key_id)
    link = link_store.find(office.session, poll.id, office.person(DEAN).id)
    assert link is not None
    assert link.number == link_store.FIRST


def test_each_step_of_destruction_is_noted_once(office: Office) -> None:
    office.using(with_ballot(objection_days=3))
    poll = counted(office)
    assert closing.destroy_kept(office.work, poll.id)
    assert not closing.destroy_kept(office.work, poll.id)
    assert not closing.destroy_kept(office.work, poll.id + 1)
    steps = (Destruction.CELLS, Destruction.KEYS, Destruction.KEYS)
    noted = [closing.note_destroyed(office.work, poll.id, step) for step in steps]
    assert noted == [False, True, False]
    assert not closing.note_destroyed(office.work, poll.id + 1, Destruction.KEYS)
    assert office.trail("poll.destroyed") == []
    later = (Destruction.FILES, Destruction.FILES, Destruction.KEYS, Destruction.CELLS)
    noted = [closing.note_destroyed(office.work, poll.id, step) for step in later]
    assert noted == [True, False, False, False]
    assert len(office.trail("poll.destroyed")) == 1
    assert now(office, poll).destroyed is Destruction.FILES


def test_after_the_count_the_roll_tells_who_voted_and_on_no_card(office: Office) -> None:
    office.using(with_ballot(objection_days=3))
    poll = opened(office, *SUBJECTS)
    vote(office, poll, [DEAN], 1)
    casts(office, poll, MEMBER, {0: 1})(office.work)
    close(office)
    count(office, poll)
    marks = {entry.marks for entry in roll.entries(office.session, poll.id)}
    assert marks == {"000", "111"}


def test_destruction_leaves_the_result(office: Office) -> None:
    poll = counted(office, 1, 2)
    shown = asks_release(office)(office.work)
    assert shown.results == (poll.result,)
    assert [other.id for other in polls.unfinished(office.session)] == [poll.id]
    for step in (Destruction.KEYS, Destruction.FILES):
        closing.note_destroyed(office.work, poll.id, step)
    assert polls.unfinished(office.session) == []
    assert now(office, poll).result == poll.result
