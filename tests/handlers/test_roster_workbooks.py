"""The roster's workbook in the chat: what changed is told, what is wrong in it is named, and nobody shuts himself out."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.documents.roster import RosterLine
from bot.domain.people import Role
from bot.exports.roster import roster_workbook
from bot.sample import sample_lines, sample_report, second_lines
from tests.cast import DEAN, LI, MEMBER, ORGANISER, OTHER_MEMBER, THIRD, WANG, ZHANG
from tests.chat import Chat, Entry, cards, refusals, texts
from tests.handlers.rosters import (
    LINES,
    NEWCOMER,
    OTHER_ORGANISER,
    import_,
    import_by_two,
    line_of,
    with_newcomer,
)
from tests.played import whole


def changed(account: str, **columns: Any) -> list[RosterLine]:
    """The roster, with other columns in somebody's line."""
    lines = list(LINES)
    for number, line in enumerate(lines):
        if line.account == account:
            lines[number] = replace(line, **columns)
    return lines


Spoil = Callable[[list[RosterLine]], None]


def doubled(lines: list[RosterLine]) -> None:
    lines[3] = replace(lines[3], account=lines[2].account)


def no_such_category(lines: list[RosterLine]) -> None:
    lines[3] = replace(lines[3], category="Z")


def nameless(lines: list[RosterLine]) -> None:
    lines[3] = replace(lines[3], name="")


async def test_the_same_workbook_twice_changes_nothing(chat: Chat) -> None:
    assert await import_(chat, *LINES) == "名册和现在的一样，没有改动。"
    await with_newcomer(chat)
    assert await import_(chat, *LINES, line_of(NEWCOMER)) == "名册和现在的一样，没有改动。"


@whole
async def test_who_is_not_in_the_workbook_any_more_loses_access_and_may_come_back(
    chat: Chat,
) -> None:
    told = await import_(chat, *(line for line in LINES if line.account not in (MEMBER, LI)))
    assert "离开 2 人" in told
    assert "李思样" in told
    for account in (MEMBER, LI):
        assert refusals(await chat.say(account, "我是谁")) == ["not_on_roster"]
    assert MEMBER not in [
        person["id"] for person in (await chat.client.get("/sandbox/api/people")).json()
    ]
    assert "更新 2 人" in await import_(chat, *LINES)
    assert "李思样" in "".join(texts(await chat.say(LI, "我是谁")))


async def test_what_changed_is_told_by_number(chat: Chat) -> None:
    moved = changed(OTHER_MEMBER, branch="第二支部")
    told = await import_(chat, *moved, line_of(NEWCOMER, "m99"))
    assert "新增 1 人" in told
    assert "更新 1 人" in told
    assert "第二支部" in texts(await chat.say(OTHER_MEMBER, "我是谁"))[0]


async def test_two_who_swap_their_accounts_swap_what_they_are(chat: Chat) -> None:
    swapped = {WANG: LI, LI: WANG}
    await import_(
        chat, *(replace(line, account=swapped.get(line.account, line.account)) for line in LINES)
    )
    assert "李思样" in texts(await chat.say(WANG, "我是谁"))[0]
    assert "王文例" in texts(await chat.say(LI, "我是谁"))[0]


async def test_a_bad_row_is_named_and_nothing_is_saved(chat: Chat) -> None:
    spoils: tuple[Spoil, ...] = (doubled, no_such_category, nameless)
    for spoil in spoils:
        lines = [*LINES[:-1], line_of(NEWCOMER, "m99")]
        spoil(lines)
        (answer,) = await chat.send(ORGANISER, "名册.xlsx", roster_workbook(lines))
        assert (answer["refused"], "第 5 行" in answer["text"]) == ("roster_problems", True), spoil
        assert "另有" not in answer["text"]
    assert refusals(await chat.say("m99", "我是谁")) == ["not_on_roster"]
    assert "潘特例" in texts(await chat.say("g01", "我是谁"))[0]


async def test_many_bad_rows_are_told_up_to_a_number(chat: Chat) -> None:
    (answer,) = await chat.send(
        ORGANISER,
        "名册.xlsx",
        roster_workbook([replace(line, category=f"Z{n}") for n, line in enumerate(LINES)]),
    )
    assert answer["text"].count("·") == 8
    assert "另有" in answer["text"]


async def test_rows_with_one_mistake_are_one_line(chat: Chat) -> None:
    (answer,) = await chat.send(
        ORGANISER, "名册.xlsx", roster_workbook([replace(line, category="Z") for line in LINES])
    )
    assert answer["text"].count("·") == 1
    assert f"等 {len(LINES)} 行" in answer["text"]


async def test_what_is_no_workbook_gets_one_sentence(chat: Chat) -> None:
    for content in (b"", b"PK\x03\x04 cut off", b"\xd0\xcf\x11\xe0 old", b"a,b,c"):
        (answer,) = await chat.send(ORGANISER, "名册.xlsx", content)
        assert (answer["refused"], "xlsx" in answer["text"]) == ("roster_problems", True), content
    assert "何勤样" in texts(await chat.say(ORGANISER, "我是谁"))[0]


async def test_an_account_of_somebody_else_is_refused_with_the_department(chat: Chat) -> None:
    (answer,) = await chat.send(
        OTHER_ORGANISER, "名册.xlsx", roster_workbook([*second_lines(), line_of("别人样", WANG)])
    )
    assert answer["refused"] == "roster_problems"
    assert f"账号 {WANG} 已经在示例系的名册里" in answer["text"]
    assert "示例系" in texts(await chat.say(WANG, "我是谁"))[0]


async def test_a_workbook_of_somebody_else_is_no_roster(chat: Chat) -> None:
    for who, refusal in ((ZHANG, "unreadable"), (MEMBER, "not_allowed"), (DEAN, "not_allowed")):
        (answer,) = await chat.send(who, "名册.xlsx", roster_workbook(LINES[:3]))
        assert (who, answer["refused"]) == (who, refusal)
    assert "第一支部" in texts(await chat.say(WANG, "我是谁"))[0]


async def test_an_organiser_who_is_secretary_too_may_import(chat: Chat) -> None:
    lines = changed(WANG, roles=frozenset({Role.SECRETARY, Role.ORGANISER}))
    await import_by_two(chat, *lines)
    assert await import_(chat, *lines, who=WANG) == "名册和现在的一样，没有改动。"


async def test_nobody_sends_a_roster_that_shuts_himself_out(chat: Chat) -> None:
    without = [line for line in LINES if line.account != ORGANISER]
    demoted = changed(ORGANISER, roles=frozenset({Role.MEMBER}))
    for lines in (without, demoted, LINES[:3]):
        (answer,) = await chat.send(ORGANISER, "名册.xlsx", roster_workbook(lines))
        assert (answer["refused"], "补上您这一行" in answer["text"]) == ("organiser_left_out", True)
    assert await import_(chat, *LINES) == "名册和现在的一样，没有改动。"
    heir = changed(WANG, roles=frozenset({Role.SECRETARY, Role.ORGANISER}))
    await import_by_two(chat, *heir)
    await import_by_two(chat, *(line for line in heir if line.account != ORGANISER), who=WANG)
    assert refusals(await chat.say(ORGANISER, "我是谁")) == ["not_on_roster"]


async def test_a_branch_without_its_secretary_is_told_as_vacant(chat: Chat) -> None:
    await import_(chat, *(line for line in LINES if line.account != ZHANG))
    entries: list[Entry] = await chat.say(DEAN, "详情 第三支部")
    assert "暂缺书记" in texts(entries)[0]


async def test_a_roster_of_one_branch_makes_nobody_leave_before_he_is_asked(chat: Chat) -> None:
    lines = sample_lines()
    deciding = {Role.LEADER, Role.ORGANISER}
    some = [line for line in lines if line.roles & deciding or line.branch == THIRD]
    (card,) = cards(await chat.send(ORGANISER, "第三支部名册.xlsx", roster_workbook(some)))
    assert f"名册有 {len(some)} 人，现在的名册有 {len(lines)} 人" in card["text"]
    assert "王文例" in card["text"]
    assert "还没有交过" in texts(await chat.say(WANG, "我的材料"))[-1]
    answer = await chat.click(ORGANISER, card, choice="取消")
    assert answer["notice"] == "好的，名册没有改动。"
    (card,) = cards(await chat.send(ORGANISER, "第三支部名册.xlsx", roster_workbook(some)))
    answer = await chat.click(ORGANISER, card, choice="确认")
    assert f"离开 {len(lines) - len(some)} 人" in answer["notice"]
    assert refusals(await chat.say(WANG, "我的材料")) == ["not_on_roster"]


async def test_a_partial_roster_is_overtaken_by_one_that_came_after_it(chat: Chat) -> None:
    """Whoever confirms it has read who would leave; nobody else leaves by his tap."""
    lines = sample_lines()
    deciding = {Role.LEADER, Role.ORGANISER}
    some = [line for line in lines if line.roles & deciding or line.branch == THIRD]
    (card,) = cards(await chat.send(ORGANISER, "第三支部名册.xlsx", roster_workbook(some)))
    await with_newcomer(chat)
    answer = await chat.click(ORGANISER, card, choice="确认")
    assert answer["refused"] == "roster_changed"
    assert "还没有交过" in texts(await chat.say(WANG, "我的材料"))[-1]


async def test_a_roster_that_is_no_workbook_is_to_be_saved_as_one(chat: Chat) -> None:
    for name, content in (
        ("名册.csv", "姓名,账号\n张三,s1".encode()),
        ("教工名册.docx", sample_report(THIRD, year=2026)),
    ):
        (answer,) = await chat.send(ORGANISER, name, content)
        assert "另存为 .xlsx" in answer["text"], name
        assert answer["refused"] == "roster_problems"
