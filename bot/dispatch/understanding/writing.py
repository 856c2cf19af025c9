"""The written form: full and half width, traditional and simplified characters, spaces; always the same length.

Because nothing is inserted or removed, a position in the plain form is the position in the text as typed, and free
text can be handed on verbatim.
"""

import re
import unicodedata
from collections.abc import Iterable

from bot.domain.patterns import pattern

TRADITIONAL = (
    "誰沒還準備狀態詳報過進導會議簽測評結開後個這時間麼嗎們來號長遲書記黨員幹部總貳參陸單級組織職務實報導資料檔"
    "訊問題寫虛強難對錯應該當請幫謝麻煩點綁認證見調諾發給退處理審閱辦無為與從經統計數據圖表傳輸讓說話語讀聽學習"
    "離歐陽劉陳趙張孫吳鄭馮蔣韓楊許呂馬龍葉鄧蕭羅賀賴顏錢魯齊嚴華國偉麗軍傑輝濤鵬飛鳳蘭蓮靜潔穎瑩鋒剛銳銘鑫"
    "較壞優劣誤專業勞動產農業廣東廠門際變動態樣條項標續線絡網頁電腦機構歷屆屬麵麽裡裏邊內兩萬億幾歲週歸檢驗"
    "繳費關閉啟動輪換選舉競賽畢業級師生醫務圖館監督糾補遞呈覽匯總彙達標佈確實責擔憂慮慶祝賓觀眾雲風順頭腳體"
    "異聯繫絕緩慢簡潔縮減節約環境設備衛貼張掛載壓縮編輯刪除繼續嘗試驅車橋樑樓層實驗室講課堂勵獎懲罰視頻錄"
    "遠曉鴻貴寶勝義紅榮興樹愛蘇儀純維紹綱紀鍾鄒錦鎮鶴勳堅壽奮嬌寧嵐憲懷權歡濱燦爾瑋瓊畫盧祿禮"
    "緒聖聰肅艷莊薩藍藝誠詩詠謙譽貝貞財贊軒運遙遷鄉銀鐵鋼閻陰隨靈韻頌頡顯駿驍鳴龔龐黃係澤潤恆"
)
SIMPLIFIED = (
    "谁没还准备状态详报过进导会议签测评结开后个这时间么吗们来号长迟书记党员干部总贰参陆单级组织职务实报导资料档"
    "讯问题写虚强难对错应该当请帮谢麻烦点绑认证见调诺发给退处理审阅办无为与从经统计数据图表传输让说话语读听学习"
    "离欧阳刘陈赵张孙吴郑冯蒋韩杨许吕马龙叶邓萧罗贺赖颜钱鲁齐严华国伟丽军杰辉涛鹏飞凤兰莲静洁颖莹锋刚锐铭鑫"
    "较坏优劣误专业劳动产农业广东厂门际变动态样条项标续线络网页电脑机构历届属面么里里边内两万亿几岁周归检验"
    "缴费关闭启动轮换选举竞赛毕业级师生医务图馆监督纠补递呈览汇总汇达标布确实责担忧虑庆祝宾观众云风顺头脚体"
    "异联系绝缓慢简洁缩减节约环境设备卫贴张挂载压缩编辑删除继续尝试驱车桥梁楼层实验室讲课堂励奖惩罚视频录"
    "远晓鸿贵宝胜义红荣兴树爱苏仪纯维绍纲纪钟邹锦镇鹤勋坚寿奋娇宁岚宪怀权欢滨灿尔玮琼画卢禄礼"
    "绪圣聪肃艳庄萨蓝艺诚诗咏谦誉贝贞财赞轩运遥迁乡银铁钢阎阴随灵韵颂颉显骏骁鸣龚庞黄系泽润恒"
)
SIMPLER = dict(zip(TRADITIONAL, SIMPLIFIED, strict=True)) | {
    "衹": "只",
    "妳": "你",
    "佢": "他",
    "訂": "订",
    "餘": "余",
    "壹": "一",
    "贰": "二",
    "叁": "三",
    "貳": "二",
    "參": "三",
    "俺": "我",
    # Keyboards write the dot within a name in several ways.
    "•": "·",
    "・": "·",
    "‧": "·",
    "∙": "·",
}

ADDRESS = pattern(r"^\s*(?:@(?:述职助手|\S{1,20}?(?:助手|机器人)|\S{1,40}(?=\s+\S))[\s,:、]*)++")
GREETING = pattern(
    r"^\s*(?:(?:同志|老师|领导)?(?:你|您|大家|各位|老师|领导)们?好|hi|hello|哈喽|嗨|(?:早上|上午|中午|下午|晚上)好)[呀啊,。!~\s]{0,20}(?=[\s,。!]{0,20}[^哈呀啊呢吧谢了\W])(?!吗|用|不)"
)
MISSPELT_BRANCH = pattern(r"(?<=[一二三四五六七八九十\d])(?:[之只枝知直][部布步]|支[布步])")
CIRCLED = pattern(r"[①-⑳](?!\s*(?:[已还完办搞做正在条项号未没、,和]|$))")
FIGURED = pattern(r"(?<![\w.])(?:1[0-2]|[1-9])[.、)](?=\s*[^\d\s.])")
CHARACTER_AT_JOINT = pattern(r"[一-鿿] | [一-鿿]")
ONE_CHARACTER = pattern(r"(?<![^ ])(?![好差])[一-鿿](?![^ ])")
SHORT = 2.6  # characters: pieces of this mean length are no words with a space between them
LEADING = pattern(r"^[\s/#!,.:、。@\-]+")


def plain(text: str) -> str:
    """The form that is matched: lower case, half width, simplified; as long as `text`; the robot's @name
    and a greeting in front of something else blanked out.
    """
    simple = MISSPELT_BRANCH.sub("支部", text.translate(_PLAIN))
    if len(CIRCLED.findall(text)) > 1:
        simple = _cut(simple, CIRCLED.finditer(text))
    elif len(FIGURED.findall(simple)) > 1:
        simple = _cut(simple, FIGURED.finditer(simple))
    for opening in (ADDRESS, LEADING, GREETING, ADDRESS):
        found = opening.match(simple)
        if found is not None:
            # Spaces in its place let all else keep its own.
            simple = " " * found.end() + simple[found.end() :]
    return simple


def _cut(simple: str, numbers: Iterable[re.Match[str]]) -> str:
    """Makes an end of a sentence of each number in front of one of several things: 「① …② …」."""
    for number in numbers:
        stop = ";" * len(number[0])
        simple = simple[: number.start()] + stop + simple[number.end() :]
    return simple


def unspaced(text: str) -> str:
    """The text without the spaces that a keyboard leaves behind every choice: 「第三 条 办 完 了」.

    Where names, grades or whole words stand apart, 「定等 王建国 好」, nothing is changed.
    """
    pieces = text.split()
    is_broken = len(pieces) > 2 and "\n" not in text and ONE_CHARACTER.search(text) is not None
    if not is_broken or sum(map(len, pieces)) > SHORT * len(pieces):
        return text
    joined = pieces[0]
    for piece in pieces[1:]:
        if CHARACTER_AT_JOINT.search(f"{joined[-1]} {piece[0]}") is None:
            joined += " "
        joined += piece
    return joined


def unaddressed(text: str) -> str:
    """The text as typed, without the robot's @name in front of it."""
    return ADDRESS.sub("", text, count=1).strip()


class _Plain(dict[int, str]):
    """Each character's plain form, found out once."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code)).lower()
        form = SIMPLER.get(folded, folded)
        if len(folded) != 1:
            form = chr(code)  # one without a form of one character stays
        elif folded != "\n":
            category = unicodedata.category(folded)
            # An emoji parts words as a space does, and so does what colours one.
            is_picture = folded >= "\u2600" and category == "So"
            colours_picture = folded == "\ufe0f" or "\U0001f3fb" <= folded <= "\U0001f3ff"
            if folded.isspace() or category in {"Cc", "Cf"} or is_picture or colours_picture:
                form = " "
        # Kept once it is known: messages are read in several threads.
        self[code] = form
        return form


_PLAIN = _Plain()
