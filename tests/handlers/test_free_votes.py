"""A choice said in one's own words while a ballot is open: it becomes a vote or is asked again, and stays nowhere."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest

from bot.actions import cycles, people, polls
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.people import Person
from bot.domain.plan import Plan, Step
from bot.domain.planfile import sample_plan
from bot.sample import SAMPLE_DEPARTMENT
from tests.cast import DEAN, MEMBER, ORGANISER, VICE_DEAN, WANG
from tests.chat import Chat, cards, refusals, texts
from tests.conftest import START
from tests.handlers.traces import rows, traces
from tests.meeting import sheets_out
from tests.played import after
from tests.spoken_votes import PLAIN

Reading = Callable[[UnitOfWork, Sequence[Person], str], bool]
RECEIVED = "已收到"
ASKED_AGAIN = "perhaps_vote"

VOTES = (  # with the step in them: names, steps and words of voting alone
    *PLAIN,
    "都{}",
    "我给王书记{}",
    "王文例同志：{}",
    "测评 {}",
    "投{}一票",
    "我要改投{}",
    "这票我投{}吧",
    "总体评价{}",
    "刚才点错了，我选的是{}",
    "王书记这票我投{}，写得太空",
)
GOOD, BAD = (
    "王文例{}，因为讲得实在",
    "王文例{}，因为讲得太空",
)  # with a reason that fits one end of a scale
PERHAPS = (  # something else is said as well
    *(
        "王书记这票我投{}，不过调研不够",
        "我觉得王文例{}，不过调研不够",
        "投{}可以吗",
        "不想投{}了",
        "王文例{}，因为没讲实",
    ),
    *("我和老张都投{}", "定等 王文例 {}", "点评 王文例 {}", "帮我把票改为{}谢谢啦"),
)
SCALES = (
    ("好", "较好", "一般", "差"),
    ("优秀", "合格", "基本合格", "不合格"),
    ("A", "B", "C", "D"),
    ("满意", "基本满意", "不满意"),
    ("有", "没有"),
)
OPINIONS = (
    *(
        "我投反对",
        "我弃权了",
        "还行吧",
        "打85分",
        "王书记不错",
        "我选第二个",
        "不怎么样",
        "改成教好",
        "中等偏上",
    ),
    *("他就那样吧", "嘻嘻哈哈随便写点什么"),
    *(
        "我投了反对票，算进去了吗",
        "我投叉",
        "我投低的那个",
        "我投的满分",
        "我给了高分",
        "我的票是反对",
        "我投中间那个",
        "我没投他",
    ),
)
# Like a question for one's own vote, or with one beside the choice.
BESIDE_A_QUESTION = (
    *("我投了反对票", "我投了个反对，收到了吗", "我投第二个，收到了吗", "我的票是反对"),
    *(
        "我那票反对",
        "我投他干得马马虎虎",
        "书记这票我投个马马虎虎，帮我查一下",
        "我投了最低的那一档",
    ),
    *("我投出了反对票，麻烦确认收到", "我投反对会不会影响材料", "我给他打60分，看到没"),
    *("我的票，投好", "票投给较好了，算数吗", "刚才点错了，改投好", "手滑了，应该投较好"),
)
QUESTIONS = (
    *("我的票", "我投票成功了吗", "我投了吗", "查一下我投没投", "我给王书记投了没有", "我的飘"),
    *("我刚投的有没有记上", "想确认一下我投的票有没有收到", "請問我的票算數嗎", "我的投票状态"),
)


async def open_poll(chat: Chat) -> None:
    await chat.say(ORGANISER, "开始测评 王文例")
    await chat.hears(MEMBER)


async def kept(chat: Chat) -> dict[str, list[object]]:
    """Everything in the database but the cells and the roll, as a transaction sees it."""

    def look(work: UnitOfWork) -> dict[str, list[object]]:
        connection = work.session.connection()
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: [tuple(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')]
            for name in names.scalars().all()
            if name not in {"poll_cell", "poll_roll", "sqlite_sequence"}
        }

    return await chat.services.read(look)


def put_in_force(work: UnitOfWork, steps: tuple[str, ...]) -> None:
    cycle = cycles.current(work, SAMPLE_DEPARTMENT.id)
    assert cycle is not None
    cycles.replace_plan(work, cycle, with_scale(steps), actor=SYSTEM)


def with_scale(steps: tuple[str, ...]) -> Plan:
    plan = sample_plan(START.year)
    scale = tuple(Step(step, 100 - number) for number, step in enumerate(steps))
    return replace(plan, ballot=replace(plan.ballot, scale=scale))


def in_words(steps: tuple[str, ...]) -> list[str]:
    """Votes with the best step and the worst in each way of saying them."""
    best, worst = steps[0], steps[-1]
    votes = [template.format(step) for template in VOTES for step in (best, worst)]
    return [*votes, GOOD.format(best), BAD.format(worst)]


def doubtful(steps: tuple[str, ...]) -> list[str]:
    return [template.format(steps[-1]) for template in (*PERHAPS, GOOD)]


@pytest.mark.parametrize("steps", SCALES, ids=lambda steps: steps[0])
async def test_a_choice_in_free_words_counts_or_is_asked_again(
    chat: Chat, steps: tuple[str, ...]
) -> None:
    await chat.services.write(lambda work: put_in_force(work, steps))
    await open_poll(chat)
    before = await kept(chat)
    for said in in_words(steps):
        (answer,) = await chat.say(MEMBER, said)
        assert RECEIVED in answer["text"], said
        assert not any(step in answer["text"] for step in steps if step in said), said
    for said in doubtful(steps):
        (answer,) = await chat.say(MEMBER, said)
        assert answer.get("refused") in {ASKED_AGAIN, "unclear_vote"}, said
        assert said not in answer["text"]
    for opinion in OPINIONS:
        assert refusals(await chat.say(MEMBER, opinion)) == [ASKED_AGAIN], opinion
    assert await kept(chat) == before


async def test_a_choice_in_free_words_stays_nowhere(
    chat: Chat, data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    await open_poll(chat)
    before = rows(data)
    steps = SCALES[0]
    said = [*in_words(steps), *doubtful(steps), *OPINIONS]
    for words in said:
        await chat.say(MEMBER, words)
    aloud = [f"我投{step}啦" for step in steps]
    for words in aloud:
        await chat.say(MEMBER, f"@述职助手 {words}", group=True)
    assert rows(data) == before
    assert traces(data, [*said, *aloud]) == []
    logged = capfd.readouterr().out
    assert [words for words in (*said, *aloud) if words in logged] == []


async def test_a_vote_with_its_reason_counts_and_stays_nowhere(chat: Chat, data: Path) -> None:
    await open_poll(chat)
    before = rows(data)
    said = ("王文例好，因为他讲得实在", "王书记差，主要是讲得太空")
    for words in said:
        (answer,) = await chat.say(MEMBER, words)
        assert RECEIVED in answer["text"], words
    assert rows(data) == before
    assert traces(data, said) == []


@after(open_poll)
async def test_orders_and_questions_are_heard_while_a_ballot_is_open(chat: Chat) -> None:
    for who, said, answer in (
        (DEAN, "点评 王文例 讲得好，比较实", "点评"),
        (DEAN, "平时 王文例 一般都在支部", "平时"),
        (VICE_DEAN, "谁没投", "还有"),
        (MEMBER, "我的票", "还没有"),
        (MEMBER, "我刚投的有没有记上", "还没有"),
        (MEMBER, "查一下我投没投", "还没有"),
        (MEMBER, "怎么投票", "测评"),
        (MEMBER, "还有几天截止", "天"),
        (MEMBER, "我是谁", "杨小样"),
        (MEMBER, "好的，收到", "好的。"),
        (MEMBER, "谢谢", "好的。"),
        (WANG, "我的材料", "还没有"),
        (WANG, "我觉得这次讲得好", "没听明白"),
    ):
        heard = texts(await chat.say(who, said))
        assert answer in heard[-1], (said, heard)
    assert cards(await chat.say(ORGANISER, "第二支部写得不好，退回去"))
    (card,) = cards(await chat.say(ORGANISER, "大家都投完了，结束测评"))
    closed = await chat.click(ORGANISER, card, choice="确认")
    assert closed["accepted"]
    assert any("测评已结束" in answer for answer in texts(await chat.hears(ORGANISER)))


async def test_a_choice_that_sounds_like_a_question_stays_nowhere(chat: Chat, data: Path) -> None:
    await open_poll(chat)
    before = rows(data)
    for said in BESIDE_A_QUESTION:
        (answer,) = await chat.say(MEMBER, said)
        assert (
            answer.get("refused") in {ASKED_AGAIN, "unclear_vote"} or RECEIVED in answer["text"]
        ), said
    assert rows(data) == before
    assert traces(data, BESIDE_A_QUESTION) == []


@after(open_poll)
async def test_who_asks_for_his_own_vote_is_told(chat: Chat) -> None:
    for said in QUESTIONS:
        assert "还没有收到您的票" in texts(await chat.say(MEMBER, said))[-1], said
    assert "不公开个人选择" in texts(await chat.say(MEMBER, "投票保密吗"))[-1]


async def test_a_misspelt_name_is_asked_about_and_stays_nowhere(chat: Chat, data: Path) -> None:
    await open_poll(chat)
    for said in ("王文丽投较好", "测评 王文丽 较好", "说实话王文丽较好"):
        before = rows(data)
        (answer,) = await chat.say(MEMBER, said)
        assert answer["refused"] == ASKED_AGAIN, said
        assert "您说的是王文例？" in answer["text"], said
        assert "较好" not in answer["text"], said
        assert rows(data) == before, said
        assert traces(data, [said]) == [], said


async def test_a_misspelt_step_is_asked_about_and_stays_nowhere(chat: Chat, data: Path) -> None:
    await open_poll(chat)
    before = rows(data)
    (answer,) = await chat.say(MEMBER, "我投教好")
    assert answer["refused"] == ASKED_AGAIN
    assert "“教好”是“较好”吗" in answer["text"]
    assert rows(data) == before
    assert traces(data, ["教好"]) == []


@after(open_poll)
async def test_talk_about_the_ballot_is_answered(chat: Chat) -> None:
    for who, said in (
        (MEMBER, "都投完了吧 把投票关了呗"),
        (MEMBER, "把结果公布了吧"),
        (MEMBER, "还能改投票吗"),
        (ORGANISER, "测评汇总先交给领导们看"),
    ):
        assert ASKED_AGAIN not in refusals(await chat.say(who, said)), said


async def test_abstaining_is_explained_and_stays_nowhere(chat: Chat, data: Path) -> None:
    await open_poll(chat)
    before = rows(data)
    for said in ("弃权", "我弃权"):
        answers = await chat.say(MEMBER, said)
        assert "就是弃权" in texts(answers)[-1]
        assert refusals(answers) == []
    assert rows(data) == before


async def test_a_polite_word_that_is_a_step_is_asked_again(chat: Chat, data: Path) -> None:
    await open_poll(chat)
    before = rows(data)
    assert refusals(await chat.say(MEMBER, "好")) == [ASKED_AGAIN]
    assert refusals(await chat.say(MEMBER, "好，谢谢")) == [ASKED_AGAIN]
    assert rows(data) == before


async def test_a_choice_said_just_after_the_close_is_not_kept_either(
    chat: Chat, data: Path
) -> None:
    await open_poll(chat)
    await chat.say(ORGANISER, "结束测评")
    await chat.hears(MEMBER)
    before = rows(data)
    assert refusals(await chat.say(MEMBER, "我选较好")) == ["poll_closed"]
    assert rows(data) == before
    await chat.clock(advance="PT20M")
    assert texts(await chat.say(MEMBER, "谢谢")) == ["好的。"]


async def test_words_beside_a_file_are_left_out_and_the_file_is_kept(
    chat: Chat, data: Path
) -> None:
    await open_poll(chat)
    heard = await chat.send(
        "s02", "述职报告.txt", "述职报告\n一、存在问题".encode(), text="王文例我投较好"
    )
    assert heard
    assert traces(data, ["王文例我投较好"]) == []


@after(open_poll)
async def test_the_same_delivery_of_a_free_vote_hears_the_same(chat: Chat) -> None:
    first = await chat.say(MEMBER, "我选较好", message_id="once")
    await chat.say(MEMBER, "我选一般", message_id="twice")
    again = await chat.say(MEMBER, "我选较好", message_id="once")
    assert texts(first) == ["已收到，截止前可修改。"]
    assert texts(again) in ([], texts(first))


SAID = ("我投{}", "都投{}", "给王文例投{}", "投{}一票", "王书记我投{}", "改票 {}")
TYPED = ("测评 {}", "测评：{}。", "我测评{}")  # with the word that means a vote in any case
SCALES_OF_UNITS = (
    *SCALES,
    ("优秀", "称职", "基本称职", "不称职"),
    ("信任", "不信任", "不了解"),
    ("同意", "不同意", "弃权"),
    ("推荐", "不推荐"),
)


@pytest.mark.parametrize("steps", SCALES_OF_UNITS, ids="".join)
async def test_every_word_of_a_scale_is_a_vote_in_every_form(
    chat: Chat, steps: tuple[str, ...]
) -> None:
    """It counts while a ballot is open, and is told so where none is."""
    await chat.services.write(lambda work: put_in_force(work, steps))
    free = [form.format(step) for form in SAID for step in steps]
    assert await unread(chat, polls.says_planned_step, free) == []
    said = [*in_turn(SAID, steps), *(form.format(step) for form in TYPED for step in steps)]
    before = await kept(chat)
    for vote in said:
        (answer,) = await chat.say(MEMBER, vote)
        assert answer["refused"] == "no_open_poll", vote
    assert await kept(chat) == before
    await open_poll(chat)
    assert await unread(chat, polls.reads_as_vote, free) == []
    before = await kept(chat)
    for vote in said:
        (answer,) = await chat.say(MEMBER, vote)
        assert RECEIVED in answer["text"], vote
    assert await kept(chat) == before


def in_turn(forms: tuple[str, ...], steps: tuple[str, ...]) -> list[str]:
    """Votes in each of the forms, with one step after the other."""
    return [form.format(step) for form, step in zip(forms, cycle(steps), strict=False)]


async def unread(chat: Chat, reads: Reading, votes: list[str]) -> list[str]:
    """Those of them that are not read as a vote."""

    def look(work: UnitOfWork) -> list[str]:
        speaker = people.memberships(work, MEMBER)
        return [vote for vote in votes if not reads(work, speaker, vote)]

    return await chat.services.read(look)


async def test_everyday_words_are_heard_where_no_ballot_is_open(chat: Chat) -> None:
    for said in ("我选好了", "投好了吗", "好", "还有什么要交的", "测评什么时候开始"):
        assert refusals(await chat.say(MEMBER, said)) != ["no_open_poll"], said


@after(sheets_out)
async def test_what_others_chose_and_the_roster_are_asked_about(chat: Chat) -> None:
    """They sound like a choice or a word of none, and were asked again as perhaps a vote."""
    for said, told in (
        ("谁投了差", "系统不向任何人显示"),
        ("有人投差吗", "系统不向任何人显示"),
        ("名册", "我是谁"),
    ):
        for who in (MEMBER, ORGANISER):
            assert told in texts(await chat.say(who, said))[-1], said
