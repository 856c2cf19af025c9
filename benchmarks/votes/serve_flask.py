"""The plain way: wechatpy + Flask on waitress, a durable commit per vote: `serve_flask.py rows|document FOLDER VOTERS`."""

import json
import logging
import sqlite3
import sys
import threading
from pathlib import Path

from callbacks import AES_KEY, TOKEN
from flask import Flask, request
from stores import STORES, connect
from waitress.server import create_server
from wechatpy.work.crypto import WeChatCrypto

STORE, FOLDER, THREADS = STORES[sys.argv[1]], Path(sys.argv[2]), 8
app, local = Flask(__name__), threading.local()
crypto = WeChatCrypto(TOKEN, AES_KEY, "")


def database() -> sqlite3.Connection:
    if not hasattr(local, "connection"):
        local.connection = connect(FOLDER)
    return local.connection


@app.post("/wecom/callback")
def receive() -> str:
    query, encrypted = request.args, json.loads(request.data)["encrypt"]
    plain = crypto.decrypt_message(
        {"Encrypt": encrypted}, query["msg_signature"], query["timestamp"], query["nonce"]
    )
    body = json.loads(plain)
    event = body["event"]["template_card_event"]
    (item,) = event["selected_items"]["selected_item"]
    STORE.put(
        database(), event["task_id"], body["from"]["userid"], item["option_ids"]["option_id"][0]
    )
    return ""


FOLDER.mkdir(parents=True, exist_ok=True)
database().execute(STORE.SCHEMA)
logging.getLogger("waitress.queue").setLevel(logging.ERROR)
server = create_server(app, host="127.0.0.1", port=0, threads=THREADS)
print(server.effective_port, "p-1-0-00000000", flush=True)
server.run()
