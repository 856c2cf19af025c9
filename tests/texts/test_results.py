"""What is told of released polls: all numbers, in messages that a phone shows whole."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.polls.form import Form, Subject
from bot.texts.listing import fits
from bot.texts.polls.report import notes
from bot.texts.polls.results import LEFT_OUT, NO_GRADE, released
from tests.exports.sheets import STEPS, result


def test_one_secretary_is_told_at_length() -> None:
    (page,) = released([result()], scores=True)
    assert "A票：好 3，较好 2，一般 0，差 0" in page
    assert "加权得分" in page


@given(st.integers(4, 40))
def test_many_are_told_on_several_pages_and_nobody_is_left_out(secretaries: int) -> None:
    names = [f"书记{number}号" for number in range(secretaries)]
    pages = released([result(name) for name in names], scores=True)
    assert all(fits(page) and page.endswith(NO_GRADE) for page in pages)
    told = "\n".join(pages)
    assert all(
        f"{name}（收回20/24份）92.27：A 好 3、较好 2；B 好 9、较好 3、一般 2、差 1" in told
        for name in names
    ), told


def test_several_rows_stand_on_lines_of_their_own() -> None:
    one = result()
    form = Form(
        (Subject(1, "王文例", "第一支部"), Subject(2, "李思样", "第二支部")),
        ("总体评价", "政治建设"),
        STEPS,
    )
    groups = tuple(replace(group, counts=group.counts * 4) for group in one.groups)
    (page,) = released(
        [replace(one, terms=replace(one.terms, form=form), groups=groups)], scores=True
    )
    assert page.count("总体评价") == page.count("政治建设") == 2
    assert fits(page)


@given(st.integers(3, 6), st.integers(2, 9))
def test_nobodys_rows_are_parted_from_his_name(secretaries: int, rows: int) -> None:
    one = result()
    names = [f"书记{number}号" for number in range(secretaries)]
    subjects = tuple(Subject(number, name, name) for number, name in enumerate(names))
    form = Form(subjects, tuple(f"第{row}行" for row in range(rows)), STEPS)
    groups = tuple(
        replace(group, counts=group.counts[:1] * secretaries * rows) for group in one.groups
    )
    pages = released(
        [replace(one, terms=replace(one.terms, form=form), groups=groups)], scores=True
    )
    assert all(fits(page) and not page.splitlines()[1].startswith("　") for page in pages)
    assert sum(page.count("　第") for page in pages) == secretaries * rows


def test_withheld_numbers_are_not_told() -> None:
    pages = released(
        [replace(result(f"书记{number}号"), groups=(), withheld="too_few") for number in range(9)],
        scores=True,
    )
    assert all("好 " not in page for page in pages)
    assert sum(page.count("为保护个人选择") for page in pages) == 9


def test_scores_are_left_out_where_they_are_not_to_be_told() -> None:
    (page,) = released([result()], scores=False)
    assert "A票：好 3，较好 2，一般 0，差 0" in page
    assert "得分" not in page


def test_it_is_said_why_a_row_sums_up_to_less_than_came_back() -> None:
    """54 sheets came back and the row has 53 marks: nobody rates himself."""
    whole = result()
    assert LEFT_OUT not in "".join(released([whole], scores=True))
    one_more = replace(whole, eligible=whole.eligible + 1, voted=whole.voted + 1)
    (page,) = released([one_more], scores=True)
    assert f"收回{one_more.voted}份。{LEFT_OUT}" in page
    pages = released([replace(one_more, terms=whole.terms)] * 9, scores=True)
    assert all(page.endswith(f"{LEFT_OUT}\n{NO_GRADE}") for page in pages)
    assert LEFT_OUT in notes([one_more])
    assert LEFT_OUT not in notes([whole])
