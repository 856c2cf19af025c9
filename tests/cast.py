"""The small cast that tests speak with: people of the sample department, by account."""

from bot.sample.roster import BRANCHES

DEAN = "l01"  # 赵建例, 领导, category A
VICE_DEAN = "l02"
ORGANISER = "o01"  # 何勤样
WANG = "s01"  # 王文例, secretary of 第一支部
LI = "s02"  # 李思样, the only 李
ZHANG = "s03"  # 张立范, secretary of 第三支部; 张晓样 (s06) is a 张 too
OTHER_ZHANG = "s06"
MEMBER = "m02"  # 杨小样, category C
OTHER_MEMBER = "m03"
GUEST = "g01"  # no vote
STRANGER = "nobody"

FIRST, SECOND, THIRD = BRANCHES[:3]
