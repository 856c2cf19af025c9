"""Whether a text is a report at all. In a branch's chat everything speaks of the Party; a report is known by its title and build.

Nothing here refuses: what is taken for another kind of text is kept, and its sender is asked.
"""

import re
from itertools import islice

from bot.domain.report.lines import Line
from bot.domain.report.parts import Part
from bot.domain.report.sections import Split

_TITLE_LINES = 8
_MAX_TITLE = 45
_OPENING = 400  # characters in which a text says what it is
_CLOSING = 200
_NEEDED = 2
_SENTENCE = re.compile("[。；！？]")
_WRAPPED = re.compile(r"[\s《》“”\"（(【】]+|[（(][^（）()]{0,12}[）)]$")

_REPORTS = re.compile(
    "述职(?:述廉|述责|述学|述德)*(?:报告|材料|汇报|发言|稿)?(?:书|提纲)?$|述职(?:述廉)?报告"
)
_OTHERS = re.compile(
    "(?:通知|方案|意见|办法|决定|决议|请示|批复|复函|纪要|公告|公示|通报|规定|条例|细则|简报|要点|制度|名单|议程|日程|流程|主持词|主持稿|串词"
    "|讲话稿?|讲话提纲|点评|点评稿|倡议书|慰问信|感谢信|公开信|申请书?|思想汇报|演讲稿?|竞聘|竞选|团课|党课|讲稿|讲义|教案|心得体会|心得|体会|读后感|观后感"
    "|推荐材料|事迹|事迹材料|致辞|祝词|计划|合同|协议|清单|台账|登记表|检查|检讨书|自传|证明|说明|问卷|题库)$"
)
_SUMMARIES = re.compile("总结$|工作汇报$|情况汇报$|小结$|情况报告$|工作报告$")
_ABOUT = re.compile("^关于.{0,40}(?:述职|考核)")
_SAYS_SO = re.compile("述职如下|(?:现|将|作).{0,30}述职|向.{1,12}述职|述职人|请.{0,8}评议|我的述职")
_SECRETARY = re.compile(
    "(?:我|本人)(?:是|作为|任|担任|自).{0,24}书记|(?:第一责任人|支部书记)(?:职责|责任)|抓.{0,4}党建"
)
_FIRST_PERSON = re.compile(r"我(?![国校院系们省市县区党支])|本人")
_ADDRESSED = re.compile(
    "各(?:党)?支部[:：、，]|各单位|各部门|特此通知|印发给你们|请认真贯彻|刚才[，,]|敬爱的党组织|尊敬的党组织|此致.{0,4}敬礼|汇报人|我志愿加入|申请人|入党申请"
    "|同学们|团员青年|团课|这节课|竞选|竞聘|推优|投我一票|支持我|转为.{0,6}正式党员|附件[:：].{0,30}(?:名单|登记表)"
)
_OF_MANY = re.compile("有的(?:党)?支部|有的书记|各(?:党)?支部|各级党组织")


def is_report(whole: Split, text: str, lines: tuple[Line, ...]) -> bool:
    """Title, opening and build weigh together; a title alone never makes a notice about reports into one."""
    return _weight(whole, text, lines) >= _NEEDED


def _weight(whole: Split, text: str, lines: tuple[Line, ...]) -> int:
    opening, closing = text[:_OPENING], text[-_CLOSING:]
    weight = _titles(lines)
    weight += 2 * bool(_SAYS_SO.search(opening) or "述职人" in closing)
    weight += bool(whole.of(Part.PROBLEMS)) + bool(whole.of(Part.MEASURES, Part.CAUSES))
    weight += bool(_SECRETARY.search(text)) and len(_FIRST_PERSON.findall(text)) > 1
    weight -= 2 * len({*_ADDRESSED.findall(opening), *_ADDRESSED.findall(closing)})
    return weight - 2 * (len(_OF_MANY.findall(text)) > 2)


def _titles(lines: tuple[Line, ...]) -> int:
    """The firmest word of the lines that may be titles."""
    found = [
        _title(line.text) for line in islice(lines, _TITLE_LINES) if len(line.text) <= _MAX_TITLE
    ]
    if 3 in found and -4 not in found[: found.index(3)]:
        return 3
    return min(found, default=0)


def _title(line: str) -> int:
    if _SENTENCE.search(line):
        return 0
    title = _WRAPPED.sub("", line).lstrip("—-")
    if _REPORTS.search(title):
        return 3
    if _OTHERS.search(title):
        return -4
    return -1 if _SUMMARIES.search(title) else 0
