"""Every sentence that a judgement says to people: what was seen, and what to do. Courteous, without blame (S37)."""

from bot.domain.manuscript import Reservation
from bot.domain.report.partition import Part

PART_NAMES: dict[Part, str] = {
    Part.BASICS: "基本情况",
    Part.ACHIEVEMENTS: "工作成效",
    Part.LAST_YEAR: "上年度整改",
    Part.PROBLEMS: "问题",
    Part.CAUSES: "原因",
    Part.MEASURES: "措施打算",
    Part.PROMISE: "承诺",
    Part.OTHER: "其他",
}

_CORRECT = "回复“第2部分是问题”这样的话就能更正分段"

ANOTHER_FILE = "another_file"  # the code of what is no report at all
MESSAGES: dict[str, str] = {
    "length_ok": "字数 {characters}（按 Word 字数），不超过 {limit}。",
    "length_near": "字数 {characters}（按 Word 字数），与上限 {limit} 很接近；不同软件的统计略有出入，请在 Word 里再核对一次。",
    "length_under": "字数 {characters}（按 Word 字数），下限是 {least}，请再补充一些内容。",
    "length_over": "字数 {characters}（按 Word 字数），上限是 {limit}，请压缩约 {excess} 字。",
    "share_ok": "讲成绩 {part} 字，占全文 {total} 字的 {percent}，不超过 {limit}。",
    "share_near": "讲成绩 {part} 字，占全文 {total} 字的 {percent}，与上限 {limit} 很接近，请核对分段，必要时略作压缩。",
    "share_over": "讲成绩 {part} 字，占全文 {total} 字的 {percent}，上限是 {limit}，请压缩约 {excess} 字；分段如有不对，"
    + _CORRECT
    + "。",
    "share_over_unnamed": "按内容看，讲成绩约 {part} 字，占全文 {total} 字的 {percent}，上限是 {limit}；标题没有写明哪些是成绩，请核对分段，"
    + _CORRECT
    + "。",
    "share_unclear_no_parts": "没有认出各部分的标题，讲成绩的篇幅这次不作判断；请加上“存在的问题”“下一步打算”这类标题，或"
    + _CORRECT
    + "。",
    "share_unclear_no_achievements": "没有认出讲成绩的部分，篇幅这次不作判断；" + _CORRECT + "。",
    "share_unclear_no_problems": "没有认出讲问题和打算的部分，讲成绩的篇幅这次不作判断；请加上“存在的问题”“下一步打算”这类标题，或"
    + _CORRECT
    + "。",
    "share_unclear_unsure_section": "第 {numbers} 部分拿不准属于哪一类，讲成绩的篇幅这次不作判断；"
    + _CORRECT
    + "。",
    "share_unclear_several_reports": "问题部分不止一处，像是有几份报告或按事项分写，讲成绩的篇幅这次不作判断；请核对文件，或"
    + _CORRECT
    + "。",
    "problems_share_ok": "讲问题和原因 {part} 字，占全文 {total} 字的 {percent}，不少于 {limit}。",
    "problems_share_low": "讲问题和原因 {part} 字，占全文 {total} 字的 {percent}，要求不少于 {limit}，请补充约 {excess} 字；分段如有不对，"
    + _CORRECT
    + "。",
    "problems_share_near": "讲问题和原因 {part} 字，占全文 {total} 字的 {percent}，与要求的 {limit} 很接近，请核对分段，必要时略作补充。",
    "pairs_ok": "{problems} 个问题都找到了对应的原因和措施，请核对配对是否合适。",
    "measures_missing": "问题列了 {problems} 条，措施列了 {partners} 条，按内容看“{missing}”还没有对应的措施，请核对补上。",
    "causes_fewer": "问题列了 {problems} 条，原因列了 {partners} 条，请看原因是否把每个问题都说到了。",
    "causes_absent": "没有看到问题的原因分析，请补上产生根源。",
    "causes_cell_empty": "表格里“{missing}”这一行的原因还空着，请补上。",
    "measures_cell_empty": "表格里“{missing}”这一行的措施还空着，请补上。",
    "measures_absent": "列出了 {problems} 个问题，没有找到整改措施，请逐条写明打算怎么做。",
    "causes_unpaired": "没有找到与“{missing}”对应的原因，请看是否已经写明，或逐条补上。",
    "measures_unpaired": "没有找到与“{missing}”对应的措施，请看是否已经写明，或逐条补上。",
    "measures_beyond": "措施有 {partners} 条，问题有 {problems} 条，请核对哪条措施对应哪个问题。",
    "problems_not_listed": "问题没有逐条编号，请核对问题、原因、措施是否一一对应；写成“一是、二是”更清楚。",
    "partners_not_listed": "{kind}没有逐条编号，请核对是否与 {problems} 个问题一一对应；写成“一是、二是”更清楚。",
    "problems_absent": "没有看到查摆的问题，请补上“存在的问题”以及对应的原因和措施；如已写明，"
    + _CORRECT
    + "。",
    "problems_not_found": "没有认出讲问题的部分，问题、原因、措施的对应关系请自行核对。",
    "promise_ok": "已找到整改承诺。",
    "promise_missing": "没有找到整改承诺，请在报告里补一句，或在聊天里发“承诺”加上内容。",
    "focus_ok": "规定的 {areas} 个方面都提到了。",
    "focus_missing": "没有看到与“{areas}”有关的词语，如有这方面的工作，请补充一两句。",
    "last_year_ok": "上年度的 {items} 项整改事项都提到了。",
    "last_year_missing": "上年度整改事项中没有看到“{items}”，请补充整改到了哪一步。",
    "no_facts": "这一段没有看到数字、日期或事例，请补充一两个具体的：“{quote}”",
    "empty_words": "“{words}”说得比较笼统，请写明具体是哪件事、做到什么程度：“{quote}”",
    "little_self": "讲工作的部分写本人的话不多，请多写自己怎样谋划、推动和落实，例如这一句是谁做的：“{quote}”",
    "problems_of_others": "问题部分没有看到写本人的话，请写明自己在其中有哪些不足，例如：“{quote}”",
    "problems_of_mind": "列出的问题看上去都是学习、认识方面的，请补充工作中的实际问题，例如由这一条说到具体的事：“{quote}”",
    "business_first": "这一段主要讲业务工作，请写明本人作为支部书记做了什么：“{quote}”",
    ANOTHER_FILE: "没有认出述职报告的内容，这次没有按报告检查；请核对是否发错了文件。",
}

# Hints that a receipt says in full, because the plan asks for it.
TOLD = frozenset({"causes_absent", "problems_not_found"})
RESERVATIONS = {
    Reservation.HIDDEN_TEXT: "隐藏文字没有计入",
    Reservation.TABLE_OF_CONTENTS: "目录没有计入",
    Reservation.NUMBERING_UNRESOLVED: "自动编号没有计入",
    Reservation.MACROS_IGNORED: "文件里的宏没有运行",
    Reservation.LINKS_IGNORED: "链接的外部内容没有读取",
    Reservation.REVISIONS: "有修订标记，按接受修订后的文字读取",
    Reservation.FORM_FIELDS: "表单和批注里的文字排在所在页之后",
}
BLANK_PAGES = "第 {pages} 页{more}没有文字（可能是扫描件），没有计入"
RECEIPT_COUNT = "字数 {characters}（按 Word 的字数统计），其中汉字 {han}"
RECEIPT_COUNT_NUMBERED = "字数 {characters}（按 Word 的字数统计，含自动编号），其中汉字 {han}"
RECEIPT_SHARE = "讲成绩 {part}／{total} 字，占 {percent}"
RECEIPT_UNCLEAR = "分段还拿不准，讲成绩的篇幅没有判断"
RECEIPT_FAIL = "请修改：{message}"
RECEIPT_MORE_FAILS = "另有 {count} 处请修改"
RECEIPT_HINTS = "提示 {count} 条，供修改时参考"
RECEIPT_LOOK = "，发“{words}”查看"
RECEIPT_CLEAN = "检查的各项都符合要求"
RECEIPT_ELSE_CLEAN = "其余检查的各项都符合要求"
SECTION_LINE = "第{number}部分｜{part}｜{title}｜{characters} 字{doubt}"
SECTION_UNSURE = "（拿不准）"
