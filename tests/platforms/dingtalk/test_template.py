"""The importable card template: the variables that the program fills, and the taps that it understands."""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from bot.messages import Card, CardState, ClickAnswer, Question
from bot.platforms.dingtalk import cards
from tests.platforms.dingtalk import samples
from tests.platforms.dingtalk.stage import BALLOT, SCALE

EXPORT = json.loads(
    (files("bot.platforms.dingtalk") / "card_template.json").read_text(encoding="utf-8")
)
EDITOR = json.loads(EXPORT["editorData"])
ANSWER = ClickAnswer(accepted=True, notice="已收到", state=CardState.ANSWERED)
FORM = Card(
    "p-1-0-0a",
    "测评",
    "说明",
    tuple(Question(str(place), title, SCALE) for place, title in enumerate("甲乙")),
)


def nodes(node: Any) -> Iterator[Any]:
    yield node
    for child in node.get("children", ()):
        yield from nodes(child)


def found(component: str) -> Any:
    (one,) = [
        node
        for node in nodes(EDITOR["schema"]["componentsTree"][0])
        if node["componentName"] == component
    ]
    return one


def test_it_has_the_shape_of_an_export() -> None:
    for name in ("card_template_group_chain_export.json", "card_template_form_export.json"):
        official = samples.load(name)
        assert set(EXPORT) == set(official)
        assert (EXPORT["type"], EXPORT["mode"]) == (official["type"], official["mode"])
        their = json.loads(official["editorData"])
        assert set(EDITOR) <= set(their)
        assert EDITOR["schemaVersion"] == their["schemaVersion"]


def test_every_variable_that_the_program_fills_is_there_and_only_the_answer_is_private() -> None:
    public, private = cards.public_params(BALLOT), cards.private_params(ANSWER)
    assert public is not None
    declared = {variable["name"]: variable["private"] for variable in EDITOR["variableList"]}
    assert declared == dict.fromkeys(public, False) | dict.fromkeys(private, True)


def test_a_button_sends_question_and_option_as_its_action() -> None:
    button = found("SingleButton")["props"]
    assert (button["text"]["content"], button["actionId"]["content"]) == (
        "${loop.text}",
        "${loop.id}",
    )
    assert button["actionType"] == "request"
    assert found("Loop")["props"]["listData"]["variable"] == "buttons"
    params = cards.public_params(BALLOT)
    assert params is not None
    rows = json.loads(params["buttons"])
    inner = next(variable for variable in EDITOR["variableList"] if variable["name"] == "buttons")[
        "schema"
    ]
    assert {one["name"] for one in inner} == set(rows[0])


def test_a_form_has_the_documented_fields() -> None:
    params = cards.public_params(FORM)
    assert params is not None
    documented = samples.load("card_docs2026_form_variable.json")["form"]["fields"]
    single = next(field for field in documented if field["type"] == "CHECKBOX_GROUP")
    for field in json.loads(params["form"])["fields"]:
        assert set(field) <= set(single)
        assert field["type"] == single["type"]
        assert set(field["options"][0]) == set(single["options"][0])
    assert found("Form")["props"]["formSchema"]["variable"] == "form"


def test_what_is_shown_when_is_said_with_declared_variables() -> None:
    shown = {one["name"]: one["expContent"] for one in EDITOR["expList"]}
    assert shown == {
        "shows_buttons": "kind == 'buttons' && state != 'closed'",
        "shows_form": "kind == 'form' && state != 'closed'",
    }
    kinds = [params["kind"] for params in map(cards.public_params, (BALLOT, FORM)) if params]
    assert kinds == ["buttons", "form"]
    assert {state.value for state in CardState} >= {"closed"}


def test_every_component_is_listed_once() -> None:
    used = {node["componentName"] for node in nodes(EDITOR["schema"]["componentsTree"][0])}
    listed = [one["componentName"] for one in EDITOR["schema"]["componentsMap"]]
    assert used == set(listed)
    assert len(listed) == len(set(listed))
