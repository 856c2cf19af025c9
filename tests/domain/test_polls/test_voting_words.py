"""The words that a choice is made of: what each does in the sentence, and what it names."""

import pytest

from bot.domain.polls.form import Form, Rater, Subject
from bot.domain.polls.voting_words import Kind, Unclear, Vocabulary

STEPS = ("好", "较好", "一般", "差")
SUBJECTS = (
    Subject(1, "王文例", "第一党支部"),
    Subject(2, "李思样", "第二党支部"),
    Subject(3, "张立", "第三党支部"),
    Subject(4, "张晓样", "第四党支部"),
)
FORM = Form(SUBJECTS, ("总体评价",), STEPS, turning=True)
ROWS = Form(SUBJECTS[:2], ("学习", "纪律"), STEPS, turning=True)
OUTSIDER = Rater(99)


def told(
    said: str, *, form: Form = FORM, rater: Rater = OUTSIDER, votes: bool = False
) -> list[tuple[Kind, list[int], str]]:
    """Each word with the items that it names and the step that it says."""
    vocabulary = Vocabulary(form, rater, votes=votes)
    return [(word.kind, sorted(word.items), word.step) for word in vocabulary.words_of(said)]


def items(said: str, *, form: Form = FORM, rater: Rater = OUTSIDER) -> list[list[int]]:
    return [numbers for _, numbers, _ in told(said, form=form, rater=rater)]


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("王文例", 0),
        ("文例", 0),  # the given name
        ("王书记", 0),
        ("第一党支部", 0),
        ("第一支部", 0),
        ("张立", 2),
        ("晓样", 3),
    ],
)
def test_what_somebody_is_called(name: str, item: int) -> None:
    assert told(name) == [(Kind.TARGET, [item], "")]


@pytest.mark.parametrize("name", ["张书记", "立", "赵六"])
def test_what_two_are_called_or_nobody_is_no_name(name: str) -> None:
    with pytest.raises(Unclear):
        told(name)


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("第三个", [2]),
        ("第3位", [2]),
        ("三号", [2]),
        ("第四名", [3]),
        ("前两个", [0, 1]),
        ("头三位", [0, 1, 2]),
        ("后两个", [2, 3]),
        ("最后一个", [3]),
    ],
)
def test_places_by_the_order_of_the_sheet(said: str, numbers: list[int]) -> None:
    assert items(said) == [numbers]


@pytest.mark.parametrize("said", ["第五个", "第零个", "前四个", "前五个", "后十个"])
def test_a_place_that_is_not_there_is_unclear(said: str) -> None:
    with pytest.raises(Unclear):
        told(said)


def test_whoever_stands_on_the_sheet_counts_differently() -> None:
    own = Rater(2)
    assert items("第一个", rater=own) == [[0]]
    for said in ("第二个", "第三个", "前两个", "后一个"):
        with pytest.raises(Unclear):
            told(said, rater=own)
    assert items("都", rater=own) == [[0, 2, 3]]  # of himself he says nothing


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("都好", [Kind.ALL, Kind.STEP]),
        ("大家都较好", [Kind.EVERYBODY, Kind.ALL, Kind.STEP]),
        ("其他人差", [Kind.OTHERS, Kind.STEP]),
        ("除了王文例以外", [Kind.EXCEPT, Kind.TARGET, Kind.ASIDE]),
        ("王文例改成好", [Kind.TARGET, Kind.CHANGE, Kind.STEP]),
        ("好还是差", [Kind.STEP, Kind.OR, Kind.STEP]),
        ("我觉得王文例和张立好", [Kind.SPEAKER, Kind.OPINES, Kind.TARGET, Kind.WITH, Kind.TARGET, Kind.STEP]),
        ("必须的", [Kind.PRAISE]),
        ("讲得好", [Kind.REMARK, Kind.STEP]),
        ("请把就", []),  # fillers
        ("嗯嗯好", [Kind.STEP]),
        ("弃权", [Kind.STEP]),
        ("四个人", [Kind.COUNT]),
        ("", []),
    ],
)  # fmt: skip
def test_what_a_word_does(said: str, kinds: list[Kind]) -> None:
    assert [kind for kind, _, _ in told(said)] == kinds


@pytest.mark.parametrize(
    ("said", "steps"),
    [
        ("好", ["好"]),
        ("比较好", ["较好"]),
        ("较好", ["较好"]),
        ("弃权", [""]),
        ("好较好一般差", ["好", "较好", "一般", "差"]),
    ],
)
def test_steps_are_read_the_longest_first(said: str, steps: list[str]) -> None:
    assert [step for _, _, step in told(said)] == steps


def test_what_is_denied_is_a_step_that_is_not_chosen() -> None:
    (word,) = Vocabulary(FORM, OUTSIDER).words("不选")
    assert word.denies
    (word,) = Vocabulary(FORM, OUTSIDER).words("弃权")
    assert not word.denies


@pytest.mark.parametrize(
    ("said", "number"), [("两个", 2), ("十个人", 10), ("一共十一位", 11), ("20个", 20)]
)
def test_numbers_are_counted(said: str, number: int) -> None:
    (word,) = Vocabulary(FORM, OUTSIDER).words(said)
    assert (word.kind, word.number) == (Kind.COUNT, number)


def test_a_list_is_a_place_or_the_head_of_a_line() -> None:
    assert told("1.好,2.差") == [
        (Kind.LISTED, [0], ""),
        (Kind.STEP, [], "好"),
        (Kind.LISTED, [1], ""),
        (Kind.STEP, [], "差"),
    ]


def test_rows_have_names_where_there_are_several() -> None:
    assert told("学习好", form=ROWS)[0] == (Kind.ROW, [0, 2], "")
    assert items("王文例", form=ROWS) == [[0, 1]]
    with pytest.raises(Unclear):
        told("总体评语")


def test_other_words_are_passed_over_where_the_sentence_votes() -> None:
    with pytest.raises(Unclear):
        told("天气王文例好")
    vocabulary = Vocabulary(FORM, OUTSIDER, votes=True)
    kinds = [word.kind for word in vocabulary.words("天气王文例好")]
    assert kinds[-2:] == [Kind.TARGET, Kind.STEP]
    assert vocabulary.passed_over
    assert not Vocabulary(FORM, OUTSIDER, votes=True).passed_over


def test_what_begins_like_a_name_may_be_one_that_is_misspelt() -> None:
    with pytest.raises(Unclear):
        told("王文利好", votes=True)
