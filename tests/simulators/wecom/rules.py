"""Which template cards the server takes (doc 101032), read from the documents and not from the program."""

import re
from collections.abc import Mapping
from typing import Any

OK, BAD_FIELD, BAD_TASK, BAD_ACTION = 0, 40058, 42014, 42045
TYPES = (
    "text_notice",
    "news_notice",
    "button_interaction",
    "vote_interaction",
    "multiple_interaction",
)


def verdict(card: Mapping[str, Any], *, update: bool = False) -> int:
    """0, or the code with which the server refuses."""
    kind = card.get("card_type")
    if (
        kind not in TYPES or "source" in card
    ):  # a source is legal, yet made cards vanish on a real tenant
        return BAD_FIELD
    if kind != "text_notice" and not re.fullmatch(
        r"[0-9A-Za-z_\-@]{1,128}", str(card.get("task_id", ""))
    ):
        return BAD_TASK
    checks = {
        "vote_interaction": _vote,
        "multiple_interaction": _multiple,
        "button_interaction": _buttons,
        "text_notice": _notice,
    }
    if not checks[kind](card):
        return BAD_FIELD
    needs_action = kind == "text_notice" or (update and kind == "button_interaction")
    return BAD_ACTION if needs_action and not _action(card) else OK


def _vote(card: Mapping[str, Any]) -> bool:
    box = card.get("checkbox", {})
    return (
        box.get("mode") in (0, 1)
        and _options(box, 20)
        and _keyed(box)
        and _submit(card)
        and _title(card)
    )


def _multiple(card: Mapping[str, Any]) -> bool:
    selects = card.get("select_list", [])
    keys = {select.get("question_key") for select in selects}
    fits = 1 <= len(selects) <= 3 and len(keys) == len(selects)
    return (
        fits
        and all(_options(select, 10) and _keyed(select) for select in selects)
        and _submit(card)
    )


def _buttons(card: Mapping[str, Any]) -> bool:
    buttons = card.get("button_list", [])
    return 1 <= len(buttons) <= 6 and all(
        0 < len(str(button.get("key", "")).encode()) <= 1024
        and button.get("text")
        and button.get("style") in range(1, 5)
        for button in buttons
    )


def _notice(card: Mapping[str, Any]) -> bool:
    return bool(card.get("sub_title_text") or card.get("main_title", {}).get("title"))


def _options(holder: Mapping[str, Any], most: int) -> bool:
    options = holder.get("option_list", [])
    ids = {option.get("id") for option in options}
    small = all(
        0 < len(str(option.get("id", "")).encode()) <= 128 and option.get("text")
        for option in options
    )
    return 1 <= len(options) <= most and len(ids) == len(options) and small


def _keyed(holder: Mapping[str, Any]) -> bool:
    return 0 < len(str(holder.get("question_key", "")).encode()) <= 1024


def _submit(card: Mapping[str, Any]) -> bool:
    button = card.get("submit_button", {})
    return bool(button.get("text")) and bool(button.get("key"))


def _title(card: Mapping[str, Any]) -> bool:
    return bool(card.get("main_title", {}).get("title"))


def _action(card: Mapping[str, Any]) -> bool:
    action = card.get("card_action", {})
    return action.get("type") == 1 and str(action.get("url", "")).startswith("https://")
