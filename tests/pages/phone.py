"""A phone: one browser with cookies of its own that opens links and sends forms back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import httpx
from lxml.html import document_fromstring

from tests.chat import Chat


class Form:
    """What a page's form would send as it stands, and what each group of radio buttons offers."""

    def __init__(self, page: str) -> None:
        self.fields: dict[str, str] = {}
        self.offered: dict[str, list[str]] = {}
        for field in document_fromstring(page).iter("input"):
            name, value = str(field.attrib["name"]), str(field.attrib["value"])
            if field.attrib["type"] == "radio":
                self.offered.setdefault(name, []).append(value)
            if field.attrib["type"] == "hidden" or "checked" in field.attrib:
                self.fields[name] = value

    @property
    def rows(self) -> dict[str, str]:
        """What is chosen."""
        return {name: value for name, value in self.fields.items() if name in self.offered}


@dataclass
class Phone:
    client: httpx.AsyncClient
    last: httpx.Response | None = None

    async def open(self, url: str, **headers: str) -> httpx.Response:
        self.last = await self.client.get(url, headers=headers)
        return self.last

    async def send(self, url: str, rows: Mapping[str, str], **others: str) -> httpx.Response:
        """Sends the form of the page that was opened last, with these rows."""
        assert self.last is not None
        fields = {**Form(self.last.text).fields, **rows, **others}
        return await self.client.post(url, data=fields)


def phone_of(chat: Chat) -> Phone:
    transport = httpx.ASGITransport(app=chat.program.web)
    return Phone(httpx.AsyncClient(transport=transport))


async def link_of(chat: Chat, account: str, *, anew: bool = False) -> str:
    """The address that this person is told: the same as ever, or a new one."""
    heard = await chat.say(account, "测评表" if anew else "到")
    return str([entry["link"] for entry in heard if entry["link"]][-1]["url"])


def words(page: httpx.Response) -> str:
    """What a person reads on a page."""
    body = re.sub(r"(?s)<(style|script|head)>.*?</\1>", "", page.text)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).strip()
