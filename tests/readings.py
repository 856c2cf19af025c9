"""Files are read and judged once in a run: the same words, asked the same, have the same answer.

Hundreds of tests hand in the same few reports, and a worker takes longer over one than all the rest of the conversation.
What it cannot read it is given again. `tests/documents` does without this.
"""

from collections.abc import Callable, Hashable
from hashlib import sha256
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, TypeVar

from typing_extensions import override

from bot.documents.reader import DocumentReader
from bot.domain.manuscript import Manuscript

if TYPE_CHECKING:
    # As in the reader: the rules take long to import, and most tests have nothing judged.
    from bot.documents.ruling import Judging
    from bot.domain.report import Verdict

Answer = TypeVar("Answer")


HANGS = 60.0  # seconds: workers give way to others, and a busy machine is no mistake of a file


class RememberingReader(DocumentReader):
    def __init__(self) -> None:
        super().__init__(seconds=HANGS)
        self._answers: dict[Hashable, Any] = {}

    @override
    def read_file(self, path: Path, name: str) -> Manuscript:
        question = PurePath(name).suffix, sha256(path.read_bytes()).digest()
        ask = super().read_file
        return self._remembered(question, lambda: ask(path, name))

    @override
    def judge(self, manuscript: Manuscript, judging: "Judging") -> "Verdict":
        ask = super().judge
        return self._remembered((manuscript, judging), lambda: ask(manuscript, judging))

    def _remembered(self, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        if question not in self._answers:
            self._answers[question] = ask()
        answer: Answer = self._answers[question]
        return answer
