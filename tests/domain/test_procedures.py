import re

import pytest

from bot.domain.plan import Part, Plan
from bot.domain.planfile import default_plan, parse, render
from bot.domain.planfile.procedures import PROCEDURES, Procedure, listed, procedure

KINDS = pytest.mark.parametrize("kind", PROCEDURES, ids=lambda kind: kind.id)
NOT_SECRETARIES = ("members", "cadres", "teachers")


@KINDS
def test_the_file_of_a_procedure_is_a_plan(kind: Procedure) -> None:
    plan = kind.make(2026)
    assert parse(render(plan)) == plan
    assert plan.title.startswith("2026年度")
    assert sum(category.weight for category in plan.ballot.categories) == 1


@pytest.mark.parametrize("name", NOT_SECRETARIES)
def test_a_file_about_others_does_not_speak_of_secretaries(name: str) -> None:
    kind = procedure(name)
    assert kind is not None
    keys_and_values = re.sub(r"#.*", "", render(kind.make(2026)))
    assert "书记" not in keys_and_values
    assert "抓基层党建" not in keys_and_values


def test_without_a_kind_it_is_the_plan_of_2022() -> None:
    assert PROCEDURES[0].make(2026) == default_plan(2026)
    assert listed().splitlines()[0].endswith("（默认）")


def test_a_procedure_is_found_by_its_id_and_its_title() -> None:
    assert procedure("members") == procedure(" 民主评议党员 ")
    assert procedure("别的") is None


def parts(plan: Plan) -> set[Part]:
    return {part for part in Part if plan.has(part)}


def test_members_hand_in_nothing_and_cadres_no_party_report() -> None:
    members, cadres = procedure("members"), procedure("cadres")
    assert members is not None
    assert cadres is not None
    assert parts(members.make(2026)) == {
        Part.NOTICE,
        Part.MEETING,
        Part.COMMENTS,
        Part.BALLOT,
        Part.GRADE,
        Part.OTHER_INPUTS,
    }
    assert Part.REPORT in parts(cadres.make(2026))
    assert Part.OUTLINE not in parts(cadres.make(2026))
