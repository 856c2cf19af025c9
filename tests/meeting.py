"""The meeting and what follows in short: rated and released, all inputs there, a grade set and confirmed."""

import asyncio
from itertools import cycle

from bot.sample import sample_lines
from tests.cast import DEAN, MEMBER, ORGANISER, VICE_DEAN
from tests.chat import Chat, Entry, cards

ALL = (
    "l01",
    "l02",
    "l03",
    "l04",
    "l05",
    *(f"s{n:02}" for n in range(1, 9)),
    *(f"m{n:02}" for n in range(1, 9)),
)
ACCOUNTS = {line.name: line.account for line in sample_lines()}
WORDS = "优点：全年带头讲党课六次，支部活动有声有色"


async def told(chat: Chat, who: str, said: str) -> str:
    """What is answered in single chat."""
    return [str(entry["text"]) for entry in await chat.say(who, said) if entry["chat"] == "direct"][
        -1
    ]


async def sheets_out(chat: Chat) -> None:
    """A meeting whose ballot about all secretaries is open; everybody has his sheet."""
    await chat.say(ORGANISER, "发测评表")


async def rate(chat: Chat, name: str, *, steps: tuple[str, ...] = ("好", "较好")) -> None:
    """Opens the poll, lets everybody but the secretary himself vote, and closes it.

    They vote at the same moment, as in a hall: one after the other each would be a commit.
    """
    await chat.say(ORGANISER, f"开始测评 {name}")
    card = cards(await chat.hears(MEMBER))[-1]
    rated = ACCOUNTS.get(name)
    voters = [account for account in ALL if account != rated]
    votes = zip(voters, cycle(steps), strict=False)
    await asyncio.gather(*(chat.click(voter, card, **{"0": step}) for voter, step in votes))
    await chat.say(ORGANISER, "结束测评")


async def released(chat: Chat) -> None:
    """公布, confirmed by the dean."""
    await chat.say(ORGANISER, "公布")
    await chat.click(DEAN, cards(await chat.hears(DEAN))[-1], choice="确认")


async def complete(chat: Chat, name: str = "王文例") -> None:
    """All four inputs of one secretary."""
    await chat.say(DEAN, f"平时 {name} {WORDS}")
    await chat.say(VICE_DEAN, f"调研 {name} 优点：走访两个班级，学生反映良好")
    await chat.say(DEAN, f"点评 {name} 优点：抓党建思路清；不足：调研不够深入")
    await rate(chat, name)
    await released(chat)
    await chat.hears(DEAN)
    await chat.hears(ORGANISER)


async def declined_by_all(chat: Chat, card: Entry) -> str:
    """Everybody who is asked says no, one after the other; what the last one is told."""
    notice = ""
    for person in (DEAN, ORGANISER, *ALL):
        shown = [
            one for one in cards(await chat.timeline(person)) if one["card_id"] == card["card_id"]
        ]
        if shown and shown[-1]["state"] == "open":
            answer = await chat.click(person, card, choice="no")
            assert answer["accepted"], person
            notice = str(answer["notice"])
    return notice


async def confirm(chat: Chat) -> None:
    """The organiser confirms what he was asked last."""
    await chat.click(ORGANISER, cards(await chat.hears(ORGANISER))[-1], choice="确认")


async def graded(chat: Chat, name: str = "王文例") -> None:
    """With all inputs, graded 较好 by the committee of 30 November, confirmed."""
    await complete(chat, name)
    await chat.say(DEAN, f"定等 {name} 较好 11月30日党委会研究决定")
    await confirm(chat)
    await chat.hears(DEAN)
