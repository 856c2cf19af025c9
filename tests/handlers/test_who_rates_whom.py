"""Whom a voter category rates is data of the plan: the roll is made by it."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from fractions import Fraction

import pytest

from bot.actions import cycles, evaluation, people, rosters
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.documents.roster import RosterLine
from bot.domain.plan import Plan, Row, Step, VoterCategory
from bot.domain.planfile import sample_plan
from bot.sample import SAMPLE_DEPARTMENT, sample_lines
from tests.acquaintance import acquainted
from tests.cast import DEAN, LI, MEMBER, ORGANISER, VICE_DEAN, WANG
from tests.chat import Chat, cards, refusals, texts
from tests.conftest import START

Held = Callable[..., AbstractAsyncContextManager[Chat]]
OTHER_BRANCH = "m07"  # a member of the second branch


@pytest.fixture
def held(chat: Chat) -> Held:
    """Puts another plan in force, and other lines of the roster where some are given."""

    @asynccontextmanager
    async def begin(plan: Plan, lines: Sequence[RosterLine] = ()) -> AsyncIterator[Chat]:
        def enter(work: UnitOfWork) -> None:
            cycle = cycles.current(work, SAMPLE_DEPARTMENT.id)
            assert cycle is not None
            cycles.replace_plan(work, cycle, plan, actor=SYSTEM)
            if lines:
                rosters.import_roster(work, SAMPLE_DEPARTMENT.id, lines, actor=SYSTEM)
                acquainted(work, SAMPLE_DEPARTMENT.id)

        await chat.services.write(enter)
        yield chat

    return begin


def plan_with(*categories: VoterCategory, **ballot: object) -> Plan:
    plan = sample_plan(START.year)
    return replace(plan, ballot=replace(plan.ballot, categories=categories, **ballot))  # type: ignore[arg-type]


LEADERS = VoterCategory("A", "领导班子成员", Fraction(1, 2))
HEADS = VoterCategory("B", "书记和负责人", Fraction(3, 10))
OWN_PEOPLE = VoterCategory("C", "党员和群众代表", Fraction(1, 5), rates=("本支部",))


async def vote(chat: Chat, who: str, said: str = "测评 好") -> str:
    """How a typed vote is answered: refused with a code, or nothing."""
    return str((await chat.say(who, said))[-1].get("refused") or "")


async def test_a_class_that_rates_its_own_branch_is_on_no_other_roll(held: Held) -> None:
    async with held(plan_with(LEADERS, HEADS, OWN_PEOPLE, minimum=3)) as chat:
        heard = texts(await chat.say(ORGANISER, "开始测评 王文例"))
        assert "发出" in heard[-1]
        assert await vote(chat, MEMBER) == ""
        assert await vote(chat, DEAN) == ""
        assert await vote(chat, OTHER_BRANCH) == "not_on_roll"
        assert await vote(chat, WANG) == "recused"


async def test_ballots_of_branches_run_side_by_side(held: Held) -> None:
    own = tuple(
        replace(category, weight=Fraction(1, 3), rates=("本支部",))
        for category in (LEADERS, HEADS, OWN_PEOPLE)
    )
    async with held(plan_with(*own, secret=False)) as chat:
        await chat.say(ORGANISER, "开始测评 王文例")
        assert refusals(await chat.say(ORGANISER, "开始测评 王文例")) == ["poll_already_open"]
        assert refusals(await chat.say(ORGANISER, "开始测评 李思样")) == []
        assert await vote(chat, MEMBER) == ""
        assert await vote(chat, OTHER_BRANCH) == ""
        assert "已计入" in texts(await chat.say(OTHER_BRANCH, "我的票"))[-1]
        assert await vote(chat, DEAN) == "not_on_roll"
        assert refusals(await chat.say(ORGANISER, "收票")) == ["which_to_end"]
        paper = "纸质票 A 发3 收3 废0 好3"
        assert refusals(await chat.say(ORGANISER, paper)) == ["which_paper"]
        heard = texts(await chat.say(ORGANISER, "纸质票 K1 A 发3 收3 废0 好3"))
        assert any("王文例，A类纸质票" in text for text in heard)
        assert "李思样" in texts(await chat.say(ORGANISER, "收票 李思样"))[-1]
        assert await vote(chat, OTHER_BRANCH) == "poll_closed"
        assert await vote(chat, MEMBER) == ""


async def test_whoever_rates_himself_as_the_plan_asks_is_counted(held: Held) -> None:
    everybody = VoterCategory("A", "全体", Fraction(1, 2))
    themselves = VoterCategory("B", "述职人自评", Fraction(1, 2), rates=("本人",))
    lines = [
        replace(line, category="B" if line.account in {WANG, LI} else line.category and "A")
        for line in sample_lines()
    ]
    async with held(plan_with(everybody, themselves, secret=False), lines) as chat:
        await chat.say(ORGANISER, "开始测评 王文例")
        assert await vote(chat, WANG) == ""
        assert await vote(chat, LI) == "not_on_roll"
        assert await vote(chat, MEMBER) == ""


async def test_a_class_rates_the_people_of_a_named_class(held: Held) -> None:
    heads = replace(HEADS, rates=("A",))
    lines = [
        replace(line, category="A") if line.account == WANG else line for line in sample_lines()
    ]
    plain = replace(OWN_PEOPLE, rates=("全部",))
    async with held(plan_with(LEADERS, heads, plain), lines) as chat:
        await chat.say(ORGANISER, "开始测评 王文例")
        assert await vote(chat, LI) == ""
        await chat.say(ORGANISER, "结束测评")
        await chat.clock(advance="PT1M")
        await chat.say(ORGANISER, "开始测评 李思样")
        assert await vote(chat, "s03") == "not_on_roll"


async def test_superiors_and_subordinates_rate_whom_the_roster_puts_under_them(
    held: Held,
) -> None:
    leaders = replace(LEADERS, rates=("下级",))
    people_below = replace(OWN_PEOPLE, rates=("上级",))
    dean = next(line.name for line in sample_lines() if line.account == DEAN)
    superiors = {WANG: (dean,), MEMBER: ("王文例",)}
    lines = [replace(line, superiors=superiors.get(line.account, ())) for line in sample_lines()]
    async with held(plan_with(leaders, HEADS, people_below, secret=False), lines) as chat:
        await chat.say(ORGANISER, "开始测评 王文例")
        assert await vote(chat, DEAN) == ""
        assert await vote(chat, MEMBER) == ""
        assert await vote(chat, VICE_DEAN) == "not_on_roll"
        assert await vote(chat, OTHER_BRANCH) == "not_on_roll"


async def test_too_few_of_one_class_make_the_ballot_void(held: Held) -> None:
    leaders = replace(LEADERS, quorum=Fraction(1, 2))
    plain = replace(OWN_PEOPLE, rates=("全部",))
    async with held(plan_with(leaders, HEADS, plain)) as chat:
        await chat.say(ORGANISER, "开始测评 王文例")
        for number in range(1, 31):
            await vote(chat, f"m{number:02}")
        (card,) = cards(await chat.say(ORGANISER, "结束测评"))
        await chat.click(ORGANISER, card, choice="确认")
        await chat.clock(advance="PT1M")
        assert any("作废" in text for text in texts(await chat.hears(MEMBER)))


async def test_a_ballot_that_would_be_void_is_ended_only_when_that_was_read(held: Held) -> None:
    """A close cannot be taken back, and what fifty people have filled in would be lost."""
    plain = replace(OWN_PEOPLE, rates=("全部",))
    async with held(plan_with(LEADERS, HEADS, plain, quorum=Fraction(1, 10))) as chat:
        await chat.clock(now=f"{START.year}-12-21T14:30")  # the day of the meeting
        await chat.say(ORGANISER, "发测评表")
        await vote(chat, MEMBER, "都好")
        (card,) = cards(await chat.say(ORGANISER, "收票"))
        assert "现在收回1份" in card["text"]
        assert "作废" in card["text"]
        left = await chat.click(ORGANISER, card, choice="取消")
        assert "测评继续进行" in left["notice"]
        assert "“收票”" in (await chat.say(ORGANISER, "@述职助手 收票", group=True))[-1]["text"]
        assert await vote(chat, OTHER_BRANCH, "都好") == ""
        (card,) = cards(await chat.say(ORGANISER, "收票"))
        assert "现在收回2份" in card["text"]
        await chat.hears(MEMBER)
        done = await chat.click(ORGANISER, card, choice="确认")
        assert "交领导" not in done["notice"]
        assert texts(await chat.hears(MEMBER)) == [done["notice"]]
        assert "有效" not in done["notice"]
        await chat.hears(ORGANISER)
        await chat.clock(advance="PT1M")
        assert "重新测评请发送“发测评表”" in "".join(texts(await chat.hears(ORGANISER)))
        (todo,) = cards(await chat.say(ORGANISER, "待办"))
        assert "发测评表（" in todo["text"]


async def test_who_says_it_again_in_the_group_ends_a_ballot_that_is_void(held: Held) -> None:
    """The meeting is over, and whoever leads it is not sent to another chat to say so."""
    plain = replace(OWN_PEOPLE, rates=("全部",))
    async with held(plan_with(LEADERS, HEADS, plain, quorum=Fraction(1, 10))) as chat:
        await chat.say(ORGANISER, "发测评表")
        await vote(chat, MEMBER, "都好")
        (asked,) = await chat.say(ORGANISER, "@述职助手 收票", group=True)
        assert "请再发送一次“收票”" in asked["text"]
        assert not cards([asked])
        # What was asked there is no card that a word in private answers.
        assert "有效" not in "".join(texts(await chat.say(ORGANISER, "同意")))
        await chat.clock(advance="PT11M")
        (asked,) = await chat.say(ORGANISER, "@述职助手 收票", group=True)  # too long ago
        assert "请再发送一次“收票”" in asked["text"]
        (ended,) = await chat.say(ORGANISER, "@述职助手 收票", group=True)
        assert "收回1份，没有达到方案要求的参加比例" in ended["text"]
        await chat.hears(ORGANISER)
        await chat.clock(advance="PT1M")
        assert any("作废" in text for text in texts(await chat.hears(MEMBER)))


async def test_a_ballot_in_which_enough_have_voted_ends_at_once(held: Held) -> None:
    plain = replace(OWN_PEOPLE, rates=("全部",))
    async with held(plan_with(LEADERS, HEADS, plain, quorum=Fraction(1, 60))) as chat:
        await chat.say(ORGANISER, "发测评表")
        await vote(chat, MEMBER, "都好")
        assert "收回1份，有效1份" in (await chat.say(ORGANISER, "收票"))[0]["text"]


async def test_a_row_of_one_class_is_not_asked_of_another(held: Held) -> None:
    rows = (
        Row("总体评价", classes=("A", "B")),
        Row("是否满意", classes=("C",), scale=(Step("满意", 100), Step("不满意", 0))),
    )
    plain = replace(OWN_PEOPLE, rates=("全部",))
    async with held(plan_with(LEADERS, HEADS, plain, rows=rows)) as chat:
        await chat.say(ORGANISER, "开始测评 王文例")
        assert await vote(chat, DEAN, "测评 较好") == ""
        assert await vote(chat, DEAN, "测评 满意") == "unclear_vote"
        assert await vote(chat, MEMBER, "测评 满意") == ""
        assert await vote(chat, MEMBER, "测评 较好") == "unclear_vote"


async def test_the_best_step_given_too_often_is_said_and_the_rest_counts(held: Held) -> None:
    plain = replace(OWN_PEOPLE, rates=("全部",))
    async with held(plan_with(LEADERS, HEADS, plain, best_at_most=7)) as chat:
        await chat.say(ORGANISER, "开始测评 全部")
        answer = (await chat.say(MEMBER, "测评 " + " ".join(["好"] * 8)))[-1]
        assert "最多 7 个" in answer["text"]
        assert "吴若试" in answer["text"]
        answer = (await chat.say(MEMBER, "测评 " + " ".join([*["好"] * 7, "较好"])))[-1]
        assert "最多" not in answer["text"]


async def test_an_option_outside_the_score_is_counted(held: Held) -> None:
    scale = (Step("好", 100), Step("差", 0), Step("不了解", None))
    plain = replace(OWN_PEOPLE, rates=("全部",))
    async with held(plan_with(LEADERS, HEADS, plain, scale=scale, minimum=3)) as chat:
        await chat.say(ORGANISER, "开始测评 王文例")
        (card,) = cards(await chat.hears(MEMBER))
        assert [option["text"] for option in card["questions"][0]["options"]] == [
            "好",
            "差",
            "不了解",
        ]
        assert await vote(chat, MEMBER, "测评 不了解") == ""


@pytest.mark.parametrize("order", ["开始测评 王文例", "发测评表"])
async def test_marks_are_typed_or_chosen_by_bands(held: Held, order: str) -> None:
    rows = (Row("德", full=20, marks=True), Row("绩", full=80, marks=True))
    plain = replace(OWN_PEOPLE, rates=("全部",))
    plan = plan_with(LEADERS, HEADS, plain, rows=rows, drop_extremes=True, secret=False)
    async with held(plan) as chat:
        await chat.say(ORGANISER, order)
        many = "测评 " + " ".join(["18", "71"] * (8 if order == "发测评表" else 1))
        assert await vote(chat, MEMBER, many) == ""
        assert await vote(chat, DEAN, "测评 21 71") != ""
        if order == "发测评表":
            heard = await chat.say(DEAN, "测评表")
            (card,) = cards(heard)
        else:
            card = cards(await chat.timeline(DEAN))[-1]
        bands = [option["text"] for option in card["questions"][0]["options"]]
        assert bands[:5] == ["18—20分", "16—17分", "14—15分", "12—13分", "0—11分"]
        await chat.say(ORGANISER, "收票")
        await chat.clock(advance="PT1M")
        named = texts(await chat.say(DEAN, "记名结果"))[-1]
        assert "18" in named
        assert "71" in named


async def test_a_ballot_is_open_for_days_until_the_time_that_was_said(held: Held) -> None:
    plain = replace(OWN_PEOPLE, rates=("全部",))
    async with held(plan_with(LEADERS, HEADS, plain)) as chat:
        said = "开始测评 王文例 到12月19日17点"
        assert refusals(await chat.say(ORGANISER, "发测评表 到11月30日")) == ["closes_too_soon"]
        await chat.say(ORGANISER, said)
        notice = [text for text in texts(await chat.timeline(MEMBER)) if "测评" in text]
        assert any("12月19日" in text and "17" in text for text in notice)
        await chat.clock(now="2026-12-19T16:59:00+08:00")
        assert await vote(chat, MEMBER) == ""
        await chat.clock(now="2026-12-19T17:01:00+08:00")
        assert await vote(chat, DEAN) == "poll_closed"


async def test_one_sheet_for_exactly_those_who_are_named(held: Held) -> None:
    plain = replace(OWN_PEOPLE, rates=("全部",))
    async with held(plan_with(LEADERS, HEADS, plain)) as chat:
        heard = texts(await chat.say(ORGANISER, "开始测评 李思样 王文例"))
        assert any("对象为2位" in text for text in heard)
        assert await vote(chat, MEMBER, "王文例好，李思样较好") == ""
        assert await vote(chat, MEMBER, "测评 好 好 好") != ""


async def test_a_class_that_nobody_on_the_roster_belongs_to_votes_on_paper(held: Held) -> None:
    served = VoterCategory("服务对象", "服务对象代表", Fraction(1, 5))
    lines = [
        replace(line, category="" if line.category == "C" else line.category)
        for line in sample_lines()
    ]
    async with held(plan_with(LEADERS, HEADS, served), lines) as chat:
        await chat.say(ORGANISER, "开始测评 王文例")
        said = "纸质票 服务对象 发10 收10 废0 好6 较好4"
        assert "服务对象类纸质票" in texts(await chat.say(ORGANISER, said))[-1]
        assert await vote(chat, MEMBER) == "not_on_roll"


async def test_the_turnout_of_a_person_counts_those_who_could_rate_him(held: Held) -> None:
    async with held(plan_with(LEADERS, HEADS, OWN_PEOPLE, minimum=3)) as chat:
        await chat.say(ORGANISER, "发测评表")
        for who in (DEAN, VICE_DEAN, MEMBER, OTHER_BRANCH):
            await chat.say(who, "都好")
        await chat.say(ORGANISER, "收票")
        await chat.clock(advance="PT10M")
        await chat.say(ORGANISER, "交领导")
        for card in cards(await chat.hears(DEAN)):
            await chat.click(DEAN, card, choice="确认")

        def look(work: UnitOfWork) -> tuple[tuple[int, int], tuple[int, int], set[int]]:
            cycle = cycles.current(work, SAMPLE_DEPARTMENT.id)
            assert cycle is not None
            roster = people.roster(work, SAMPLE_DEPARTMENT.id)
            [wang] = [person for person in roster.people if person.account == WANG]
            [ballot] = evaluation.sheet_of(work, cycle, wang).ballots
            raters = {
                person.id
                for person in roster.people
                if person.category in ("A", "B")
                or (person.category == "C" and person.branch == wang.branch)
            }
            result = ballot.result
            return result.turnout_of(wang.id), (result.eligible, result.voted), raters - {wang.id}

        of_wang, of_all, raters = await chat.services.read(look)
        assert of_all[1] == 4
        assert of_wang == (len(raters), 3)
        assert f"发出{len(raters)}份，收回3份" in texts(await chat.say(DEAN, "依据 王文例"))[-1]
