import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents import ruling, tasks, wire
from bot.documents.extraction import extract
from bot.documents.roster import read_roster
from bot.domain.manuscript import Cell, Manuscript, Paragraph, Place, Reservation, Unreadable
from bot.domain.planfile import PlanProblem, sample_plan
from bot.domain.report import Part
from bot.domain.report.judge import judge
from bot.sample import sample_report, sample_roster_workbook

plain = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
manuscripts = st.builds(
    Manuscript,
    plain,
    st.lists(
        st.builds(
            Paragraph,
            plain,
            st.sampled_from(Place),
            st.integers(0, 9),
            st.booleans(),
            plain,
            st.integers(-1, 99),
            st.none() | st.builds(Cell, *[st.integers(0, 9)] * 5),
        )
    ).map(tuple),
    st.lists(plain).map(tuple),
    st.frozensets(st.sampled_from(Reservation)),
)


@given(manuscripts | st.sampled_from(Unreadable))
def test_outcomes_arrive_as_they_were(outcome: Manuscript | Unreadable) -> None:
    stream = io.BytesIO()
    wire.send(stream, wire.encode(outcome))
    stream.seek(0)
    assert wire.decode(wire.receive(stream)) == outcome


def test_what_no_database_takes_is_shown_as_unreadable() -> None:
    paragraph = Paragraph("王\0文例", Place.BODY, number="\0一")
    sent = wire.encode(Manuscript("doc", (paragraph,), ("注\0",)))
    arrived = wire.decode(sent)
    assert isinstance(arrived, Manuscript)
    assert arrived.text.splitlines()[0].endswith("王\ufffd文例")
    assert arrived.footnotes == ("注\ufffd",)


@pytest.mark.parametrize(
    "task",
    [
        tasks.Extracting(".docx"),
        tasks.Marking(((3, "请补原因"), (4, "")), "述职助手", "2026-01-01T00:00:00"),
    ],
)
def test_tasks_arrive_as_they_were(task: wire.Task) -> None:
    assert wire.decode_task(wire.encode_task(task)) == task


def test_a_marked_copy_is_passed_on_as_it_is() -> None:
    assert wire.decode(wire.encode(b"PK\x03\x04")) == b"PK\x03\x04"


def test_texts_kept_before_cells_were_read_are_still_read() -> None:
    kept = b'{"kind": "docx", "paragraphs": [["\\u8868", "table", 0, false, "", 7]], "footnotes": [], "reservations": []}'
    assert wire.decode(kept) == Manuscript("docx", (Paragraph("表", Place.TABLE, source=7),))


def test_half_a_character_does_not_break_the_answer() -> None:
    read = wire.decode(wire.encode(Manuscript("txt", (Paragraph("a\ud800b"),))))
    assert isinstance(read, Manuscript)
    assert read.text == "a?b"


@pytest.mark.parametrize("received", [b"", b"\0\0", b"\0\0\0\x05abc", b"\xff\xff\xff\xff"])
def test_broken_frames_are_a_disconnection(received: bytes) -> None:
    with pytest.raises(wire.Disconnected):
        wire.receive(io.BytesIO(received))


RULES = sample_plan(2026).report
REPORT = extract(sample_report("第三党支部", year=2026), ".docx")
VERDICT = judge(
    REPORT, RULES, year=2026, corrections={1: Part.PROBLEMS}, last_year=("谈心谈话不够经常",)
)


@pytest.mark.parametrize(
    "answer",
    [
        VERDICT,
        sample_plan(2026),
        ruling.PlanProblems((PlanProblem(3, "unit", "这里必须填写"),)),
        read_roster(sample_roster_workbook(), categories=["A", "B"]),
        tasks.Bug("ValueError"),
    ],
    ids=lambda answer: type(answer).__name__,
)
def test_verdicts_plans_and_rosters_arrive_as_they_were(answer: ruling.RuledAnswer) -> None:
    assert wire.decode(wire.encode(answer)) == answer


@pytest.mark.parametrize(
    "task",
    [
        ruling.Judging(RULES, 2026, ((2, Part.CAUSES),), ("一", "二")),
        ruling.Listing(("A", "B")),
        ruling.Planning(),
    ],
    ids=lambda task: type(task).__name__,
)
def test_what_is_judged_arrives_as_it_was(task: wire.Task) -> None:
    assert wire.decode_task(wire.encode_task(task)) == task


@pytest.mark.parametrize(
    "payload", [b'{"answer": "Verdict", "record": [1]}', b'{"answer": "Bug", "record": [7]}']
)
def test_a_worker_that_answers_something_else_is_not_believed(payload: bytes) -> None:
    with pytest.raises((ValueError, TypeError)):
        wire.decode(payload)
