"""The cards of a ballot in single chat: brought one after the other, tapped or typed."""

from bot.actions import cycles, people, polls
from bot.actions.unit_of_work import UnitOfWork
from tests.cast import DEAN, MEMBER, ORGANISER, WANG
from tests.chat import Chat, Entry, cards, refusals
from tests.handlers.ballots import told
from tests.played import after


async def open_cards(chat: Chat) -> None:
    """Opens a poll about all secretaries that is no sheet: it has three cards."""

    def begin(work: UnitOfWork) -> None:
        organiser = people.find(work, ORGANISER)
        assert organiser is not None
        department = people.department(work, organiser.department)
        cycle = cycles.current(work, department.id)
        assert cycle is not None
        polls.open_poll(work, cycle, department, organiser, polls.speakers(work, cycle))

    await chat.services.write(begin)
    await chat.settle()


async def ask(chat: Chat, who: str) -> Entry:
    """The answer to 测评 in single chat."""
    return (await chat.say(who, "测评"))[-1]


async def fill(chat: Chat, who: str, card: Entry, step: str = "好") -> str:
    answer = await chat.click(who, card, **{question["id"]: step for question in card["questions"]})
    assert answer["accepted"]
    return str(answer["notice"])


@after(open_cards)
async def test_all_secretaries_on_one_form(chat: Chat) -> None:
    sheets = cards(await chat.hears(MEMBER))
    assert [len(sheet["questions"]) for sheet in sheets] == [3, 3, 2]
    assert (
        "对您本人的评价不计入"
        in (await chat.click(WANG, sheets[0], **dict.fromkeys("012", "好")))["notice"]
    )
    missing = await chat.click(MEMBER, sheets[0], **{"0": "好"})
    assert (missing["accepted"], missing["refused"]) == (False, "incomplete_ballot")
    assert await told(chat, MEMBER, "测评 好好好好 较好 较好 一般 差") == "已收到，截止前可修改。"
    states = [entry["card"]["state"] for entry in await chat.timeline(MEMBER) if entry["card"]]
    assert states == ["answered"] * 3


async def test_asking_how_to_vote_brings_the_ballot_card_to_the_single_chat(chat: Chat) -> None:
    await chat.say(ORGANISER, "@述职助手 开始测评 王文例", group=True)
    await chat.hears(MEMBER)
    answer = (await chat.say(MEMBER, "测评"))[-1]
    assert (answer["chat"], answer["card"]["state"]) == ("direct", "open")
    assert (
        await chat.click(MEMBER, answer["card"], **{answer["card"]["questions"][0]["id"]: "好"})
    )["accepted"]
    assert (await chat.say(MEMBER, "测评"))[-1]["card"]["state"] == "answered"
    assert (await chat.say(WANG, "测评"))[-1]["card"] is None  # nobody rates himself


@after(open_cards)
async def test_a_ballot_of_three_cards_is_filled_whole_in_single_chat(chat: Chat) -> None:
    sheets = [card["card_id"] for card in cards(await chat.hears(MEMBER))]
    first = await ask(chat, MEMBER)
    assert "没填第 1、2、3 张。这是第 1 张" in first["text"]
    assert "后面依次写 8 个等次" in first["text"]
    assert (await fill(chat, MEMBER, first["card"])).endswith("还有 2 张没填，发送“测评”接着填。")
    assert "已计入一部分" in await told(chat, MEMBER, "我的票")
    assert "还有 54 人" in await told(chat, DEAN, "谁没投")
    second = await ask(chat, MEMBER)
    assert "已填第 1 张，没填第 2、3 张。这是第 2 张" in second["text"]
    await fill(chat, MEMBER, second["card"])
    third = await ask(chat, MEMBER)
    assert await fill(chat, MEMBER, third["card"]) == "已收到，截止前可修改。"
    assert [answer["card"]["card_id"] for answer in (first, second, third)] == sheets
    assert "您的票已计入，截止前可以修改。" in await told(chat, MEMBER, "我的票")
    assert "还有 53 人" in await told(chat, DEAN, "谁没投")
    again = [await ask(chat, MEMBER) for _ in range(4)]
    assert [answer["card"]["card_id"] for answer in again] == [*sheets, sheets[0]]
    assert "3 张都已填写。这是第 1 张，可以修改" in again[0]["text"]
    assert await fill(chat, MEMBER, again[1]["card"], "差") == "已收到，截止前可修改。"
    said, _, steps = again[0]["text"].rpartition("（")  # the steps to choose from end the answer
    assert steps.startswith("好、较好、一般、差")
    assert not any(step in said for step in ("好", "一般", "差"))


@after(open_cards)
async def test_one_card_of_several_can_be_typed(chat: Chat) -> None:
    """As DingTalk's buttons and sentences say it."""
    sheets = cards(await chat.hears(MEMBER))
    assert (await told(chat, MEMBER, "测评 K1 第3张 好 较好")).startswith(
        "已收到，截止前可修改。还有 2 张没填"
    )
    states = [entry["card"]["state"] for entry in await chat.timeline(MEMBER) if entry["card"]]
    assert states == ["open", "open", "answered"]
    assert (await ask(chat, MEMBER))["card"]["card_id"] == sheets[0]["card_id"]
    assert refusals(await chat.say(MEMBER, "测评 K1 第4张 好")) == ["unclear_vote"]
    assert refusals(await chat.say(MEMBER, "测评 K1 第1张 好")) == ["unclear_vote"]
    assert "对您本人的评价" not in await told(
        chat, WANG, "测评 第1张 好 好"
    )  # two of three: he leaves himself out
