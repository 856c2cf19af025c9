"""A list of names with their results is made public where the plan says so."""

from dataclasses import replace

from bot.actions import cycles
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.plan import Listed, ReleaseRules
from tests.cast import DEAN, LI, MEMBER, ORGANISER
from tests.chat import Chat, Entry, cards, refusals, texts
from tests.meeting import complete, graded, told
from tests.papers import materials
from tests.played import after


async def listing(chat: Chat, rules: ReleaseRules) -> None:
    def amend(work: UnitOfWork) -> None:
        cycle = cycles.current(work, "sample")
        assert cycle is not None
        cycles.replace_plan(work, cycle, replace(cycle.plan, release=rules), actor=SYSTEM)

    await chat.services.write(amend)


async def grades_listed(chat: Chat) -> None:
    await listing(chat, ReleaseRules(listed=Listed.GRADES, list_days=3))


async def graded_and_listed(chat: Chat) -> None:
    await grades_listed(chat)
    assert refusals(await chat.say(ORGANISER, "公示名单")) == ["nothing_to_list"]
    await graded(chat)


def group(entries: list[Entry]) -> str:
    return "\n".join(str(entry["text"]) for entry in entries if entry["chat"] == "group")


async def test_the_plan_that_says_nothing_lists_nothing(chat: Chat) -> None:
    assert refusals(await chat.say(ORGANISER, "公示名单")) == ["not_planned"]


@after(graded_and_listed)
async def test_a_list_is_prepared_confirmed_read_and_over(chat: Chat) -> None:
    answer = await chat.say(ORGANISER, "公示名单")
    assert "共 1 位" in texts(answer)[-1]
    assert "还没有向本人反馈结果：王文例" in texts(answer)[-1]
    assert [entry["file"]["name"] for entry in answer if entry["file"]][-1].endswith(
        "等次公示.docx"
    )
    assert refusals(await chat.say(MEMBER, "公示名单")) == ["no_list_public"]
    await chat.hears(MEMBER)
    (card,) = [card for card in cards(await chat.hears(DEAN)) if "公示等次名单" in card["title"]]
    assert (await chat.click(DEAN, card, choice="确认"))["accepted"]
    posted = group(await chat.hears(MEMBER))
    assert "· 王文例（第一支部）：较好" in posted
    _, files = await materials(chat)
    (notice,) = [name for name in files if name.endswith("等次公示.docx")]
    assert notice.startswith("7 公示/")
    assert "12月1日（周二）至12月4日（周五）" in posted
    assert "王文例（第一支部）：较好" in texts(await chat.say(MEMBER, "公示名单"))[-1]
    assert refusals(await chat.say(MEMBER, "反馈 王文例同志工作扎实")) == []
    assert "没有记录是谁写的" in texts(await chat.say(LI, "匿名反馈 名单没有意见"))[-1]
    heard = texts(await chat.say(DEAN, "反馈情况"))[-1]
    assert "工作扎实" in heard
    await chat.clock(now="2026-12-05T09:00")
    await chat.clock(now="2026-12-07T12:00")
    assert "名单公示已经结束" in group(await chat.hears(MEMBER))
    assert refusals(await chat.say(MEMBER, "反馈 晚了")) == ["feedback_closed"]
    assert refusals(await chat.say(ORGANISER, "公示名单")) == ["no_list_public"]


@after(graded_and_listed)
async def test_a_second_person_may_decline_and_a_new_list_replaces_the_old(chat: Chat) -> None:
    await chat.say(ORGANISER, "公示名单")
    await chat.say(ORGANISER, "公示名单")
    waiting = [card for card in cards(await chat.hears(DEAN)) if "名单" in card["title"]]
    assert [card["state"] for card in waiting].count("open") >= 1
    assert (await chat.click(DEAN, waiting[-1], choice="取消"))["accepted"]
    assert "赵建例没有确认" in "\n".join(texts(await chat.hears(ORGANISER)))
    assert refusals(await chat.say(MEMBER, "公示名单")) == ["no_list_public"]


@after(graded)
async def test_only_the_grades_that_the_plan_names_and_scores(chat: Chat) -> None:
    await listing(chat, ReleaseRules(listed=Listed.GRADES, list_grades=("好",)))
    assert refusals(await chat.say(ORGANISER, "公示名单")) == ["nothing_to_list"]
    await listing(chat, ReleaseRules(listed=Listed.SCORES))
    await complete(chat, "李思样")
    answer = texts(await chat.say(ORGANISER, "公示名单"))[-1]
    assert "共 2 位" in answer


async def test_the_plan_tells_of_its_list(chat: Chat) -> None:
    await grades_listed(chat)
    assert "名单公示：姓名和等次，3 个工作日" in await told(chat, DEAN, "方案")
