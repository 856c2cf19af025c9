"""What the code on the screen opens: how everybody gets his own sheet.

It knows nobody and notes nobody: a code that a whole hall scans cannot tell who scans it.
"""

from html import escape

from starlette.requests import Request
from starlette.responses import Response

from bot.pages.drawing import Layout, Markup, joined
from bot.texts.polls import pages as texts

PAGE = Layout("entrance.html", "sheet.css")  # looks like the sheet to which it leads


async def show(_request: Request) -> Response:
    steps = joined([Markup(f"<li>{escape(step)}</li>") for step in texts.ENTRANCE_STEPS])
    return PAGE.page(title=texts.ENTRANCE_TITLE, steps=steps, why=texts.ENTRANCE_WHY)
