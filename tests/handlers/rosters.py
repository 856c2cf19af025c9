"""A roster that is sent as a workbook in single chat."""

from bot.documents.roster import RosterLine
from bot.domain.people import Role
from bot.exports.roster import roster_workbook
from bot.sample import sample_lines
from tests.cast import DEAN, FIRST, ORGANISER
from tests.chat import Chat, cards, texts

OTHER_ORGANISER = "x-o01"  # of the second department
NEWCOMER = "新来样"
LINES = sample_lines()


def line_of(
    name: str, account: str = "", *, branch: str = FIRST, role: Role = Role.MEMBER
) -> RosterLine:
    return RosterLine(0, name, account, branch, frozenset({role}), "C")


async def import_(chat: Chat, *lines: RosterLine, who: str = ORGANISER) -> str:
    """Sends the workbook in single chat; the answer."""
    (answer,) = texts(await chat.send(who, "名册.xlsx", roster_workbook(lines)))
    return answer


async def import_by_two(chat: Chat, *lines: RosterLine, who: str = ORGANISER) -> None:
    """Sends a workbook that changes those who decide; the dean confirms."""
    assert "已请另一位同志确认" in await import_(chat, *lines, who=who)
    assert (await chat.click(DEAN, cards(await chat.hears(DEAN))[-1], choice="确认"))["accepted"]
    await chat.hears(who)


async def with_newcomer(chat: Chat, *more: RosterLine) -> None:
    await import_(chat, *LINES, line_of(NEWCOMER), *more)
