import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.evaluation.opinion import (
    MOST_PER_HALF,
    Half,
    Material,
    Opinion,
    Sentence,
    draft,
    half_of,
    read_back,
)
from bot.domain.evaluation.refusals import SentenceUnknown
from bot.domain.manuscript import Manuscript, Paragraph, Place

HALVES = st.sampled_from(Half)


def written(*lines: str) -> Manuscript:
    return Manuscript("docx", tuple(Paragraph(line) for line in lines))


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("带头讲党课六次", Half.ACHIEVED),
        ("问题找得准、措施实", Half.ACHIEVED),
        ("调研不够深入", Half.LACKING),
        ("谈心谈话偏少", Half.LACKING),
        ("活动形式单一", Half.LACKING),
        ("台账存在缺项问题", Half.LACKING),
        ("希望多下基层", Half.DIRECTION),
        ("要把品牌做实", Half.DIRECTION),
        ("希望解决谈心谈话偏少的问题", Half.DIRECTION),
        ("支部品牌已有基础，下一步要做深", Half.DIRECTION),
        ("特色不突出", Half.LACKING),
        ("亮点不明显", Half.LACKING),
        ("组织生活形式老套", Half.LACKING),
        ("记录更新不及时", Half.LACKING),
        ("解决了党员反映的问题", Half.ACHIEVED),
        ("重业务轻党建", Half.UNSORTED),
        ("没有发生问题", Half.ACHIEVED),
        ("发展党员把关严，没有出现差错", Half.ACHIEVED),
        ("讲得空", Half.UNSORTED),
        ("私下反映脾气大", Half.UNSORTED),
        ("会前准备可以更充分", Half.UNSORTED),
        ("工作扎实但调研不够", Half.UNSORTED),
    ],
)
def test_sentences_are_sorted_by_their_words(text: str, half: Half) -> None:
    assert half_of(text) is half


def test_a_draft_takes_each_sentence_once_with_its_source() -> None:
    made = draft([Material("带头讲党课；调研不够深入。", "甲"), Material("带头讲党课", "乙")])
    assert made.sentences == (
        Sentence(Half.ACHIEVED, "带头讲党课。", "甲"),
        Sentence(Half.LACKING, "调研不够深入。", "甲"),
    )
    assert made.empty_halves == ()


def test_a_sentence_that_praises_and_misses_something_becomes_two() -> None:
    made = draft([Material("履职比较扎实，解决重点难点问题的办法还不够多", "甲")])
    assert [(one.half, one.text) for one in made.sentences] == [
        (Half.ACHIEVED, "履职比较扎实。"),
        (Half.LACKING, "解决重点难点问题的办法还不够多。"),
    ]


def test_what_no_word_tells_is_asked_and_sorted_by_a_person() -> None:
    made = draft([Material("讲得空；带头讲党课；调研不够深入", "甲")])
    assert [one.text for _, one in made.of(Half.UNSORTED)] == ["讲得空。"]
    told = made.sorted_as(3, Half.LACKING)
    assert [one.text for _, one in told.of(Half.LACKING)] == ["调研不够深入。", "讲得空。"]
    assert told.of(Half.UNSORTED) == ()


def test_words_whose_part_is_known_stay_there() -> None:
    made = draft(
        [
            Material("带头讲党课", "本人查摆", Half.LACKING),
            Material("调研不够深入", "整改台账", Half.ACHIEVED),
        ]
    )
    assert [(one.half, one.text) for one in made.sentences] == [
        (Half.ACHIEVED, "调研不够深入。"),
        (Half.LACKING, "带头讲党课。"),
    ]


def test_a_draft_of_much_material_stays_readable() -> None:
    made = draft([Material(f"第{number}项做得好", "甲") for number in range(40)])
    assert len(made.sentences) == MOST_PER_HALF


@given(st.lists(st.tuples(st.text(max_size=30), HALVES | st.none())))
def test_numbers_of_a_draft_run_through_the_halves(given_: list[tuple[str, Half | None]]) -> None:
    made = draft([Material(text, "甲", half) for text, half in given_])
    shown = [number for half in Half for number, _ in made.of(half)]
    assert shown == list(range(1, len(made.sentences) + 1))


def test_sentences_are_changed_dropped_and_added_by_number() -> None:
    made = Opinion().added(Half.LACKING, "甲。乙。", "x").added(Half.ACHIEVED, "丙", "x")
    assert [one.text for one in made.sentences] == ["丙。", "甲。", "乙。"]
    assert made.changed(2, "丁", "y").sentences[1] == Sentence(Half.LACKING, "丁。", "y")
    assert [one.text for one in made.dropped(1).sentences] == ["甲。", "乙。"]
    assert [one.text for one in made.dropped(3).sentences] == ["丙。", "甲。"]
    assert made.dropped(1).empty_halves == (Half.ACHIEVED,)
    for number in (0, 4, -1):
        with pytest.raises(SentenceUnknown):
            made.changed(number, "丁", "y")
        with pytest.raises(SentenceUnknown):
            made.dropped(number)


def test_the_direction_may_be_left_out() -> None:
    assert (
        Opinion(
            (Sentence(Half.ACHIEVED, "甲。", ""), Sentence(Half.LACKING, "乙。", ""))
        ).empty_halves
        == ()
    )
    assert Opinion().empty_halves == (Half.ACHIEVED, Half.LACKING)


def test_an_edited_file_is_read_by_its_headings_and_forgives_the_usual_changes() -> None:
    before = Opinion(
        (Sentence(Half.ACHIEVED, "讲党课六次。", "甲"), Sentence(Half.LACKING, "调研少。", "甲"))
    )
    manuscript = Manuscript(
        "docx",
        (
            Paragraph("王文例同志综合评价意见"),
            Paragraph("综合平时掌握等情况，提出如下意见："),
            Paragraph("一、主要成绩"),
            Paragraph("1．讲党课六次。"),
            Paragraph("（2）联系群众多；带头学习"),
            Paragraph("二、存在问题："),
            Paragraph("调研偏少。"),
            Paragraph("表中的话。", Place.TABLE),
            Paragraph("三、努力方向"),
            Paragraph(""),
            Paragraph("依据"),
            Paragraph("1 平时掌握", Place.TABLE),
            Paragraph("示例系"),
        ),
    )
    made = read_back(manuscript, before, "手改")
    assert [(one.half, one.text, one.source) for one in made.sentences] == [
        (Half.ACHIEVED, "讲党课六次。", "甲"),
        (Half.ACHIEVED, "联系群众多。", "手改"),
        (Half.ACHIEVED, "带头学习。", "手改"),
        (Half.LACKING, "调研偏少。", "手改"),
    ]


def test_what_is_not_written_is_not_read() -> None:
    made = read_back(
        written("一、肯定成绩", "（待补充）", "二、指出问题", "问题一"), Opinion(), "手改"
    )
    assert [one.text for one in made.sentences] == ["问题一。"]


@given(st.lists(st.text(max_size=20), max_size=12))
def test_any_file_can_be_read(lines: list[str]) -> None:
    read_back(written(*lines), Opinion(), "手改")
