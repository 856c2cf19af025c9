"""The organiser's card at the meeting, and the papers that a copier takes: who stands on them. Rows of rules on the real database."""

import io
from dataclasses import replace
from datetime import date, time, timedelta
from fractions import Fraction

import docx
import pytest

from bot.actions import rosters
from bot.actions.polls import chairing, events, meetings, presence, printing, speeches
from bot.domain.people import Role
from bot.domain.plan import Plan, Row, Scope, Venue, VoterCategory
from bot.domain.polls.announcing import Said
from bot.domain.refusals import CardGone
from bot.messages import Card
from tests.actions.hall import LINES, SUBJECTS, opened, with_ballot
from tests.actions.office import Office
from tests.cast import FIRST, LI, MEMBER, ORGANISER, SECOND, WANG

# -- the chair


def chair(office: Office) -> Card:
    return chairing.open_chair(office.work, office.cycle, office.person(ORGANISER))


def buttons(card: Card) -> list[str]:
    return [option.id for question in card.questions for option in question.options]


def presses(office: Office, button: str) -> Card:
    """Presses one of its buttons; the card as it is then."""
    chairing.steer(office.work, office.cycle, button)
    return chairing.chair_card(office.work, office.cycle, "r-1")


def starts(office: Office, account: str) -> str:
    return f"start-{office.person(account).id}"


def test_one_tap_goes_from_speaker_to_speaker(office: Office) -> None:
    card = chair(office)
    assert buttons(card) == [starts(office, WANG)]
    assert (card.title, card.until) == ("发言计时", None)
    assert card.text == "下一位：王文例，8分钟。"
    assert [option.text for option in card.questions[0].options] == ["开始计时"]
    card = presses(office, buttons(card)[0])
    assert "王文例" in card.title
    assert card.until == office.now + timedelta(minutes=8)
    assert [option.text for option in card.questions[0].options][-1] == "请下一位"
    assert "下一位：李思样，8分钟。" in card.text
    end, more, following = buttons(card)
    assert following == starts(office, LI)
    assert (end.partition("-")[0], more.partition("-")[0]) == ("end", "more")
    for _ in range(2):  # each tap is a minute, and an impatient finger means two
        card = presses(office, more)
    assert card.until == office.now + timedelta(minutes=10)
    card = presses(office, end)
    assert buttons(card) == [starts(office, LI)]


@pytest.mark.parametrize("button", ["start", "end", "more", "start-0", "end-0", "more-999", ""])
def test_a_button_that_is_none_any_more_changes_nothing(office: Office, button: str) -> None:
    before = presses(office, starts(office, WANG))
    assert presses(office, button) == before


def test_pressed_twice_it_does_not_start_the_one_after_him_as_well(office: Office) -> None:
    first = presses(office, starts(office, WANG))
    assert presses(office, starts(office, WANG)) == first
    second = presses(office, buttons(first)[-1])
    # 讲完了 of a card that is older means the one who has ended.
    assert presses(office, buttons(first)[0]) == second


def test_once_everybody_has_spoken_it_has_no_buttons(office: Office) -> None:
    meetings.set_written(
        office.work, office.cycle, office.person(ORGANISER), office.person(LI), "出差"
    )
    for account in SUBJECTS:
        presses(office, starts(office, account))
    assert len(buttons(chair(office))) == 2
    speeches.end_speech(office.work, office.cycle)
    last = chair(office)
    assert buttons(last) == []
    assert "都已发言" in last.text


def test_the_newest_card_counts(office: Office) -> None:
    first, second = chair(office), chair(office)
    with pytest.raises(CardGone):
        office.card(first.id)
    assert office.card(second.id).asked_by == office.person(ORGANISER).id


@pytest.mark.parametrize(
    ("option", "may"),
    [
        ("start-7", True),
        ("end-123456789012", True),
        ("more-1", True),
        ("more-", False),
        ("stop-1", False),
        ("start-7 ", False),
        ("end-1234567890123", False),
        (7, False),
    ],
)
def test_what_a_card_of_the_chair_may_ask_for(office: Office, option: object, may: bool) -> None:
    options = chairing.steering(office.card(chair(office).id))
    assert (option in options["choice"]) == may


# -- papers


def read(office: Office, printed: printing.Printed) -> tuple[str, list[list[list[str]]]]:
    """The words around, and the tables."""
    content = office.files.read(printed.file.sha256)
    document = docx.Document(io.BytesIO(content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    tables = [
        [[cell.text for cell in row.cells] for row in table.rows] for table in document.tables
    ]
    return text, tables


def rated(tables: list[list[list[str]]]) -> list[list[str]]:
    """The names on the tables of ballots."""
    return [[row[1] for row in table[1:]] for table in tables if table[0][0] == "序号"]


def test_each_class_has_its_ballot_with_all_in_the_order_of_speaking(office: Office) -> None:
    papers = printing.ballots(office.work, office.cycle)
    assert [paper.category for paper in papers] == ["A", "B", "C"]
    _, tables = read(office, papers[0])
    assert rated(tables) == [[office.person(account).name for account in SUBJECTS]]


def test_what_is_open_is_printed(office: Office) -> None:
    opened(office, LI, WANG)
    _, tables = read(office, printing.ballots(office.work, office.cycle)[0])
    assert rated(tables) == [["李思样", "王文例"]]


@pytest.mark.parametrize(("named", "secret", "unnamed"), [(False, True, True), (True, True, False)])
def test_a_ballot_says_whether_it_bears_a_name(
    office: Office, named: bool, secret: bool, unnamed: bool
) -> None:
    office.using(with_ballot(secret=secret))
    meetings.set_named(office.work, office.cycle, office.person(ORGANISER), named=named)
    text, tables = read(office, printing.ballots(office.work, office.cycle)[0])
    assert ("不署名" in text) == unnamed
    assert rated(tables)


def test_merged_classes_have_one_ballot(office: Office) -> None:
    meetings.merge_categories(office.work, office.cycle, office.person(ORGANISER), ["A", "B"])
    papers = printing.ballots(office.work, office.cycle)
    assert [paper.category for paper in papers] == ["A+B", "C"]


def own_branch(plan: Plan) -> Plan:
    categories = tuple(
        replace(category, rates=(Scope.OWN_BRANCH,)) if category.id == "C" else category
        for category in plan.ballot.categories
    )
    return with_ballot(categories=categories)(plan)


def test_a_class_whose_people_rate_different_ones_has_a_page_for_each(office: Office) -> None:
    office.using(own_branch)
    papers = printing.ballots(office.work, office.cycle)
    assert [len(rated(read(office, paper)[1])) for paper in papers] == [1, 1, len(SUBJECTS)]
    assert rated(read(office, papers[2])[1])[0] == ["王文例"]


def test_a_class_without_anybody_yet_has_a_page_with_all(office: Office) -> None:
    half = Fraction(1, 2)
    invited, leaders = VoterCategory("D", "特邀代表", half), VoterCategory("A", "领导", half)
    office.using(with_ballot(categories=(leaders, invited)))
    papers = printing.ballots(office.work, office.cycle)
    assert papers[-1].category == "D"
    assert rated(read(office, papers[-1])[1]) == [
        [office.person(account).name for account in SUBJECTS]
    ]


def test_a_class_finds_only_the_rows_that_it_is_asked(office: Office) -> None:
    office.using(with_ballot(rows=(Row("总体评价"), Row("学习", classes=("A",)))))
    papers = printing.ballots(office.work, office.cycle)
    of_a, of_c = (str(read(office, papers[number])[1]) for number in (0, 2))
    assert ("学习" in of_a, "学习" in of_c) == (True, False)


def test_the_tally_has_a_page_for_each_class(office: Office) -> None:
    (paper,) = printing.tally(office.work, office.cycle)
    text, _ = read(office, paper)
    for voters in ("A票", "B票", "C票"):
        assert voters in text


@pytest.mark.parametrize("marks", [False, True])
def test_of_marks_every_one_is_written_down(office: Office, marks: bool) -> None:
    office.using(with_ballot(rows=(Row("总体评价", marks=marks),)))
    (paper,) = printing.tally(office.work, office.cycle)
    _, tables = read(office, paper)
    assert ("好" in str(tables)) == (not marks)


def test_where_nobody_is_evaluated_there_is_nothing_to_print(office: Office) -> None:
    lines = [line for line in LINES if Role.SECRETARY not in line.roles]
    rosters.import_roster(office.work, office.department.id, lines, actor="system")
    assert printing.ballots(office.work, office.cycle) == ()
    assert printing.tally(office.work, office.cycle) == ()
    assert len(printing.signatures(office.work, office.cycle)) == 1


def test_the_list_to_be_signed_has_those_who_are_expected_at_each_place(office: Office) -> None:
    member = office.person(MEMBER)
    presence.take_leave(office.work, office.cycle, member, member, "出差")
    venue = Venue("east", "分会场", place="机械楼", branches=(FIRST, SECOND))
    office.using(with_ballot(venues=(venue,)))
    main, other = printing.signatures(office.work, office.cycle)
    names = [str(read(office, paper)) for paper in (main, other)]
    assert ["王文例" in text for text in names] == [False, True]
    assert ["张立范" in text for text in names] == [True, False]
    assert not any("杨小样" in text for text in names)
    assert "机械楼" in names[1]


def test_the_agenda_tells_speakers_places_and_minutes(office: Office) -> None:
    organiser = office.person(ORGANISER)
    meetings.set_written(office.work, office.cycle, organiser, office.person(LI), "出差")
    before, _ = read(office, printing.agenda_sheet(office.work, office.cycle)[0])
    assert "14:30" not in before
    said = Said(day=date(2026, 12, 21), clock=time(14, 30), place="系楼302", speech_minutes=6)
    draft = events.draft(office.work, office.cycle, organiser, said)
    proposal = events.propose(office.work, office.cycle, office.department, draft)
    subject = events.subject_of(office.work, office.cycle, proposal.event)
    events.announce(office.work, office.cycle, office.department, organiser, subject)
    text, tables = read(office, printing.agenda_sheet(office.work, office.cycle)[0])
    assert "14:30" in text
    assert "系楼302" in text
    rows = [row for table in tables for row in table]
    assert {cell for row in rows for cell in row if "分钟" in cell} == {"6分钟"}
    assert any("王文例" in row and FIRST in str(row) for row in rows)
    assert not any("李思样" in row for row in rows)
