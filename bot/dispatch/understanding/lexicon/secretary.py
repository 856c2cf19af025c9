"""What a branch secretary asks for."""

import re
from collections.abc import Mapping

from bot.dispatch.understanding.lexicon.frames import Entry, way

NTH = re.compile(
    r"(?:进展|完成|时限|需要帮助|需要帮忙|更新|销掉|办结)第?(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})(?![天周月日])"
)
PAPER_STATE = "all arrive whether state how version accept return ok bad lack missing what problem modify received who count hand paper howto rectify counted when verify write_up secretary"

SECRETARY: Mapping[str, Entry] = {
    "我的材料": Entry(
        (
            way("paper|hand|missing me", PAPER_STATE + " B"),
            way("version|accept|return|bad|ok me whether|what|how|count|howto", PAPER_STATE),
            way("paper whether|how|state|version|problem", PAPER_STATE),
            way("hand|arrive|accept whether", PAPER_STATE, bonus=-0.5),
        ),
    ),
    "分段": Entry((way("section", "paper me look howto whether ok problem modify"),)),
    "对应": Entry((way("match", "paper me problem cause whether look ok all"),), asks="对应"),
    "批注": Entry((way("annotate", "paper me B version modify want branch"),)),
    "重复": Entry(
        (
            way("duplicate", "paper me B whether who branch all lack hand pass_on"),
            way("duplicate whether|who|B", "paper me B branch all lack hand pass_on"),
        ),
    ),
    "准备": Entry(
        (
            way(
                "prepare",
                "what howto me paper write who count look hand want speak task start rectify",
            ),
            way("write what|howto|who|look|when|start", "paper me want prepare order"),
            way("paper howto", "me want write", bonus=0.8),
            way(
                "last_year promise|problem|rectify|what|comment|feedback|remark|task|say|inspect",
                "me promise problem rectify what who finished state how whether all write modify branch howto",
            ),
            way("task", "year what me who state finished whether how count branch work_of all"),
            way(
                "inspect problem|feedback|what|rectify|tell|say",
                "me who problem what branch state rectify lack",
                bonus=0.5,
            ),
        ),
    ),
    "承诺": Entry(
        (way("promise", "me rectify record number_of branch want write_up"),),
        asks="整改",
        swallows=True,
    ),
    "整改": Entry(
        (
            way(
                "rectify|finish_rectifying me",
                "who what count state how lack finished ledger problem whether branch howto remaining",
            ),
            way(
                "rectify",
                "who what count state how lack finished whether howto finish_rectifying number_of remaining",
            ),
            way("modify me what|who|count", "rectify problem"),
            way("ledger", "me rectify", bonus=-0.2),
            way("me problem", "who what count rectify lack whether modify finished", bonus=-0.5),
        ),
    ),
    "进展": Entry(
        (
            way(
                "progress|state item",
                "rectify record modify tell sum_up howto me work_of number_of",
            ),
            way("progress record|modify", "rectify", bonus=-0.5),
        ),
        asks="整改",
        swallows=True,
        values=NTH,
    ),
    "完成": Entry(
        (
            way(
                "finished|finish_rectifying item",
                "rectify problem me all order_to number_of record accept",
                never="progress lack",
                bonus=0.5,
            ),
            way(
                "ok|end|accept N",
                "finished rectify problem",
                never="progress lack whether how bad",
                bonus=0.5,
            ),
        ),
        asks="整改",
        swallows=True,
        values=NTH,
    ),
    "需要帮助": Entry((way("need_help", "item me order_to rectify"),), swallows=True, values=NTH),
    "时限": Entry(
        (
            way("limit", "T D item B rectify modify extend", bonus=0.5),
            way(
                "N extend|deadline|modify day",
                "rectify modify extend deadline time finished B T D",
                bonus=1,
            ),
        ),
        values=NTH,
    ),
    "异议": Entry(
        (
            way("object", "rate result me vote want deliver remark", never="show"),
            way("disagree rate|result", "me vote grade graded"),
        ),
        swallows=True,
    ),
}
