"""Whether a text is a report at all.

In a branch's chat everything speaks of the Party; a report is known by its title and build.
Nothing here refuses: what is taken for another kind of text is kept, and its sender is asked.
"""

from collections.abc import Sequence

from bot.domain.patterns import pattern
from bot.domain.report.lines import Line
from bot.domain.report.partition import Part, Split

# What title and build weigh was set on reports and other texts of branches: tests/domain/report has them.
_TITLE_LINES = 8  # a cover may stand above the title
_MAX_TITLE = 45
_OPENING = 400  # characters in which a text says what it is
_CLOSING = 200
_NEEDED = 2
_OF_A_REPORT = 3  # what a title weighs
_OF_A_SUMMARY = -1
_OF_ANOTHER_TEXT = -4
_SENTENCE = pattern("[。；！？]")
_WRAPPED = pattern(r"[\s《》“”\"（(【】]+|[（(][^（）()]{0,12}[）)]$")

_REPORTS = pattern(
    "述职(?:述廉|述责|述学|述德)*(?:报告|材料|汇报|发言|稿)?(?:书|提纲)?$|述职(?:述廉)?报告"
)
_OTHERS = pattern(
    "(?:通知|方案|意见|办法|决定|决议|请示|批复|复函|纪要|公告|公示|通报|规定|条例|细则|简报|要点|制度|名单|议程|日程|流程|主持词|主持稿|串词"
    "|讲话稿?|讲话提纲|点评|点评稿|倡议书|慰问信|感谢信|公开信|申请书?|思想汇报|演讲稿?|竞聘|竞选|团课|党课|讲稿|讲义|教案|心得体会|心得|体会|读后感|观后感"
    "|推荐材料|事迹|事迹材料|致辞|祝词|计划|合同|协议|清单|台账|登记表|检查|检讨书|自传|证明|说明|问卷|题库)$"
)
_SUMMARIES = pattern("总结$|工作汇报$|情况汇报$|小结$|情况报告$|工作报告$")
_SAYS_SO = pattern("述职如下|(?:现|将|作).{0,30}述职|向.{1,12}述职|述职人|请.{0,8}评议|我的述职")
_SECRETARY = pattern(
    "(?:我|本人)(?:是|作为|任|担任|自).{0,24}书记|(?:第一责任人|支部书记)(?:职责|责任)|抓.{0,4}党建"
)
_FIRST_PERSON = pattern(r"我(?![国校院系们省市县区党支])|本人")
_ADDRESSED = pattern(
    "各(?:党)?支部[:：、，]|各单位|各部门|特此通知|印发给你们|请认真贯彻|刚才[，,]|敬爱的党组织|尊敬的党组织|此致.{0,4}敬礼|汇报人|我志愿加入|申请人|入党申请"
    "|同学们|团员青年|团课|这节课|竞选|竞聘|推优|投我一票|支持我|转为.{0,6}正式党员|附件[:：].{0,30}(?:名单|登记表)"
)
_OF_MANY = pattern("有的(?:党)?支部|有的书记|各(?:党)?支部|各级党组织")


def is_report(split: Split, text: str, lines: Sequence[Line]) -> bool:
    """Weighs title, opening and build together.

    A title alone never makes a notice about reports into one.
    """
    opening, closing = text[:_OPENING], text[-_CLOSING:]
    titles = [line.text for line in lines[:_TITLE_LINES] if len(line.text) <= _MAX_TITLE]
    weights = [title_weight(title) for title in titles]
    weight = min(weights, default=0)
    # The first firm word decides: nobody writes a report's title below another text's.
    firm = [each for each in weights if each in {_OF_A_REPORT, _OF_ANOTHER_TEXT}]
    if firm:
        weight = firm[0]
    if _SAYS_SO.search(opening) or "述职人" in closing:
        weight += 2
    if split.of(Part.PROBLEMS):
        weight += 1
    if split.of(Part.MEASURES, Part.CAUSES):
        weight += 1
    if _SECRETARY.search(text) and len(_FIRST_PERSON.findall(text)) > 1:
        weight += 1
    weight -= 2 * len({*_ADDRESSED.findall(opening), *_ADDRESSED.findall(closing)})
    if len(_OF_MANY.findall(text)) > 2:
        weight -= 2
    return weight >= _NEEDED


def title_weight(line: str) -> int:
    """Returns how much a line speaks for a report if it is the title; below 0, against one."""
    if _SENTENCE.search(line):
        return 0
    title = _WRAPPED.sub("", line).lstrip("—-")
    if _REPORTS.search(title):
        return _OF_A_REPORT
    if _OTHERS.search(title):
        return _OF_ANOTHER_TEXT
    if _SUMMARIES.search(title):
        return _OF_A_SUMMARY
    return 0
