"""Card -> template card (doc 101032), and how it looks after a click.

Limits in characters are display limits: the text is cut visibly here rather than silently there.
Limits of lists and bytes are hard: a card that breaks one is a mistake of the caller and raises
`CardInvalid`.
"""

import hashlib
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from bot.domain.patterns import pattern
from bot.messages import Card, CardState, CardStyle, ClickAnswer, Link, Question

TITLE, DESCRIPTION, SUBTITLE, QUESTION, BUTTON = 26, 30, 112, 13, 10  # characters
VOTE_OPTION, SELECT_OPTION = 11, 10
VOTE_OPTIONS, SELECT_OPTIONS, SELECTS, BUTTONS = 20, 10, 3, 6  # entries
OPTION_BYTES, KEY_BYTES = 128, 1024
SET_OFF, PLAIN = 1, 4  # styles of a button
# A list shows its first option before anybody has chosen, and is sent with it: on a ballot that
# would be a vote. So each begins with an option that stands for no choice.
UNCHOSEN, CHOOSE = "-", "请选择"
# Without a valid https card_action an update is refused (42045), so a notice leads to the product's
# own front page.
ACTION = {"type": 1, "url": "https://work.weixin.qq.com/"}

_CARD_ID = pattern(r"[0-9A-Za-z_-]{1,64}")
_SUBMIT = {CardState.OPEN: "提交", CardState.ANSWERED: "重新提交", CardState.CLOSED: "已结束"}

Template = dict[str, Any]


class CardInvalid(ValueError):
    """The platform would not take this card; the sentence names the limit."""


def to_template(card: Card, *, delivery: str) -> Template:
    """Draws the card. `delivery` makes its task_id unique, and the same on every try."""
    _require(
        _CARD_ID.fullmatch(card.id) is not None,
        "卡片编号只能用 64 个以内的字母、数字、横线和下划线",
    )
    # `@` may stand in a task_id and never stands in a card's id.
    task_id = f"{card.id}@{hashlib.sha256(delivery.encode()).hexdigest()[:12]}"
    return _draw(card, CardState.OPEN, _described(card), task_id)


def holds_text(template: Template) -> bool:
    return "sub_title_text" in template


def alone(card: Card, template: Template, words: str, link: Link | None) -> Template:
    """Draws it with all that would go beside it, for where no second message can.

    A touch beside the buttons opens the page.
    """
    lines = [words, card.text]
    action = {}
    if link is not None and link.url.startswith("https://"):
        lines.append(f"{link.title}：请点这里。")
        action = {"card_action": {"type": 1, "url": link.url}}
    return {**template, "sub_title_text": "\n".join(filter(None, lines)), **action}


def card_id(task_id: str) -> str:
    return task_id.partition("@")[0]


def pressed(event_key: str) -> dict[str, tuple[str, ...]]:
    """Returns a pressed button as question and option; empty for a button that is not of ours."""
    return {question: (option,) for question, option in parse_qsl(event_key)}


def overflow(card: Card) -> str:
    """Returns the text that has to go with the card because the card would cut it, or none."""
    room = SUBTITLE
    if card.questions and not _has_buttons(card):
        room = DESCRIPTION
    if len(card.title) <= TITLE and len(_described(card)) <= room:
        return ""
    return f"**{card.title}**\n{card.text}".strip()


def after_click(answer: ClickAnswer, task_id: str) -> Template:
    """Returns how the card looks to the clicker now.

    A choice is never shown: nobody can prove a vote with it.
    """
    if answer.card is None:
        return notice(answer.notice, task_id)
    done = answer.state is not CardState.OPEN and answer.card.style is CardStyle.BUTTONS
    if done or not answer.card.questions:
        return notice(answer.notice, task_id, title=answer.card.title)
    template = _draw(answer.card, answer.state, answer.notice or _described(answer.card), task_id)
    return with_action(template)


def notice(text: str, task_id: str, *, title: str = "") -> Template:
    """Returns a card that only tells something, also in place of one that cannot be redrawn."""
    template: Template = {
        "card_type": "text_notice",
        "sub_title_text": _cut(text, SUBTITLE),
        "card_action": ACTION,
        "task_id": task_id,
    }
    if title:
        template["main_title"] = {"title": _cut(title, TITLE)}
    return template


def update_body(template: Template, account: str, *, for_all: bool = False) -> dict[str, Any]:
    """Returns the update for the clicker alone, or `for_all`.

    Without `userids` the card is redrawn for everybody, as after the first vote it must not be.
    """
    update = {"response_type": "update_template_card", "template_card": template}
    if not for_all:
        update["userids"] = [account]
    return update


def with_action(template: Template) -> Template:
    return {**template, "card_action": ACTION}


def _draw(card: Card, state: CardState, text: str, task_id: str) -> Template:
    if not card.questions:
        return notice(text, task_id, title=card.title)
    if _has_buttons(card):
        return {**_buttons(card, text), "task_id": task_id}
    body = _vote(card, state) if len(card.questions) == 1 else _selects(card, state)
    return {
        **body,
        "main_title": {"title": _cut(card.title, TITLE), "desc": _cut(text, DESCRIPTION)},
        "submit_button": {"text": _SUBMIT[state], "key": "submit"},
        "task_id": task_id,
    }


def _has_buttons(card: Card) -> bool:
    """Tells whether the choices are buttons; where there are too many, they are ticked and sent."""
    if card.style is not CardStyle.BUTTONS:
        return False
    _require(len(card.questions) <= 1, "按钮卡片只有一个问题")
    return bool(card.questions) and len(card.questions[0].options) <= BUTTONS


def _vote(card: Card, state: CardState) -> Template:
    question = card.questions[0]
    checkbox: Template = {
        "question_key": _key(question.id),
        "mode": int(question.multi),
        "option_list": _options(question, VOTE_OPTIONS, VOTE_OPTION),
    }
    if state is CardState.CLOSED:
        checkbox["disable"] = True
    return {"card_type": "vote_interaction", "checkbox": checkbox}


def _selects(card: Card, state: CardState) -> Template:
    _require(len(card.questions) <= SELECTS, f"一张卡片最多 {SELECTS} 个问题")
    _unique([question.id for question in card.questions], "问题编号不能重复")
    selects: list[Template] = []
    for question in card.questions:
        _require(not question.multi, "有多个问题的卡片不能多选")
        options = _options(question, SELECT_OPTIONS - 1, SELECT_OPTION)
        select: Template = {
            "question_key": _key(question.id),
            "title": _cut(question.title, QUESTION),
            "option_list": [{"id": UNCHOSEN, "text": CHOOSE}, *options],
            "selected_id": UNCHOSEN,
        }
        if state is CardState.CLOSED:
            select["disable"] = True
        selects.append(select)
    return {"card_type": "multiple_interaction", "select_list": selects}


def _buttons(card: Card, text: str) -> Template:
    """The first of one or two buttons is set off; of more none is, for on a ballot it would be
    suggested.
    """
    question = card.questions[0]
    options = _options(question, BUTTONS, BUTTON)
    buttons = [
        {
            "text": option["text"],
            "style": PLAIN,
            "key": _key(urlencode({question.id: option["id"]})),
        }
        for option in options
    ]
    if len(buttons) <= 2:
        buttons[0]["style"] = SET_OFF
    return {
        "card_type": "button_interaction",
        "main_title": {"title": _cut(card.title, TITLE)},
        "sub_title_text": _cut(text, SUBTITLE),
        "button_list": buttons,
    }


def _options(question: Question, most: int, length: int) -> list[dict[str, str]]:
    _require(1 <= len(question.options) <= most, f"“{question.title}”的选项应为 1 到 {most} 个")
    _unique([option.id for option in question.options], f"“{question.title}”的选项编号不能重复")
    for option in question.options:
        size = len(option.id.encode())
        _require(0 < size <= OPTION_BYTES, f"选项编号应为 1 到 {OPTION_BYTES} 字节")
        _require(bool(option.text.strip()), "选项不能没有文字")
    shown = [{"id": option.id, "text": _cut(option.text, length)} for option in question.options]
    _unique(
        [option["text"] for option in shown],
        f"“{question.title}”的选项截到 {length} 个字后无法区分",
    )
    return shown


def _described(card: Card) -> str:
    """A vote card has no place for its question beside the title: it goes before the text."""
    if len(card.questions) != 1 or card.style is not CardStyle.FORM:
        return card.text
    question = card.questions[0].title
    if question in card.title or question in card.text:
        return card.text
    if not card.text:
        return question
    return f"{question}：{card.text}"


def _key(key: str) -> str:
    _require(0 < len(key.encode()) <= KEY_BYTES, f"编号应为 1 到 {KEY_BYTES} 字节")
    return key


def _cut(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    return text[: length - 1] + "…"


def _unique(values: Sequence[str], sentence: str) -> None:
    _require(len(set(values)) == len(values), sentence)


def _require(condition: bool, sentence: str) -> None:  # noqa: FBT001 - reads as an assertion
    if not condition:
        raise CardInvalid(sentence)
