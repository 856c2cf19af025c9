"""Where an answer goes: where it was asked, unless the people there must not see it."""

from dataclasses import replace

import pytest

from bot.actions import people
from bot.actions.unit_of_work import UnitOfWork
from bot.messages import Chat, ChatKind
from bot.storage.departments import DepartmentRow
from bot.texts import talk
from tests.cast import DEAN, STRANGER, ZHANG
from tests.core import Core
from tests.fakes import update

OWN, OTHER = "group-sample", "group-second"
APART = talk.answered_apart().text


async def heard_in(core: Core, account: str, text: str, group: str) -> list[tuple[str, str]]:
    """(chat id, text) of everything said because of it."""
    asked = replace(update(account, text, group=group), reply_token="token")
    await core.hear(asked)
    assert all(
        sent.delivery.reply_token == ""
        for sent in core.messenger.sent
        if sent.chat.kind is ChatKind.DIRECT
    )
    return [(sent.chat.id, sent.message.text) for sent in core.messenger.sent]


async def test_what_everybody_may_know_is_answered_in_the_group(core: Core) -> None:
    ((chat, text),) = await heard_in(core, ZHANG, "倒计时", OWN)
    assert (chat, "12月31日" in text) == (OWN, True)
    assert core.messenger.sent[0].delivery.reply_token == "token"


@pytest.mark.parametrize("word", ["我的材料", "我是谁"])
async def test_what_is_private_is_answered_in_single_chat_and_the_group_hears_only_that(
    core: Core, word: str
) -> None:
    said = await heard_in(core, ZHANG, word, OWN)
    assert sorted(chat for chat, _ in said) == [OWN, ZHANG]
    assert dict(said)[OWN] == APART


async def test_a_stranger_in_the_group_is_answered_in_single_chat(core: Core) -> None:
    said = await heard_in(core, STRANGER, "状态", OWN)
    assert sorted(chat for chat, _ in said) == [OWN, STRANGER]
    assert "支部" not in dict(said)[STRANGER]


async def test_nothing_of_a_department_is_said_in_the_group_of_another(core: Core) -> None:
    """On real platforms one account may sit in several groups."""
    said = await heard_in(core, ZHANG, "倒计时", OTHER)
    assert sorted(chat for chat, _ in said) == [OTHER, ZHANG]
    assert dict(said)[OTHER] == APART
    refused = await heard_in(core, ZHANG, "谁没交", OTHER)
    assert all(text == APART for chat, text in refused if chat == OTHER)


async def forget_group(core: Core, department: str) -> None:
    def run(work: UnitOfWork) -> None:
        work.session.get_one(DepartmentRow, department).group = ""

    await core.program.services.write(run)


async def group_of(core: Core, department: str) -> str:
    return (
        await core.program.services.read(lambda work: people.department(work, department))
    ).group


async def test_the_group_is_learned_from_its_first_message_once(core: Core) -> None:
    await forget_group(core, "sample")
    await core.hear(update(DEAN, "倒计时"))
    assert await group_of(core, "sample") == ""
    await core.hear(
        update(STRANGER, "倒计时", group="elsewhere"), update(DEAN, "倒计时", group="learned")
    )
    await core.hear(update(ZHANG, "倒计时", group="another"))
    assert await group_of(core, "sample") == "learned"


async def test_the_group_of_another_department_is_never_learned(core: Core) -> None:
    await forget_group(core, "sample")
    said = await heard_in(core, DEAN, "倒计时", OTHER)
    assert await group_of(core, "sample") == ""
    assert dict(said)[OTHER] == APART


async def test_an_answer_is_said_once_under_its_natural_key(core: Core) -> None:
    asked = update(DEAN, "我是谁", message_id="m1")
    await core.hear(asked)
    assert [row.key for row in await core.outbox()] == [f"answer:sandbox:{asked.own_id}:0"]
    assert core.messenger.sent[0].chat == Chat(ChatKind.DIRECT, DEAN)
