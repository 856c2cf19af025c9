"""年底 is the plan's last day where that lies in December; the end of a school year is the plan's."""

from dataclasses import replace
from datetime import date

from bot.actions import cycles
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from tests.cast import ORGANISER
from tests.chat import Chat, cards, texts


async def ends_on(chat: Chat, day: date) -> None:
    def amend(work: UnitOfWork) -> None:
        cycle = cycles.current(work, "sample")
        assert cycle is not None
        cycles.replace_plan(work, cycle, replace(cycle.plan, deadline=day), actor=SYSTEM)

    await chat.services.write(amend)


async def test_the_end_of_the_year(chat: Chat) -> None:
    for end, said, day in (
        (date(2026, 12, 31), "延期 第二支部 年底", "2026-12-31"),
        (date(2026, 12, 25), "延期 第二支部 年底", "2026-12-25"),
        (date(2026, 12, 25), "第二支部延期到年末吧", "2026-12-25"),
        (date(2026, 12, 25), "延期 第二支部 12月31日", "2026-12-31"),
        (date(2027, 1, 15), "延期 第二支部 年底", "2026-12-31"),
        (date(2027, 7, 10), "延期 第二支部 学年末", "2027-07-10"),
    ):
        await ends_on(chat, end)
        answer = (await chat.say(ORGANISER, said))[-1]
        assert [each["args"]["date"] for each in answer["understood"]] == [day], said


async def test_the_end_of_the_year_for_all(chat: Chat) -> None:
    await ends_on(chat, date(2026, 12, 25))
    answers = await chat.say(ORGANISER, "延期 全部 年底")
    assert "12月25日" in str(cards(answers)) + "".join(texts(answers))
