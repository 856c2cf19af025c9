"""What is asked where a change of people touches another procedure of the same office."""

from collections.abc import Sequence

SHOWN = 8
TITLE = "同一批人的另一项工作"


def question(
    here: str, there: str, added: Sequence[str], changed: Sequence[str], left: Sequence[str]
) -> str:
    """Returns what a change in one procedure would change in another."""
    lines = [f"{here}的人员有变动，{there}要不要一起改？改动如下："]
    for word, names in (("增加", added), ("改动", changed), ("离开", left)):
        if not names:
            continue
        shown = "、".join(names[:SHOWN])
        if len(names) > SHOWN:
            shown += f"等 {len(names)} 位"
        lines.append(f"· {word}：{shown}")
    # Class and evaluation are each procedure's own (decision 0026).
    if added:
        lines.append("新增加的同志在这里是否评议、属于哪个票类，请发这项工作的名册补充。")
    return "\n".join(lines)


DONE = "已经一起改好。"
DECLINED = "好的，这项工作的名册没有改。"
ASKED = "这次变动涉及组织员或领导，已请另一位同志确认，确认后生效。"
