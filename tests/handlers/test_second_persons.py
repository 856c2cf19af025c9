"""Two persons are two persons, and who decides changes only by two: accounts and offices of leaders and organisers."""

from collections.abc import Callable
from dataclasses import replace

from sqlmodel import col, select

from bot.actions import handovers, people
from bot.actions.unit_of_work import UnitOfWork
from bot.documents.roster import RosterLine
from bot.domain.people import Role
from bot.exports.roster import roster_workbook
from bot.rehearsal.chat import Entry
from bot.sample import sample_lines
from bot.storage.audit import AuditRow
from tests.cast import DEAN, ORGANISER, STRANGER, VICE_DEAN, WANG
from tests.chat import Chat, cards, refusals, texts
from tests.meeting import complete, declined_by_all, rate
from tests.played import after

LINES = sample_lines()
PUPPET = "o02"  # the organiser's second account
LEADERS = [line.account for line in LINES if Role.LEADER in line.roles]
Changed = Callable[[RosterLine], RosterLine]


def puppet(name: str = "何勤范", *, role: Role = Role.ORGANISER) -> RosterLine:
    return RosterLine(0, name, PUPPET, "", frozenset({role}), "B")


async def send(chat: Chat, *lines: RosterLine, who: str = ORGANISER) -> list[Entry]:
    return await chat.send(who, "名册.xlsx", roster_workbook(lines))


async def by_administrator(chat: Chat, *lines: RosterLine) -> None:
    await chat.services.write(lambda work: handovers.import_by_administrator(work, "sample", lines))
    await chat.settle()


def changed(account: str, change: Changed) -> list[RosterLine]:
    return [change(line) if line.account == account else line for line in LINES]


async def trail(chat: Chat, verb: str) -> list[AuditRow]:
    def read(work: UnitOfWork) -> list[AuditRow]:
        rows = select(AuditRow).where(AuditRow.verb == verb, AuditRow.department_id == "sample")
        return list(work.session.exec(rows.order_by(col(AuditRow.id))))

    return await chat.services.read(read)


async def test_who_decides_changes_by_two_persons(chat: Chat) -> None:
    """Every kind of change is a row in tests/actions/test_two_persons.py."""
    before = await roster(chat)
    (answer,) = await send(chat, *LINES, puppet())
    assert "已请另一位同志确认" in answer["text"]
    assert await roster(chat) == before
    assert cards(await chat.hears(ORGANISER)) == []
    second, card = await asked(chat)
    assert (await chat.click(ORGANISER, card, choice="yes"))["refused"] == "needs_second_person"
    assert (await chat.click(second, card, choice="确认"))["accepted"]
    assert await roster(chat) != before
    for leader in LEADERS:
        told = "".join(texts(await chat.timeline(leader)))
        assert ("名单有变动" in told) == (leader in (account for _, account, _ in before))
    line = (await trail(chat, "decider.changed"))[-1]
    assert line.facts["names"]
    assert line.facts["change"]
    assert line.facts["confirmed_by"].startswith("person:")


async def asked(chat: Chat) -> tuple[str, Entry]:
    """The first leader who was asked, and his card."""
    found = {one: cards(await chat.hears(one)) for one in LEADERS}
    second = next(one for one, asked_with in found.items() if asked_with)
    return second, found[second][-1]


async def roster(chat: Chat) -> list[tuple[str, str, frozenset[Role]]]:
    def read(work: UnitOfWork) -> list[tuple[str, str, frozenset[Role]]]:
        return [(one.name, one.account, one.roles) for one in people.roster(work, "sample").people]

    return await chat.services.read(read)


async def test_what_a_second_person_declines_changes_nothing(chat: Chat) -> None:
    before = await roster(chat)
    await send(chat, *LINES, puppet())
    await declined_by_all(chat, cards(await chat.hears(DEAN))[-1])
    assert await roster(chat) == before
    assert "没有生效" in "".join(texts(await chat.hears(ORGANISER)))


async def test_a_roster_that_was_overtaken_is_sent_again(chat: Chat) -> None:
    await send(chat, *LINES, puppet())
    card = cards(await chat.hears(DEAN))[-1]
    await by_administrator(chat, *LINES, puppet("另一位", role=Role.LEADER))
    assert (await chat.click(DEAN, card, choice="确认"))["refused"] == "roster_changed"
    assert "另一位" in [name for name, _, _ in await roster(chat)]


async def test_members_and_secretaries_change_without_a_second_person(chat: Chat) -> None:
    newcomer = RosterLine(0, "新来样", "m99", "第一支部", frozenset({Role.MEMBER}), "C")
    (answer,) = await send(chat, *LINES, newcomer)
    assert "名册已导入" in answer["text"]
    for leader in LEADERS:
        assert await chat.hears(leader) == []


async def test_nobody_whom_he_added_this_year_is_his_second_person(chat: Chat) -> None:
    """The dean vouched for the office; whoever added somebody still asks another."""
    await send(chat, *LINES, puppet())
    await chat.click(DEAN, cards(await chat.hears(DEAN))[-1], choice="确认")
    await rate(chat, "王文例")
    await chat.hears(PUPPET)
    await chat.say(ORGANISER, "公布")
    assert [card for card in cards(await chat.hears(PUPPET)) if "公布" in card["title"]] == []
    card = cards(await chat.hears(DEAN))[-1]
    assert not (await chat.click(PUPPET, card, choice="yes"))["accepted"]
    assert (await chat.click(DEAN, card, choice="确认"))["accepted"]


async def test_whoever_was_changed_after_he_was_asked_does_not_confirm(chat: Chat) -> None:
    await rate(chat, "王文例")
    await chat.say(ORGANISER, "公布")
    await chat.click(DEAN, cards(await chat.hears(DEAN))[-1], choice="取消")
    card = cards(await chat.hears(VICE_DEAN))[-1]
    await send(
        chat,
        *changed(VICE_DEAN, lambda line: replace(line, roles=line.roles | {Role.REPRESENTATIVE})),
    )
    await chat.click(DEAN, cards(await chat.hears(DEAN))[-1], choice="确认")
    assert (await chat.click(VICE_DEAN, card, choice="yes"))["refused"] == "needs_second_person"
    await by_administrator(
        chat,
        *changed(VICE_DEAN, lambda line: replace(line, roles=line.roles | {Role.REPRESENTATIVE})),
    )
    assert (await chat.click(VICE_DEAN, card, choice="yes"))[
        "accepted"
    ]  # the administrator vouches for everybody in it


async def test_a_second_account_of_the_same_human_is_no_second_person(chat: Chat) -> None:
    """Neither by name nor where the line was there before."""
    await by_administrator(chat, *LINES, puppet("赵建例", role=Role.LEADER))
    await complete(chat)
    await chat.hears(PUPPET)
    await chat.say(DEAN, "定等 王文例 差 11月30日党委会研究决定")
    assert cards(await chat.hears(PUPPET)) == []
    card = cards(await chat.hears(ORGANISER))[-1]
    assert (await chat.click(PUPPET, card, choice="yes"))["refused"] == "not_allowed"


@after(complete)
async def test_nobody_grades_a_colleague_with_nobody_else(chat: Chat) -> None:
    """One leader is left, with an account of the same name; the sentence says who could help."""
    left = [line for line in LINES if line.account not in {*LEADERS, ORGANISER} - {DEAN}]
    await by_administrator(chat, *left, puppet("赵建例"))
    answer = (await chat.say(DEAN, "定等 王文例 差 11月30日党委会研究决定"))[-1]
    assert answer["refused"] == "needs_second_person"
    assert "shuzhi roster import" in answer["text"]


async def test_a_leader_is_bound_by_two(chat: Chat) -> None:
    """The first to answer a stranger may be his friend; a leader's account is looked at by two."""
    unbound = RosterLine(0, "新任样", "", "", frozenset({Role.LEADER}), "A")
    await by_administrator(chat, *LINES, unbound)
    await chat.say(STRANGER, "绑定 新任样")
    (card,) = cards(await chat.hears(ORGANISER))
    answer = await chat.click(ORGANISER, card, choice="确认")
    assert "另一位同志" in answer["notice"]
    assert refusals(await chat.say(STRANGER, "我是谁")) == ["not_on_roster"]
    second = cards(await chat.hears(DEAN))[-1]
    assert (await chat.click(ORGANISER, second, choice="yes"))["refused"] == "needs_second_person"
    assert (await chat.click(DEAN, second, choice="确认"))["accepted"]
    assert "新任样" in texts(await chat.say(STRANGER, "我是谁"))[-1]
    assert "名单有变动" in "".join(texts(await chat.hears(VICE_DEAN)))
    (line,) = await trail(chat, "person.bound")
    assert (line.facts["name"], line.facts["confirmed_by"][:7]) == ("新任样", "person:")


async def test_what_the_administrator_imports_is_told_to_the_leaders_with_names(chat: Chat) -> None:
    await by_administrator(chat, *LINES, puppet())
    for leader in LEADERS:
        told = "".join(texts(await chat.hears(leader)))
        assert "管理员导入名册" in told
        assert "何勤范（组织员，账号 o02）" in told
    line = (await trail(chat, "decider.changed"))[-1]
    assert (line.actor, line.facts["names"]) == ("administrator", "何勤范")
    await by_administrator(chat, *LINES, puppet())
    assert await chat.hears(DEAN) == []
    assert WANG not in LEADERS
