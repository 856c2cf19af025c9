"""The year after: its preparation begins with what became of what was promised."""

from datetime import date, time, timedelta

from bot.domain.plan import Plan
from bot.domain.planfile import render, sample_plan
from bot.rehearsal.play import Play

LATER = timedelta(days=60)  # after the archive
PREPARING = 3  # secretaries who look


async def next_year(play: Play, plan: Plan) -> None:
    """The organiser puts the next plan in force; secretaries look at what is written of them."""
    begin = date(plan.year + 2, 1, 12) + LATER
    await play.scene("下一次述职：先看上次的承诺落实得怎样", begin, time(10, 0))
    content = render(sample_plan(plan.year + 1)).encode()
    await play.sends(play.organiser, "工作方案.toml", content)
    await play.presses(play.organiser, "方案", "确认")
    for secretary in play.secretaries[:PREPARING]:
        await play.speaks(secretary.account, "准备")
