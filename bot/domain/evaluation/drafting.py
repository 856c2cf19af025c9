"""Making prose of what is known about a secretary, without adding anything to it.

What is said twice is said once, with both sources; what is said of one matter stands together; of a
measure the draft keeps what is to be done and until when.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.evaluation.opinion import Half, Sentence, clean, sentences_of
from bot.domain.patterns import pattern
from bot.domain.values import dataclass

NEAR = 0.6  # of the pairs of characters of the shorter sentence stand in the longer one too
SUBJECT = 4  # characters in which two sentences begin alike that speak of the same matter
LONGEST_PREDICATE = 12  # characters behind a subject that two sentences share
LONGEST_MEASURE = 64  # characters of what is to be done, without the last day
# Matters of a branch's work, each with the words people have for it. They only tell what belongs together.
MATTERS = (
    "调研(?!时|了解到) 调查研究 走访 蹲点",
    "谈心谈话 谈心 谈话",
    "理论学习 领学 政治学习",
    "组织生活 三会一课 主题党日 考勤 请假 教育管理",
    "记录 台账 档案",
    "品牌 特色 亮点",
    "支委会 支委 分工 集体作用 民主集中制",
    "骨干 后备 带头人 培养 青年党员 接续",
    "融合 两张皮 业务",
    "联系群众 服务群众 群众意见 师生意见 答复",
    "制度 计划",
)
_MATTERS = tuple(pattern("|".join(matter.split())) for matter in MATTERS)
_STOPS = pattern(r"[\s，,、。；;：:“”（）()]")
_DAY = pattern(r"(?:\d{4}年)?\d{1,2}月|[一二三四]季度|学期|年底|年内")
_FACT = pattern(r"\d|[一二两三四五六七八九十百]{1,4}[个名次天周月年条项]|每[周月季年名]")
# What somebody wrote of himself, and how others say it of him; the longer words come first. 自我批评,
# 我国 and 我系 are nobody's own.
_OF_THE_AUTHOR = (
    (pattern(r"我们?(?:所在(?:的)?)?(?=党?支部)"), ""),
    (pattern(r"(?:我们|咱们?)(?=[系院校])"), "我"),
    (pattern(r"我们|咱们"), "支部"),
    (pattern(r"(?<!自)(?:我(?:自己|本人|个人)|本人自己)"), "本人"),
    (pattern(r"(?<![自忘])我(?![国党军系院校省市县区])"), "本人"),
)

# Whoever speaks says that it is his view; an opinion is the committee's.
_AS_MY_VIEW = pattern(
    r"^(?:(?:我们?|咱们?)(?:自己|本人|个人|也|还)?|个人)"
    r"(?:是)?(?:看(?!过|到|了)|觉得|认为|感觉|的(?:感觉|看法|印象)是?)[，,：:\s]?"
)


@dataclass(frozen=True)
class Material:
    """One sentence that a draft may use.

    `said` tells whether somebody of the leadership said it, and not the secretary himself or the ledger;
    `on_a_visit`, whether he saw it where the branch works.
    """

    text: str
    source: str
    half: Half
    said: bool = True
    on_a_visit: bool = False


@dataclass(frozen=True)
class OwnProblem:
    """What the secretary found lacking himself, and what he has promised to do."""

    problem: str
    measure: str
    source: str

    @property
    def head(self) -> str:
        """The problem in a few words: its first sentence."""
        return first_sentence(self.problem)


def first_sentence(text: str) -> str:
    """Returns it without its stop, as others say it of its author; empty where nothing is said."""
    for sentence in sentences_of(text):
        return said_of_the_author(sentence.rstrip("。"))
    return ""


def without_speaker(remark: str) -> str:
    """Returns what a leader said without that it was his view: 「我觉得调研少」."""
    return _AS_MY_VIEW.sub("", remark)


def said_of_the_author(text: str) -> str:
    """Returns what somebody wrote of himself as others say it: an opinion is not in his own voice."""
    for own_words, others_words in _OF_THE_AUTHOR:
        text = own_words.sub(others_words, text)
    return text


def merged(materials: Iterable[Material]) -> list[Sentence]:
    """The sentences in the order in which they came, each once, those of one matter together."""
    sentences: list[Sentence] = []
    for material in materials:
        sentence = Sentence(material.half, clean(material.text), material.source, material.said)
        # Where no other says the same it stands behind the last one of its part and matter, or at the end.
        place_behind = len(sentences)
        for place, other in enumerate(sentences):
            together = _joined(other, sentence)
            if together is not None:
                sentences[place] = together
                break
            if other.half is sentence.half and is_same_matter(other.text, sentence.text):
                place_behind = place + 1
        else:
            if sentence.text:
                sentences.insert(place_behind, sentence)
    return sentences


def _joined(first: Sentence, second: Sentence) -> Sentence | None:
    """Both in one sentence, where they say nearly the same or begin alike; None where they do not."""
    if first.half is not second.half:
        return None
    source = first.source
    if second.source not in source:
        source = f"{source}；{second.source}"
    said = first.said or second.said
    if is_near(first.text, second.text):
        longer = max(first.text, second.text, key=len)
        return replace(first, text=longer, source=source, said=said)
    length = 0
    for letter, other in zip(first.text, second.text, strict=False):
        if letter != other or _STOPS.match(letter):
            break
        length += 1
    subject = first.text[:length]
    predicates = [text.removeprefix(subject).rstrip("。") for text in (first.text, second.text)]
    if len(subject) < SUBJECT or not all(0 < len(own) <= LONGEST_PREDICATE for own in predicates):
        return None
    return replace(first, text=clean(subject + "，".join(predicates)), source=source, said=said)


def is_near(first: str, second: str) -> bool:
    """Whether two sentences say nearly the same, by the pairs of characters that they share."""
    pairs, others = _pairs(first), _pairs(second)
    if not pairs or not others:
        return first == second
    return len(pairs & others) >= NEAR * min(len(pairs), len(others))


def is_same_matter(first: str, second: str) -> bool:
    return any(words.search(first) and words.search(second) for words in _MATTERS)


def without_direction(sentences: Sequence[Sentence]) -> list[str]:
    """Returns what leaders found lacking, and of which nothing says how it is to become better.

    That is nothing where a leader has advised something himself: he knows what he meant it for.
    """
    directions = [sentence for sentence in sentences if sentence.half is Half.DIRECTION]
    if any(direction.said for direction in directions):
        return []
    lacking = [
        sentence.text for sentence in sentences if sentence.half is Half.LACKING and sentence.said
    ]
    undirected = []
    for text in lacking:
        is_answered = any(
            is_same_matter(text, direction.text) or is_near(text, direction.text)
            for direction in directions
        )
        if not is_answered:
            undirected.append(text)
    return undirected


def _pairs(text: str) -> set[str]:
    letters = _STOPS.sub("", text)
    return {letters[place : place + 2] for place in range(len(letters) - 1)}


def promised(measure: str) -> str:
    """What a measure says is to be done, and until when; empty where it names neither.

    A heading like 「从严从细管理」 is left out: what it means stands behind it.
    """
    sentences = [sentence.rstrip("。") for sentence in sentences_of(measure)]
    concrete = [sentence for sentence in sentences if _FACT.search(sentence)]
    if not concrete:
        return ""
    # As many clauses as have room, the first in any case: cut inside one, it would promise something else.
    first, *others = re.split(r"[，,]", concrete[0])
    clauses = [first]
    for clause in others:
        if len("，".join([*clauses, clause])) > LONGEST_MEASURE:
            break
        clauses.append(clause)
    last_days = [
        clause
        for sentence in sentences
        for clause in re.split(r"[，,]", sentence)
        if _DAY.search(clause) and clause not in clauses
    ]
    return said_of_the_author("，".join([*clauses, *last_days[-1:]]))
