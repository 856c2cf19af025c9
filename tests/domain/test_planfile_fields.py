"""The table of the plan's fields is whole: each field of a plan stands in it once, and the guide explains each."""

import re
from dataclasses import fields as parts_of
from dataclasses import is_dataclass
from pathlib import Path

import pytest

from bot.domain.plan import Condition, FocusArea, InputRule, Plan, Stage, VoterCategory
from bot.domain.planfile import default_plan, render
from bot.domain.planfile.fields import (
    CATEGORY,
    CONDITION,
    FOCUS_AREA,
    HEAD,
    INPUT,
    RULES,
    STAGE,
    Field,
    Table,
)

GUIDE = (Path(__file__).parents[2] / "docs" / "plan.md").read_text(encoding="utf-8")
PLAN = default_plan(2026)
# `parts` are the sections that the file has.
SECTIONS_OF_THEIR_OWN = {
    "subjects",
    "materials",
    "stages",
    "report.focus_areas",
    "ballot.categories",
    "parts",
    "inputs",
    "conditions",
    "ballot.venues",
}


def places_of(plan: Plan) -> set[str]:
    """Every value of a plan, as a dotted name."""
    places: set[str] = set()
    for part in parts_of(plan):
        value = getattr(plan, part.name)
        if is_dataclass(value):
            places |= {f"{part.name}.{inner.name}" for inner in parts_of(value)}
        else:
            places.add(part.name)
    return places


def place_of(table: Table, field: Field) -> str:
    return f"{table.part}.{field.attribute or field.key}".removeprefix(".")


def test_every_value_of_a_plan_is_one_field() -> None:
    places = [place_of(table, field) for table in (HEAD, *RULES) for field in table.fields]
    assert len(places) == len(set(places))
    assert set(places) | SECTIONS_OF_THEIR_OWN == places_of(PLAN)


@pytest.mark.parametrize(
    ("kind", "its_fields"),
    [
        (Stage, STAGE),
        (FocusArea, FOCUS_AREA),
        (VoterCategory, CATEGORY),
        (InputRule, INPUT),
        (Condition, CONDITION),
    ],
)
def test_every_value_of_a_section_of_its_own_is_one_field(
    kind: type, its_fields: tuple[Field, ...]
) -> None:
    assert ["id", *(field.key for field in its_fields)] == [part.name for part in parts_of(kind)]


@pytest.mark.parametrize("table", RULES, ids=lambda table: table.name)
def test_the_guide_explains_every_key_below_the_name_of_its_section(table: Table) -> None:
    [chapter] = [
        text for text in GUIDE.split("\n## ") if f"`[{table.name}]`" in text.split("\n")[0]
    ]
    explained = set(re.findall(r"`([a-z_]+)`", chapter))
    assert {field.key for field in table.fields} - explained == set()


def test_the_guide_explains_the_head_and_the_sections_of_their_own() -> None:
    keys = {
        field.key for field in (*HEAD.fields, *STAGE, *FOCUS_AREA, *CATEGORY, *INPUT, *CONDITION)
    }
    assert keys - set(re.findall(r"`([a-z_]+)`", GUIDE)) == set()


@pytest.mark.parametrize("table", RULES, ids=lambda table: table.name)
def test_every_field_of_a_section_is_written_with_its_comment(table: Table) -> None:
    section = render(PLAN).split(f"\n[{table.name}]\n")[1].split("\n[")[0]
    for field in table.fields:
        assert re.search(rf"^{field.key} = ", section, re.MULTILINE)
        assert field.comment in section


def test_only_the_end_of_the_quiet_hours_is_told_by_another_line() -> None:
    untold = [field.key for table in (HEAD, *RULES) for field in table.fields if not field.label]
    assert untold == ["quiet_until"]
