"""The report to the upper unit, and all that goes up together. Rows of rules on the real database."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import takewhile

from bot.actions.exporting import reporting
from bot.actions.exporting.artefacts import artefacts
from bot.actions.polls import releasing as ballots_released
from bot.domain.words import filled
from bot.exports.archive import ArchivedFile
from tests.actions.acts import accept, entered, hand_in
from tests.actions.begun import begins
from tests.actions.evaluating import ask_telling, grade, grades_alone, tells
from tests.actions.hall import MANY, counted
from tests.actions.office import Office
from tests.actions.test_folders import announced, attended, dossier, opinion, rated
from tests.actions.test_public_words import closed
from tests.actions.test_publications import published
from tests.cast import DEAN, FIRST, LI, WANG
from tests.papers import CHATTY, text_of

# -- the report to the upper unit


def test_while_nothing_is_recorded_there_is_no_report(office: Office) -> None:
    assert reporting.paper(dossier(office)) is None
    hand_in(office, FIRST)
    paper = reporting.paper(dossier(office))
    assert paper is not None
    assert filled(paper.name, office.cycle.plan.words) == (
        "示例系2026年度抓基层党建述职评议考核工作情况报告.docx"
    )


@begins(rated)
def test_the_report_says_what_is_recorded_and_nothing_else(office: Office) -> None:
    published(office)
    accept(office, FIRST)
    entered(office, FIRST)
    paper = reporting.paper(dossier(office))
    assert paper is not None
    words = text_of(paper.content)
    for expected in (
        "院党委：",
        "参加考核的支部书记8人",
        "应交述职报告8份，已交2份，审核通过1份。",
        "已确定等次的支部书记1人，其中“较好”1人",
        "综合平时掌握、调研了解、领导点评、现场测评等情况，研究确定考核等次。",
        "列入整改清单1条",
        "（主要共性问题请补充：＿＿＿＿）",
        "特此报告。",
        "中共示例系总支部委员会",
    ):
        assert expected in words, expected
    assert "收到意见" not in words  # the window is still open
    closed(office)
    paper = reporting.paper(dossier(office))
    assert paper is not None
    assert "收到意见" in text_of(paper.content)


def test_the_facts_of_a_year_are_those_of_this_one(office: Office) -> None:
    office.using(grades_alone)
    facts = reporting.year_facts(dossier(office))
    nothing = (facts.noticed, facts.meeting, facts.publicity, facts.grades, facts.items)
    assert nothing == (None,) * 5
    assert (facts.handed, facts.accepted, facts.expected) == (0, 0, 8)
    grade(office)
    grade(office, LI, "好")
    ask_telling(office, WANG)
    tells(office)(office.work)
    facts = reporting.year_facts(dossier(office))
    assert facts.grades is not None
    assert facts.grades.numbers == (("好", 1), ("较好", 1), ("一般", 0), ("差", 0))
    assert (facts.grades.told, facts.grades.read) == (1, 0)
    assert facts.grades.days == (office.work.today,)
    for due in (date(2027, 2, 28), date(2027, 2, 1), date(2027, 6, 30)):
        entered(office, FIRST, due=due)
    facts = reporting.year_facts(dossier(office))
    assert facts.items is not None
    assert facts.items.due == ((date(2027, 2, 1), 2), (date(2027, 6, 1), 1))
    assert (facts.items.number, facts.items.closed) == (3, 0)


def test_the_report_tells_the_sheets_of_the_meeting_once(office: Office) -> None:
    for account in (WANG, LI):
        poll = counted(office, about=account)
        ballots_released.release_one(office.work, poll.id, office.person(DEAN))
    facts = reporting.year_facts(dossier(office))
    assert facts.meeting is not None
    assert facts.meeting.ballots == ((53, len(MANY), len(MANY)),)


# -- all of it


def goes_up(office: Office) -> Iterator[ArchivedFile]:
    """All but what stays in the house, which comes last."""
    return takewhile(
        lambda file: not file.path.startswith("本单位留存"),
        artefacts(office.work, office.cycle),
    )


def test_parts_that_the_plan_does_not_have_take_no_number(office: Office) -> None:
    office.using(grades_alone)  # without opinions
    grade(office)
    entered(office, FIRST)
    paths = [file.path for file in goes_up(office)]
    assert "5 等次汇总表/考核等次汇总表.docx" in paths
    assert "7 整改清单/第一支部整改清单.docx" in paths
    assert not [path for path in paths if path.startswith(("2 ", "3 ", "4 ", "6 "))]


@begins(rated)
def test_every_paper_is_written_in_the_marks_of_papers(office: Office) -> None:
    opinion(office)
    published(office)
    entered(office, FIRST)
    announced(office)
    attended(office)
    office.now += timedelta(minutes=1)
    ours = {
        file.path: text_of(file.content)
        for file in goes_up(office)
        if file.path.endswith(".docx") and not file.path.startswith(("3 ", "7 公示/第"))
    }
    assert len(ours) >= 13
    for path, words in ours.items():
        assert CHATTY.search(words) is None, (path, CHATTY.search(words))
