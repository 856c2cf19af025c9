"""The meeting as an event: told, asked about, changed by sentences, with its order of speaking."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from bot.actions import audit, cycles, people, status
from bot.actions.unit_of_work import UnitOfWork, actor_name
from bot.storage import audit as trail
from tests.cast import LI, MEMBER, ORGANISER, WANG
from tests.chat import Chat, Entry, cards, refusals, texts
from tests.played import after

NOTICE = "会议通知 12月21日14:30 系楼302"
SPEAKERS = ["王文例", "李思样", "张立范", "陈明试", "刘佳例", "张晓样", "周正范", "吴若试"]


async def told(chat: Chat, who: str, said: str) -> str:
    """What is answered in single chat, or stands on the card that answers."""
    entry = [entry for entry in await chat.say(who, said) if entry["chat"] == "direct"][-1]
    return str(entry["card"]["text"] if entry["card"] else entry["text"])


async def asked(chat: Chat, said: str) -> Entry:
    """The card that shows the organiser what the group would hear."""
    shown = cards(await chat.say(ORGANISER, said))
    return [card for card in shown if card["title"] in ("会议通知", "会议变更", "发言顺序")][-1]


async def group(chat: Chat) -> list[str]:
    """What the group has heard since the last look."""
    return [entry["text"] for entry in await chat.hears(MEMBER) if entry["chat"] == "group"]


async def confirmed(chat: Chat, said: str = NOTICE) -> str:
    """What the group hears once the organiser has said and confirmed it."""
    await group(chat)
    await chat.click(ORGANISER, await asked(chat, said), choice="确认")
    (heard,) = await group(chat)
    return heard


async def test_the_notice_is_shown_confirmed_and_posted_once(chat: Chat) -> None:
    card = await asked(chat, NOTICE)
    assert await group(chat) == []
    answer = await chat.click(ORGANISER, card, choice="确认")
    assert answer["notice"] == "已发到系群。"
    (notice,) = await group(chat)
    assert card["text"] == notice
    assert notice.splitlines() == [
        "【会议通知】示例系2026年度党组织书记抓基层党建述职评议会",
        "时间：12月21日（周一）14:30",
        "地点：系楼302",
        "参会：领导班子成员、支部书记、组织员、党员、群众代表",
        "议程：一、支部书记述职（每人8分钟，一述一评）；二、现场测评；三、领导讲话",
        "因故不能到会的，请给我发“请假”和原因。",
    ]
    again = await chat.click(ORGANISER, card, choice="确认")
    assert again["refused"] == "card_gone"
    assert await told(chat, ORGANISER, NOTICE) == "和已经通知的一样，没有重复发布。"
    assert await group(chat) == []


async def test_what_is_not_confirmed_is_not_posted_and_changes_nothing(chat: Chat) -> None:
    card = await asked(chat, NOTICE)
    await chat.click(ORGANISER, card, choice="取消")
    assert await group(chat) == []
    assert "还没有定" in await told(chat, MEMBER, "几点开会")


async def test_what_is_missing_is_asked_for_once_and_may_be_said_alone(chat: Chat) -> None:
    question = await told(chat, ORGANISER, "评议会定在12月21日下午两点半")
    assert question == "会议在哪里开？请回复地点，例如“系楼302”。"
    assert "会议" not in await told(chat, ORGANISER, "谁收不到")  # a question is no place
    assert "地点：系楼302" in await confirmed(chat, "系楼302")
    assert "12月21日（周一）14:30" in await told(chat, MEMBER, "会议")
    await chat.clock(advance="PT15M")
    assert refusals(await chat.say(ORGANISER, "系楼305")) == ["unknown"]  # nobody asked him


async def test_a_bare_notice_asks_for_everything(chat: Chat) -> None:
    assert "日期、时间和地点" in await told(chat, ORGANISER, "会议通知")
    assert "几点开、在哪里开" in await told(chat, ORGANISER, "12月21日")
    assert await told(chat, ORGANISER, "14:30") == "会议在哪里开？请回复地点，例如“系楼302”。"
    notice = await confirmed(chat, "会议通知 系楼302")
    assert "时间：12月21日（周一）14:30" in notice


@after(confirmed)
@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("评议会推迟到12月23日下午两点半", "时间改为：12月23日（周三）14:30"),
        ("会议改期 12月23日 9:00", "时间改为：12月23日（周三）09:00"),
        ("会议改期 推迟两天", "时间改为：12月23日（周三）14:30"),
        ("评议会提前到上午九点", "时间改为：12月21日（周一）09:00"),
        ("会议地点改到系楼305", "地点改为：系楼305"),
        ("每人讲6分钟", "议程改为：一、支部书记述职（每人6分钟，一述一评）；二、现场测评；三、领导讲话"),
        ("每人压到6分钟", "议程改为：一、支部书记述职（每人6分钟，一述一评）；二、现场测评；三、领导讲话"),
        ("领导讲话15分钟", "议程改为：一、支部书记述职（每人8分钟，一述一评）；二、现场测评；三、领导讲话（15分钟）"),
        (
            "议程：述职、领导点评20分钟、现场测评",
            "议程改为：一、述职（每人8分钟，集中点评）；二、领导点评（20分钟）；三、现场测评",
        ),
        ("议程：述职、测评，签到10分钟、讲话", "议程改为：一、述职（每人8分钟，一述一评）；二、测评；三、签到（10分钟）；四、讲话"),
        ("请大家带笔记本", "请带：笔记本"),
    ],
)  # fmt: skip
async def test_a_sentence_changes_the_meeting_and_the_group_hears_it_once(
    chat: Chat, said: str, line: str
) -> None:
    change = await confirmed(chat, said)
    assert line in change.splitlines()
    assert change.startswith("【会议变更】")
    assert (
        await told(chat, ORGANISER, said)
        in (
            "和已经通知的一样，没有重复发布。",
            change.replace("12月23日（周三）", "12月25日（周五）"),  # put off by two days once more
        )
        or "两天" in said
    )
    assert await group(chat) == []


@after(confirmed)
async def test_the_plan_follows_the_day_of_the_meeting(chat: Chat) -> None:
    card = await asked(chat, "评议会推迟到12月23日下午两点半")
    assert "工作方案里的会议日期12月21日一并改为12月23日" in card["text"]
    await chat.click(ORGANISER, card, choice="确认")
    assert "12月23日" in await told(chat, MEMBER, "倒计时")


async def test_what_cannot_be_meant_is_said_in_a_sentence(chat: Chat) -> None:
    for said, code in (
        ("会议通知 12月1日 8:00 系楼302", "meeting_past"),
        ("会议通知 2027年12月1日 8:00 系楼302", "meeting_too_far"),
        ("会议通知 12月21日（周三）14:30 系楼302", "weekday_differs"),
        ("会议改期 推迟两天", "meeting_not_announced"),
    ):
        assert refusals(await chat.say(ORGANISER, said)) == [code], said
        assert await group(chat) == [], said


async def test_a_card_that_was_overtaken_posts_nothing(chat: Chat) -> None:
    earlier = await asked(chat, NOTICE)
    await confirmed(chat, "会议通知 12月22日14:30 系楼302")
    answer = await chat.click(ORGANISER, earlier, choice="确认")
    assert answer["refused"] == "meeting_changed_meanwhile"
    assert "12月22日" in await told(chat, MEMBER, "会议")


async def test_only_the_organiser_decides(chat: Chat) -> None:
    for said in (
        "会议通知 12月21日14:30 系楼302",
        "评议会推迟到12月23日",
        "发言顺序抽签",
    ):
        assert refusals(await chat.say(WANG, said)) == ["not_allowed"], said


async def test_everybody_may_ask_when_and_where(chat: Chat) -> None:
    before = await told(chat, MEMBER, "几点开会")
    assert (
        before == "会议的时间、地点还没有定；工作方案安排在12月21日（周一）前。定了会在群里通知。"
    )
    await confirmed(chat)
    answer = await told(chat, MEMBER, "会议改到什么时候了")
    assert answer.startswith("述职评议会：12月21日（周一）14:30，系楼302。")


async def test_everybody_may_ask_about_the_agenda_and_his_turn(chat: Chat) -> None:
    assert await told(chat, WANG, "讲几分钟") == "述职每人8分钟，一述一评。"
    assert await told(chat, LI, "我第几个讲") == "发言顺序还没有定，定了会在群里通知。"
    await confirmed(chat)
    assert await told(chat, LI, "我第几个讲") == "您第2个述职，共8位，前一位是王文例。"
    assert await told(chat, MEMBER, "我第几个讲") == "您在会上没有述职发言。"
    assert await told(chat, MEMBER, "王文例第几个讲") == "王文例第1个述职，共8位。"
    assert "二、现场测评" in await told(chat, MEMBER, "议程")
    assert await told(chat, MEMBER, "要带什么") == "会议没有要求另外带什么。"
    await confirmed(chat, "请大家带笔记本")
    assert await told(chat, MEMBER, "开会要带什么吗") == "请带：笔记本。"
    await chat.say(ORGANISER, "会议 李思样 书面 任职不足三个月")
    assert await told(chat, LI, "我第几个讲") == "您是书面述职，会上不用发言。"


@after(confirmed)
async def test_the_whole_meeting_fits_a_phone(chat: Chat) -> None:
    whole = await told(chat, MEMBER, "会议")
    assert len(whole.splitlines()) <= 12
    assert whole.splitlines()[-8:] == [
        f"{number}. {name}" for number, name in enumerate(SPEAKERS, 1)
    ]
    assert "可以直接说" in await told(chat, ORGANISER, "会议")
    heard = await chat.say(ORGANISER, "@述职助手 会议", group=True)
    assert "可以直接说" not in texts(heard)[-1]


async def test_the_lot_is_drawn_once_and_again_for_a_reason(chat: Chat) -> None:
    await group(chat)
    await chat.say(ORGANISER, "会议 抽签")
    (drawn,) = await group(chat)
    head, *lines = drawn.splitlines()
    assert head == "发言顺序（抽签）："
    names = [line.partition(". ")[2] for line in lines]
    assert sorted(names) == sorted(SPEAKERS)
    assert refusals(await chat.say(ORGANISER, "会议 抽签")) == ["drawn_before"]
    assert await group(chat) == []
    await chat.say(ORGANISER, "重新抽签 有同志改为书面述职")
    (again,) = await group(chat)
    assert again.startswith("发言顺序（重新抽签，原因：有同志改为书面述职）：")
    draws = await chat.services.read(_draws)
    assert [line["kind"] for line in draws] == ["lot", "lot"]
    assert draws[1]["reason"] == "有同志改为书面述职"
    assert draws[0]["seed"] != draws[1]["seed"]
    assert "sha256" in draws[0]["method"]
    for secret in (draws[0]["seed"], "SHA", "种子"):
        assert secret not in drawn + again


def _draws(work: UnitOfWork) -> list[Mapping[str, str]]:
    """What the trail keeps of each order."""
    organiser = people.find(work, ORGANISER)
    assert organiser is not None
    since = work.now - timedelta(days=1)
    lines = trail.of_actor(
        work.session, organiser.department, actor_name(organiser), ["meeting.order"], since
    )
    return [line.facts for line in lines]


async def test_the_order_may_be_entered_or_follow_the_roster(chat: Chat) -> None:
    order = [SPEAKERS[1], SPEAKERS[0], *SPEAKERS[2:]]
    told_group = await confirmed(chat, f"发言顺序 {'、'.join(order)}")
    assert told_group.splitlines()[1:3] == ["1. 李思样", "2. 王文例"]
    moved = await confirmed(chat, "李思样最后讲")
    assert moved.splitlines()[-1] == "8. 李思样"
    moved = await confirmed(chat, "会议 李思样 第三个发言")
    assert moved.splitlines()[3] == "3. 李思样"
    await chat.say(ORGANISER, "发言顺序按名册")
    (roster,) = await group(chat)
    assert roster.splitlines()[:2] == ["发言顺序（按名册）：", "1. 王文例"]


async def test_an_order_names_every_speaker_once(chat: Chat) -> None:
    for names, fault in (
        ("王文例、李思样", "还缺张立范、陈明试、刘佳例、张晓样、周正范、吴若试"),
        ("、".join([*SPEAKERS[:-1], "诸葛亮"]), "诸葛亮不在述职名单里；还缺吴若试"),
        ("、".join([*SPEAKERS, "王文例"]), "王文例写了两次"),
        ("、".join([*SPEAKERS, "杨小样"]), "杨小样不在述职名单里"),
    ):
        heard = await chat.say(ORGANISER, f"发言顺序 {names}")
        assert refusals(heard) == ["order_incomplete"], names
        assert fault in texts(heard)[-1], names


async def test_words_kept_for_the_lot_stay_and_are_told_to_nobody(chat: Chat) -> None:
    await chat.hears(MEMBER)
    assert "“03 11 17”" in await told(chat, ORGANISER, "会议 种子 03 11 17")
    assert "不能再换成“别的”" in await told(chat, ORGANISER, "会议 种子 别的")
    await chat.say(ORGANISER, "会议 抽签")
    (drawn,) = await group(chat)
    assert "03 11 17" not in drawn


@after(confirmed)
async def test_what_was_said_of_the_meeting_is_sealed(chat: Chat) -> None:
    await chat.say(MEMBER, "请假 出差")
    await chat.say(ORGANISER, "会议 抽签")
    await chat.say(MEMBER, "取消请假")
    assert await chat.services.read(_breaches) == []


def _breaches(work: UnitOfWork) -> list[str]:
    organiser = people.find(work, ORGANISER)
    assert organiser is not None
    return list(audit.breaches(work, people.department(work, organiser.department)))


async def test_the_status_tells_when_and_where(chat: Chat) -> None:
    assert await chat.services.read(_meeting) is None
    await confirmed(chat)
    assert await chat.services.read(_meeting) == {
        "at": "2026-12-21T14:30:00+08:00",
        "place": "系楼302",
    }


def _meeting(work: UnitOfWork) -> object:
    organiser = people.find(work, ORGANISER)
    assert organiser is not None
    cycle = cycles.current(work, organiser.department)
    assert cycle is not None
    return status.as_json(status.status(work, cycle), work.zone)["meeting"]


async def test_the_list_of_to_dos_asks_for_the_notice_and_then_tells_of_the_meeting(
    chat: Chat,
) -> None:
    early = cards(await chat.say(ORGANISER, "待办"))[-1]
    assert "发会议通知" not in early["text"]
    await chat.clock(now="2026-12-18T10:00")
    await chat.hears(ORGANISER)
    waiting = cards(await chat.say(ORGANISER, "待办"))[-1]
    assert "发会议通知：定时间、地点" in waiting["text"]
    await confirmed(chat)
    assert "下一步：12月21日（周一）14:30 述职评议会，系楼302。" in await told(chat, MEMBER, "待办")


async def test_whoever_says_something_else_gives_no_answer_about_the_meeting(chat: Chat) -> None:
    await told(chat, ORGANISER, "会议通知")
    for said, words in (
        ("谁没交", "还有 8 个支部没交"),
        ("取消", "没有做任何改动"),
        ("一支部的报告我看看", "第一支部（王文例）"),
        ("把所有报告打包", "材料已整理好"),
        ("退错了怎么办", "退回"),
    ):
        assert words in (await told(chat, ORGANISER, said)), said
    assert "会议" not in await told(chat, ORGANISER, "加急，今天必须交齐")
    (card,) = cards(await chat.say(ORGANISER, "12月21日14:30 交通楼302"))
    assert "交通楼302" in card["text"]
