"""What is said of a plan's conditions of grades, to those who decide."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from bot.domain.evaluation.comparisons import Comparison, Standing
from bot.domain.people import Person
from bot.domain.plan import Condition, Plan
from bot.texts.listing import in_brackets

SHOWN = 8  # people named one by one
STANDINGS = {
    Standing.MET: "符合",
    Standing.UNMET: "不符合",
    Standing.UNKNOWN: "还没有可以对照的结果",
}


def remark(condition: Condition, cases: Sequence[tuple[Person, Comparison]], plan: Plan) -> str:
    """Says whom a condition speaks against; the meeting decides."""
    people = [f"{person.title}{_in_brackets(comparison)}" for person, comparison in cases[:SHOWN]]
    listed = "、".join(people)
    if len(cases) > SHOWN:
        listed += f"等 {len(cases)} 人"
    # A condition only speaks, because a person decides (rule of conduct 8).
    return f"请注意：{rule(condition, plan)}，请对照：{listed}。由会议研究决定。"


def rule(condition: Condition, plan: Plan) -> str:
    """Says a condition as a rule: 评「好」的条件是测评好率不低于2/3."""
    grades = condition.grades or plan.grade_steps[:1]
    return f"评{''.join(f'“{grade}”' for grade in grades)}的条件是{condition.title}"


def sheet_row(comparison: Comparison) -> tuple[str, str]:
    """Returns the condition and how somebody stands to it, as a grade sheet has it."""
    facts = _facts(comparison)
    standing = STANDINGS[comparison.standing]
    value = f"{comparison.condition.title}：{standing}"
    if facts:
        value += f"（{facts}）"
    return ("条件", value)


def sheet_line(comparison: Comparison) -> str:
    label, value = sheet_row(comparison)
    return f"{label}：{value}"


def _in_brackets(comparison: Comparison) -> str:
    facts = _facts(comparison)
    if comparison.standing is Standing.UNKNOWN:
        facts = STANDINGS[Standing.UNKNOWN]
    return in_brackets(facts)


def _facts(comparison: Comparison) -> str:
    """Returns the numbers or words that were found; empty where there are none."""
    if comparison.place:
        fellows, room = comparison.fellows, comparison.room
        return f"得分第 {comparison.place}，共 {fellows} 位，条件是前 {room} 位"
    if comparison.share is not None:
        percent = comparison.share * 100
        rate = _decimal(Decimal(percent.numerator) / percent.denominator)
        return f"得票率 {rate}%，按公布的 {comparison.ballots} 票计算"
    if comparison.score is not None:
        return (
            f"得分 {_decimal(Decimal(comparison.score.numerator) / comparison.score.denominator)}"
        )
    return comparison.words


def _decimal(value: Decimal) -> str:
    """Returns a value to two decimals, without noughts at the end."""
    rounded = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{rounded:f}".rstrip("0").rstrip(".")


def in_plan(plan: Plan) -> str:
    """Returns all conditions of a plan in one line."""
    return "；".join(rule(condition, plan) for condition in plan.conditions)
