"""An organisation in DingTalk with one published app robot: who spoke where, what the robot posted, what each person sees.

Bodies, codes and refusals are those of the documents and of recorded traffic.
"""

import itertools
import json
import secrets
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

Body = dict[str, Any]

CLIENT_ID, SECRET, TEMPLATE = (
    "dingrobotofthedept",
    "app-secret",
    "11111111-2222-3333-4444-555555555555.schema",
)
GROUP = "cidGroupOfTheDept=="
ROBOT_ID = "$:LWCP_v1:$robot"
SESSION_MS = 5_400_300  # seen in every recorded message
FILE_TYPES = ("xlsx", "pdf", "zip", "rar", "doc", "docx")
MSG_KEYS = {
    "sampleText": {"content"},
    "sampleMarkdown": {"title", "text"},
    "sampleImageMsg": {"photoURL"},
    "sampleActionCard": {"title", "text", "singleTitle", "singleURL"},
    "sampleFile": {"mediaId", "fileName", "fileType"},
    **{
        f"sampleActionCard{number}": {"title", "text"}
        | {f"action{what}{place}" for what in ("Title", "URL") for place in range(1, number + 1)}
        for number in range(2, 6)
    },
}


class Refused(Exception):
    def __init__(self, status: int, body: Body) -> None:
        super().__init__(status)
        self.status, self.body = status, body


def errcode(code: int, message: str = "refused") -> Refused:
    """The old interface and webhooks: refusals under HTTP 200."""
    return Refused(200, {"errcode": code, "errmsg": message})


def throttled() -> Refused:
    """A group robot's own throttle, which has the status of a banned address."""
    message = "send too fast, exceed 20 times per minute"
    return Refused(
        200, {"status": 1111, "wait": 5, "source": "x5", "errcode": 130101, "errmsg": message}
    )


def code(status: int, name: str) -> Refused:
    """The new interface."""
    return Refused(status, {"requestid": "C9DAB6F0-1E23-7979-8255", "code": name, "message": name})


def missing_scope(*scopes: str) -> Refused:
    name = "Forbidden.AccessDenied.AccessTokenPermissionDenied"
    body = {"code": name, "requestid": "X", "message": "add-api-permission"}
    return Refused(403, {**body, "accessdenieddetail": {"requiredScopes": list(scopes)}})


@dataclass
class Post:
    """Something the robot said. `chat` is a group's conversation id or a person's staff id."""

    chat: str
    via: str
    kind: str
    text: str = ""
    buttons: Mapping[str, str] = field(default_factory=dict)  # label -> address
    file: "File | None" = None
    mentions: tuple[str, ...] = ()
    track: str = ""


@dataclass(frozen=True)
class File:
    name: str
    content: bytes
    kind: str = "file"


@dataclass
class Card:
    chat: str
    public: dict[str, str]
    private: dict[str, dict[str, str]] = field(default_factory=dict)

    def view(self, person: str) -> dict[str, str]:
        return self.public | self.private.get(person, {})


class Organisation:
    def __init__(self, *, epoch: Callable[[], float] = time.time) -> None:
        self.epoch = epoch
        self.base = "http://127.0.0.1"  # of everything over HTTP
        self.posts: list[Post] = []
        self.cards: dict[str, Card] = {}
        self.media: dict[str, File] = {}
        self.files: dict[str, File] = {}  # download code -> what a person sent
        self.sessions: dict[str, tuple[str, int]] = {}  # session -> chat, expiry in ms
        self.strangers: set[str] = set()  # staff ids that are refused as invalid
        self.slowed: Counter[str] = (
            Counter()
        )  # staff ids that are flow-controlled so many times more
        self.calls: Counter[str] = Counter()  # counted calls, as the console shows them
        self.pushed = 0  # Webhook & Stream messages
        self.seen_uuids: set[str] = set()
        self.undelivered = 0  # so many next cards are created but not shown
        self._ids = itertools.count(1)

    # What people do.

    def message(
        self, person: str, kind: str, content: Body, *, group: str = "", **more: Any
    ) -> Body:
        """The data of a robot frame, or the body of a callback; with `group` the robot was mentioned."""
        now = int(self.epoch() * 1000)
        place: Body = (
            {
                "conversationType": "2",
                "conversationId": group,
                "conversationTitle": "本系",
                "isInAtList": True,
            }
            if group
            else {"conversationType": "1", "conversationId": f"cid{person}="}
        )
        if group:
            place["atUsers"] = [{"dingtalkId": ROBOT_ID}]
        return {
            "senderPlatform": "Android",
            **place,
            "chatbotCorpId": "dingcorp",
            "chatbotUserId": ROBOT_ID,
            "msgId": f"msg{secrets.token_urlsafe(12)}==",
            "senderNick": f"同志{person}",
            "isAdmin": False,
            "senderStaffId": person,
            "senderCorpId": "dingcorp",
            "senderId": f"$:LWCP_v1:${person}",
            "createAt": now,
            "sessionWebhook": self._session(group or person, now),
            "sessionWebhookExpiredTime": now + SESSION_MS,
            "robotCode": CLIENT_ID,
            "msgtype": kind,
            **content,
        } | more

    def text(self, person: str, text: str, *, group: str = "", **more: Any) -> Body:
        """In a group the platform removes the robot's name and leaves a space."""
        return self.message(
            person,
            "text",
            {"text": {"content": f" {text}" if group else text}},
            group=group,
            **more,
        )

    def file(self, person: str, name: str, content: bytes, **more: Any) -> Body:
        """In single chat; a group cannot mention the robot with a file."""
        return self.message(person, "file", {"content": self.stored(name, content)}, **more)

    def quoting(
        self, person: str, text: str, name: str, content: bytes, *, group: str = GROUP
    ) -> Body:
        """Replies to a file message in the group and mentions the robot."""
        replied = {
            "msgId": "msgquoted",
            "msgType": "file",
            "createdAt": 1,
            "content": self.stored(name, content),
        }
        said = {"content": f" {text}", "isReplyMsg": True, "repliedMsg": replied}
        return self.message(person, "text", {"text": said}, group=group)

    def stored(self, name: str, content: bytes) -> Body:
        download = secrets.token_urlsafe(24)
        self.files[download] = File(name, content)
        return {"downloadCode": download, "fileName": name, "spaceId": "1", "fileId": "2"}

    def press(self, post: Post, label: str, person: str, *, group: str = "") -> Body:
        """A button that sends words as the person who taps: the client knows only the lower-case host."""
        address = urlsplit(post.buttons[label])
        assert (address.scheme, address.netloc, address.path) == (
            "dtmd",
            "dingtalkclient",
            "/sendMessage",
        )
        (words,) = parse_qs(address.query)["content"]
        return self.text(person, words, group=group)

    def tap(
        self, track: str, person: str, *, button: str = "", form: Mapping[str, str] | None = None
    ) -> Body:
        """A tap on the bot's own card as this person sees it now: a button by its text, or the submitted form."""
        card = self.cards[track]
        view = card.view(person)
        assert view.get("state", "open") != "closed"
        if form is not None:
            names = {one["name"] for one in json.loads(view["form"])["fields"]}
            assert view["kind"] == "form"
            assert set(form) <= names
            private: Body = {"actionIds": ["submit"], "params": {"form": dict(form)}}
        else:
            assert view["kind"] == "buttons"
            ids = {one["text"]: one["id"] for one in json.loads(view["buttons"])}
            private = {"actionIds": [ids[button]], "params": {}}
        space = (
            {"spaceId": card.chat, "spaceType": "IM_GROUP"} if card.chat.startswith("cid") else {}
        )
        return {
            "type": "actionCallback",
            "outTrackId": track,
            "corpId": "dingcorp",
            "userId": person,
            "userIdType": 1,
            "extension": "{}",
            **space,
            "content": json.dumps({"cardPrivateData": private}, ensure_ascii=False),
        }

    def redraw(self, track: str, person: str, answer: Mapping[str, Any]) -> None:
        """The answer to a tap: changes of the clicker's own view, and of everybody's where there are any."""
        card = self.cards[track]
        card.public |= answer.get("cardData", {}).get("cardParamMap", {})
        private = answer.get("userPrivateData", {}).get("cardParamMap", {})
        card.private[person] = card.private.get(person, {}) | private

    # What the robot says.

    def to_people(self, body: Body) -> Body:
        people = body["userIds"]
        if body["robotCode"] != CLIENT_ID or not 1 <= len(people) <= 20:
            raise code(400, "invalidParameter.userIds")
        invalid = [person for person in people if person in self.strangers]
        slowed = [person for person in people if self.slowed[person] > 0]
        self.slowed.subtract(slowed)
        for person in people:
            if person not in invalid and person not in slowed:
                self._say(person, "batchSend", body)
        return {
            "processQueryKey": f"key{next(self._ids)}",
            "invalidStaffIdList": invalid,
            "flowControlledStaffIdList": slowed,
        }

    def to_group(self, body: Body) -> Body:
        if body["robotCode"] != CLIENT_ID or not body["openConversationId"].startswith("cid"):
            raise code(400, "robot.not.exist")
        self._say(body["openConversationId"], "groupMessages", body)
        return {"processQueryKey": f"key{next(self._ids)}"}

    def by_session(self, session: str, body: Body) -> None:
        chat, expires = self.sessions.get(session, ("", 0))
        if expires <= self.epoch() * 1000:
            raise errcode(300001, "session 不存在")
        self._by_webhook(chat, "session", body)

    def by_group_webhook(self, body: Body) -> None:
        unique = body.get("msgUuid", "")
        if unique and unique in self.seen_uuids:
            return
        self.seen_uuids.add(unique)
        self._by_webhook(GROUP, "webhook", body)

    def upload(self, kind: str, file: File) -> Body:
        if kind not in ("file", "image") or not 0 < len(file.content) <= 20 * 1024 * 1024:
            raise errcode(40009, "invalid media size")
        media_id = f"@media{next(self._ids)}"
        self.media[media_id] = File(file.name, file.content, kind)
        return {"errcode": 0, "errmsg": "ok", "media_id": media_id, "created_at": 1, "type": kind}

    def link(self, body: Body) -> Body:
        if body["robotCode"] != CLIENT_ID or body["downloadCode"] not in self.files:
            raise code(400, "invalidParameter.robotCode.downloadCode")
        return {"downloadUrl": f"{self.base}/store/{body['downloadCode']}?Signature=x&Expires=1"}

    # Cards.

    def create(self, body: Body) -> None:
        if body["cardTemplateId"] != TEMPLATE:
            raise code(400, "param.templateNotExist")
        if body["outTrackId"] in self.cards:
            raise code(400, "param.cardAlreadyExist")
        params = body["cardData"]["cardParamMap"]
        for name, value in params.items():
            if not isinstance(value, str) or len(value.encode()) > 1024 or len(name.encode()) > 100:
                raise code(400, "param.invalid")
        self.cards[body["outTrackId"]] = Card("", dict(params))

    def deliver(self, body: Body) -> Body:
        kind, _, chat = body["openSpaceId"].removeprefix("dtv1.card//").partition(".")
        model = body["imGroupOpenDeliverModel" if kind == "IM_GROUP" else "imRobotOpenDeliverModel"]
        if model.get("robotCode", CLIENT_ID) != CLIENT_ID or not chat:
            raise code(400, "param.empty")
        shown = self.undelivered <= 0
        self.undelivered -= 1
        if shown:
            self.cards[body["outTrackId"]].chat = chat
            self.posts.append(Post(chat, "card", "card", track=body["outTrackId"]))
        result = {
            "spaceType": kind,
            "spaceId": chat,
            "success": shown,
            "carrierId": "c",
            "errorMsg": "SYSTEM_ERROR",
        }
        return {
            "success": True,
            "result": {"outTrackId": body["outTrackId"], "deliverResults": [result]},
        }

    def update(self, body: Body) -> Body:
        card = self.cards.get(body["outTrackId"])
        if card is None:
            raise code(400, "param.cardNotExist")
        by_key = body.get("cardUpdateOptions", {})
        fresh = body.get("cardData", {}).get("cardParamMap", {})
        card.public = (card.public if by_key.get("updateCardDataByKey") else {}) | fresh
        for person, view in body.get("privateData", {}).items():
            old = card.private.get(person, {}) if by_key.get("updatePrivateDataByKey") else {}
            card.private[person] = old | view["cardParamMap"]
        return {"success": True, "result": True}

    def texts(self, chat: str) -> list[str]:
        return [post.text for post in self.posts if post.chat == chat and post.text]

    def _session(self, chat: str, now: int) -> str:
        session = secrets.token_hex(16)
        self.sessions[session] = (chat, now + SESSION_MS)
        return f"{self.base}/robot/sendBySession?session={session}"

    def _say(self, chat: str, via: str, body: Body) -> None:
        key, param = body["msgKey"], json.loads(body["msgParam"])
        if len(body["msgParam"].encode()) > 15_000 or set(param) != MSG_KEYS.get(key, set()):
            raise code(400, "invalidParameter.msgParam")
        if key == "sampleFile":
            self._say_file(chat, via, param)
        elif key == "sampleImageMsg":
            self.posts.append(Post(chat, via, key, file=self.media[param["photoURL"]]))
        else:
            links = {
                param[f"actionTitle{place}"]: param[f"actionURL{place}"]
                for place in range(1, 6)
                if f"actionTitle{place}" in param
            } | _single(param)
            self.posts.append(Post(chat, via, key, param.get("content") or param["text"], links))

    def _say_file(self, chat: str, via: str, param: Body) -> None:
        if param["fileType"] not in FILE_TYPES or param["mediaId"] not in self.media:
            raise code(400, "invalidParameter.msgParam")
        self.posts.append(Post(chat, via, "sampleFile", file=self.media[param["mediaId"]]))

    def _by_webhook(self, chat: str, via: str, body: Body) -> None:
        kind = body["msgtype"]
        self.pushed += 1
        if kind not in ("text", "markdown", "actionCard", "link", "feedCard"):
            raise errcode(401102, "miss param : file->mediaId")
        named = tuple(body.get("at", {}).get("atUserIds", ()))
        if kind == "text":
            text = body["text"]["content"]
            alerted = tuple(person for person in named if f"@{person}" in text)
            self.posts.append(Post(chat, via, kind, text, mentions=alerted))
            return
        content = body[kind]
        links = {
            button["title"]: button["actionURL"] for button in content.get("btns", ())
        } | _single(content)
        self.posts.append(Post(chat, via, kind, content["text"], links))


def _single(content: Body) -> dict[str, str]:
    return {content["singleTitle"]: content["singleURL"]} if "singleTitle" in content else {}
