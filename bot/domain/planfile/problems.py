"""What is wrong with a plan file, for the person who wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class PlanProblem:
    """`line` counts from 1; `key` is the dotted key, as `stage.report.due`, empty where a line has none."""

    line: int
    key: str
    message: str

    @property
    def sentence(self) -> str:
        """As people read it: 第 48 行 stage.report.due：…"""
        place = f"第 {self.line} 行"
        if self.key:
            place = f"{place} {self.key}"
        return f"{place}：{self.message}"


class PlanInvalid(Exception):
    """A plan file that cannot be used; `problems` in the order of their lines, never empty."""

    def __init__(self, problems: Sequence[PlanProblem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(problem.sentence for problem in self.problems))
