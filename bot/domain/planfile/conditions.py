"""The conditions of grades in the plan file: each wants one thing, of names that the plan knows."""

from collections.abc import Sequence

from bot.domain.plan import Condition, InputRule, Plan
from bot.domain.planfile import fields
from bot.domain.planfile.fields import read_fields
from bot.domain.planfile.sections import Section

# What a condition can ask for; it asks for one of them.
ASKED = ("rank", "least_votes", "most_votes", "least_score", "without", "says")
OF_BALLOTS = frozenset({"rank", "least_votes", "most_votes", "least_score"})
OF_VOTES = frozenset({"least_votes", "most_votes"})


def read_conditions(section: Section, plan: Plan) -> tuple[Condition, ...]:
    """Reads what the plan wants of whoever gets certain grades."""
    rows = list(plan.ballot.rows)
    for group in plan.subjects:
        rows += group.rows
    scales = [plan.ballot.scale, *(row.scale for row in rows)]
    steps = dict.fromkeys(step.title for scale in scales for step in scale)
    conditions: list[Condition] = []
    for table in section.entries(r"[a-z][a-z0-9_]{0,31}", "小写英文字母，例如 [condition.rank]"):
        condition = read_fields(fields.CONDITION, table, Condition(table.name, table.name))
        if any(condition.title == other.title for other in conditions):
            table.note(f"“{condition.title}”重复了，请换一个名称", "title")
        # One thing is asked for, with what goes with it; of votes the least and the most together.
        asked = [key for key in ASKED if key in table.table]
        if not asked:
            table.note(f"请写明条件，可以写：{'、'.join(ASKED)} 其中一项")
        elif len(asked) > 1 and set(asked) != OF_VOTES:
            table.note(f"一节只写一个条件，{asked[0]} 和 {asked[1]} 请分成两节", asked[1])
        if "steps" in table.table and OF_VOTES.isdisjoint(asked):
            table.note("steps 和 least_votes 或 most_votes 一起写", "steps")
        if "says" in asked and "input" not in table.table:
            table.note('请写明看哪项依据，例如 input = "exam"', "says")
        _check_known(table, "grades", condition.grades, plan.grade_steps, "等次")
        _check_known(table, "steps", condition.steps, tuple(steps), "测评等次")
        _check_inputs(table, condition, plan)
        conditions.append(condition)
    return tuple(conditions)


def _check_known(
    table: Section, key: str, names: Sequence[str], known: Sequence[str], what: str
) -> None:
    for index, name in enumerate(names):
        if name not in known:
            table.note(f"没有{what}“{name}”，可以写：{'、'.join(known)}", key, index)


def _check_inputs(table: Section, condition: Condition, plan: Plan) -> None:
    """Notes a ballot that the plan does not hold, and an entry that nobody enters."""
    ballots = [rule for rule in plan.inputs if rule.is_ballot]
    entered = [rule for rule in plan.inputs if not rule.is_ballot]
    if condition.without:
        _check_input(table, "without", condition.without, entered)
        if any(rule.id == condition.without and rule.required for rule in entered):
            message = (
                f"这项依据没有才符合条件，请在 [input.{condition.without}] 里写 required = false"
            )
            table.note(message, "without")
    if condition.input and OF_BALLOTS.isdisjoint(table.table):
        _check_input(table, "input", condition.input, entered)
    elif condition.input:
        _check_input(table, "input", condition.input, ballots)


def _check_input(table: Section, key: str, name: str, rules: Sequence[InputRule]) -> None:
    known = [rule.id for rule in rules]
    if name not in known:
        names = "、".join(known) or "（方案里还没有这样的 [input] 一节）"
        table.note(f"没有依据 {name}，可以写：{names}", key)
