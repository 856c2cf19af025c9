"""A sheet filled in words: what counts, and that nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.polls.form import Rater
from bot.domain.polls.sentences import read_sentence
from tests.domain.test_polls.filled_in_words import FORM, MEMBER, NAMES, ROWS, STEPS, read


@pytest.mark.parametrize(
    ("said", "choices"),
    [
        ("都好", "11111111"),
        ("都是好", "11111111"),
        ("投 好 好 较好 较好 一般 好 好 差", "11223114"),
        ("陈静范那一栏我改成一般", ".......3"),
        ("都好，李思样较好", "12111111"),
        ("李思样较好，都好", "12111111"),
        ("除李思样较好外，都好", "12111111"),
        ("李思样较好，其他都好", "12111111"),
        ("李思样较好，其他好", "12111111"),
        ("李思样、王文例较好，其余一般", "22333333"),
        ("第三个一般，其他较好", "22322222"),
        ("第3位一般，其他较好", "22322222"),
        ("测评 好 好 较好 好 好 好 一般 差", "11211134"),
        ("好好较好好好好一般差", "11211134"),
        ("好 好 较好", None),
        ("李思样较好", ".2......"),
        ("李书记改成一般", ".3......"),
        ("张书记较好", None),  # there are two
        ("张晓样比较好", "......2."),
        ("思样差", ".4......"),
        ("第二支部较好", ".2......"),
        ("李思样弃权", ".0......"),
        ("较好：李思样、周正范；其余：好", "12121111"),
        ("好：王文例，李思样", "11......"),
        ("都好，都不容易", "11111111"),
        ("都好都好，他们都辛苦", "11111111"),
        ("大家都不容易，统统投好", "11111111"),
        ("都好，那不可能", None),
        ("全给好吧，都挺拼的", "11111111"),
        ("张立范投较好，陈静范也一样", "..2....2"),
        ("张立范投较好，陈静范不一样", None),
        ("李思样的话我想了下还是投一般吧", ".3......"),
        ("王文例好，周正范也是好，张立范较好，就这样", "1.21...."),
        ("好的有王文例、张立范，较好的有李思样", "121....."),
        ("李思样很好", None),
        ("李思样不好", None),
        ("李思样较好吗", None),
        ("都好，写得太空", None),
        ("其他较好", None),
        ("李思样", None),
        ("好", None),
        ("", None),
        ("李思样、王文例都较好", "22......"),
        ("第九个好", None),
    ],
)
def test_sentences(said: str, choices: str | None) -> None:
    assert read(said) == choices


def test_a_subject_leaves_himself_out_and_is_not_counted_by_places() -> None:
    li = Rater(2)
    assert read("都好", rater=li) == "1.111111"
    assert read("好 好 较好 好 好 好 一般", rater=li) == "1.121113"
    assert read("第一个较好", rater=li) == "2......."
    assert read("第三个较好", rater=li) is None


def test_several_rows() -> None:
    assert read("都好，李思样纪律较好", ROWS) == "111211"
    assert read("李思样学习好纪律较好", ROWS) == "..12.."
    assert read("李思样较好", ROWS) == "..22.."
    assert read("纪律都较好", ROWS) == ".2.2.2"
    assert read("李思样 好 较好", ROWS) == "..12.."
    assert read("都较好，李思样好、较好", ROWS) == "221222"
    assert read("王文例 好 好，李思样 差 差", ROWS) == "1144.."
    assert read("李思样 好 较好 好", ROWS) is None
    assert read("李思样好还是较好", ROWS) is None
    assert read("李思样，好，不，较好", ROWS) is None
    assert read("好 较好 好 较好 好 较好", ROWS) == "121212"


@given(st.lists(st.sampled_from(STEPS), min_size=8, max_size=8))
def test_any_steps_in_order_are_read_as_they_are(steps: list[str]) -> None:
    expected = "".join(str(STEPS.index(step) + 1) for step in steps)
    assert read(" ".join(steps)) == expected
    named = "，".join(f"{name}{step}" for name, step in zip(NAMES, steps, strict=True))
    assert read(named) == expected


@pytest.mark.parametrize(
    ("said", "choices"),
    [
        ("全都投好，冲冲冲🎉", "11111111"),
        ("说实话李思样我只能给个差", ".4......"),
        ("李思样yyds，必须好", ".1......"),
        ("emmm思样书记的话 我给较好叭", ".2......"),
        ("李思样没得说，好！👍", ".1......"),
        ("大家都好", "11111111"),
        ("８个都给较好", "22222222"),
        ("八位书记我都投较好", "22222222"),
        ("从上往下：好 好 较好 一般 好 较好 好 好", "11231211"),
        ("全部：好 好 较好 好 好 好 好 好", "11211111"),
        ("1.好 2.好 3.较好", "112....."),
        ("1、2、3好，其他较好", "11122222"),
        ("1好2较好3一般", "123....."),
        ("李思样、王文例分别好、较好", "21......"),
        ("王文例 李思样 张立范 好 较好 一般", "123....."),
        ("李思样好改成较好", ".2......"),
        ("投好：李思样、王文例", "11......"),
        ("我给李思样和王文例都打好", "11......"),
        ("李思样、王文例两位较好，其他六位好", "22111111"),
        ("除了李思样都好", "1.111111"),
        ("李思样除外，其他都好", "1.111111"),
        ("都好，除了李思样", "1.111111"),
        ("除了李思样都好，李思样较好", "12111111"),
        ("除了李思样同志我投较好以外，其余的各位我都投好", "12111111"),
        ("李思样同志，好；其余诸位，较好", "21222222"),
        ("all好，除了李思样给较好", "12111111"),
        ("1. 李思样 好\n2. 王文例 较好", "21......"),
        ("1、李思样好，2、王文例较好", "21......"),
        ("第二个李思样较好", ".2......"),
        ("三号较好", "..2....."),
        ("好的，李思样较好", ".2......"),
        ("李思样从好改成较好", ".2......"),
        ("收到，没意见，都好", "11111111"),
        ("就是那个李思样我觉得嗯给李思样投一个较好吧", ".2......"),
        ("别人都投好，就李思样一般", "13111111"),
        ("李思样那老哥干活真不赖，我给他投个好", ".1......"),
        ("我觉得李思样同志讲得实在 我投她好", ".1......"),
        ("头一个好，第二个较好，第三个一般吧", "123....."),
        ("头三个好，第四个较好", "1112...."),
        ("前三个好，后头五个较好", "11122222"),
        ("我投李思样较好然后张立范好", ".21....."),
        ("李思样不错，投他好；张立范还差点意思，投较好", ".12....."),
        ("李思样嘛 投个一般就行了", ".3......"),
        ("李思样我就投较好吧讲得还行就是短了点", ".2......"),
        ("我投李思样好，干活肯下力气", ".1......"),
    ],
)
def test_what_is_said_around_the_choice_is_no_matter(said: str, choices: str) -> None:
    assert read(said) == choices


@pytest.mark.parametrize(
    "said",
    [
        "李思样较好？",
        "要是李思样好",
        "就算王文例好",
        "李思样算了，王文例好",
        "李思样好还是较好",
        "李思样好 李思样差",
        "李思样必须的，王文例好",
        "三位都好",
        "三个好五个较好",
        "李思样、王文例三位都好",
        "李思样较好，其他六个都好",
        "王书记觉得李书记好",
        "大家都觉得李思样好",
        "大家都投好",
        "别人都投较好，我投李思样好",
        "我和李书记都投好",
        "李书记和我都投好",
        "王书记投李书记好",
        "李思样给王文例好",
        "都投李思样好",
        "李思样好，另外王文例较好",
        "王文例、李思样都不选好",
        "王文例 李思样 张立范 好 较好",
        "除了李思样好",
        "大家好",
        "李思样👎好",
        "李思样是王文例选的好",
        "李思样一般都给好",
        "李思样讲得好",
        "李思样工作一般",
        "我给李思样挺好",
        "都好，讲得实在",
        "我投李思样好吧才怪",
        *("我投李思样好，口误", "我投李思样好，手滑了", "我投李思样好，撤回", "我投李思样好吧作废"),
        *("我投李思样好，闹着玩", "昨天我投李思样好，变了", "领导要我投李思样好，讲得实在"),
        "我投李思样好吧随它去",
        "我投李思样好，没这回事",
        "我投李思样好，王文例推荐的",
        "我投李思样好，讲得一般",
        "头九个好",
        "李思样讲得实在，王文例投好",
        "李思样1好",
        "第一个李思样好",
        "1、李思样2、好",
        "从下往上：好 好 较好 一般 好 较好 好 好",
    ],
)
def test_what_can_be_read_in_two_ways_is_asked(said: str) -> None:
    assert read(said) is None


PLAIN = (
    ("我", "给", "李思样", "投", "较好"),
    ("李思样", "、", "王文例", "都", "选", "好", "，", "其他", "一般"),
    ("除了", "李思样", "，", "都", "投", "好"),
    ("八个", "都", "给", "好"),
    ("好 ",) * len(NAMES),
    ("1.", "好 ", "2.", "较好"),
    ("李思样", "讲得", "实在", "，", "我", "投", "她", "好"),
    ("李思样", "我", "投", "较好", "吧", "讲得", "还行", "就是", "短了点"),
    ("李思样", "好", "，", "因为", "他", "讲得", "实在"),
    ("李书记", "给", "较好", "，", "主要是", "措施", "有点", "空"),
)
DOUBTS = ("不", "没", "别", "吗", "？", "?", "如果", "要是", "听说", "可能", "难道", "他说", "不能")


@given(st.sampled_from(PLAIN), st.sampled_from(DOUBTS), st.data())
def test_a_denial_or_a_question_among_the_words_is_never_counted(
    words: tuple[str, ...], doubt: str, data: st.DataObject
) -> None:
    assert read("".join(words)) is not None
    place = data.draw(st.integers(0, len(words)))
    assert read("".join([*words[:place], doubt, *words[place:]])) is None


@given(st.text(alphabet="好较一般差都李思样第三个其他，；测评王书记吗不", max_size=30))
def test_what_is_read_names_steps_of_the_sheet(said: str) -> None:
    choices = read_sentence(said, FORM, MEMBER)
    assert choices is None or all(0 <= choice <= len(STEPS) for choice in choices.values())


@pytest.mark.parametrize(
    ("said", "choices"),
    [
        ("李思样那个讲得太虚，只能给差", ".4......"),
        ("都填较好吧，我没别的意见", "22222222"),
        ("李思样我投一般，其他几位我再想想", ".3......"),
        ("王文丽投较好", None),  # nobody's name, or a misspelt one
        ("赵老师，投较好", None),
        ("李思样材料写好了，投一般", None),
        ("李思样的票投好了", None),
        ("给李思样投好，王文例呢", None),
    ],
)
def test_what_is_said_in_passing_tells_no_step(said: str, choices: str | None) -> None:
    assert read(said) == choices
