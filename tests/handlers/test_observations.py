"""Saying what an observation is: in the sentence itself, or by a tap."""

from bot.actions.unit_of_work import UnitOfWork
from bot.domain.plan import Part
from bot.domain.planfile import render, sample_plan
from bot.storage.evaluation import InputRow
from tests.cast import DEAN, ORGANISER, VICE_DEAN, WANG
from tests.chat import Chat, Entry, cards, texts
from tests.meeting import told
from tests.plans import without_stage


def choices(card: Entry) -> list[str]:
    return [option["text"] for option in card["questions"][0]["options"]]


async def asked(chat: Chat, who: str, said: str) -> Entry:
    """The card that asks about what somebody has just said."""
    (card,) = cards(await chat.say(who, said))
    return card


async def test_a_marked_sentence_is_entered_without_a_question(chat: Chat) -> None:
    answers = await chat.say(DEAN, "平时 王文例 优点：带头讲党课六次；不足：调研偏少；希望多下基层")
    assert cards(answers) == []
    lines = texts(answers)[-1].splitlines()
    assert "成绩：带头讲党课六次。" in lines
    assert "不足：调研偏少。" in lines
    assert "建议：希望多下基层。" in lines


async def test_one_sentence_that_does_not_say_is_one_tap(chat: Chat) -> None:
    card = await asked(chat, DEAN, "点评 王文例 重业务轻党建")
    assert card["text"] == "王文例：重业务轻党建。"
    assert choices(card) == ["成绩", "问题", "建议", "都不是"]
    answer = await chat.click(DEAN, card, q0="lacking")
    assert answer["notice"] == "已记下：问题。"
    assert "【指出问题】\n1. 重业务轻党建" in await told(chat, DEAN, "意见 王文例")


async def test_several_sentences_stand_on_one_card_with_a_row_each(chat: Chat) -> None:
    card = await asked(chat, DEAN, "调研 王文例 支部活动有声有色；工作扎实，但调研不够")
    assert len(card["questions"]) == 3
    assert "3. 王文例：调研不够。" in card["text"]
    await chat.click(DEAN, card, q0="achieved", q1="achieved", q2="lacking")
    draft = await told(chat, DEAN, "意见 王文例")
    achieved, _, rest = draft.partition("【指出问题】")
    assert "支部活动有声有色" in achieved
    assert "调研不够" in rest


async def test_what_does_not_stand_on_the_card_is_asked_on_the_next(chat: Chat) -> None:
    card = await asked(chat, DEAN, "平时 王文例 甲事；乙事；丙事；丁事")
    assert "选好后接着问其余1句" in card["text"]
    await chat.click(DEAN, card, q0="achieved", q1="noted", q2="achieved")
    (last,) = cards(await chat.hears(DEAN))
    assert last["text"] == "王文例：丁事。"


async def test_lines_about_several_are_asked_on_one_card(chat: Chat) -> None:
    said = "平时\n王文例：肯干\n李思样：优点：细致；不足：慢\n张立范：稳重"
    preview = await asked(chat, DEAN, said)
    await chat.click(DEAN, preview, choice="yes")
    (card,) = cards(await chat.hears(DEAN))
    assert card["text"].splitlines() == ["1. 王文例：肯干。", "2. 张立范：稳重。"]


async def test_the_one_card_of_many_lines_has_no_words_of_the_last_line(chat: Chat) -> None:
    names = ("王文例", "李思样", "张立范", "陈明试", "刘佳例", "张晓样", "周正范")
    said = "\n".join(["平时", *(f"{name}：优点：肯干；不足：急" for name in names), "吴若试：稳重"])
    preview = await asked(chat, DEAN, said)
    await chat.click(DEAN, preview, choice="yes")
    (first,) = cards(await chat.hears(DEAN))
    await chat.click(DEAN, first, q0="achieved")
    await chat.hears(DEAN)
    more = "\n".join(["调研", "王文例：稳重", *(f"{name}：优点：肯干" for name in names[1:])])
    preview = await asked(chat, DEAN, more)
    await chat.click(DEAN, preview, choice="yes")
    (card,) = [entry for entry in await chat.hears(DEAN) if entry["card"]]
    assert (card["text"], card["card"]["text"]) == ("", "王文例：稳重。")


async def test_a_correction_says_anew_what_it_is(chat: Chat) -> None:
    await chat.say(DEAN, "平时 王文例 优点：肯干")
    assert cards(await chat.say(DEAN, "更正 1 不足：急躁")) == []
    draft = await told(chat, DEAN, "意见 王文例")
    assert "急躁" in draft.partition("【指出问题】")[2]
    assert "肯干" not in draft


async def test_two_who_are_asked_do_not_overwrite_each_other(chat: Chat) -> None:
    first = await asked(chat, ORGANISER, "点评 王文例 代钱守样：讲得空")
    (second,) = cards(await chat.say(VICE_DEAN, "意见 王文例"))
    assert (await chat.click(VICE_DEAN, second, q0="lacking"))["accepted"]
    late = await chat.click(ORGANISER, first, q0="achieved")
    assert late["notice"] == "这几句已经有同志说明过了，没有改动。"
    draft = await told(chat, DEAN, "意见 王文例")
    assert "讲得空" in draft.partition("【指出问题】")[2]


async def test_what_was_entered_before_anybody_asked_is_asked_once_by_the_draft(chat: Chat) -> None:
    await chat.say(DEAN, "平时 王文例 肯干")

    def forget(work: UnitOfWork) -> None:
        work.session.get_one(InputRow, 1).remarks = []

    await chat.services.write(forget)
    (card,) = cards(await chat.say(VICE_DEAN, "意见 王文例"))
    assert card["text"] == "王文例：肯干。"
    await chat.click(VICE_DEAN, card, q0="achieved")
    assert cards(await chat.say(DEAN, "意见 王文例")) == []


async def test_what_is_neither_stays_a_note_and_is_not_asked_again(chat: Chat) -> None:
    card = await asked(chat, DEAN, "调研 王文例 走访两个班级")
    await chat.click(DEAN, card, q0="noted")
    answers = await chat.say(DEAN, "意见 王文例")
    assert cards(answers) == []
    assert "走访两个班级" not in "".join(texts(answers))
    assert "走访两个班级" in await told(chat, DEAN, "依据 王文例")


async def test_where_the_plan_has_no_opinions_nobody_is_asked(chat: Chat) -> None:
    without = without_stage(sample_plan(2026), "feedback")
    assert not without.has(Part.OPINION)
    (confirmation,) = cards(await chat.send(ORGANISER, "方案.toml", render(without).encode()))
    await chat.click(ORGANISER, confirmation, choice="确认")
    answers = await chat.say(DEAN, "点评 王文例 重业务轻党建")
    assert cards(answers) == []
    assert "已记下王文例的领导点评" in texts(answers)[-1]


async def test_of_a_comment_only_what_is_lacking_becomes_an_item(chat: Chat) -> None:
    await chat.say(DEAN, "点评 王文例 优点：讲得实；不足：谈心谈话偏少；建议：每人半年谈一次")
    await chat.say(ORGANISER, "交办 点评 1")
    shown = await told(chat, WANG, "整改")
    assert "谈心谈话偏少" in shown
    assert "讲得实" not in shown
