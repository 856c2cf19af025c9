"""The plain way: Flask on waitress, one durable commit per form: `serve_flask.py FOLDER PHONES CARDS`.

It shows a page of the same size, binds a link to the browser that opens it first, and stores what
is sent in the clear. A card's tap is one more row.
"""

import json
import logging
import secrets
import sqlite3
import sys
import threading
from pathlib import Path

from flask import Flask, Response, request
from waitress.server import create_server

FOLDER, PHONES, CARDS, THREADS = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), 8
SIZE = 14_000  # bytes of the page, as the real one has
app, local = Flask(__name__), threading.local()


def database() -> sqlite3.Connection:
    if not hasattr(local, "connection"):
        local.connection = sqlite3.connect(FOLDER / "votes.db", timeout=60, isolation_level=None)
        local.connection.execute("PRAGMA journal_mode=WAL")
        local.connection.execute("PRAGMA synchronous=FULL")
    return local.connection


def form(rows: dict[str, str]) -> str:
    fields = "".join(
        f'<input type="radio" name="row-{row}" value="{step}"'
        f"{' checked' if rows.get(f'row-{row}') == str(step) else ''}>"
        for row in range(8)
        for step in range(1, 5)
    )
    page = f'<form method="post">{fields}<input type="hidden" name="token" value="t"></form>'
    return page + " " * (SIZE - len(page))


@app.get("/sheet/<link>")
def show(link: str) -> Response:
    stored = database().execute("SELECT device, body FROM sheet WHERE link = ?", (link,)).fetchone()
    if stored and stored[0] != request.cookies.get("sheet"):
        return Response("elsewhere", 403)
    answer = Response(form(json.loads(stored[1]) if stored else {}))
    if not stored:
        device = secrets.token_urlsafe(24)
        database().execute("INSERT INTO sheet VALUES (?, ?, '{}')", (link, device))
        answer.set_cookie("sheet", device)
    return answer


@app.post("/sheet/<link>")
def take(link: str) -> Response:
    rows = {name: value for name, value in request.form.items() if name.startswith("row-")}
    changed = database().execute(
        "UPDATE sheet SET body = ? WHERE link = ? AND device = ?",
        (json.dumps(rows), link, request.cookies.get("sheet")),
    )
    return Response("已收到", 200 if changed.rowcount else 403)


@app.post("/sandbox/api/clicks")
def click() -> Response:
    body = json.loads(request.data)
    database().execute(
        "INSERT OR REPLACE INTO sheet VALUES (?, '', ?)", (body["from"], json.dumps(body["values"]))
    )
    return Response('{"accepted": true}')


FOLDER.mkdir(parents=True, exist_ok=True)
database().execute("CREATE TABLE sheet (link TEXT PRIMARY KEY, device TEXT, body TEXT)")
logging.getLogger("waitress.queue").setLevel(logging.ERROR)
server = create_server(app, host="127.0.0.1", port=0, threads=THREADS)
address = f"http://127.0.0.1:{server.effective_port}"
links = [f"{address}/sheet/{n}" for n in range(PHONES)]
cards = {f"c{PHONES + n}": "card" for n in range(CARDS)}
print(json.dumps({"port": server.effective_port, "links": links, "cards": cards}), flush=True)
server.run()
