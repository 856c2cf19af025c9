"""NoneBot2 on its FastAPI driver, an adapter for the callback and an equal plug-in: `serve_nonebot.py FOLDER VOTERS`."""

import asyncio
import json
import socket
import sys
from pathlib import Path
from typing import Any

import nonebot
import uvicorn
from callbacks import AES_KEY, TOKEN
from nonebot.adapters import Adapter, Bot, Event, Message
from nonebot.drivers import URL, HTTPServerSetup, Request, Response
from nonebot.message import handle_event
from stores import Rows, connect
from wechatpy.work.crypto import WeChatCrypto

crypto = WeChatCrypto(TOKEN, AES_KEY, "")


class Click(Event):
    poll: str
    voter: str
    choice: str

    def get_type(self) -> str:
        return "notice"

    def get_event_name(self) -> str:
        return "click"

    def get_event_description(self) -> str:
        return "click"

    def get_message(self) -> Message[Any]:
        raise ValueError("a click has no message")

    def get_user_id(self) -> str:
        return self.voter

    def get_session_id(self) -> str:
        return self.voter

    def is_tome(self) -> bool:
        return True


class Robot(Bot):
    async def send(self, event: Event, message: Any, **kwargs: Any) -> None:
        """The answer is the callback's own."""


class Callback(Adapter):
    @classmethod
    def get_name(cls) -> str:
        return "callback"

    def __init__(self, driver: Any, **kwargs: Any) -> None:
        super().__init__(driver, **kwargs)
        self.robot = Robot(self, "robot")
        self.bot_connect(self.robot)
        self.setup_http_server(
            HTTPServerSetup(URL("/wecom/callback"), "POST", "callback", self.receive)
        )

    async def _call_api(self, bot: Bot, api: str, **data: Any) -> None:
        """Nothing is called."""

    async def receive(self, request: Request) -> Response:
        query, encrypted = request.url.query, json.loads(request.content or b"")["encrypt"]
        signed = query["msg_signature"], query["timestamp"], query["nonce"]
        body = json.loads(crypto.decrypt_message({"Encrypt": encrypted}, *signed))
        event = body["event"]["template_card_event"]
        (item,) = event["selected_items"]["selected_item"]
        choice = item["option_ids"]["option_id"][0]
        await handle_event(
            self.robot, Click(poll=event["task_id"], voter=body["from"]["userid"], choice=choice)
        )
        return Response(200)


async def main(folder: Path) -> None:
    database = connect(folder)
    database.execute(Rows.SCHEMA)
    nonebot.logger.remove()
    nonebot.init(driver="~fastapi")
    nonebot.get_driver().register_adapter(Callback)

    @nonebot.on_notice().handle()
    async def store(event: Click) -> None:
        Rows.put(database, event.poll, event.voter, event.choice)

    server = uvicorn.Server(uvicorn.Config(nonebot.get_asgi(), log_level="error", access_log=False))
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1024)
        print(listener.getsockname()[1], "p-1-0-00000000", flush=True)
        await server.serve([listener])


FOLDER = Path(sys.argv[1])
FOLDER.mkdir(parents=True, exist_ok=True)
asyncio.run(main(FOLDER))
