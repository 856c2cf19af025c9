"""Interactive cards of this bot's own template (docs/dingtalk.md).

Public variables are the same for everybody; `state` and `notice` are private, so that nobody sees
how, or whether, another has voted. All values are text of at most one kilobyte.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from bot.messages import Card, Chat, ChatKind, Click, ClickAnswer, Question, Sender, Update
from bot.platforms.dingtalk import payloads
from bot.platforms.dingtalk.frames import Frame
from bot.platforms.json_objects import list_of
from bot.platforms.markdown import as_text

VALUE_BYTES = 1024
END_OF_ID = "."  # never stands in a question's or an option's id
Params = Mapping[str, str]
_SPACE = {ChatKind.GROUP: "IM_GROUP", ChatKind.DIRECT: "IM_ROBOT"}


def public_params(card: Card) -> dict[str, str] | None:
    """Returns the card's public variables.

    None where it does not fit the template's limits and has to be told in words.
    """
    kind = "notice"
    buttons: list[dict[str, str]] = []
    fields: list[dict[str, Any]] = []
    if len(card.questions) == 1 and not card.questions[0].multi:
        kind, question = "buttons", card.questions[0]
        # In a loop only the action id can differ from row to row, so it carries question and
        # option. The platform may append a number of its own, which the mark keeps apart.
        buttons = [
            {"text": option.text, "id": urlencode({question.id: option.id}) + END_OF_ID}
            for option in question.options
        ]
    elif card.questions:
        kind, fields = "form", [_field(question) for question in card.questions]
    params = {
        "title": card.title,
        "text": as_text(card.text),
        "kind": kind,
        "buttons": _json(buttons),
        "form": _json({"fields": fields}),
    }
    if any(len(value.encode()) > VALUE_BYTES for value in params.values()):
        return None
    return params


def create_body(
    card: Card, chat: Chat, params: Params, *, template: str, robot: str, delivery: str
) -> dict[str, Any]:
    """Returns the call that draws the card.

    `delivery` makes the outTrackId unique, and the same on every try: a repeat is refused as
    existing.
    """
    space = _SPACE[chat.kind]
    shown = {"supportForward": False, "lastMessageI18n": {"ZH_CN": card.title}}
    place: dict[str, Any] = {
        "imRobotOpenSpaceModel": shown,
        "imRobotOpenDeliverModel": {"spaceType": space, "robotCode": robot},
    }
    if chat.kind is ChatKind.GROUP:
        place = {"imGroupOpenSpaceModel": shown, "imGroupOpenDeliverModel": {"robotCode": robot}}
    return {
        "cardTemplateId": template,
        "outTrackId": track_id(card.id, delivery),
        "callbackType": "STREAM",
        "userIdType": 1,
        "cardData": {"cardParamMap": dict(params)},
        "openSpaceId": f"dtv1.card//{space}.{chat.id}",
        **place,
    }


def unseen_body(template: str) -> dict[str, Any]:
    """Returns the call that makes a card without delivering it: it tells whether the template
    works.
    """
    params = public_params(Card("doctor", "述职助手", "", ()))
    return {
        "cardTemplateId": template,
        "outTrackId": f"doctor@{secrets.token_hex(8)}",
        "callbackType": "STREAM",
        "userIdType": 1,
        "cardData": {"cardParamMap": params},
        "imRobotOpenSpaceModel": {"supportForward": False},
    }


def track_id(card_id: str, delivery: str) -> str:
    return f"{card_id}@{hashlib.sha256(delivery.encode()).hexdigest()[:16]}"


def to_update(frame: Frame, *, arrived: datetime) -> Update | None:
    """Translates a tap; None where it names no person or no card of ours.

    A redelivered callback keeps its frame's message id.
    """
    data = frame.data
    account, track = payloads.text_of(data.get("userId")), payloads.text_of(data.get("outTrackId"))
    if data.get("type") not in (None, "actionCallback") or not account or not track:
        return None
    tapped_at = payloads.moment(frame.time)
    chat = Chat(ChatKind.DIRECT, account)
    space = payloads.text_of(data.get("spaceId")).rpartition("IM_GROUP.")[2]
    if space and payloads.text_of(data.get("spaceType")).upper() == "IM_GROUP":
        chat = Chat(ChatKind.GROUP, space)
    return Update(
        platform=payloads.PLATFORM,
        message_id=frame.message_id or f"{track}:{frame.time}",
        sender=Sender(account),
        chat=chat,
        sent_at=tapped_at or arrived,
        stamped=tapped_at is not None,
        click=Click(track.partition("@")[0], chosen(data)),
    )


def chosen(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Options per question; of a button its own token alone, whatever else the card carries.

    Older documents put `params` outside `cardPrivateData`, or call `content` `value`.
    """
    content = payloads.part(data, "content") or payloads.part(data, "value")
    private = payloads.part(content, "cardPrivateData") or content
    pressed: dict[str, tuple[str, ...]] = {}
    for action in list_of(private.get("actionIds")):
        pressed |= _token(payloads.text_of(action))
    if pressed:
        return pressed
    return dict(_answers(payloads.part(private, "params") or payloads.part(content, "params")))


def callback_response(answer: ClickAnswer, *, own: bool = False) -> dict[str, Any]:
    """Returns the clicker's own view, and what everybody sees where the answer changes that.

    In a group that is an answer for all. A card that is the clicker's `own`, in single chat, turns
    to what the answer shows.
    """
    update: dict[str, Any] = {
        "cardUpdateOptions": {"updateCardDataByKey": True, "updatePrivateDataByKey": True},
        "userPrivateData": {"cardParamMap": private_params(answer, own=own)},
    }
    public = turned(answer, own=own)
    if public:
        update["cardData"] = {"cardParamMap": public}
    return update


def turned(answer: ClickAnswer, *, own: bool) -> dict[str, str] | None:
    """Returns the public variables after a tap; None where the card stays as it is for everybody.

    A card with too many buttons for the template shows its text without them.
    """
    if answer.card is None or not (answer.for_all or own):
        return None
    return public_params(answer.card) or public_params(replace(answer.card, questions=()))


def update_body(
    track: str, views: Mapping[str, Params], public: Params | None = None
) -> dict[str, Any]:
    """Returns the call that changes a card: for everybody, or private views of several people.

    Private views are for those whose tap could not be answered in time.
    """
    return {
        "outTrackId": track,
        "userIdType": 1,
        "cardData": {"cardParamMap": dict(public or {})},
        "privateData": {account: {"cardParamMap": dict(view)} for account, view in views.items()},
        "cardUpdateOptions": {"updateCardDataByKey": True, "updatePrivateDataByKey": True},
    }


def private_params(answer: ClickAnswer, *, own: bool = False) -> dict[str, str]:
    """Returns state and notice for the clicker; his own card does not say twice what its text says."""
    notice = answer.notice
    if own:
        notice = beside_the_card(answer)
    if len(notice.encode()) > VALUE_BYTES:
        # The three dots are one character of three bytes.
        notice = notice.encode()[: VALUE_BYTES - 3].decode(errors="ignore") + "…"
    return {"state": answer.state.value, "notice": notice}


def beside_the_card(answer: ClickAnswer) -> str:
    """Returns what the answer says that the text of its card does not."""
    if answer.card is None or not answer.card.text:
        return answer.notice
    return answer.notice.replace(answer.card.text, "").strip()


def _field(question: Question) -> dict[str, Any]:
    kind = "CHECKBOX_GROUP"
    if question.multi:
        kind = "MULTI_CHECKBOX_GROUP"
    return {
        "name": question.id,
        "label": question.title,
        "type": kind,
        "required": True,
        "options": [{"value": option.id, "text": option.text} for option in question.options],
    }


def _token(text: str) -> dict[str, tuple[str, ...]]:
    """Reads question and option of a button, also of cards sent before there was a mark."""
    own, mark, appended = text.rpartition(END_OF_ID)
    is_marked = mark != "" and (appended == "" or (appended.isascii() and appended.isdecimal()))
    if not is_marked:
        own = text
    return {question: (option,) for question, option in parse_qsl(own)}


def _answers(params: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yields the fields of a submitted form, wherever it nests them, and tokens of whatever name."""
    for name, value in params.items():
        inner = payloads.part(params, name)
        if inner and "value" not in inner:
            yield from _answers(inner)
        elif token := _token(payloads.text_of(value)):
            yield from token.items()
        elif inner:
            yield name, _options(inner["value"])
        else:
            yield name, _options(value)


def _options(value: object) -> tuple[str, ...]:
    """Reads the options that were chosen: a list of ids, or one of them alone."""
    ids = [payloads.text_of(value)]
    if isinstance(value, list):
        ids = [payloads.text_of(option) for option in value]
    return tuple(filter(None, ids))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
