"""What the leaders of the department ask for; the organiser may, too."""

import re
from collections.abc import Mapping

from bot.dispatch.understanding.lexicon.frames import Entry, way

FIGURE = r"(?P<n>\d{1,3}|[一二两俩仨三四五六七八九十]{1,3})"
OUTCOME = "paper hand arrive missing state how whether lack version detail what problem when count received write hand secretary branch number_of me"
JUDGED = "accept return modify ok bad verify"

LEADERSHIP: Mapping[str, Entry] = {
    "状态": Entry(
        (
            way("overall", "state how work_of year whether sum_up all progress"),
            way(
                "state",
                "all work_of how what year sum_up whether you branch detail tell me",
                bonus=0.5,
            ),
            way("how", "all work_of state year sum_up progress finished me", bonus=0.5),
            way("sum_up", "all work_of year", bonus=0.3),
            way(
                "work_of|all|sum_up how|state|howto",
                "how what count whether year sum_up finished progress",
            ),
        ),
    ),
    "状态图": Entry(
        (
            way("status_picture", "state all branch tell progress"),
            way("picture state|all|how", "all branch write_up progress", bonus=1),
        )
    ),
    "谁没交": Entry(
        (
            way(
                "missing",
                "who count branch secretary paper hand all whether lack tell sum_up remaining state number_of",
                bonus=0.5,
                never="name remind",
            ),
            way(
                "hand who|count|all|lack|state|how",
                "hand paper arrive who count whether lack missing branch secretary all state how sum_up remaining number_of finished version tell when",
                never="name remind",
            ),
            way(
                "paper who|count|all|lack",
                "hand paper arrive who count whether lack missing branch secretary all state sum_up remaining number_of version when",
                never="name remind write",
            ),
            way(
                "arrive whether|lack|count|who|how|state",
                "all branch secretary paper how",
                never="name",
                bonus=-0.5,
            ),
            way("hand|paper whether", "arrive all branch", never="name", bonus=-0.3),
            way(
                "lack who|count|branch",
                "branch secretary hand paper state",
                never="name vote",
                bonus=0.5,
            ),
        ),
    ),
    "谁没投": Entry(
        (
            way(
                "vote|unvoted who|count|whether|lack|state|how|remaining|all",
                "unvoted who count whether lack state how remaining all secretary finished arrive name number_of sum_up branch present end overall",
            ),
            way("unvoted", "who count secretary name", bonus=1),
        ),
        about_secretaries=True,
    ),
    "详情": Entry(
        (
            way("detail name", OUTCOME, bonus=1),
            way("name paper|hand|arrive|missing|state|how|version|problem|write|when", OUTCOME),
            way(
                "name accept|return|ok|bad|modify whether|when|how|what|why|state|who|count",
                OUTCOME + " " + JUDGED + " why who",
            ),
            way("name", "detail look whether what how", never="you elsewhere", bonus=0.6),
            way("name who|identity", "secretary", bonus=0.5),
        ),
    ),
    "平时": Entry((way("usual", "P record me look B"),), swallows=True, about_secretaries=True),
    "调研": Entry(
        (way("research", "name record state look"),), swallows=True, about_secretaries=True
    ),
    "点评": Entry(
        (way("comment", "P B record me say write_up"),), swallows=True, about_secretaries=True
    ),
    "意见": Entry(
        (
            way("opinion", "name write_up whether tell record work_of number_of finished"),
            way("remark name", "write_up whether tell", bonus=0.5),
        ),
        about_secretaries=True,
        asks="意见",
        says={
            "重拟": re.compile("重拟|重新拟|重写|重新起草|重新写|再拟"),
            "全部": re.compile("全部|所有|每位|大家"),
        },
    ),
    "定等": Entry(
        (
            way("rate", "name graded grade work_of year secretary modify all"),
            way("graded name", "rate grade year work_of secretary all", bonus=0.5),
            way("grade name", "year rate secretary all work_of", bonus=1.3),
        ),
        asks="依据",
        extends=True,
        about_secretaries=True,
        values=re.compile(
            r"(?:等次|定等|定|评|给|算|打|判|改|是|为|就|成|P|B|:|,|考核|个|今年)(?P<grade>比?较好|好|一般|差)(?!像|多|几|不|说|的话|点|了|吗|没)"
        ),
    ),
    "依据": Entry((way("basis", "name rate howto what all secretary"),), about_secretaries=True),
    "等次表": Entry(
        (way("rate_table", "name write_up rate number_of secretary"),), about_secretaries=True
    ),
    "送达": Entry(
        (
            way("deliver", "name result rate opinion secretary all me"),
            way("pass_on result|rate|opinion|remark", "name deliver secretary", bonus=1.5),
        ),
        about_secretaries=True,
        extends=True,
        says={"全部": re.compile("全部|所有|每位|都送")},
    ),
    "更正": Entry(
        (way("correct", "item basis record modify usual research comment"),),
        extends=True,
        values=re.compile(r"(?:更正|改正|订正)第?" + FIGURE),
    ),
    "整改情况": Entry(
        (
            way(
                "rectify|finish_rectifying",
                "overall all who state how lack count whether branch secretary name finished problem when howto sum_up progress number_of finish_rectifying remaining",
            ),
            way(
                "rectify how|state|count|finished|overall",
                "overall all who lack whether branch secretary name problem progress sum_up",
            ),
            way("problem modify|finished whether|lack|count|who|how", "all name branch"),
        ),
    ),
    "转请": Entry((way("coordinate P", "B item order_to need_help rectify"),)),
    "整改台账": Entry((way("ledger", "rectify export all branch tell number_of", bonus=1),)),
    "抽查": Entry(
        (way("spot", "number number_of branch start write_up B count"),),
        values=re.compile(r"(?<!第)" + FIGURE + r"(?:个|家|条|项|支部|位|$)"),
    ),
    "抽查情况": Entry(
        (way("spot whether|who|state|log|what|howto|last_year", "branch all me result", bonus=0.3),)
    ),
    "抽查结果": Entry(
        (way("spot_result", "B record"), way("spot B result|problem", "record")), swallows=True
    ),
    "通报": Entry((way("bulletin", "write_up rectify state all tell number_of"),), asks="整改情况"),
    "满意度": Entry(
        (
            way(
                "satisfaction",
                "B vote start T D number end publish result state branch all how whether tell rectify weak",
            ),
        ),
        asks="整改情况",
        says={
            "结束": re.compile("结束|停止|关闭"),
            "公布": re.compile("公布|宣布|公开"),
            "整顿": re.compile("整顿"),
        },
    ),
    "导出": Entry(
        (
            way(
                "export",
                "all paper hand year work_of ledger number_of tell B P write_up archive sum_up",
            ),
        )
    ),
    "核验": Entry(
        (way("verify", "B item rectify me"),),
        swallows=True,
        values=re.compile(r"核验(?:B)?第?" + FIGURE),
    ),
    "问效": Entry(
        (way("effect B|item", "B item rectify"),),
        swallows=True,
        values=re.compile(r"问效(?:B)?第?" + FIGURE),
    ),
    "回访": Entry((), swallows=True, values=re.compile(r"回访(?:B)?第?" + FIGURE)),
    "佐证": Entry(
        (way("proof", "B item rectify paper"),), values=re.compile(r"佐证(?:B)?第?" + FIGURE)
    ),
    "软弱涣散": Entry((way("weak", "branch who B all whether count"),)),
    "纸质票": Entry((way("paper_ballot", "record number vote"),), swallows=True),
    "记名结果": Entry(
        (way("named result|what|who|count", "vote secretary number_of P", bonus=0.5),)
    ),
}
