"""Plans of other units, made from one that is there."""

from dataclasses import replace

from bot.domain.plan import Plan


def without_stage(plan: Plan, left_out: str) -> Plan:
    """Leaves out a stage, by its id; no other one waits for it any more."""
    stages = tuple(
        replace(stage, waits_for=tuple(each for each in stage.waits_for if each != left_out))
        for stage in plan.stages
        if stage.id != left_out
    )
    return replace(plan, stages=stages)
