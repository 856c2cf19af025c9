"""A secretary who leads or organises, as in small departments: in his own case he neither acts nor reads."""

import io
import zipfile
from dataclasses import replace

from bot.actions import rosters
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.people import Role
from bot.rehearsal.chat import Entry
from bot.sample import sample_lines, sample_report
from tests.cast import DEAN, FIRST, LI, MEMBER, ORGANISER, SECOND, VICE_DEAN, WANG
from tests.chat import Chat, cards, refusals, texts
from tests.meeting import ALL, WORDS, complete, confirm, graded, rate, told
from tests.played import after

NAME = "王文例"


async def also(chat: Chat, **offices: Role) -> None:
    """These people get further offices, by the administrator's hand."""

    def combine(work: UnitOfWork) -> None:
        lines = [
            replace(line, roles=line.roles | {offices[line.account]})
            if line.account in offices
            else line
            for line in sample_lines()
        ]
        rosters.import_roster(work, "sample", lines, actor=SYSTEM)

    await chat.services.write(combine)


async def rated_leader(chat: Chat) -> None:
    """王文例 leads as well, and there is all that his grade needs."""
    await also(chat, s01=Role.LEADER)
    await complete(chat)


async def graded_leader(chat: Chat) -> None:
    await also(chat, s01=Role.LEADER)
    await graded(chat)


async def only_organiser(chat: Chat, account: str) -> None:
    """The department's organiser is one of its secretaries."""

    def combine(work: UnitOfWork) -> None:
        lines = [line for line in sample_lines() if line.account != ORGANISER]
        lines = [
            replace(one, roles=one.roles | {Role.ORGANISER}) if one.account == account else one
            for one in lines
        ]
        rosters.import_roster(work, "sample", lines, actor=SYSTEM)

    await chat.services.write(combine)


async def refused(chat: Chat, who: str, said: str) -> str:
    """The sentence with which somebody is kept out of his own case."""
    entries = [entry for entry in await chat.say(who, said) if entry.get("refused")]
    assert [entry["refused"] for entry in entries] == ["own_case"], said
    return str(entries[0]["text"])


@after(rated_leader)
async def test_a_leader_neither_writes_nor_reads_what_is_said_of_him_as_a_secretary(
    chat: Chat,
) -> None:
    for said in (
        f"平时 {NAME} {WORDS}",
        f"调研 {NAME} {WORDS}",
        f"点评 {NAME} 讲得很好",
        f"依据 {NAME}",
        f"等次表 {NAME}",
        f"意见 {NAME}",
        f"定等 {NAME} 好 11月30日党委会研究决定",
        f"送达 {NAME}",
        "更正 1 从不发脾气",
    ):
        sentence = await refused(chat, WANG, said)
        assert "关系到您本人" in sentence
        assert "赵建例" in sentence  # who may instead
        assert NAME not in sentence


async def test_what_he_does_in_other_cases_goes_on(chat: Chat) -> None:
    await also(chat, s01=Role.LEADER)
    assert "李思样" in await told(chat, WANG, f"平时 李思样 {WORDS}")
    assert not refusals(await chat.say(WANG, "意见 李思样"))
    assert not refusals(await chat.say(WANG, "依据 李思样"))


@after(graded_leader)
async def test_details_of_his_branch_come_without_what_others_think(chat: Chat) -> None:
    assert "较好" in await told(chat, DEAN, f"详情 {FIRST}")
    own = await told(chat, WANG, f"详情 {FIRST}")
    assert FIRST in own
    assert "较好" not in own


@after(graded_leader)
async def test_among_all_the_others_he_does_not_see_how_he_stands(chat: Chat) -> None:
    assert NAME in await told(chat, DEAN, "等次")
    seen = await told(chat, WANG, "等次")
    assert "李思样：" in seen
    assert NAME not in seen
    assert "您本人的不在其中" in seen


@after(graded_leader)
async def test_what_he_exports_does_not_speak_of_him(chat: Chat) -> None:
    await chat.say(DEAN, f"意见 {NAME}")
    mine, others = await exported(chat, WANG), await exported(chat, DEAN)
    about_him = {name for name in others if NAME in name and "述职报告" not in name}
    assert about_him
    assert not about_him & set(mine)
    assert all(WORDS.encode() not in content for content in mine.values())
    assert any("李思样" in name for name in mine)


async def exported(chat: Chat, who: str) -> dict[str, bytes]:
    answer = next(entry for entry in await chat.say(who, "导出") if entry["file"])
    content = await chat.content(answer)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    documents = [file for name, file in found.items() if name.endswith((".xlsx", ".docx"))]
    for number, document in enumerate(documents):
        with zipfile.ZipFile(io.BytesIO(document)) as part:
            found |= {f"{number}/{name}": part.read(name) for name in part.namelist()}
    return found


@after(rated_leader)
async def test_his_grade_is_confirmed_by_somebody_else(chat: Chat) -> None:
    await chat.hears(WANG)
    await chat.say(DEAN, f"定等 {NAME} 差 11月30日党委会研究决定")
    await chat.click(ORGANISER, cards(await chat.hears(ORGANISER))[-1], choice="取消")
    card = cards(await chat.hears(VICE_DEAN))[-1]
    assert cards(await chat.hears(WANG)) == []
    for choice in ("yes", "no"):
        answer = await chat.click(WANG, card, choice=choice)
        assert (answer["accepted"], answer["refused"]) == (False, "own_case")
    assert (await chat.click(VICE_DEAN, card, choice="确认"))["accepted"]


async def test_his_result_is_released_by_others(chat: Chat) -> None:
    await also(chat, s01=Role.LEADER)
    await rate(chat, NAME)
    await chat.hears(WANG)
    await chat.say(ORGANISER, "公布")
    assert [card for card in cards(await chat.hears(WANG)) if "公布" in card["title"]] == []
    card = cards(await chat.hears(DEAN))[-1]
    assert (await chat.click(WANG, card, choice="yes"))["refused"] == "own_case"
    assert (await chat.click(DEAN, card, choice="确认"))["accepted"]


@after(graded_leader)
async def test_telling_all_leaves_out_who_asks(chat: Chat) -> None:
    await chat.say(DEAN, f"意见 {NAME}")
    await refused(chat, WANG, f"送达 {NAME}")
    await chat.hears(WANG)
    assert NAME in await told(chat, DEAN, "送达 全部")
    assert [card for card in cards(await chat.hears(WANG)) if "反馈" in card["title"]] == []
    await confirm(chat)
    assert "较好" in "".join(texts(await chat.hears(WANG)))


async def test_an_organiser_does_not_judge_his_own_report(chat: Chat) -> None:
    """Where another organiser is there, he does; a leader may not."""
    await also(chat, s01=Role.ORGANISER)
    await chat.send(WANG, "报告.docx", sample_report(FIRST, year=2026))
    for said in (
        f"受理 {FIRST}",
        f"退回 {FIRST} 重写",
        f"延期 {FIRST} 12月20日",
        f"放行 {FIRST} S21 不作要求",
    ):
        assert "何勤样" in await refused(chat, WANG, said)
        assert refusals(await chat.say(DEAN, said)) == ["not_allowed"]
    assert not refusals(await chat.say(ORGANISER, f"受理 {FIRST}"))


async def test_a_leader_stands_in_for_the_only_organiser(chat: Chat) -> None:
    await only_organiser(chat, WANG)
    await chat.send(WANG, "报告.docx", sample_report(FIRST, year=2026))
    await chat.send(LI, "报告.docx", sample_report(SECOND, year=2026))
    assert "赵建例" in await refused(chat, WANG, f"受理 {FIRST}")
    assert not refusals(await chat.say(WANG, f"受理 {SECOND}"))
    assert refusals(await chat.say(DEAN, f"受理 {SECOND}")) == ["not_allowed"]
    assert not refusals(await chat.say(DEAN, f"受理 {FIRST}"))


async def test_the_only_organiser_releases_all_but_his_own_poll(chat: Chat) -> None:
    await only_organiser(chat, WANG)
    for name in ("李思样", NAME):
        await rated_by(chat, WANG, name)
    answer = await told(chat, WANG, "公布")
    assert "关系到您本人" in answer
    await refused(chat, WANG, f"公布 {NAME}")
    await chat.click(DEAN, cards(await chat.hears(DEAN))[-1], choice="确认")
    assert not refusals(await chat.say(DEAN, f"公布 {NAME}"))
    await chat.click(VICE_DEAN, cards(await chat.hears(VICE_DEAN))[-1], choice="确认")
    assert NAME in "".join(texts(await chat.say(MEMBER, "测评结果")))


async def rated_by(chat: Chat, organiser: str, name: str) -> None:
    await chat.say(organiser, f"开始测评 {name}")
    card: Entry = cards(await chat.hears(MEMBER))[-1]
    for voter in ALL:
        await chat.click(voter, card, **{"0": "好"})
    await chat.say(organiser, "结束测评")


async def test_a_poll_on_all_is_released_by_those_whom_it_is_not_about(chat: Chat) -> None:
    await only_organiser(chat, WANG)
    await chat.say(WANG, "开始测评 全部")
    card = cards(await chat.hears(MEMBER))[-1]
    for voter in ALL:
        await chat.click(voter, card, **{question["id"]: "好" for question in card["questions"]})
    await chat.say(WANG, "结束测评")
    assert "赵建例" in await refused(chat, WANG, "公布")
    assert not refusals(await chat.say(DEAN, "公布"))
    assert (
        cards(await chat.hears(WANG)) == []
        or "公布" not in cards(await chat.hears(WANG))[-1]["title"]
    )
    assert (await chat.click(VICE_DEAN, cards(await chat.hears(VICE_DEAN))[-1], choice="确认"))[
        "accepted"
    ]


async def test_he_does_not_take_back_the_poll_about_himself(chat: Chat) -> None:
    await also(chat, s01=Role.ORGANISER)
    await rate(chat, NAME)
    await refused(chat, WANG, "作废 K1 投得不好")
    await chat.say(ORGANISER, "作废 K1 设备坏了")
    card = cards(await chat.hears(DEAN))[-1]
    assert (await chat.click(WANG, card, choice="yes"))["refused"] == "own_case"


@after(rated_leader)
async def test_he_does_not_take_back_an_opinion_about_himself_in_word(chat: Chat) -> None:
    answer = next(entry for entry in await chat.say(DEAN, f"意见 {NAME}") if entry["file"])
    content = await chat.content(answer)
    assert refusals(await chat.send(WANG, answer["file"]["name"], content)) == ["own_case"]
    assert not refusals(await chat.send(DEAN, answer["file"]["name"], content))
