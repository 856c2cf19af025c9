"""The on-site evaluation as people meet it in the chat."""

import shutil
from pathlib import Path

from bot.settings import load_settings
from tests.actions.test_polls.polling_station import MEMBERS
from tests.cast import DEAN, GUEST, MEMBER, ORGANISER, STRANGER, VICE_DEAN, WANG
from tests.chat import Chat, cards, refusals, texts
from tests.conftest import Run
from tests.handlers.ballots import VOTERS, opened, told
from tests.meeting import declined_by_all


async def test_the_meeting_from_the_first_card_to_the_released_result(chat: Chat) -> None:
    await chat.say(ORGANISER, "@述职助手 开始测评 王文例", group=True)
    heard = await chat.hears(MEMBER)
    (announcement,) = [text for text in texts(heard) if "发出53份" in text]
    assert "无记名" in announcement
    assert ("校验码" in announcement, "密钥" in announcement) == (False, False)
    (card,) = cards(heard)
    assert [option["text"] for option in card["questions"][0]["options"]] == [
        "好",
        "较好",
        "一般",
        "差",
    ]
    for number, voter in enumerate(VOTERS):
        answer = await chat.click(voter, card, **{"0": ("好", "较好")[number % 2]})
        assert (answer["accepted"], answer["notice"]) == (True, "已收到，截止前可修改。")
    assert await told(chat, DEAN, "谁没投") == "王文例：还有 45 人没有参加。"
    assert await told(chat, DEAN, "王书记的票投完了没") == "王文例：还有 45 人没有参加。"
    assert await told(chat, DEAN, "谁没投 李思样") == "还没有进行过测评。"
    assert await told(chat, VOTERS[0], "我的票") == "王文例：您的票已计入，截止前可以修改。"
    assert (await told(chat, ORGANISER, "结束测评")).startswith(
        "王文例的测评已结束，发出53份，收回8份"
    )
    late = await chat.click("m30", card, **{"0": "好"})
    assert (late["accepted"], late["refused"]) == (False, "poll_closed")
    assert (
        "公布" not in late["notice"]
    )  # the result goes to the leadership unless a unit wants more
    assert "C票：好 4，较好 4，一般 0，差 0" in await told(chat, ORGANISER, "公布")
    assert not any("好 4" in text for text in texts(await chat.hears(MEMBER)))
    ask = cards(await chat.hears(DEAN))[-1]
    own = await chat.click(ORGANISER, ask, choice="确认")
    assert (own["accepted"], own["refused"]) == (False, "needs_second_person")
    assert (await chat.click(DEAN, ask, choice="确认"))["accepted"]
    assert any("好 4，较好 4" in text for text in texts(await chat.hears(MEMBER)))
    (shown,) = await chat.say(MEMBER, "测评结果")
    assert "好 4，较好 4" in shown["text"]
    assert shown["file"]["name"] == "2026年度述职现场测评结果.png"
    assert cards(await chat.hears(VICE_DEAN))[-1]["title"] != ask["title"]  # he was never asked
    assert (await chat.click(VICE_DEAN, ask, choice="确认"))["refused"] == "card_gone"


async def test_what_the_second_person_does_not_confirm_does_not_count(chat: Chat) -> None:
    """Paper ballots and the release wait for somebody else, who may say no (S27, S28; rule of conduct 8)."""
    card = await opened(chat, "开始测评 第一支部")
    for voter in VOTERS:
        await chat.click(voter, card, **{"0": "好"})
    unclear = (await chat.say(DEAN, "纸质票 B 发5 收5"))[-1]
    assert (unclear["refused"], "有效几份" in unclear["text"]) == ("paper_unclear", True)
    assert "这一批作废" in await told(chat, DEAN, "纸质票 B 发5 收6 废0 差6")
    assert cards(await chat.hears(ORGANISER)) == []
    for steps, pressed in (("差5", "取消"), ("较好5", "确认")):
        await chat.say(DEAN, f"纸质票 B 发5 收5 废0 {steps}")
        (ask,) = cards(await chat.hears(ORGANISER))
        assert f"{steps[:-1]} 5" in ask["text"]
        assert (await chat.click(DEAN, ask, choice=pressed))["refused"] == "needs_second_person"
        if pressed == "取消":
            await declined_by_all(chat, ask)
        else:
            assert (await chat.click(ORGANISER, ask, choice=pressed))["accepted"]
        assert (await chat.click(VICE_DEAN, ask, choice="确认"))["refused"] == "card_gone"
    assert (
        "\n".join(texts(await chat.timeline(DEAN))).count(
            "核对纸质票时没有确认，请核对后重新录入。"
        )
        == 1
    )
    await chat.say(ORGANISER, "结束测评")
    await chat.hears(MEMBER)
    await chat.say(ORGANISER, "公布")
    ask = cards(await chat.hears(DEAN))[-1]
    assert await declined_by_all(chat, ask) == "好的，没有公布。"
    assert "没有确认公布测评结果" in texts(await chat.hears(ORGANISER))[-1]
    assert refusals(await chat.say(MEMBER, "测评结果")) == []
    assert not any("好 8" in text for text in texts(await chat.hears(MEMBER)))
    await chat.say(ORGANISER, "公布")
    assert (await chat.click(DEAN, ask, choice="确认"))["refused"] == "card_gone"
    assert (await chat.click(DEAN, cards(await chat.hears(DEAN))[-1], choice="确认"))["accepted"]
    heard = "".join(texts(await chat.hears(MEMBER)))
    assert ("较好 5" in heard, "差 5" in heard) == (True, False)


async def test_a_vote_is_seen_by_nobody_but_the_voters_own_card(chat: Chat) -> None:
    card = await opened(chat)
    before = {who: await chat.timeline(who) for who in (MEMBER, ORGANISER, DEAN)}
    await chat.click(MEMBER, card, **{"0": "差"})
    for who, entries in before.items():
        after = await chat.timeline(who)
        assert [entry["seq"] for entry in after] == [entry["seq"] for entry in entries]
        state = next(entry["card"]["state"] for entry in after if entry["card"])
        assert state == ("answered" if who == MEMBER else "open")
    wang = next(entry["card"]["state"] for entry in await chat.timeline(WANG) if entry["card"])
    assert wang == "closed"  # he does not rate himself


async def test_a_typed_vote_counts_in_single_chat_and_never_in_the_group(chat: Chat) -> None:
    await opened(chat)
    assert await told(chat, MEMBER, "测评 较好") == "已收到，截止前可修改。"
    openly = await chat.say("m03", "@述职助手 测评 差", group=True)
    assert refusals(openly) == ["vote_privately"]
    assert [entry["chat"] for entry in openly if entry.get("refused")] == ["direct"]
    assert await told(chat, "m03", "我的票") == "王文例：还没有收到您的票。"
    assert refusals(await chat.say("m03", "测评 不好")) == ["unclear_vote"]
    assert refusals(await chat.say(WANG, "测评 好")) == ["recused"]
    assert refusals(await chat.say(GUEST, "测评 好")) == ["not_on_roll"]
    assert refusals(await chat.say(STRANGER, "测评 好")) == ["not_on_roster"]


async def test_one_secretary_after_another(chat: Chat) -> None:
    first = await told(chat, ORGANISER, "下一位")
    second = await told(chat, ORGANISER, "下一位")
    assert "王文例" in first
    assert second.startswith("王文例的测评已结束")
    assert "李思样，发出53份" in second
    await chat.say(ORGANISER, "@述职助手 结束测评", group=True)
    *_, closed, answer = texts(await chat.hears(MEMBER))
    assert closed.startswith("李思样的测评已结束")
    assert answer == "好的，已经收票。"
    for _ in range(6):
        await chat.say(ORGANISER, "下一位")
    assert "所有书记的测评都已进行" in await told(chat, ORGANISER, "下一位")
    assert await told(chat, ORGANISER, "下一位") == "所有书记的测评都已进行。"


async def test_a_small_category_does_not_stop_the_meeting(chat: Chat) -> None:
    """It counts apart; where the organiser merges it, it counts with the others."""
    assert refusals(await chat.say("x-o01", "合并 B")) == ["missing_argument"]
    assert refusals(await chat.say("x-o01", "合并 B Q")) == ["no_such"]
    await chat.say("x-o01", "合并 B C")
    assert "发出14份" in await told(chat, "x-o01", "开始测评 秦川试")


async def test_departments_hold_their_polls_apart(chat: Chat) -> None:
    card = await opened(chat)
    foreign = await chat.click("x-m01", card, **{"0": "好"})
    assert (foreign["accepted"], foreign["refused"]) == (False, "card_gone")
    assert refusals(await chat.say("x-m01", "测评 好")) == ["no_open_poll"]
    assert await told(chat, "x-l01", "谁没投") == "还没有进行过测评。"


async def test_only_those_who_signed_in_vote_and_late_arrivals_are_told(chat: Chat) -> None:
    await chat.say(ORGANISER, "签到")
    sheet = cards(await chat.hears(MEMBER))[-1]
    here = ["l01", "l02", "l03", "l04", "l05", *(f"s{n:02}" for n in range(1, 9)), *MEMBERS[:6]]
    for account in here:
        assert (await chat.click(account, sheet, choice="到会"))["accepted"]
    assert "实到20人" in await told(chat, ORGANISER, "签到")
    card = await opened(chat)
    absent = await chat.click("m30", card, **{"0": "好"})
    assert (absent["accepted"], absent["refused"]) == (False, "not_present")
    await chat.say("m30", "签到")
    assert any("改为发出20份" in text for text in texts(await chat.hears(MEMBER)))
    assert (await chat.click("m30", card, **{"0": "好"}))["accepted"]
    await chat.say(ORGANISER, "签到 沈星例")  # who has no telephone at hand
    assert any("改为发出21份" in text for text in texts(await chat.hears(MEMBER)))


async def test_a_poll_opened_by_mistake_in_which_nobody_voted_counts_for_nothing(
    chat: Chat,
) -> None:
    await opened(chat, "开始测评 李思样")
    await chat.say(ORGANISER, "结束测评")
    assert refusals(await chat.say(ORGANISER, "公布")) == ["poll_void"]
    await chat.clock(advance="PT2M")
    card = await opened(chat, "开始测评 王文例")
    for voter in VOTERS:
        await chat.click(voter, card, **{"0": "好"})
    await chat.say(ORGANISER, "结束测评")
    assert "测评：已结束 1 场，已出结果 0 场" in await told(chat, DEAN, "状态")
    assert "李思样" not in await told(chat, ORGANISER, "公布")
    assert "李思样" in await told(chat, ORGANISER, "下一位")  # who was not rated is still to come


async def test_a_restart_without_the_key_directory_voids_the_poll_and_says_so(
    run: Run, data: Path
) -> None:
    async with run(data) as chat:
        await opened(chat)
        await chat.click(MEMBER, (cards(await chat.timeline(MEMBER)))[-1], **{"0": "好"})
    shutil.rmtree(load_settings(platforms=("sandbox",), data_dir=data).keys)
    async with run(data) as chat:
        assert await told(chat, MEMBER, "测评 好") == (
            "王文例的测评已作废：选票的密钥不在了（例如恢复了备份，或换了一台服务器），已收到的票再也打不开。"
            "您的票没有计入，重新测评时请再投一次。"
        )
        assert any(
            "的测评作废：选票的密钥不在了" in text for text in texts(await chat.timeline(MEMBER))
        )
        assert any(
            "请系统管理员检查密钥目录" in text for text in texts(await chat.timeline(ORGANISER))
        )
        assert "王文例，发出53份" in await told(chat, ORGANISER, "开始测评 王文例")


async def test_close_and_release_tell_the_group_one_number(chat: Chat) -> None:
    """A vote that was on its way at the close still counts: the number is told once it is known."""
    card = await opened(chat)
    for voter in VOTERS:
        await chat.click(voter, card, **{"0": "好"})
    await chat.hears(MEMBER)
    await chat.say(ORGANISER, "结束测评")
    assert texts(await chat.hears(MEMBER)) == ["王文例的测评已结束，结果由两位同志核对。"]
    await chat.say(ORGANISER, "公布")
    await chat.click(DEAN, cards(await chat.hears(DEAN))[-1], choice="确认")
    assert any("发出53份，收回8份" in text for text in texts(await chat.hears(MEMBER)))


async def test_by_name_all_who_voted_are_listed_also_who_has_left(chat: Chat) -> None:
    await chat.say(ORGANISER, "记名测评")
    await chat.say(ORGANISER, "开始测评 王文例")
    for voter in (MEMBER, DEAN):
        await chat.say(voter, "测评 较好")
    (change,) = cards(await chat.say(ORGANISER, "杨小样退休了"))
    await chat.click(ORGANISER, change, choice="确认")
    await chat.say(ORGANISER, "结束测评")
    await chat.clock(advance="PT1M")
    named = await told(chat, DEAN, "记名结果")
    assert ("赵建例 较好" in named, "杨小样 较好" in named) == (True, True)
