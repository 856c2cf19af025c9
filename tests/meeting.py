"""The meeting in short: a poll about one secretary, rated and released."""

from tests.cast import DEAN, MEMBER, ORGANISER
from tests.chat import Chat, cards

VOTERS = ("l01", "l02", "l03", "l04", "l05", *(f"s{n:02}" for n in range(2, 9)), *(f"m{n:02}" for n in range(1, 9)))


async def rate(chat: Chat, name: str, *, steps: tuple[str, ...] = ("好", "较好")) -> None:
    """Opens the poll, lets twenty people vote and closes it."""
    await chat.say(ORGANISER, f"开始测评 {name}")
    card = cards(await chat.hears(MEMBER))[-1]
    for number, voter in enumerate(VOTERS):
        await chat.click(voter, card, **{"0": steps[number % len(steps)]})
    await chat.say(ORGANISER, "结束测评")


async def released(chat: Chat) -> None:
    """公布, confirmed by the dean."""
    await chat.say(ORGANISER, "公布")
    await chat.click(DEAN, cards(await chat.hears(DEAN))[-1], choice="确认")
