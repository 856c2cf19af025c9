"""A plan as the database keeps it.

Before the first line below was written, a part that the text did not mention had the built-in
plan's values; such texts keep their meaning.
"""

from dataclasses import replace
from datetime import date

from bot.domain.plan import Plan
from bot.domain.planfile.builtin import default_plan
from bot.domain.planfile.reading import parse
from bot.domain.planfile.rendering import render

_COMPLETE = "# 没有写的部分就是不安排\n"


def store(plan: Plan) -> str:
    return _COMPLETE + render(plan)


def restore(text: str) -> Plan:
    """The plan of a text that `store`, or an earlier version of the program, has written."""
    if text.startswith(_COMPLETE):
        return parse(text)

    def built_in(year: int, deadline: date) -> Plan:
        # Of then: its focus areas counted as the year's own.
        plan = default_plan(year, deadline)
        return replace(plan, report=replace(plan.report, focus_year=0))

    return parse(text, otherwise=built_in)
