"""Encrypted WeCom callbacks of voters who click a ballot card: the same bytes for every server."""

import base64
import hashlib
import json
import os
import time

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

TOKEN = "benchmark"
AES_KEY = base64.b64encode(hashlib.sha256(b"benchmark").digest()).decode().rstrip("=")


def http_request(account: str, card_id: str, step: int, number: int) -> bytes:
    """One POST, ready to be written to a connection."""
    encrypted = seal(json.dumps(click(account, card_id, step, number)))
    timestamp, nonce = str(int(time.time())), f"nonce{number}"
    signature = hashlib.sha1(
        "".join(sorted((TOKEN, timestamp, nonce, encrypted))).encode()
    ).hexdigest()
    body = json.dumps({"encrypt": encrypted}).encode()
    path = f"/wecom/callback?msg_signature={signature}&timestamp={timestamp}&nonce={nonce}"
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def click(account: str, card_id: str, step: int, number: int) -> dict[str, object]:
    selected = {"selected_item": [{"question_key": "0", "option_ids": {"option_id": [str(step)]}}]}
    event = {
        "card_type": "vote_interaction",
        "event_key": "submit",
        "task_id": card_id,
        "selected_items": selected,
    }
    return {
        "msgid": f"click-{number}",
        "aibotid": "robot",
        "chattype": "group",
        "chatid": "group",
        "from": {"userid": account},
        "msgtype": "event",
        "event": {"eventtype": "template_card_event", "template_card_event": event},
    }


def seal(text: str) -> str:
    key = base64.b64decode(AES_KEY + "=")
    plain = os.urandom(16) + len(text.encode()).to_bytes(4, "big") + text.encode()
    size = 32 - len(plain) % 32
    cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(
        cipher.update(plain + bytes([size]) * size) + cipher.finalize()
    ).decode()
