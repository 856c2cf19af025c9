"""Grades and opinions, publicity and what is said about reports."""

from bot.domain.people import Role
from bot.domain.plan import Part
from bot.texts.questions.entry import asked

QUESTIONS = (
    # The bot computes no grade (rule of conduct 8).
    asked(
        "等次谁定|最后等次谁来定|是不是分高的就评好|等次是谁定的|等次由谁定|谁决定等次|谁定等次|等次怎么定的|等次是怎么定的|是你打分吗|你会打分吗|谁给我打分|"
        "机器打分吗|是机器打分吗|按分数定等次吗|分数高就是好吗|谁说了算|最后谁说了算|是AI打分吗|谁来评",
        "等次由{organisation}研究确定，综合{inputs}。我不打分，也不按分数换算。",
        part=Part.GRADE,
        like="方案",
    ),
    asked(
        "结果什么时候出|等次什么时候能知道|结果什么时候告诉我|什么时候知道等次|等次什么时候出来|什么时候出结果|多久出结果",
        "{grade_day}研究后，把等次和评价意见反馈给本人。反馈以后发“我的结果”查看。",
        part=Part.GRADE,
    ),
    asked(
        "我的结果怎么样|我的结果是什么|我得了多少分|我是什么等次|我评了什么等次|领导怎么评价我|领导怎么说我的",
        request="我的结果",
        roles=(Role.SECRETARY,),
    ),
    asked(
        "对结果不满意怎么办|我不服这个结果怎么办|对结果有意见怎么办|不服怎么办|可以申诉吗|怎么申诉|能复议吗|不同意见怎么提|"
        "结果不公平怎么办|对等次有意见找谁",
        "收到结果后{objection_days}个工作日内，回我“不同意见”和理由就行，党组织会重新研究并告诉您。"
        "也可以直接找{organisers}同志。",
        part=Part.GRADE,
    ),
    asked(
        "结果有什么用|结果跟绩效有没有关系|等次有什么用|等次影响什么|和绩效挂钩吗|影响评优吗|影响晋升吗|影响奖金吗|跟年终奖有关吗|"
        "结果怎么用|等次不好会怎样|评差了会怎样",
        "按方案，结果作为{office}工作实绩评定和所在{unit}年度工作评价的重要依据。"
        "用在别的方面由单位规定，请问{organisers}同志。",
        part=Part.GRADE,
        like="方案",
    ),
    # Grades go to those who are authorised (rule of conduct 7).
    asked(
        "别人的等次是什么|能看别人的结果吗|别人得了什么等次|其他书记是什么等次|能看别人的分数吗|别人多少分",
        "等次只反馈给本人；班子成员和组织员按权限查看。",
        roles=(Role.SECRETARY, Role.MEMBER, Role.REPRESENTATIVE, Role.GUEST),
    ),
    asked(
        # So that nobody takes the tap for consent.
        "阅知是什么意思|阅知点了是不是就代表同意|点了阅知就是同意吗|阅知算同意吗|不点阅知行吗|阅知要点吗",
        "阅知只表示看过了，不代表没有意见；有不同意见，期限内仍可以提。",
        part=Part.GRADE,
    ),
    asked(
        "公示多久|公示几天|要公示多长时间|公示范围是什么|公示给谁看",
        "公示{publicity_days}个工作日，范围是{scope}。公示开始后发“公示”看目录和原文。",
        part=Part.PUBLICITY,
        like="方案",
    ),
    asked(
        "怎么提意见|在哪提意见|有意见怎么说|想提意见怎么办|可以提意见吗|怎么反映问题|怎么写反馈",
        "公示期间直接发给我，开头写“反馈”；不愿署名的，开头写“匿名反馈”。平时有意见请找{organisers}同志。",
        part=Part.FEEDBACK,
    ),
    asked(
        "反馈给谁看|提的意见给谁看|意见会给谁看|反馈谁看|反映的问题谁来处理|提了意见谁管|提意见有用吗",
        "转交党组织，由{feedback_readers}查看、研究。不署名的，查不到是谁。",
        part=Part.FEEDBACK,
    ),
    asked(
        # A draft brings together what was said, and adds nothing (decision 0035).
        "评价意见是谁写的|评价意见谁写|评语是谁写的|评价意见怎么来的|意见是你写的吗",
        "根据班子成员的点评、平时掌握和调研了解的情况起草，由党组织审定，每句话都能查到来源。",
        part=Part.OPINION,
    ),
)
