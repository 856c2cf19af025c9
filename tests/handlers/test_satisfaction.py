"""A branch's people are asked whether they are satisfied: the whole conversation, and that evaluation notices nothing."""

import io
from dataclasses import replace
from typing import Any

import openpyxl

from bot.actions import audit, cycles, people, polls, rosters, satisfaction, stages
from bot.actions import status as standing
from bot.actions.evaluation import ballots, sheets
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.people import Role
from bot.sample import sample_lines
from tests.cast import DEAN, GUEST, MEMBER, ORGANISER, SECOND, THIRD, VICE_DEAN, WANG, ZHANG
from tests.chat import Chat, Entry, cards, refusals, texts
from tests.ledgers import closed, promised
from tests.meeting import declined_by_all, rate, released
from tests.played import after

PEOPLE = tuple(
    f"m{number}" for number in range(11, 16)
)  # of the third branch, besides its secretary
SAID = ("满意", "满意", "基本满意", "满意", "不满意")
OUTCOME = "满意 3 人（60%），基本满意 1 人（20%），不满意 1 人（20%）"


async def told(chat: Chat, who: str, said: str) -> str:
    return [str(entry["text"]) for entry in await chat.say(who, said) if entry["chat"] == "direct"][
        -1
    ]


async def direct(chat: Chat, who: str) -> list[str]:
    return [entry["text"] for entry in await chat.hears(who) if entry["chat"] == "direct"]


async def listed(chat: Chat, branch: str = THIRD) -> None:
    """The branch is put in order: there is something to be satisfied with."""
    await chat.say(
        ORGANISER,
        f"软弱涣散 {branch} 原因：组织生活不正常；措施：逐月列席；责任人：赵建例；时限：2027年6月底",
    )


async def asked(chat: Chat, said: str = f"满意度 {THIRD}") -> Entry:
    """Opens the poll; the card as one of the branch's people has it in his single chat."""
    await chat.say(ORGANISER, said)
    await chat.clock(advance="PT1M")
    return cards(await chat.hears(PEOPLE[0]))[-1]


async def answered(chat: Chat, card: Entry) -> None:
    """Everybody answers, one of them in words, and the organiser ends it."""
    for who, said in zip(PEOPLE[:4], SAID, strict=False):
        assert (await chat.click(who, card, **{"0": said}))["accepted"]
    assert await told(chat, PEOPLE[4], f"测评 {SAID[4]}") == "已收到，截止前可修改。"
    await chat.say(ORGANISER, f"满意度 {THIRD} 结束")


async def confirmed(chat: Chat, who: str = DEAN) -> Entry:
    return await chat.click(who, cards(await chat.hears(who))[-1], choice="确认")


async def ledger(chat: Chat, who: str) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each sheet of the ledger that this person gets."""
    content = await chat.content((await chat.say(who, "整改台账"))[-1])
    return {
        sheet.title: list(sheet.iter_rows(values_only=True))
        for sheet in openpyxl.load_workbook(io.BytesIO(content))
    }


@after(listed)
async def test_a_weak_branch_from_the_question_to_the_ledger(chat: Chat) -> None:
    answer = await told(chat, DEAN, f"满意度 {THIRD}")
    assert "第三支部整顿满意度测评已开始（编号 K1），发出5份，12月8日（周二）20:00截止" in answer
    group = [entry for entry in await chat.timeline(MEMBER) if entry["chat"] == "group"]
    assert group == []  # what concerns one branch is not for the group
    await chat.clock(advance="PT1M")
    (invitation,) = await chat.hears(PEOPLE[0])
    assert (invitation["chat"], invitation["card"]["title"]) == ("direct", f"满意度测评：{THIRD}")
    for part in (
        "第三支部的整顿满意度",
        "发出5份",
        "在这里发送您的选择（满意、基本满意、不满意）",
        "统计后销毁密钥",
        "校验码",
    ):
        assert part in invitation["text"], part
    assert [one["text"] for one in invitation["card"]["questions"][0]["options"]] == [
        "满意",
        "基本满意",
        "不满意",
    ]
    assert cards(await chat.hears(ZHANG)) == []
    assert (
        await told(chat, PEOPLE[0], "提醒记录")
        == "最近为您安排的提醒：\n· 12月1日（周二） 满意度测评：已发出"
    )
    await answered(chat, invitation["card"])
    late = await chat.click(PEOPLE[0], invitation["card"], **{"0": "满意"})
    assert (late["accepted"], late["refused"]) == (False, "poll_closed")

    preview = await told(chat, ORGANISER, f"满意度 {THIRD} 公布")
    assert f"第三支部整顿满意度：发出5份，收回5份。\n{OUTCOME}" in preview
    assert "按满意 100 分、基本满意 60 分、不满意 0 分折算 72.00 分" in preview
    assert OUTCOME not in "".join(texts(await chat.timeline(ZHANG)))
    card = cards(await chat.hears(DEAN))[-1]
    assert (await chat.click(ORGANISER, card, choice="确认"))["refused"] == "needs_second_person"
    assert (await chat.click(DEAN, card, choice="确认"))["accepted"]
    assert (await chat.click(VICE_DEAN, card, choice="确认"))["refused"] == "card_gone"
    await chat.clock(advance="PT1M")
    assert OUTCOME in texts(await chat.hears(ZHANG))[-1]  # the secretary, privately
    for who, said in (
        *((DEAN, f"{word} {THIRD}") for word in ("详情", "整改情况")),
        *((ORGANISER, word) for word in ("软弱涣散", "满意度")),
        *((PEOPLE[1], "测评结果"), (ZHANG, "准备")),
    ):
        assert OUTCOME in await told(chat, who, said), said
    assert "还没有公布" in await told(chat, MEMBER, "测评结果")  # of another branch
    assert [entry for entry in await chat.timeline(MEMBER) if entry["chat"] == "group"] == []


@after(listed)
async def test_it_stands_in_the_ledger_for_whoever_oversees_it_and_for_the_branch(
    chat: Chat,
) -> None:
    await promised(chat, ZHANG, "6月底前建好活动室")
    await promised(chat, WANG, "6月底前完善制度")
    await answered(chat, await asked(chat))
    await chat.say(ORGANISER, "公布")
    await confirmed(chat)
    whole = await ledger(chat, DEAN)
    assert list(whole)[1:] == ["集中整顿", "党员群众满意度"]
    assert any(row[:1] == (THIRD,) and OUTCOME in str(row[5]) for row in whole["集中整顿"])
    rows = [row for row in whole["党员群众满意度"] if row[0] == THIRD]
    assert [(row[1], row[4], row[5], *row[6:9]) for row in rows] == [
        ("整顿满意度", 5, 5, "满意", 3, "60%"),
        ("整顿满意度", 5, 5, "基本满意", 1, "20%"),
        ("整顿满意度", 5, 5, "不满意", 1, "20%"),
    ]
    assert list(await ledger(chat, ZHANG))[1:] == ["党员群众满意度"]
    assert list(await ledger(chat, WANG))[1:] == []


async def test_closed_items_are_asked_about_until_a_day_and_by_the_clock(chat: Chat) -> None:
    assert refusals(await chat.say(DEAN, f"满意度 {THIRD}")) == ["nothing_to_ask"]
    await promised(chat, ZHANG, "6月底前建好活动室")
    await closed(chat, ZHANG, THIRD, 1)
    assert refusals(await chat.say(DEAN, f"满意度 {THIRD} 整顿")) == ["nothing_to_ask"]
    assert refusals(await chat.say(DEAN, f"满意度 {THIRD} 12月1日")) == ["ends_too_soon"]
    assert refusals(await chat.say(DEAN, f"满意度 {THIRD} 随便说说")) == ["missing_argument"]
    card = await asked(chat, f"满意度 {THIRD} 12月4日 整改")
    assert refusals(await chat.say(DEAN, f"满意度 {THIRD} 5天")) == ["poll_still_open"]
    assert refusals(await chat.say(DEAN, f"满意度 {THIRD} 公布")) == ["poll_still_open"]
    for who in PEOPLE[:4]:
        await chat.hears(who)
    for who in PEOPLE[:3]:
        await chat.click(who, card, **{"0": "满意"})
    await chat.clock(now="2026-12-03T09:01")  # the workday before the last day
    reminded = [await direct(chat, who) for who in PEOPLE[:4]]
    assert [len(heard) for heard in reminded] == [0, 0, 0, 1]
    assert "12月4日（周五）20:00截止，还没有收到您的票" in reminded[3][0]
    await chat.clock(now="2026-12-04T20:00:10")
    assert refusals(await chat.say(PEOPLE[4], "测评 满意")) == ["poll_closed"]
    assert not any(
        "测评已结束" in text for text in texts(await chat.hears(ORGANISER))
    )  # nobody hears of it at night
    await chat.clock(now="2026-12-07T08:01")
    assert any(
        "整改满意度测评已结束，发出5份，收回3份" in text
        for text in texts(await chat.hears(ORGANISER))
    )
    assert "参加人数较少，为保护个人选择" in await told(chat, ORGANISER, f"公布 {THIRD}")
    await confirmed(chat)
    assert "为保护个人选择，不公布票数分布" in await told(chat, DEAN, f"详情 {THIRD}")
    assert "满意 3" not in "".join(texts(await chat.timeline(DEAN)))


@after(listed)
async def test_who_may_and_who_is_asked(chat: Chat) -> None:
    for who in (ZHANG, WANG, MEMBER, GUEST):
        assert refusals(await chat.say(who, f"满意度 {THIRD}")) == ["not_allowed"]
    await chat.say("x-o01", "软弱涣散 第一支部 原因：组织生活不正常")
    (refused,) = await chat.say("x-l01", "满意度 第一支部")
    assert refused["refused"] == "branch_too_small"
    assert "除书记外有 2 人，少于 5 人" in refused["text"]
    assert "软弱涣散 第一支部 满意度：" in refused["text"]  # what to do instead
    card = await asked(chat)
    own = await chat.click(ZHANG, card, **{"0": "满意"})
    assert (own["accepted"], own["refused"]) == (False, "recused")
    assert refusals(await chat.say(ZHANG, "测评 满意")) == ["recused"]
    for other in (MEMBER, DEAN):
        assert (await chat.click(other, card, **{"0": "满意"}))["refused"] == "not_on_roll"
        assert refusals(await chat.say(other, "测评 满意")) == ["no_open_poll"]
    assert (await chat.click("x-m01", card, **{"0": "满意"}))["refused"] == "card_gone"
    assert "党员群众" not in "".join(texts(await chat.say(MEMBER, "我的票")))


def also_organiser(work: UnitOfWork) -> None:
    """The third branch's secretary organises, too."""
    lines = [
        replace(line, roles=line.roles | {Role.ORGANISER}) if line.account == ZHANG else line
        for line in sample_lines()
    ]
    rosters.import_roster(work, "sample", tuple(lines), actor=SYSTEM)


async def test_a_secretary_who_organises_has_no_hand_in_his_own(chat: Chat) -> None:
    await chat.services.write(also_organiser)
    await listed(chat)
    assert refusals(await chat.say(ZHANG, f"满意度 {THIRD}")) == ["own_case"]
    await answered(chat, await asked(chat))
    assert refusals(await chat.say(ZHANG, f"满意度 {THIRD} 公布")) == ["own_case"]
    await chat.hears(ZHANG)
    await chat.say(ORGANISER, f"满意度 {THIRD} 公布")
    assert cards(await chat.hears(ZHANG)) == []
    card = cards(await chat.hears(DEAN))[-1]
    assert (await chat.click(ZHANG, card, choice="确认"))["refused"] == "own_case"
    await declined_by_all(chat, card)
    assert any(
        "没有确认公布第三支部整顿满意度" in text for text in texts(await chat.hears(ORGANISER))
    )
    assert "待公布" in await told(chat, ORGANISER, "满意度")


@after(listed)
async def test_bare_words_mean_the_evaluation_first_and_then_the_only_branch(chat: Chat) -> None:
    card = await asked(chat)
    await chat.say(ORGANISER, "开始测评 王文例")
    assert (
        await told(chat, PEOPLE[0], "测评 好") == "已收到，截止前可修改。"
    )  # the words tell which one is meant
    assert await told(chat, PEOPLE[0], "测评 基本满意") == "已收到，截止前可修改。"
    (which,) = await chat.say(PEOPLE[0], "测评 不错")
    assert (which["refused"], "测评 K1 等次：第三支部整顿满意度" in which["text"]) == (
        "which_poll",
        True,
    )
    assert await told(chat, PEOPLE[0], "测评 K1 满意") == "已收到，截止前可修改。"
    assert "王文例：您的票已计入" in (mine := await told(chat, PEOPLE[0], "我的票"))
    assert "第三支部整顿满意度：您的票已计入" in mine
    assert "王文例的测评已结束" in await told(chat, ORGANISER, "结束测评")
    assert "王文例：您的票已计入。" in (mine := await told(chat, PEOPLE[0], "我的票"))
    assert "第三支部整顿满意度：您的票已计入，截止前可以修改" in mine
    assert "第三支部整顿满意度：还有 4 人没有参加" in (missing := await told(chat, DEAN, "谁没投"))
    assert "王文例：" in missing
    await chat.say(ORGANISER, "@述职助手 结束测评", group=True)
    assert await chat.services.read(running) == ["open"]  # the group ends no branch's poll
    await answered(chat, card)
    assert refusals(await chat.say(ORGANISER, "结束测评")) == ["no_open_poll"]
    await listed(chat, SECOND)
    await chat.say(ORGANISER, f"满意度 {SECOND}")
    assert "第二支部整顿满意度测评已结束" in await told(chat, ORGANISER, "结束测评")
    assert "王文例" in await told(chat, ORGANISER, "公布")
    await confirmed(chat)
    which = (await chat.say(ORGANISER, "公布"))[-1]
    assert (which["refused"], f"满意度 {SECOND} 公布" in which["text"]) == ("which_poll", True)
    assert "第三支部整顿满意度" in await told(chat, ORGANISER, f"公布 {THIRD}")


def running(work: UnitOfWork) -> list[str]:
    return [one.status.state for one in satisfaction.branch_polls(work, "sample")]


def seen(work: UnitOfWork) -> tuple[Any, ...]:
    """Whatever evaluation knows of polls."""
    cycle = cycles.current(work, "sample")
    assert cycle is not None
    reader = people.find(work, DEAN)
    assert reader is not None
    found = standing.as_json(standing.status(work, cycle), work.zone)
    released_polls = polls.released(work, cycle, reader, leads=True)
    return (
        {key: found[key] for key in ("stages", "polls", "inputs", "grades")},
        polls.next_subject(work, cycle)[0].name,
        stages.running(work, cycle),
        ballots(work, cycle),
        [sheet.ballot for sheet in sheets(work, cycle)],
        [(poll.id, poll.released_to, poll.result) for poll in released_polls],
    )


@after(listed)
async def test_evaluation_notices_nothing(chat: Chat) -> None:
    """Before, while it runs, after it was counted and after its release."""
    await rate(chat, "王文例")
    await released(chat)
    read = chat.services.read
    before = await read(seen)
    card = await asked(chat)
    assert await read(seen) == before
    await answered(chat, card)
    assert await read(seen) == before
    await chat.say(ORGANISER, f"满意度 {THIRD} 公布")
    await confirmed(chat)
    assert await read(running) == ["released"]
    assert await read(seen) == before
    assert "李思样" in await told(chat, ORGANISER, "下一位")

    def told_apart(work: UnitOfWork) -> tuple[list[Any], list[Any]]:
        cycle = cycles.current(work, "sample")
        assert cycle is not None
        found = standing.as_json(standing.status(work, cycle), work.zone)
        return [one["id"] for one in found["polls"]], found["satisfaction"]

    evaluated, (one,) = await read(told_apart)
    assert evaluated == ["K1", "K3"]
    assert (one["id"], one["branch"], one["about"], one["state"]) == (
        "K2",
        THIRD,
        "整顿满意度",
        "released",
    )
    assert one["released"] == {"党员群众": {"整顿满意度": {"满意": 3, "基本满意": 1, "不满意": 1}}}

    def breaches(work: UnitOfWork) -> list[str]:
        return list(audit.breaches(work, people.department(work, "sample")))

    assert await read(breaches) == []


async def test_all_branches_are_asked_by_one_invitation(chat: Chat) -> None:
    assert refusals(await chat.say(ORGANISER, "满意度 全部")) == ["nothing_to_ask"]
    await listed(chat)
    await listed(chat, "第五支部")
    (card,) = cards(await chat.say(ORGANISER, "满意度 全部"))
    assert "1. 第三支部" in card["text"]
    assert "2. 第五支部" in card["text"]
    assert "不在其中：第一支部（" in card["text"]
    assert (await chat.click(ORGANISER, card, choice="确认"))["accepted"]
    await chat.clock(advance="PT1M")
    assert cards(await chat.hears(PEOPLE[0]))
    assert "第五支部" in await told(chat, ORGANISER, "满意度")
