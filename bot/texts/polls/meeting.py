"""The order of speaking and who reports in writing."""

from collections.abc import Sequence

from bot.domain.polls.meeting import OrderKind
from bot.domain.words import HOUSE, SPEECH
from bot.texts.listing import listed
from bot.texts.polls.events import ORDERED


def order_told(names: Sequence[str], kind: OrderKind, reason: str) -> str:
    """Returns what the group hears; a second lot says why it was drawn."""
    how = ORDERED[kind]
    if reason:
        how = f"重新抽签，原因：{reason}"
    return "\n".join([f"发言顺序（{how}）：", *listed(_numbered(names))])


def order_asked(names: Sequence[str]) -> str:
    return "\n".join(["发言顺序：", *listed(_numbered(names))])


def _numbered(names: Sequence[str]) -> list[str]:
    return [f"{number}. {name}" for number, name in enumerate(names, 1)]


ORDER_TITLE = "发言顺序"
ORDER_SET = f"发言顺序已发到{HOUSE}群。"
ORDER_LEFT = "好的，发言顺序没有改动。"
ORDER_DRAWN = f"已抽签，发言顺序已发到{HOUSE}群。"


def seed_in_force(value: str) -> str:
    # Nobody in the group can read a formula, so it is kept in the trail (decision 0028).
    return f"已记下，抽签将以“{value}”为准，记入审计记录，不在群里说。发送“会议 抽签”即可抽签。"


def seed_stays(value: str, other: str) -> str:
    return f"之前已记下“{value}”，不能再换成“{other}”。发送“会议 抽签”即可抽签。"


def now_written(name: str) -> str:
    return f"已记下：{name}书面{SPEECH}。"


def now_on_site(name: str) -> str:
    return f"已记下：{name}现场{SPEECH}。"
