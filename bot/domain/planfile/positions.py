"""On which line each key of a TOML text stands.

The standard parser gives values without their places.

The text has been read by `tomllib` before, so it is well formed and only its structure is followed
here.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import field

from bot.domain.patterns import pattern
from bot.domain.values import dataclass

Path = tuple[str | int, ...]

_TOKEN = pattern(
    r"""(?P<comment>\#[^\n]*)
      | (?P<text>"{3}(?:\\.|[^\\])*?"{3,5} | '{3}.*?'{3,5} | "(?:\\.|[^"\\\n])*(?:"|(?=\n|\\?\Z)) | '[^'\n]*(?:'|(?=\n|\Z)))
      | (?P<newline>\n)
      | (?P<mark>[\[\]{},=.])
      | (?P<bare>[^\s\[\]{},=.\#"']+)""",
    re.VERBOSE | re.DOTALL,
)


def locate(text: str) -> dict[Path, int]:
    """Returns the line, from 1, of every table, key and list element of a well-formed TOML text;
    the text itself is `()`.
    """
    walk = _Walk(list(tokens(text)))
    walk.document()
    return walk.lines


@dataclass(frozen=True)
class Token:
    """`kind` is one of text, newline, mark, bare, end; `line` counts from 1."""

    kind: str
    text: str
    line: int


def tokens(text: str) -> Iterator[Token]:
    """Comments and blanks are left out; the last token is an `end`.

    Malformed text is followed as far as it goes.
    """
    line = 1
    for match in _TOKEN.finditer(text):
        if match.lastgroup and match.lastgroup != "comment":
            yield Token(match.lastgroup, match[0], line)
        line += match[0].count("\n")
    yield Token("end", "", line)


@dataclass
class _Walk:
    """One pass over the tokens, filling `lines`."""

    tokens: list[Token]
    lines: dict[Path, int] = field(default_factory=lambda: {(): 1})
    at: int = 0
    # [[array of tables]] -> index of its newest table
    tables_in: dict[Path, int] = field(default_factory=dict)

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def document(self) -> None:
        table: Path = ()
        while self.token.kind != "end":
            if self._skip("\n"):
                continue
            if self.token.text == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Path:
        line = self.token.line
        self._skip("[")
        is_array = self._skip("[")
        *parents, last = self._keys()
        path: Path = ()
        for key in parents:
            path = self._newest((*path, key))
            self.lines.setdefault(path, line)
        path = (*path, last)
        self.lines.setdefault(path, line)
        if is_array:
            # Keys that follow belong to the newest table of the array: path, index, key.
            self.tables_in[path] = self.tables_in.get(path, -1) + 1
            path = self._newest(path)
            self.lines[path] = line
        while self._skip("]"):
            pass
        return path

    def _newest(self, path: Path) -> Path:
        if path not in self.tables_in:
            return path
        return (*path, self.tables_in[path])

    def _pair(self, path: Path) -> None:
        line = self.token.line
        for key in self._keys():
            path = (*path, key)
            self.lines.setdefault(path, line)
        self._skip("=")
        self._value(path)

    def _keys(self) -> list[str]:
        keys = [self._key()]
        while self._skip("."):
            keys.append(self._key())
        return keys

    def _key(self) -> str:
        token = self.token
        self.at += 1
        if token.kind != "text":
            return token.text
        key: str = tomllib.loads(f"key = {token.text}")["key"]
        return key

    def _value(self, path: Path) -> None:
        if self._skip("["):
            index = 0
            while not self._skip("]"):
                if self._skip("\n") or self._skip(","):
                    continue
                self.lines[*path, index] = self.token.line
                self._value((*path, index))
                index += 1
        elif self._skip("{"):
            while not self._skip("}"):
                self._pair(path)
                self._skip(",")
        else:
            # A number with a fraction comes as three tokens: 0, ".", 5.
            while self.token.kind in {"bare", "text"} or self.token.text == ".":
                self.at += 1

    def _skip(self, text: str) -> bool:
        """Goes over the token if it is this one. A quoted text is never one."""
        if self.token.text != text or self.token.kind == "text":
            return False
        self.at += 1
        return True
