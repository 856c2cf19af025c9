"""How things stand, asked for by those who oversee them and by everybody else."""

from datetime import datetime

from bot.sample import sample_report
from bot.texts.listing import fits
from tests.cast import DEAN, FIRST, GUEST, LI, MEMBER, ORGANISER, THIRD, WANG, ZHANG
from tests.chat import SHANGHAI, Chat, refusals, texts
from tests.played import whole

GOOD = sample_report(THIRD, year=2026)
FLAWED = sample_report(THIRD, year=2026, good=False)


async def told(chat: Chat, who: str, said: str) -> str:
    return str(texts(await chat.say(who, said))[-1])


async def test_the_state_follows_what_happens(chat: Chat) -> None:
    who = DEAN
    before = await told(chat, who, "状态")
    *same, _waits, _next = before.splitlines()
    assert (await told(chat, ORGANISER, "状态")).splitlines()[:-2] == same
    assert before.startswith("示例系2026年度述职评议考核（截至12月1日")
    assert "报告：已交 0/8\n" in before
    assert same[-1].endswith("还有 30 天。")
    await chat.send(ZHANG, "甲.docx", GOOD)
    await chat.send(LI, "乙.docx", FLAWED)
    await chat.say(ORGANISER, "受理 第三支部")
    assert "报告：已交 2/8（审核通过 1，检查提示需修改 1）" in await told(chat, who, "状态")
    await chat.say(ORGANISER, "开始测评 王文例")
    await chat.say(MEMBER, "测评 好")
    assert "测评中：王文例，已投 1/53" in await told(chat, who, "状态")
    await chat.say(ORGANISER, "结束测评")
    assert "测评：已结束 1 场，已出结果 0 场" in await told(chat, who, "状态")


async def test_the_state_stays_within_twelve_lines_however_much_is_under_way(chat: Chat) -> None:
    await chat.clock(now="2027-01-05T10:00")
    await chat.say(DEAN, "平时 张立范 作风扎实")
    await chat.say(ZHANG, "承诺 6月底前建好活动室")
    await chat.say(ORGANISER, "开始测评 王文例")
    await chat.say(MEMBER, "测评 好")
    await chat.say(ORGANISER, "下一位")
    said = await told(chat, DEAN, "状态")
    assert fits(said), said
    for stage in ("印发通知", "报告审阅", "述职报告公示", "确定等次", "反馈评价意见", "整改清单"):
        assert stage in said


async def test_what_is_asked_at_once_is_answered_in_messages_of_twelve_lines_at_most(
    chat: Chat,
) -> None:
    said = texts(await chat.say(DEAN, "状态；谁没交；倒计时；详情 第三支部"))
    assert all(fits(text) for text in said)
    assert len(said) == 3  # what fits together stays together
    for part in (
        "报告：已交 0/8",
        "还有 8 个支部没交",
        "述职评议会：12月21日",
        "第三支部（张立范）",
    ):
        assert part in "\n".join(said)


async def test_the_whole_is_for_those_who_oversee_it(chat: Chat) -> None:
    for who in (WANG, MEMBER, GUEST):
        for word in ("状态", "状态图", "谁没交", "详情 第三支部"):
            assert refusals(await chat.say(who, word)) == ["not_allowed"], (who, word)


async def test_a_branch_is_found_by_its_name_and_by_its_secretary(chat: Chat) -> None:
    await chat.send(ZHANG, "述职报告.docx", FLAWED)
    by_branch = await told(chat, DEAN, "详情 第三支部")
    assert by_branch.startswith("第三支部（张立范）")
    assert "第 1 版《述职报告.docx》" in by_branch
    assert "待审核" in by_branch
    assert await told(chat, DEAN, "详情 张立范") == by_branch
    await chat.say(ORGANISER, "退回 第三支部 问题再具体些")
    assert "请修改后再交（问题再具体些）" in await told(chat, DEAN, "详情 第三支部")


async def test_the_detail_tells_what_is_there_and_what_is_lacking(chat: Chat) -> None:
    assert await told(chat, DEAN, "详情 第三支部") == "第三支部（张立范）：还没有交报告。"
    await chat.say(DEAN, "平时 张立范 作风扎实")
    await chat.say(ZHANG, "承诺 6月底前建好活动室")
    assert (await told(chat, DEAN, "详情 第三支部")).splitlines() == [
        "第三支部（张立范）：还没有交报告。",
        "四项依据：还缺调研了解、领导点评、现场测评",
        "整改：共 1 条，已销号 0，未到期 1",
    ]


async def test_somebody_without_a_branch_has_no_detail(chat: Chat) -> None:
    assert refusals(await chat.say(DEAN, "详情 钱守样")) == ["no_such"]


async def test_everybody_may_ask_how_long_it_is(chat: Chat) -> None:
    for who in (DEAN, WANG, MEMBER, GUEST):
        said = await told(chat, who, "倒计时")
        assert ("12月31日" in said, "还有 30 天" in said, said.count("· ")) == (True, True, 3), who


@whole
async def test_the_countdown_counts_the_units_own_days(chat: Chat) -> None:
    for moment, expected in (
        ("2026-12-30T23:59", "还有 1 天"),
        ("2026-12-31T23:00", "今天12月31日"),
        ("2027-01-05T10:00", "工作仍在继续"),
    ):
        chat.program.clock.move(datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI))  # type: ignore[attr-defined]
        assert expected in await told(chat, MEMBER, "倒计时")


async def test_there_is_no_ranking(chat: Chat) -> None:
    """S14: branches stand in the roster's order, whoever was first."""
    await chat.send(ZHANG, "甲.docx", GOOD)
    missing = await told(chat, DEAN, "谁没交")
    names = [line for line in missing.splitlines() if line.startswith("· ")]
    assert names[0].startswith(f"· {FIRST}")
    assert [name for name in names if THIRD in name] == []
    assert len(names) == 7
