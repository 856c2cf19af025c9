"""待办: what waits for each role, with buttons that begin it, and what comes next."""

from dataclasses import replace

from bot.actions import digests, people
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.planfile import render, sample_plan
from bot.sample import sample_report
from tests.cast import DEAN, MEMBER, ORGANISER, SECOND, THIRD, WANG, ZHANG
from tests.chat import Chat, Entry, cards, texts
from tests.meeting import complete, rate
from tests.played import after


async def todo(chat: Chat, who: str, said: str = "待办") -> Entry:
    (answer,) = await chat.say(who, said)
    return answer


def words(answer: Entry) -> str:
    return str(answer["card"]["text"] if answer["card"] else answer["text"])


async def begin(chat: Chat, who: str, answer: Entry, label: str) -> list[Entry]:
    """Presses the button of the list that reads so; what its presser hears."""
    card = answer["card"]
    option = next(
        option for option in card["questions"][0]["options"] if option["text"].endswith(label)
    )
    pressed = await chat.click(who, card, choice=option["id"])
    assert pressed["accepted"], pressed
    return await chat.hears(who)


async def test_whoever_has_nothing_to_do_hears_what_comes_next(chat: Chat) -> None:
    assert words(await todo(chat, MEMBER)).startswith("现在没有需要您办的事。下一步：")
    assert "下一步：12月10日（周四） 述职报告。" in words(await todo(chat, DEAN))


async def test_it_is_asked_for_in_many_ways(chat: Chat) -> None:
    for said in (
        "今天要办什么",
        "下一步做什么",
        "有什么要我确认的",
        "待审的",
        "我还有哪些要确认的",
        "有什么要我做的",
        "哪些报告还没审",
        "现在要我办什么",
    ):
        answer = await todo(chat, ORGANISER, said)
        assert [one["intent"] for one in answer["understood"]] == ["待办"], said


async def test_a_secretary_sees_his_report_then_his_pairs(chat: Chat) -> None:
    answer = await todo(chat, WANG)
    assert "1. 交述职报告（12月10日（周四））" in words(answer)
    await chat.send(WANG, "报告.docx", sample_report("第一支部", year=2026))
    answer = await todo(chat, WANG)
    assert "核对报告里的问题、原因、措施" in words(answer)
    (shown,) = await begin(chat, WANG, answer, "核对")
    assert "对应" in shown["card"]["title"]
    await chat.click(WANG, shown["card"], choice="对应无误")
    assert words(await todo(chat, WANG)).startswith("现在没有需要您办的事。")


async def test_the_organiser_sees_what_is_to_be_reviewed(chat: Chat) -> None:
    await chat.say(ORGANISER, "通知")
    assert "印发通知" in words(await todo(chat, ORGANISER))
    for account, branch in ((WANG, "第一支部"), (ZHANG, THIRD)):
        await chat.send(account, "报告.docx", sample_report(branch, year=2026))
    answer = await todo(chat, ORGANISER)
    assert "审核述职报告2份：第一支部、第三支部" in words(answer)
    assert "全部通过" in str(answer["card"]["questions"])


async def test_a_leader_sees_the_card_that_waits_and_answers_it_from_the_list(chat: Chat) -> None:
    await rate(chat, "王文例")
    await chat.say(ORGANISER, "公布")
    await chat.hears(DEAN)
    answer = await todo(chat, DEAN)
    assert "1. 请确认公布测评结果" in words(answer)
    (shown,) = await begin(chat, DEAN, answer, "看一看")
    assert "加权得分" in shown["card"]["text"]
    done = await chat.click(DEAN, shown["card"], choice="确认")
    assert "已公布" in done["notice"]
    await chat.hears(DEAN)
    assert words(await todo(chat, DEAN)).startswith("现在没有需要您办的事。")
    (old,) = [
        card
        for card in cards(await chat.timeline(DEAN))
        if card["card_id"] != shown["card"]["card_id"] and "公布" in card["title"]
    ]
    assert old["state"] == "closed"


async def test_the_status_ends_with_what_waits_and_what_comes_next(chat: Chat) -> None:
    lines = texts(await chat.say(DEAN, "状态"))[-1].splitlines()
    assert lines[-2:] == ["现在没有需要您办的事。", "下一步：12月10日（周四） 述职报告。"]
    await chat.send(WANG, "报告.docx", sample_report(SECOND, year=2026))
    lines = texts(await chat.say(ORGANISER, "状态"))[-1].splitlines()
    assert lines[-2].startswith("等您办的：审核述职报告1份")


@after(complete)
async def test_after_the_meeting_the_organiser_is_led_to_opinion_and_grade(chat: Chat) -> None:
    await chat.hears(ORGANISER)
    said = words(await todo(chat, ORGANISER))
    assert "起草评价意见1份：王文例" in said
    assert "录入考核等次1位：王文例" in said


async def test_a_step_waits_for_those_who_act_in_it(chat: Chat) -> None:
    assert "确定等次" not in words(await todo(chat, DEAN))
    await chat.clock(now="2026-12-26T10:00")
    for who, is_told in ((DEAN, True), (WANG, False), (MEMBER, False)):
        await chat.hears(who)
        assert ("确定等次（12月29日（周二））" in words(await todo(chat, who))) is is_told
    await chat.clock(now="2026-12-30T10:00")
    await chat.hears(DEAN)
    assert "确定等次" not in words(await todo(chat, DEAN)).partition("下一步")[0]


async def test_a_step_that_the_plan_does_not_remind_of_is_in_no_list(chat: Chat) -> None:
    plan = sample_plan(2026)
    silent = [replace(stage, reminds=stage.id != "grade") for stage in plan.stages]
    changed = render(replace(plan, stages=tuple(silent)))
    (card,) = cards(await chat.send(ORGANISER, "方案.toml", changed.encode()))
    await chat.click(ORGANISER, card, choice="确认")
    await chat.clock(now="2026-12-26T10:00")
    await chat.hears(DEAN)
    assert "确定等次" not in words(await todo(chat, DEAN)).partition("下一步")[0]


async def test_the_organisers_message_of_the_day_says_what_is_due(chat: Chat) -> None:
    """Nobody gets a message for it: it stands at the end of the one that he gets anyway."""
    await chat.clock(now="2026-12-27T10:00")
    await chat.hears(ORGANISER)

    def tell(work: UnitOfWork) -> str:
        organiser = people.find(work, ORGANISER)
        assert organiser is not None
        department = people.department(work, organiser.department)
        return digests.tell(work, department, organiser, digests.Part("test", "有一份报告。"))

    assert await chat.services.write(tell)
    await chat.clock(now="2026-12-28T10:00")
    heard = [entry for entry in await chat.hears(ORGANISER) if entry["chat"] == "direct"]
    (entry,) = [entry for entry in heard if entry["from"] == "robot"]
    said = f"{entry['text']}{words(entry)}"
    assert "有一份报告。" in said
    assert "反馈评价意见（12月30日（周三））" in said
    await chat.clock(now="2026-12-29T17:00")
    assert [entry for entry in await chat.hears(ORGANISER) if entry["chat"] == "direct"] == []
