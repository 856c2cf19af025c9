"""A Word file as somebody left it: whose page is which, what stands on it, what changed."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.evaluation.opinion import Half, Opinion, Sentence
from bot.domain.evaluation.returned import Change, changes, pages
from bot.domain.manuscript import Manuscript, Paragraph, Place

SIGNED = ("中共示例系总支部委员会",)


def written(*lines: str) -> Manuscript:
    return Manuscript("docx", tuple(Paragraph(line) for line in lines))


def read(manuscript: Manuscript, before: Opinion | None = None) -> list[tuple[Half, str, str]]:
    (page,) = pages(manuscript)
    opinion = page.opinion(before or Opinion(), "手改", SIGNED)
    return [(one.half, one.text, one.source) for one in opinion.sentences]


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
    assert read(manuscript, before) == [
        (Half.ACHIEVED, "讲党课六次。", "甲"),
        (Half.ACHIEVED, "联系群众多；带头学习。", "手改"),
        (Half.LACKING, "调研偏少。", "手改"),
    ]


def test_prose_is_read_sentence_by_sentence_and_the_signature_is_none() -> None:
    manuscript = written(
        "王文例同志2026年度抓基层党建工作",
        "述职评议考核综合评价意见",
        "综合平时掌握等情况，对第一支部书记王文例同志2026年度抓基层党建工作形成如下评价意见：",
        "一、肯定成绩。讲党课六次。联系群众多。",
        "王文例同志2026年度带头值守。",
        "二、指出问题。调研少，2027年要补上。",
        "中共示例系总支部委员会",
        "2026年12月29日",
    )
    assert [(half, text) for half, text, _ in read(manuscript)] == [
        (Half.ACHIEVED, "讲党课六次。"),
        (Half.ACHIEVED, "联系群众多。"),
        (Half.ACHIEVED, "王文例同志2026年度带头值守。"),
        (Half.LACKING, "调研少，2027年要补上。"),
    ]


def test_what_is_not_written_is_not_read() -> None:
    manuscript = written("一、肯定成绩", "（待补充）", "二、指出问题", "问题一")
    assert [text for _, text, _ in read(manuscript)] == ["问题一。"]


def test_pages_are_told_apart_by_their_titles_old_and_new() -> None:
    manuscript = written(
        "王文例同志2026年度抓基层党建工作述职评议考核综合评价意见",
        "一、肯定成绩。甲。",
        "【李思样】",
        "肯定成绩",
        "乙",
        "意见来源",
        "王文例同志（第1稿）",
    )
    assert [(page.name, len(page.paragraphs)) for page in pages(manuscript)] == [
        ("王文例", 1),
        ("李思样", 2),
    ]


def test_namesakes_are_told_apart_by_their_branch() -> None:
    manuscript = written(
        "王文例（第三支部）同志2026年度抓基层党建述职评议考核综合评价意见", "一、肯定成绩。甲。"
    )
    assert [page.name for page in pages(manuscript)] == ["王文例（第三支部）"]


def test_words_of_a_page_within_a_sentence_begin_no_page() -> None:
    manuscript = written(
        "王文例同志2026年度抓基层党建述职评议考核综合评价意见",
        "一、肯定成绩。他说李思样同志2026年度评价意见写得好。二、指出问题。没有。",
        "二、指出问题。调研少。",
    )
    (page,) = pages(manuscript)
    assert page.halves == {Half.ACHIEVED, Half.LACKING}


def test_every_change_is_told() -> None:
    before = Opinion(
        (
            Sentence(Half.ACHIEVED, "讲党课六次。", ""),
            Sentence(Half.LACKING, "谈心谈话偏少。", ""),
            Sentence(Half.LACKING, "品牌弱。", ""),
        )
    )
    after = Opinion(
        (
            Sentence(Half.ACHIEVED, "值守带头。", ""),
            Sentence(Half.LACKING, "谈心谈话还偏少。", ""),
            Sentence(Half.LACKING, "讲党课六次。", ""),
        )
    )
    assert changes(before, after) == (
        Change(Half.ACHIEVED, "", "值守带头。"),
        Change(Half.LACKING, "谈心谈话偏少。", "谈心谈话还偏少。"),
        Change(Half.LACKING, "", "讲党课六次。", moved_from=Half.ACHIEVED),
        Change(Half.LACKING, "品牌弱。", ""),
    )


SENTENCES = st.lists(
    st.tuples(st.sampled_from(Half), st.text(alphabet="甲乙丙丁调研少", min_size=1, max_size=6)),
    max_size=6,
    unique_by=lambda pair: pair[1],
)


@given(SENTENCES, SENTENCES)
def test_no_change_is_hidden(
    earlier: list[tuple[Half, str]], later: list[tuple[Half, str]]
) -> None:
    before, after = (
        Opinion(tuple(Sentence(half, text, "") for half, text in pairs))
        for pairs in (earlier, later)
    )
    told = changes(before, after)
    gone = {text for _, text in earlier} - {text for _, text in later}
    new = {text for _, text in later} - {text for _, text in earlier}
    assert gone == {change.before for change in told if change.before}
    assert new == {change.after for change in told if change.after and change.moved_from is None}


@given(st.lists(st.text(max_size=20), max_size=12))
def test_any_file_can_be_read(lines: list[str]) -> None:
    for page in pages(written(*lines)):
        page.opinion(Opinion(), "手改", SIGNED)


PIECES = (
    "调研少", "问题：", "建议：", "一、肯定成绩", "意见来源", "考核等次", "2026年12月29日", "李思样同志2026年度",
    "评价意见", "，", "；", "“", "”", "3、4月", "2.5小时", "？", "（待", "中共某系总支部委员会",
)  # fmt: skip
WORDS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join)
LEADS = {
    Half.ACHIEVED: "一、肯定成绩。",
    Half.LACKING: "二、指出问题。",
    Half.DIRECTION: "三、明确方向。",
}


@given(st.lists(st.tuples(st.sampled_from(list(LEADS)), WORDS), max_size=6))
def test_a_page_that_nobody_touched_reads_back_as_it_was(said: list[tuple[Half, str]]) -> None:
    before = Opinion()
    for half, text in said:
        before = before.added(half, text, "甲")
    paragraphs = [
        lead + "".join(sentence.text for _, sentence in before.of(half))
        for half, lead in LEADS.items()
    ]
    title = "王文例同志2026年度抓基层党建述职评议考核综合评价意见"
    (page,) = pages(written(title, *paragraphs, *SIGNED, "2026年12月29日"))
    after = page.opinion(before, "手改", SIGNED)
    assert after == before
    assert changes(before, after) == ()
