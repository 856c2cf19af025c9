"""What is asked back before it is done, what is done at once, and what must never wait on a card."""

from sqlmodel import select

from bot.storage.open_cards import CardRow
from tests.cast import MEMBER, ORGANISER
from tests.core import Core
from tests.fakes import update

SECRET = "记录是后来补的"
UNUSUAL = (f"整改台账上的{SECRET},我想匿名反映一下", f"整改台账上的{SECRET},我想匿名反映一下,行吗")


async def test_what_somebody_wants_to_say_unnamed_never_waits_on_a_card(core: Core) -> None:
    """It was understood too late to keep it apart, so its words are taken out and he hears how to say it (S29)."""
    for text in UNUSUAL:
        await core.hear(update(MEMBER, text))
        message = core.messenger.sent[-1].message
        assert (message.card, message.refused) == (None, "feedback_unclear")
    assert not await core.change(lambda session: session.exec(select(CardRow)).all())
    kept = [str(row.payload) for row in await core.inbox()] + [
        str(row.payload) for row in await core.outbox()
    ]
    assert all(SECRET not in row for row in kept)


async def test_looking_is_done_at_once_however_it_is_said(core: Core) -> None:
    for account, text in (
        (ORGANISER, "看看发言顺序"),
        (MEMBER, "公示的报告在哪看"),
        (ORGANISER, "软弱涣散支部名单"),
    ):
        await core.hear(update(account, text))
        assert core.messenger.sent[-1].message.card is None


async def test_changing_is_asked_back_unless_the_word_itself_was_said(core: Core) -> None:
    await core.hear(update(ORGANISER, "老李改成书面述职,他在外地"))
    card = core.messenger.sent[-1].message.card
    assert card is not None
    assert card.text == "您是要办这件事吗：李思样：改成书面述职,他在外地"
    await core.hear(update(ORGANISER, "延期 第三支部 12月20日"))
    assert core.messenger.sent[-1].message.card is None


async def test_a_second_request_in_the_text_of_the_first_is_asked_too(core: Core) -> None:
    """「顺便催一下第三支部」 was sent to the second branch as the reason."""
    await core.hear(update(ORGANISER, "退回 第二支部 缺数据，顺便催一下第三支部"))
    texts = [sent.message.card.text for sent in core.messenger.sent if sent.message.card]
    assert texts == [
        "您是要办这件事吗：把第二支部的述职报告退回修改，意见是：缺数据",
        "您是要办这件事吗：提醒第三支部交述职报告",
    ]
