"""The full table of role, act and stage, from the first input to the told result and from no publication to its end."""

import pytest

from bot.actions.unit_of_work import UnitOfWork
from bot.dispatch import cases
from bot.dispatch.context import Context
from bot.domain.refusals import Refusal
from bot.messages import Message
from bot.sample import sample_report
from handlers import evaluation, exporting, grades, opinions, publicity
from tests import fakes
from tests.cast import DEAN, FIRST, GUEST, MEMBER, ORGANISER, WANG
from tests.chat import Chat, cards
from tests.handlers.trials import tried
from tests.meeting import complete, confirm

WHO = {"leader": DEAN, "organiser": ORGANISER, "secretary": WANG, "member": MEMBER, "guest": GUEST}
LEADERS, OVERSIGHT, ORGANISERS, SECRETARIES = (
    {"leader"},
    {"leader", "organiser"},
    {"organiser"},
    {"secretary"},
)
SCOPE = set(WHO) - {"guest"}
Stages = tuple[str, ...]

# word -> who may, and what happens then at each stage: "ok" or the code of the refusal
RESULT_STAGES = ("nothing", "inputs", "graded", "told")
RESULTS: dict[str, tuple[set[str], Stages]] = {
    "平时": (OVERSIGHT, ("ok", "ok", "ok", "ok")),
    "调研": (OVERSIGHT, ("ok", "ok", "ok", "ok")),
    "点评": (OVERSIGHT, ("ok", "ok", "ok", "ok")),
    "更正": (OVERSIGHT, ("entry_unknown", "ok", "ok", "ok")),
    # The sample's plan has no inputs of its own.
    "记依据": (set(WHO), ("missing_argument",) * 4),
    "依据": (OVERSIGHT, ("ok", "ok", "ok", "ok")),
    "等次表": (OVERSIGHT, ("ok", "ok", "ok", "ok")),
    "等次": (OVERSIGHT, ("inputs_missing", "ok", "ok", "ok")),
    "定等": (OVERSIGHT, ("inputs_missing", "ok", "ok", "ok")),
    "送达": (OVERSIGHT, ("not_graded", "not_graded", "ok", "already_told")),
    "我的结果": (SECRETARIES, ("nothing_told", "nothing_told", "nothing_told", "ok")),
    "阅知": (SECRETARIES, ("nothing_told", "nothing_told", "nothing_told", "ok")),
    "异议": (SECRETARIES, ("nothing_told", "nothing_told", "nothing_told", "ok")),
    "意见": (OVERSIGHT, ("ok", "ok", "ok", "ok")),
    "改意见": (OVERSIGHT, ("no_opinion_open", "no_opinion_open", "ok", "ok")),
    "删意见": (OVERSIGHT, ("no_opinion_open", "no_opinion_open", "ok", "ok")),
    "加意见": (OVERSIGHT, ("no_opinion_open", "no_opinion_open", "ok", "ok")),
    "归类": (OVERSIGHT, ("no_opinion_open", "no_opinion_open", "ok", "ok")),
    "导出": (OVERSIGHT, ("ok", "ok", "ok", "ok")),
}
PUBLIC_STAGES = ("nothing", "open", "closed")
PUBLIC: dict[str, tuple[set[str], Stages]] = {
    "公示": (SCOPE, ("not_public", "ok", "not_public")),
    "公示名单": (SCOPE, ("no_list_public",) * 3),  # no result is public at any of these stages
    "更正公示": (ORGANISERS, ("not_public", "nothing_to_correct", "not_public")),
    "反馈": (SCOPE, ("feedback_closed", "ok", "feedback_closed")),
    "反馈办法": (SCOPE, ("ok", "ok", "ok")),
    "反馈情况": (LEADERS, ("ok", "ok", "ok")),
}
EXCEPTIONS = {
    # each has an opinion before him that he opened himself
    **{
        (word, stage, "organiser"): "no_opinion_open"
        for word in ("改意见", "删意见", "加意见", "归类")
        for stage in RESULT_STAGES
    },
    **{("记依据", stage, "secretary"): "own_case" for stage in RESULT_STAGES},
    ("公示", "nothing", "organiser"): "ok",  # he prepares it
    ("公示", "closed", "organiser"): "already_public",  # and may do so once
    # he prepares the list once somebody has a result
    **{("公示名单", stage, "organiser"): "nothing_to_list" for stage in PUBLIC_STAGES},
    # he corrects what he entered himself, and this was a leader's entry
    **{("更正", stage, "organiser"): "entry_unknown" for stage in RESULT_STAGES},
}
ARGUMENTS: dict[str, dict[str, object]] = {
    "平时": {"text": "代赵建例：讲得实在"},
    "调研": {"text": "代赵建例：讲得实在"},
    "点评": {"text": "代赵建例：讲得实在"},
    "记依据": {"text": "考试 92分"},
    "更正": {"n": 1, "text": "改过"},
    "定等": {"grade": "一般", "text": "复核后更改"},
    "等次": {"text": "一般 王文例。复核后更改"},
    "异议": {"text": "党课应为七次"},
    "改意见": {"n": 1, "text": "改过"},
    "删意见": {"n": 1},
    "加意见": {"text": "问题 谈心不够"},
    "归类": {"n": 1, "text": "问题"},
    "更正公示": {"text": "附件有误"},
    "反馈": {"text": "写得实在"},
}
ABOUT_PERSON = {"平时", "调研", "点评", "记依据", "依据", "等次表", "定等", "送达", "意见"}
COMMANDS = {
    command.word: command
    for router in (
        evaluation.router,
        grades.router,
        opinions.router,
        publicity.router,
        exporting.router,
    )
    for command in router.commands
}


# Papers take long to make: one of those who may have them is given them at the first stage,
# another at the last. Whether one may is asked of everybody at every stage.
PAPERS = {"依据", "等次表", "导出"}
GIVEN = {("nothing", "leader"), ("told", "organiser")}


def test_the_tables_name_every_command() -> None:
    assert set(COMMANDS) == set(RESULTS) | set(PUBLIC)


async def test_every_act_for_every_role_at_every_stage_of_a_result(chat: Chat) -> None:
    for stage in RESULT_STAGES:
        await reach(chat, stage)
        await check(chat, RESULTS, RESULT_STAGES, stage)


async def test_every_act_for_every_role_at_every_stage_of_a_publication(chat: Chat) -> None:
    await chat.send(WANG, "报告.docx", sample_report(FIRST, year=2026))
    await check(chat, PUBLIC, PUBLIC_STAGES, "nothing")
    await chat.say(ORGANISER, "公示")
    await chat.click(DEAN, cards(await chat.hears(DEAN))[-1], choice="确认")
    await check(chat, PUBLIC, PUBLIC_STAGES, "open")
    await chat.clock(now="2026-12-10T09:00")
    await check(chat, PUBLIC, PUBLIC_STAGES, "closed")


async def reach(chat: Chat, stage: str) -> None:
    """From the stage before."""
    match stage:
        case "inputs":
            await complete(chat)
        case "graded":
            await chat.say(DEAN, "定等 王文例 较好 11月30日党委会研究决定")
            await confirm(chat)
            await chat.say(DEAN, "意见 王文例")
        case "told":
            await chat.say(DEAN, "送达 王文例")
            await confirm(chat)


async def check(
    chat: Chat, table: dict[str, tuple[set[str], Stages]], stages: Stages, stage: str
) -> None:
    """Has everybody try every command at this stage."""

    def look(work: UnitOfWork) -> None:
        for word, (allowed, outcomes) in table.items():
            for role, account in WHO.items():
                expected = outcomes[stages.index(stage)] if role in allowed else "not_allowed"
                expected = EXCEPTIONS.get((word, stage, role), expected)
                is_carried_out = word not in PAPERS or (stage, role) in GIVEN
                outcome = attempt(work, word, account, is_carried_out=is_carried_out)
                assert outcome == expected, (word, role, stage)

    await chat.services.write(look)


def attempt(work: UnitOfWork, word: str, account: str, *, is_carried_out: bool) -> str:
    """ "ok" or the code of the refusal; nothing is kept."""
    command = COMMANDS[word]

    def call(context: Context) -> Message:
        arguments = dict(ARGUMENTS.get(word, {}))
        wang = next(person for person in context.roster.people if person.account == WANG)
        if word in ABOUT_PERSON:
            arguments["person"] = wang
        if word == "更正公示":
            arguments["branch"] = wang.branch
        cases.allow(context, command.who, command.about(context, arguments))
        if not is_carried_out:
            return Message()
        return command.call(context, **arguments)

    outcome = tried(work, fakes.update(account, word), call)
    if isinstance(outcome, Refusal):
        return outcome.code
    return "ok"


@pytest.mark.parametrize(("role", "account"), WHO.items())
async def test_buttons_of_a_second_person_are_for_those_who_oversee(
    chat: Chat, role: str, account: str
) -> None:
    """Whoever gets hold of the card's id still needs the role."""
    await chat.send(WANG, "报告.docx", sample_report(FIRST, year=2026))
    await chat.say(ORGANISER, "公示")
    card = cards(await chat.hears(DEAN))[-1]
    answer = await chat.click(account, card, choice="yes")
    expected = {"leader": None, "organiser": "needs_second_person"}.get(role, "not_allowed")
    assert answer.get("refused") == expected
