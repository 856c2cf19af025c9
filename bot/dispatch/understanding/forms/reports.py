"""What is said of reports: several accepted or extended at once, a part put right."""

from bot.dispatch.understanding.forms.items import N
from bot.dispatch.understanding.forms.written import forms

SUBMISSIONS = (
    *forms(
        "受理",
        r"(?:审核)?通过[\s：:]+(?P<text>(?:全部|所有)(?:的)?(?:报告|材料)?)",
        r"(?:报告|材料)?(?P<text>全部|全都|都)(?:审核)?(?:通过|受理)(?:了|吧)?[。！]?",
        r"(?:审核)?(?:通过|受理)[\s：:]*"
        r"(?P<text>[一-鿿\d]{1,12}支部(?:[、,，和\s]{1,3}[一-鿿\d]{1,12}支部){0,40})(?:的(?:报告|材料))?[。！]?",
    ),
    *forms(
        "延期",
        r"(?:(?:还)?(?:没有?|未)交(?:报告|材料)?(?:了)?的?(?:支部|书记|同志)?)?\s?"
        r"(?P<text>(?:都|全部)\s?(?:延期|延长|推迟|延)[^？?]{2,40})",
        whole=True,
    ),
)
JUDGING = forms(
    "分段",
    rf"第?\s*{N}\s*(?:个?部分|段|节)\s*(?:应该|应当|其实)?(?:是|为|算|属于)(?P<text>.{{1,12}})",
)
