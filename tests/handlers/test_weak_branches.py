"""Branches that are put in order, one by one."""

from tests.cast import DEAN, ORGANISER, WANG
from tests.chat import Chat, refusals, texts


async def test_branch_is_listed_completed_and_closed(chat: Chat) -> None:
    assert "没有列入" in texts(await chat.say(DEAN, "软弱涣散"))[0]
    (answer,) = texts(
        await chat.say(
            ORGANISER, "软弱涣散 第三支部 原因：组织生活不正常；措施：逐月列席、结对帮带"
        )
    )
    assert "还可以补充：责任人、时限、满意度" in answer
    await chat.say(
        ORGANISER, "软弱涣散 第三支部 责任人：赵建例；时限：2027年6月底；满意度：95%（发放20份）"
    )
    (listed,) = texts(await chat.say(DEAN, "软弱涣散"))
    for told in ("第三支部（整顿中）", "组织生活不正常", "逐月列席", "赵建例", "6月30日", "95%"):
        assert told in listed
    await chat.say(ORGANISER, "整顿完成 第三支部 组织生活已正常开展")
    assert "已整顿到位：组织生活已正常开展" in texts(await chat.say(DEAN, "软弱涣散"))[0]
    assert refusals(await chat.say(ORGANISER, "整顿完成 第三支部")) == ["not_listed"]


async def test_only_the_organiser_writes_and_no_branch_reads(chat: Chat) -> None:
    assert refusals(await chat.say(DEAN, "软弱涣散 第三支部 原因：活动少")) == ["not_allowed"]
    assert refusals(await chat.say(WANG, "软弱涣散")) == ["not_allowed"]
    assert refusals(await chat.say(ORGANISER, "软弱涣散 第三支部")) == ["missing_argument"]
