"""Opinions as somebody left them in a Word file: whose page is which, what stands on it, what changed.

A page begins with its title, 「王文例同志2026年度……综合评价意见」. Its parts begin with 「一、肯定成绩」 and so on, on a
line of their own or before the text. What stands before the first part, in tables, and from 「考核等次」 on is
not part of an opinion, nor are the signature and the sources behind the last page.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from bot.domain.evaluation.drafting import is_near
from bot.domain.evaluation.opinion import PARTS, Half, Opinion, Sentence, ordered, prose
from bot.domain.manuscript import Manuscript, Paragraph, Place
from bot.domain.patterns import pattern
from bot.domain.values import dataclass

PLACEHOLDER = "（待补充）"  # stands in the file where a part says nothing yet
_HEAD = r"\s{0,3}(?:[（(]?[一二三四五六\d]{1,2}[)）、.．]\s{0,3})?"
_WORDS = {
    Half.ACHIEVED: r"(?:肯定|主要|工作)?(?:的)?成[绩效](?:和成效|与成效)?",
    Half.LACKING: r"(?:指出|存在|主要)?(?:的)?(?:主要)?(?:问题|不足)(?:[和与、]不足|之处)?",
    Half.DIRECTION: r"(?:明确|努力|改进|整改|今后)?(?:的)?(?:努力)?(?:方向|建议|要求|意见和建议)",
    Half.UNSORTED: r"待归类\s{0,3}(?:（[^）]{0,40}）\s{0,3})?",
}
# On a line of its own, or before the text behind a mark; 「问题一」 is a sentence.
_ALONE = {half: pattern(rf"{_HEAD}{words}\s{{0,3}}[:：。]?") for half, words in _WORDS.items()}
_BEFORE = {
    half: pattern(rf"{_HEAD}{words}\s{{0,3}}[:：。．]\s{{0,3}}") for half, words in _WORDS.items()
}
_END_OF_TEXT = pattern(rf"{_HEAD}(?:(?:意见)?依据|考核等次)\s{{0,3}}(?:[:：。].*)?")
_TITLE = pattern(r"(?P<name>[^，。、；：\s]{1,24}?)同志\s*\d{4}\s*年度[^。；]*")
_PAGE = "评价意见"  # stands in a title, on its first line or on the next
_MARKED = pattern(r"【(?P<name>[^】]{1,24})】")
_SOURCES = pattern(r"意见来源.*")
_BASE = pattern(r"(?P<name>[^，。；：\s]{1,24}?)同志（第(?P<number>\d{1,4})稿）")
_DATE = pattern(r"\d{4}年\d{1,2}月\d{1,2}日|中共\S{2,40}(?:委员会|支部)")


@dataclass(frozen=True)
class Page:
    """What stands under one title, and the name there; empty where the file has no titles."""

    name: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def halves(self) -> frozenset[Half]:
        """The parts whose beginning can be found."""
        return frozenset(half for half, _ in _lines(self.paragraphs, ()))

    def opinion(self, before: Opinion, source: str, closing: Collection[str]) -> Opinion:
        """The opinion of this page; a sentence that nobody touched keeps its source.

        `closing` are the lines of whoever signs.
        """
        moved = {sentence.text: sentence for sentence in before.sentences}
        known = {(sentence.half, sentence.text): sentence for sentence in before.sentences}
        sentences = []
        for half, line in _lines(self.paragraphs, closing):
            for text in prose(line):
                touched = Sentence(half, text, source)
                earlier = known.get((half, text), moved.get(text, touched))
                sentences.append(Sentence(half, text, earlier.source, earlier.said))
        return ordered(sentences)


@dataclass(frozen=True)
class Change:
    """What became of a sentence: `after` is empty for one that is gone, `before` for a new one.

    `moved_from` is the part in which the same words stood before.
    """

    half: Half
    before: str = ""
    after: str = ""
    moved_from: Half | None = None


def pages(manuscript: Manuscript) -> tuple[Page, ...]:
    """The pages of a file in their order; all of it is one page where no title is found."""
    lines = [paragraph for paragraph in manuscript.paragraphs if paragraph.place is Place.BODY]
    named_pages: list[tuple[str, list[Paragraph]]] = []
    for place, paragraph in enumerate(lines):
        if _SOURCES.fullmatch(paragraph.text.strip()):
            break
        name = _name_in_title(lines, place)
        if name:
            named_pages.append((name, []))
        elif named_pages:
            named_pages[-1][1].append(paragraph)
    if not named_pages:
        return (Page("", tuple(lines)),)
    return tuple(Page(name, tuple(paragraphs)) for name, paragraphs in named_pages)


def bases(manuscript: Manuscript) -> dict[str, int]:
    """Of which version each page was made, by name, as the sources behind the pages tell."""
    matches = [_BASE.fullmatch(paragraph.text.strip()) for paragraph in manuscript.paragraphs]
    return {match["name"]: int(match["number"]) for match in matches if match}


def changes(before: Opinion, after: Opinion) -> tuple[Change, ...]:
    """Every sentence that is not as it was, part by part."""
    stood = [(sentence.half, sentence.text) for sentence in before.sentences]
    stands = [(sentence.half, sentence.text) for sentence in after.sentences]
    # Counted, not as sets: the same words may stand there twice.
    gone = list((Counter(stood) - Counter(stands)).elements())
    new = list((Counter(stands) - Counter(stood)).elements())
    moved = {}
    for half, text in new:
        source = next((other for other, same in gone if same == text), None)
        if source is not None:
            gone.remove((source, text))
            moved[half, text] = source
    # Of what is left, a new sentence and a gone one that say nearly the same are one that was changed.
    differences = []
    for half in Half:
        for text in (text for part, text in new if part is half):
            if (half, text) in moved:
                differences.append(Change(half, "", text, moved_from=moved[half, text]))
                continue
            twin = next((old for part, old in gone if part is half and is_near(old, text)), "")
            if twin:
                gone.remove((half, twin))
            differences.append(Change(half, twin, text))
        differences += [Change(half, text, "") for part, text in gone if part is half]
    return tuple(differences)


def _name_in_title(lines: Sequence[Paragraph], place: int) -> str:
    """Whose page begins here; empty where none does."""
    text = lines[place].text.strip()
    marked = _MARKED.fullmatch(text)
    if marked and not _part_of(text):
        return marked["name"]
    title = _TITLE.fullmatch(text)
    together = "".join(paragraph.text for paragraph in lines[place : place + 2])
    if title is None or _PAGE not in together or text.endswith("："):
        return ""
    return title["name"]


def _lines(paragraphs: Sequence[Paragraph], closing: Collection[str]) -> Iterator[tuple[Half, str]]:
    """The lines of a page behind the beginning of its first part; an empty one for a bare heading."""
    half: Half | None = None
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        if text in closing or _DATE.fullmatch(text) or _END_OF_TEXT.fullmatch(text):
            if half is not None:
                break
            continue
        part = _part_of(text)
        if part is not None:
            half = part
            text = _BEFORE[part].sub("", text, count=1)
            if _ALONE[part].fullmatch(paragraph.text.strip()):
                text = ""
        if half is not None:
            yield half, text.replace(PLACEHOLDER, "")


def _part_of(text: str) -> Half | None:
    """The part that begins with this line."""
    for half in (*PARTS, Half.UNSORTED):
        if _ALONE[half].fullmatch(text) or _BEFORE[half].match(text):
            return half
    return None
