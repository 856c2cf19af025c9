"""A result that was told: who sees it, says that he has read it, objects to it, and until when it holds. Rows of rules on the real database."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.actions import evaluation
from bot.actions.evaluation import opinions, results
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.evaluation.opinion import Half
from bot.domain.evaluation.refusals import HalvesEmpty, NothingTold
from bot.domain.refusals import CardGone, NotAllowed, Refusal
from tests.actions.begun import office_after
from tests.actions.evaluating import (
    ask_telling,
    enter,
    grade,
    grades_alone,
    hand_over,
    objects,
    status_of,
    tells,
)
from tests.actions.office import Office
from tests.cast import DEAN, LI, MEMBER, ORGANISER, VICE_DEAN, WANG


def shows(office: Office, account: str = WANG) -> Callable[[UnitOfWork], Any]:
    actor = office.person(account)
    return lambda work: results.own_result(work, office.cycle, actor)


def reads(office: Office, account: str = WANG) -> Callable[[UnitOfWork], None]:
    actor = office.person(account)
    return lambda work: results.note_read(work, office.cycle, actor)


def result_told(office: Office) -> None:
    office.using(grades_alone)
    grade(office)
    ask_telling(office, WANG)
    tells(office)(office.work)


told = office_after(result_told)


@pytest.mark.parametrize("act", [shows, reads, objects])
@pytest.mark.parametrize(
    ("account", "refusal"),
    [(WANG, None), (LI, NothingTold), (MEMBER, NotAllowed), (DEAN, NotAllowed)],
)
def test_a_result_is_for_whom_it_was_told(
    told: Office,
    act: Callable[[Office, str], Callable[[UnitOfWork], Any]],
    account: str,
    refusal: type[Refusal] | None,
) -> None:
    if refusal is None:
        act(told, account)(told.work)
    else:
        assert isinstance(told.refused(act(told, account)), refusal)


def test_he_sees_it_again_with_a_new_button_until_he_has_read_it(told: Office) -> None:
    first = told.last_card(WANG)
    message = shows(told)(told.work)
    assert message.card is not None
    assert "较好" in message.text
    # The newest button counts.
    with pytest.raises(CardGone):
        told.card(first.id)
    receipt, wang = told.card(message.card.id), told.person(WANG)
    results.read(told.work, told.cycle, receipt, wang)
    assert shows(told)(told.work).card is None
    assert len(told.trail("result.read")) == 1


def test_that_it_was_read_may_be_said_and_once(told: Office) -> None:
    reads(told)(told.work)
    at = told.now
    told.now += timedelta(hours=1)
    reads(told)(told.work)
    assert status_of(told).read_at == at
    assert len(told.trail("result.read")) == 1
    receipt = [card for card in told.cards(WANG) if "阅" in str(card)]
    with pytest.raises(CardGone):
        told.card(receipt[-1].id)


def test_a_card_that_is_no_receipt_is_not_read(told: Office) -> None:
    grade(told, LI)
    ask_telling(told, LI)
    card, organiser = told.last_card(ORGANISER), told.person(ORGANISER)
    refusal = told.refused(lambda work: results.read(work, told.cycle, card, organiser))
    assert isinstance(refusal, CardGone)


def test_what_is_decided_anew_is_not_shown_before_it_is_told(told: Office) -> None:
    assert "较好" in shows(told)(told.work).text
    objects(told)(told.work)
    grade(told, WANG, "好", "复议")
    under_review = shows(told)(told.work)
    assert "好" not in under_review.text
    assert under_review.card is None
    ask_telling(told, WANG)
    tells(told)(told.work)
    assert "好" in shows(told)(told.work).text


def test_what_was_decided_of_another_is_nothing_new_of_him(told: Office) -> None:
    grade(told, LI, "好")
    assert "较好" in shows(told)(told.work).text


def test_a_change_that_was_declined_leaves_what_is_to_be_told(office: Office) -> None:
    office.using(grades_alone)
    grade(office)
    decision = evaluation.Decision(office.person(WANG), "差", "复议")
    evaluation.propose(office.work, office.cycle, office.department, office.person(DEAN), decision)
    card, organiser = office.last_card(ORGANISER), office.person(ORGANISER)
    evaluation.decline(office.work, office.department, card, organiser)
    ask_telling(office, WANG)
    tells(office)(office.work)
    assert "较好" in office.told(WANG)


@pytest.mark.parametrize(
    ("text", "lacks"),
    [("优点：带头讲党课；不足：谈心谈话偏少", None), ("优点：带头讲党课", (Half.LACKING,))],
)
def test_an_opinion_with_both_halves_is_told_as_a_file_with_the_grade(
    office: Office, text: str, lacks: Sequence[Half] | None
) -> None:
    """S32: what was achieved and what is lacking."""
    office.using(lambda plan: replace(grades_alone(plan), stages=plan.stages))
    enter(office, text=text)
    opinions.open_(office.work, office.cycle, office.person(DEAN), office.person(WANG))
    grade(office)
    if lacks is not None:
        refusal = office.refused(lambda _work: ask_telling(office, WANG))
        assert isinstance(refusal, HalvesEmpty)
        assert refusal.halves == lacks
        return
    ask_telling(office, WANG)
    tells(office)(office.work)
    (message,) = [message for message in office.sent(WANG) if message.file is not None]
    assert message.card is not None
    # Once it was read, the file comes with what he asks for.
    reads(office)(office.work)
    assert shows(office)(office.work).file is not None
    # A later opinion is another result, and not shown before it is told.
    opinions.drop(office.work, office.cycle, office.person(DEAN), 1)
    assert shows(office)(office.work).file is None


def test_a_former_secretary_keeps_his_result_and_may_say_that_he_has_read_it(
    told: Office,
) -> None:
    hand_over(told)
    assert "较好" in shows(told)(told.work).text
    reads(told)(told.work)
    assert status_of(told).read_at == told.now
    objects(told)(told.work)


def test_who_objects_once_more_is_heard_once_more_by_every_leader(told: Office) -> None:
    objects(told)(told.work)
    told.now += timedelta(minutes=5)
    objects(told, text="还有一处")(told.work)
    for leader in (DEAN, VICE_DEAN):
        assert "党课应为七次" in told.told(leader)
        assert "还有一处" in told.told(leader)
    assert told.told(MEMBER) == ""
    assert len(told.trail("result.objected")) == 2


def test_declined_nobody_is_told_and_whoever_asked_hears_so(office: Office) -> None:
    office.using(grades_alone)
    grade(office)
    ask_telling(office, WANG)
    card, organiser = office.last_card(ORGANISER), office.person(ORGANISER)
    results.decline_telling(office.work, office.department, card, organiser)
    assert office.sent(WANG) == []
    assert "何勤样" in office.told(DEAN)
    ask_telling(office, WANG)


def test_a_wider_question_stays_beside_one_about_fewer(office: Office) -> None:
    """The other way round it is replaced: two cards would ask about the same person."""
    office.using(grades_alone)
    for account in (WANG, LI):
        grade(office, account)
    ask_telling(office, WANG, LI)
    wide = office.last_card(ORGANISER)
    ask_telling(office, WANG)
    assert office.card(wide.id).addressees == (office.person(ORGANISER).id,)
