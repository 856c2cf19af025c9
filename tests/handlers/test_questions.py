"""What people ask, and what they hear.

After a change of the entries: `SHUZHI_QUESTIONS=1 .venv/bin/pytest -n 0 tests/handlers/test_questions.py` writes
docs/questions.md anew.
"""

import os
import re
from pathlib import Path

from bot.domain.people import Role
from bot.texts.questions import QUESTIONS, THEMES, Question
from tests.cast import DEAN, MEMBER, ORGANISER, WANG
from tests.chat import Chat, refusals, texts
from tests.meeting import sheets_out
from tests.played import after

PAGE = Path(__file__).parents[2] / "docs" / "questions.md"
WRITES = bool(os.environ.get("SHUZHI_QUESTIONS"))  # tests see none of these variables
WORD = "常见问题"
ASKS = {Role.SECRETARY: WANG, Role.ORGANISER: ORGANISER, Role.LEADER: DEAN}
HEAD = """# 常见问题

大家会问述职助手什么，它怎样回答。直接问就行，不必一字不差；日期、字数和姓名是示例系的，实际按本单位的方案回答。
写着“发‘某某’的回答”的，和直接发送这个词一样。
"""


def asker(question: Question) -> str:
    return ASKS[question.roles[0]] if question.roles else MEMBER


async def answered(chat: Chat, question: Question, said: str) -> tuple[str, list[str]]:
    """What is said to a wording, and as which requests it was understood."""
    (answer,) = await chat.say(asker(question), said)
    assert answer.get("refused") not in {"unknown", "not_allowed", "no_open_poll"}, said
    intents = [understood["intent"] for understood in answer["understood"] or ()]
    return answer["text"] or answer["card"]["text"], intents


async def test_every_question_is_understood_and_answered_and_the_page_tells_so(chat: Chat) -> None:
    page = [HEAD]
    for theme, questions in THEMES.items():
        page.append(f"## {theme}\n")
        for question in questions:
            said, intents = await answered(chat, question, question.title)
            assert "".join(intents) == (question.request or question.like), question.title
            assert "{" not in said, said
            assert said.count("\n") < 12, said
            told = said if not question.request else f"发“{question.request}”的回答。"
            also = "、".join(question.wordings[1:4])
            page.append(f"**{question.title}**\n\n{told}\n")
            if also:
                page.append(f"*也可以问：{also}……*\n")
    written = "\n".join(page)
    if WRITES:
        PAGE.write_text(written, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == written


async def test_a_question_that_begins_like_a_vote_or_a_letter_is_none(chat: Chat) -> None:
    for said in (
        "投票保密吗",
        "投票：别人能看到吗？",
        "是不是匿名",
        "不同意见怎么提",
    ):
        assert refusals(await chat.say(MEMBER, said)) == [], said


def test_there_are_many_and_none_is_two() -> None:
    assert len(QUESTIONS) >= 80
    wordings = [wording for question in QUESTIONS for wording in question.wordings]
    assert len(wordings) == len(set(wordings))
    assert all(bool(question.answer) != bool(question.request) for question in QUESTIONS)


async def test_what_is_asked_in_peoples_own_words(chat: Chat) -> None:
    for who, said, words in (
        (MEMBER, "请问投票会不会被别人看到啊", "不公开个人选择"),
        (MEMBER, "@述职助手 我可以弃权吗？", "就是弃权"),
        (DEAN, "哪个支部最差", "不对支部和个人排名"),
        (MEMBER, "给我排个名", "不对支部和个人排名"),
        (WANG, "PPT 要交吗", "方案没有要求交 PPT"),
        (WANG, "我换届了，不再担任书记", "已转告组织员"),
        (WANG, "老师您好，报告写多少字？", "不超过3500字"),
        (WANG, "我想请教一下报告要写多少字呀", "不超过3500字"),
        (MEMBER, "等次是谁定的", "中共示例系总支部委员会"),
        (MEMBER, "什么是指尖上的形式主义", "不打卡、不排名"),
        (MEMBER, "谁负责写会议纪要", "专人记录"),
        (MEMBER, "今天天气怎么样", "我只管述职评议考核的事"),
        # What cannot be taken back can be put right, and nobody hears that nothing was changed.
        (WANG, "刚才那个发错了，撤回", "报告重发一次以最后一版为准"),
        (WANG, "把我的承诺删了", "别的请告诉何勤样同志更正"),
        (WANG, "上一条作废", "报告重发一次以最后一版为准"),
        (ORGANISER, "撤回刚才的会议通知", "我发出的消息撤不回来"),
        (ORGANISER, "给大家发个通知说带笔", "例如：请大家带笔"),
        (WANG, "报告改了一稿，重新发还是怎么", "改好再发一次"),
        (WANG, "这个字数怎么算的，标点算不算", "标点也算"),
        (MEMBER, "我们支部书记是谁", "第一支部的书记是王文例。"),
        (DEAN, "我的书记是谁", "名册里您不在某个支部"),
        (MEMBER, "还能投吗", "现在没有进行中的测评。收票前都可以填"),
        (MEMBER, "别再给我发了", "一天最多一条"),
        (MEMBER, "投票是不是真的不记名啊，我怕领导知道", "不公开个人选择"),
        (ORGANISER, "完成 1 怎么写", "发“完成 1"),
    ):
        assert words in texts(await chat.say(who, said))[-1], said


async def test_a_letter_is_told_from_somebody_who_is_uneasy(chat: Chat) -> None:
    """Why he asks may stand beside a question of secrecy, in words that tell nothing else."""
    for said in ("真的不记名吗，心里有点打鼓", "是匿名的吧？我怕领导知道", "保密吗，有点不放心"):
        assert "不公开个人选择" in texts(await chat.say(MEMBER, said))[0], said
    for said in ("是匿名的吗，我怕王书记知道我举报", "匿名的吧，我们支部从不开会"):
        assert "不公开个人选择" not in texts(await chat.say(MEMBER, said))[0], said


async def test_questions_of_some_are_no_questions_of_others(chat: Chat) -> None:
    assert "已转告" not in texts(await chat.say(MEMBER, "支部换届了"))[0]


async def test_the_list_names_questions_of_now(chat: Chat) -> None:
    told = texts(await chat.say(WANG, "常见问题"))[0]
    assert told.count("· ") == 8
    assert re.search("· .*报告", told)


async def test_who_is_not_understood_twice_is_sent_to_a_person(chat: Chat) -> None:
    first, second, third = [
        (await chat.say(MEMBER, said))[0] for said in ("咕噜咕噜喵", "喵喵咕噜噜", "嘟嘟嘟嘟")
    ]
    assert {first["refused"], second["refused"], third["refused"]} == {"unknown"}
    assert "没听明白" in first["text"]
    assert "何勤样同志" not in first["text"]
    assert "请直接找何勤样同志，也可以联系示例系党务办公室" in second["text"]
    await chat.say(MEMBER, "帮助")
    assert "何勤样同志" not in texts(await chat.say(MEMBER, "咕噜咕噜喵"))[0]
    await chat.say(ORGANISER, "喵喵咕噜噜")
    assert "请直接找赵建例" in texts(await chat.say(ORGANISER, "嘟嘟嘟嘟"))[0]


async def test_who_may_not_is_told_whom_to_ask(chat: Chat) -> None:
    (refused,) = await chat.say(MEMBER, "通过 第三支部")
    assert refused["text"] == "这件事由组织员办理。需要时请联系何勤样同志。"


async def test_an_act_that_is_not_ones_own_is_refused_and_not_explained(chat: Chat) -> None:
    assert refusals(await chat.say(MEMBER, "把第三支部的报告退回去")) == ["not_allowed"]


PLACEHOLDERS = frozenset(map(chr, range(0xF0000, 0xF0100)))  # of what a unit calls otherwise


@after(sheets_out)
async def test_a_question_during_a_ballot_is_answered_and_no_vote(chat: Chat) -> None:
    for said, words in (
        ("弃权", "就是弃权"),
        ("哪个支部最差", "不对支部和个人排名"),
        ("还能投吗", "测评正在进行。收票前都可以填"),
        ("测评结束了吗", "测评正在进行。"),
        ("投票还没关吧", "测评正在进行。"),
        ("刚才发错了", "测评表收票前都能改"),
        ("手机没电了能用纸吗", "要一张纸质票"),
        ("不想投了", "就是弃权"),
        ("书记自己能投自己吗", "不评自己"),
        ("选错了一个", "收票前都可以改"),
        ("投好了，谢谢", "8 位书记：还没有收到您的票"),
    ):
        answers = await chat.say(MEMBER, said)
        assert words in texts(answers)[-1], said
        assert PLACEHOLDERS.isdisjoint(texts(answers)[-1]), said
        assert refusals(answers) == []
    for said, words in (
        ("催一下没投的", "请在会场提醒大家"),
        ("再等五分钟收票", "没有做任何改动"),
        ("下一个谁讲", "议程"),
        ("签到情况", "应到"),
    ):
        assert words in texts(await chat.say(ORGANISER, said))[-1], said


async def test_leaders_ask_how_things_stand_in_few_words(chat: Chat) -> None:
    for said, word in (
        ("现在什么情况", "状态"),
        ("审完了没", "状态"),
        ("退回去的有哪些", "谁没交"),
        ("哪些支部被退了", "谁没交"),
        ("下周有什么安排", "倒计时"),
    ):
        for who in (DEAN, ORGANISER):
            (answer,) = await chat.say(who, said)
            assert [heard["intent"] for heard in answer["understood"]] == [word], (who, said)


async def test_a_secretary_hears_of_nobody_elses_report(chat: Chat) -> None:
    for said in ("别人都交了吗", "就差我了吗"):
        (answer,) = texts(await chat.say(WANG, said))
        assert answer.startswith("别人交没交，这里不说"), said
