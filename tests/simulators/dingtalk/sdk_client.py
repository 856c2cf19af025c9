"""The official `dingtalk-stream` SDK, driven by lines on stdin; says on stdout what it did.

Run by itself: the SDK reads its endpoint at import, blocks in sync calls and cannot be stopped.
Arguments: client id, secret, card template.
"""

import asyncio
import json
import logging
import sys

import dingtalk_stream
from dingtalk_stream import AckMessage


def told(step: str, **facts: object) -> None:
    sys.stdout.write(json.dumps({"step": step, **facts}, ensure_ascii=False) + "\n")
    sys.stdout.flush()


class Robot(dingtalk_stream.ChatbotHandler):  # type: ignore[misc]  # the SDK has no types
    """Answers by session webhook; a file's code and a card's delivery are told."""

    async def process(self, callback: dingtalk_stream.CallbackMessage) -> tuple[int, str]:
        heard = dingtalk_stream.ChatbotMessage.from_dict(callback.data)
        text = heard.text.content.strip() if heard.text else ""
        told(
            "heard",
            type=heard.message_type,
            text=text,
            sender=heard.sender_staff_id,
            id=heard.message_id,
        )
        if text == "卡片":
            replier = dingtalk_stream.CardReplier(self.dingtalk_client, heard)
            track = replier.create_and_deliver_card(
                sys.argv[3],
                {"title": "测评", "kind": "buttons", "buttons": '[{"text":"好","id":"0=1"}]'},
            )
            told("card", track=track)
        elif text:
            self.reply_text(f"您说：{text}", heard)
            told("replied")
        return AckMessage.STATUS_OK, "OK"


class Taps(dingtalk_stream.CallbackHandler):  # type: ignore[misc]  # as above
    async def process(
        self, callback: dingtalk_stream.CallbackMessage
    ) -> tuple[int, dict[str, object]]:
        tap = dingtalk_stream.CardCallbackMessage.from_dict(callback.data)
        told(
            "tapped",
            user=tap.user_id,
            track=tap.card_instance_id,
            ids=tap.content["cardPrivateData"]["actionIds"],
        )
        view = {"cardParamMap": {"state": "answered", "notice": "已收到"}}
        return AckMessage.STATUS_OK, {
            "cardUpdateOptions": {"updatePrivateDataByKey": True},
            "userPrivateData": view,
        }


class Client(dingtalk_stream.DingTalkStreamClient):  # type: ignore[misc]  # as above
    """Connects again at once, where the release would wait for up to two seconds."""

    RECONNECT_BASE_DELAY_SECONDS = 0.01
    RECONNECT_JITTER_SECONDS = 0


def main() -> None:
    logging.getLogger("dingtalk_stream").setLevel(logging.CRITICAL)
    quiet = logging.getLogger("quiet")
    quiet.addHandler(logging.NullHandler())
    quiet.propagate = False
    client = Client(dingtalk_stream.Credential(sys.argv[1], sys.argv[2]), quiet)
    client.register_callback_handler(dingtalk_stream.ChatbotMessage.TOPIC, Robot())
    client.register_callback_handler(dingtalk_stream.CallbackHandler.TOPIC_CARD_CALLBACK, Taps())
    asyncio.run(client.start())


if __name__ == "__main__":
    main()
