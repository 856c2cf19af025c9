"""Several requests in one message, of which the first would take the others for its text.

「平时 张敏 常去宿舍；调研 张敏 学生反映好」 are two, and so are 「第一条完成了，第二条还差两个人」. Only what is a request by itself is
cut off.
"""

import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice

from bot.dispatch.naming import NAME
from bot.dispatch.understanding import Heard, Slot, Understanding
from bot.dispatch.understanding.numerals import NUMERAL, number

STOP = re.compile(r"[,，;；。!！\n]")
LEAD = re.compile(r"\s*(?:另外|还有|然后|同时|再)?[\s,，]*")
ITEM = re.compile(rf"第?(?P<n>{NUMERAL})[条项](?:整改|问题)?[\s,，:：]*")
PROGRESS, DONE = "进展", "完成"
LABEL = (":", "：")  # 「责任人：…；满意度：95%」 lists facts of one request
LABEL_BEFORE = re.compile(r"[:：]")
STOPS = 24  # so many places of a message are looked at
LONGEST = 200  # characters that tell whether a request begins there
READ = 1_200  # characters of one message that are read for it
MOST = 5  # further requests in one message
Understand = Callable[[str], Understanding]


@dataclass(frozen=True)
class Several:
    """`required` are the requests that this person may make, each with what it cannot do without."""

    understand: Understand
    required: Mapping[str, AbstractSet[Slot]]

    def read(self, text: str) -> Understanding:
        """The whole, or its parts where they are more than the whole says."""
        whole = self.understand(text)
        cuts = self._cuts(text, whole)
        if not cuts or len(cuts) < len(whole.heard):
            return whole
        starts, ends = [0, *cuts.values()], [*cuts.keys(), len(text)]
        parts = [self._part(text[start:end]) for start, end in zip(starts, ends, strict=True)]
        heard = tuple(one for part in parts for one in part.heard)
        return Understanding(heard, next((part.doubt for part in parts if part.doubt), None))

    def _cuts(self, text: str, whole: Understanding) -> dict[int, int]:
        """Where one request ends and where the next begins."""
        said = {heard.intent for heard in whole.heard}
        first = ITEM.search(text)
        items = {first["n"]} if first and said & {PROGRESS, DONE} else set[str]()
        cuts: dict[int, int] = {}
        granted = READ
        for stop in islice(STOP.finditer(text), STOPS):
            lead = LEAD.match(text, stop.end())
            start = lead.end() if lead else stop.end()
            item = ITEM.match(text, start)
            another = items and item is not None and item["n"] not in items
            if another and first and first[0].startswith("第") and item:
                # 「第5条完成了：8条意见都有答复，2条说明了原因」 counts, and names no second item.
                another = item[0].startswith("第")
            if len(cuts) == MOST or start in cuts.values():
                continue
            rest = text[start : start + LONGEST]
            word = self._begun_with(rest)
            is_label = rest[len(word) : len(word) + 1] in LABEL and LABEL_BEFORE.search(
                text, 0, stop.start()
            )
            asked = not another and len(rest) <= granted and bool(word) and not is_label
            granted -= asked * len(rest)
            if another or (asked and self._is_request(rest)):
                cuts[stop.start()] = start
                items |= {item["n"]} if item and items else set()
        return cuts

    def _begun_with(self, rest: str) -> str:
        """The word of a request that stands there by itself; empty where none does."""
        fitting = [word for word in self.required if rest.startswith(word)]
        word = max(fitting, key=len, default="")
        return "" if rest[len(word) : len(word) + 1].strip(" :：\u3000") else word

    def _is_request(self, rest: str) -> bool:
        word = self._begun_with(rest)
        alone = self.understand(rest)
        if alone.doubt is not None:
            return alone.doubt.intent in (word, None)
        return any(one.intent == word and self._is_whole(one) for one in alone.heard)

    def _is_whole(self, heard: Heard) -> bool:
        return bool(heard.unmatched and NAME.fullmatch(heard.unmatched)) or (
            heard.sure and self.required[heard.intent] <= heard.args.keys()
        )

    def _part(self, text: str) -> Understanding:
        meant = self.understand(text)
        item = ITEM.match(text)
        if item is None or any(heard.intent in {PROGRESS, DONE} for heard in meant.heard):
            return meant
        n, said = number(item["n"]), text[item.end() :].strip()
        if n is None or not said:
            return meant
        return Understanding(
            (Heard(PROGRESS, {Slot.N: n, Slot.TEXT: said}, sure=False, because=f"「{item[0]}」"),)
        )
