"""What the organiser does."""

import re
from collections.abc import Mapping

from bot.dispatch.understanding.lexicon.frames import Entry, way

ORGANISER: Mapping[str, Entry] = {
    "受理": Entry(
        (
            way("accept", "name paper hand ok lack problem arrive secretary verify"),
            way("ok name paper", "accept arrive lack problem secretary", bonus=0.5),
            way(
                "take name",
                "paper hand secretary ok arrive",
                never="whether lack count who when all",
                bonus=1.7,
            ),
        ),
        asks="详情",
        says={"全部": re.compile("全部|所有|(?:都|全)(?:受理|通过|收|过|审)")},
    ),
    "退回": Entry(
        (
            way("return", "name paper hand modify order_to bad problem secretary cause"),
            way("bad name", "paper modify order_to problem secretary", bonus=1),
            way("modify name order_to|paper", "paper return order_to hand secretary", bonus=0.5),
        ),
        asks="详情",
        extends=True,
    ),
    "延期": Entry(
        (
            way(
                "late name day|when|few",
                "extend deadline time paper hand ok secretary want order_to number_of",
                never="whether",
            ),
            way(
                "extend name",
                "few late day deadline time paper hand ok modify secretary want order_to number_of",
            ),
            way("deadline|time name day", "modify extend paper hand", bonus=0.5),
            way(
                "hand name T|D",
                "order_to ok paper extend",
                never="whether lack when who remind",
                bonus=0.5,
            ),
            way("extend day", "deadline time paper hand ok modify"),
        ),
        asks="详情",
    ),
    "催交": Entry(
        (
            way(
                "remind",
                "hand paper missing lack all secretary branch name soon order_to number_of who",
            ),
            way(
                "soon hand|paper|missing",
                "missing lack all name order_to secretary branch paper remind",
                bonus=1.5,
            ),
            way(
                "order_to name hand",
                "secretary branch soon paper remind",
                never="T D whether when who how return",
                bonus=0.5,
            ),
            way(
                "order_to missing|hand",
                "lack secretary branch soon paper all remind who",
                bonus=0.6,
                never="name T D who count",
            ),
        ),
        asks="谁没交",
    ),
    "会议": Entry(
        (
            way("agenda", "arrange meeting speak order what who howto tell all whether P"),
            way(
                "meeting order|arrange|when|how|what|state|agenda|time|howto",
                "order arrange when time speak",
            ),
            way("arrange speak|order|what|look|how", "meeting order speak time"),
            way(
                "on_paper P",
                "modify order_to meeting speak absent",
                never="hand arrive missing whether",
                bonus=1,
            ),
            way("written", "P modify order_to paper meeting speak absent", bonus=0.5),
            way(
                "speak order|start|number|when|end|speech", "P meeting who number when speech howto"
            ),
            way("order", "speak meeting who what whether P", bonus=0.4),
        ),
        asks="会议",
        about_secretaries=True,
        extends=True,
        says={"抽签": re.compile("抽个?签|抓阄")},
    ),
    "开始测评": Entry(
        (
            way("start vote", "P B all order_to secretary finished speak modify"),
            way(
                "vote P order_to|all",
                "start secretary speak",
                bonus=0.3,
                never="who count whether lack state finished",
            ),
            way(
                "vote P",
                "start secretary speak number_of",
                never="who count whether lack state how finished end result",
                bonus=-0.5,
            ),
            way("vote all|order_to|ok", "start", never="who count whether lack state how finished"),
        ),
        about_secretaries=True,
        asks="谁没投",
        says={"全部": re.compile("全部|所有书记|一张表|全体书记")},
    ),
    "大屏": Entry((way("hall_screen"),)),
    "发言": Entry((way("speech_clock", "start P"),)),
    "下一位": Entry((way("next", "start secretary speak order_to finished P"),), asks="会议"),
    "结束测评": Entry(
        (way("end vote", "all finished ok time P number_of", bonus=0.5),), asks="谁没投"
    ),
    "公布": Entry(
        (
            way("publish", "result vote all tell ok P state number_of"),
            way("tell result", "vote all P state", bonus=1),
            way("bulletin result", "vote all tell", bonus=0.5),
        ),
        asks="测评结果",
    ),
    "通知": Entry(
        (way("notice", "year tell write_up paper start number_of work_of", never="me"),),
        asks="通知",
    ),
    "方案": Entry((way("plan", "year work_of paper tell"),)),
    "放假": Entry((way("holiday T|J", "all remind lack"),)),
    "上班": Entry((way("workday T|J", "all"),)),
    "合并": Entry((way("merge", "vote count number identity"),), swallows=True),
    "记名测评": Entry((way("named", "vote modify start all"),)),
    "无记名测评": Entry((way("secret", "vote modify start all"),)),
    "更正公示": Entry(
        (way("change_version show", "B paper correct"), way("correct show", "B paper")),
        extends=True,
    ),
    "交办": Entry((way("assign", "B problem rectify"),), swallows=True),
    "整顿完成": Entry((way("consolidated", "B weak"), way("weak B finished", "")), extends=True),
    "归档": Entry((way("archive", "year paper all T number work_of", bonus=0.2),)),
    "放行": Entry((way("waive", "B problem ok"),), extends=True),
}
