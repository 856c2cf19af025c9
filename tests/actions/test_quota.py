from bot.actions.quota import StoredQuota, spent
from bot.storage.quota import Spent
from tests.cast import DEAN, ORGANISER
from tests.chat import Chat, texts


async def test_numbers_add_up_and_the_organiser_sees_them(chat: Chat) -> None:
    quota = StoredQuota(chat.services, "dingtalk")
    assert "本月平台用量" not in texts(await chat.say(ORGANISER, "状态"))[0]
    assert await quota.spend("api", "2026-12", 3) == 3
    assert await quota.spend("api", "2026-12") == 4
    assert await quota.spend("webhook", "2026-11") == 1
    assert await quota.spend("api", "2026-12", 0) == 4
    assert await chat.services.read(spent) == {"api": Spent(used=4, allowance=0)}
    assert "本月平台用量：接口调用 4 次" in texts(await chat.say(ORGANISER, "状态"))[0]
    assert "本月平台用量" not in texts(await chat.say(DEAN, "状态"))[0]


async def test_a_low_allowance_is_told_once_to_the_organisers_of_that_platform(chat: Chat) -> None:
    here, elsewhere = (
        StoredQuota(chat.services, "sandbox"),
        StoredQuota(chat.services, "dingtalk"),
    )
    for quota in (here, here, elsewhere):
        await quota.announce("api", "2026-12", 4000, 5000)
    await chat.clock(now="2026-12-01T09:30")
    told = [text for text in texts(await chat.hears(ORGANISER)) if "已用 4000 次" in text]
    assert len(told) == 1


async def test_the_status_tells_how_much_there_is_and_warns_on_any_day(chat: Chat) -> None:
    """The message about it waits for a workday; who asks on a Sunday sees it."""
    quota = StoredQuota(chat.services, "dingtalk")
    await chat.clock(now="2026-12-06T10:00")
    await quota.spend("webhook", "2026-12", 2_399, allowance=3_000)
    assert "机器人消息 2399／3000 次" in "".join(texts(await chat.say(ORGANISER, "状态")))
    assert "用量所剩不多" not in "".join(texts(await chat.say(ORGANISER, "状态")))
    await quota.spend("webhook", "2026-12", 1, allowance=3_000)
    assert "用量所剩不多" in "".join(texts(await chat.say(ORGANISER, "状态")))
