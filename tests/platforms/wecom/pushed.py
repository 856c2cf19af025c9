"""What is pushed over the long connection, to whom, and the answer to a click on it."""

from bot.messages import Card, CardStyle, Chat, ChatKind, Option, Question, Update
from tests.platforms.wecom.stage import Stage
from tests.simulators.wecom.waiting import until

LISI = Chat(ChatKind.DIRECT, "lisi")
SCALE = (Option("good", "好"), Option("poor", "差"))
POLL = Card("poll-7", "测评", "请选择", (Question("overall", "总体评价", SCALE),))
CONFIRM = Card(
    "ask-9",
    "公布",
    "由您确认",
    (Question("q", "", (Option("yes", "确认"), Option("no", "取消"))),),
    CardStyle.BUTTONS,
)


async def spoken(stage: Stage, *, group: str = "") -> Update:
    """Somebody has spoken to the robot there."""
    body = stage.tenant.text("lisi", "状态", group=group)
    await stage.server.deliver(body)
    await until(lambda: body["msgid"] in stage.inlet.stored)
    return stage.inlet.stored[body["msgid"]]
