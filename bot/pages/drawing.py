"""A page is one answer: its style and script stand in it, so that a slow network is asked once.

What they may do is said by their hashes in the policy; nothing else runs, and nothing is loaded
from anywhere.
"""

import base64
import hashlib
from dataclasses import field
from functools import cached_property
from html import escape
from pathlib import Path
from string import Template

from starlette.responses import HTMLResponse, Response

from bot.domain.values import dataclass
from bot.domain.words import STANDARD, filled

TEMPLATES = Path(__file__).with_name("templates")
HEADERS = {
    "Cache-Control": "no-store",  # a sheet holds choices
    "Referrer-Policy": "no-referrer",  # its address is the key to it
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers that do not know frame-ancestors
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}


@dataclass(frozen=True)
class Markup:
    """Words that are HTML already."""

    html: str


@dataclass(frozen=True)
class Layout:
    """A page's parts by name, as they lie in `templates/`. `connects` where its script asks us."""

    template: str
    style: str
    script: str = ""
    connects: bool = False
    _parts: dict[str, Template] = field(default_factory=dict, init=False, repr=False)

    def page(self, *, status: int = 200, **words: str | Markup) -> Response:
        """Returns the whole page. Words are escaped, markup is not.

        Where nobody has filled in what a unit calls things, it reads as in a department.
        """
        html = self.part(
            self.template, style=Markup(self._style), script=Markup(self._script), **words
        ).html
        headers = {**HEADERS, "Content-Security-Policy": self.policy}
        return HTMLResponse(filled(html, STANDARD), status_code=status, headers=headers)

    def part(self, name: str, /, **words: str | Markup) -> Markup:
        """Returns a template filled in. Words are escaped, markup is not."""
        if name not in self._parts:
            self._parts[name] = Template((TEMPLATES / name).read_text("utf-8"))
        html = {}
        for key, value in words.items():
            if isinstance(value, Markup):
                html[key] = value.html
            else:
                html[key] = escape(value)
        return Markup(self._parts[name].substitute(html))

    @cached_property
    def policy(self) -> str:
        """What a browser may do with the page: run its own style and script, and nothing else."""
        rules = ["default-src 'none'", f"style-src {_hash(self._style)}", "img-src data:"]
        if self.script:
            rules.append(f"script-src {_hash(self._script)}")
        if self.connects:
            rules.append("connect-src 'self'")
        rules += ["form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"]
        return "; ".join(rules)

    @cached_property
    def _style(self) -> str:
        return (TEMPLATES / self.style).read_text("utf-8")

    @cached_property
    def _script(self) -> str:
        if not self.script:
            return ""
        return (TEMPLATES / self.script).read_text("utf-8")


def joined(parts: list[Markup]) -> Markup:
    return Markup("".join(part.html for part in parts))


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
