"""What somebody with the database in his hands might do to a year: by table, in words and as SQL."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Manipulation:
    """`table` is whose fact has to be named; empty where the trail itself is meant."""

    table: str
    words: str
    statements: tuple[str, ...]


def change(table: str, words: str, values: str, where: str = "") -> Manipulation:
    """Changes the first row, or the first of those."""
    chosen = f"SELECT rowid FROM {table} {where and f'WHERE {where}'} ORDER BY rowid LIMIT 1"
    return Manipulation(table, words, (f"UPDATE {table} SET {values} WHERE rowid IN ({chosen})",))


def remove(table: str, words: str) -> Manipulation:
    return Manipulation(
        table, words, (f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table})",)
    )


def copy(table: str, words: str, *given: str) -> Manipulation:
    """Adds a row like the last one, apart from the columns given as `column = value`."""
    changes = "; ".join(given)
    return Manipulation(table, words, (f"COPY {table}: {changes}",))


MANIPULATIONS = (
    change("grade", "改等次", "grade = '好'", "grade <> '好'"),
    change("grade", "改定等理由", "reason = '另一个理由'"),
    change("grade", "改会议日期", "committee_day = '2026-12-20'"),
    change("grade", "改复核人", "decided_by = set_by"),
    change("grade", "改提出人", "set_by = decided_by"),
    change("grade", "改依据", "basis = '{\"inputs\": [], \"ballot\": null}'"),
    change("grade", "撤回已确认的等次", "state = 'withdrawn'", "state = 'confirmed'"),
    remove("grade", "删等次"),
    copy("grade", "补一条后来的等次", "number = 90", "grade = '差'"),
    change("submission", "改报告文件的校验码", "sha256 = manuscript"),
    change("submission", "改收到时间", "received_at = '2026-12-01 00:00:00.000000'"),
    change("submission", "改审核状态", "state = 'returned'", "state = 'accepted'"),
    change("submission", "改审核结论", "verdict = CASE verdict WHEN 'pass' THEN 'revise' ELSE 'pass' END"),
    change("submission", "改版本号", "version = 9"),
    change("submission", "改是否迟交", "late = NOT late"),
    change("submission", "改审核人", "decided_by = person_id", "decided_by IS NOT NULL"),
    change("submission", "改交报告的人", "person_id = person_id + 1"),
    change("submission", "改审核内容", "judgement = '{}'"),
    copy("submission", "补一版报告", "version = 8"),
    change("extension", "改延期", "until = '2027-01-31'"),
    remove("extension", "删延期"),
    change("overruling", "改免改理由", "reason = '另一个理由'"),
    remove("overruling", "删免改决定"),
    change("triple", "改确认的措施", "measure = '另一条措施'"),
    change("promise", "改承诺", "text = '另一个承诺'"),
    change("opinion", "改意见的一句", "sentences = '[{\"text\": \"一句\", \"source\": \"\"}]'"),
    remove("opinion", "删意见"),
    copy("opinion", "补一版意见", "version = 90"),
    change("evaluation_input", "改依据的文字", "text = '另一段话'"),
    change("evaluation_input", "改依据说的是谁", "person_id = author_id"),
    change("evaluation_input", "改依据是谁说的", "author_id = entered_by + 1"),
    change("evaluation_input", "改依据的种类", "kind = CASE kind WHEN 'comment' THEN 'everyday' ELSE 'comment' END"),
    remove("evaluation_input", "删依据"),
    copy("evaluation_input", "补一条依据", "number = 90"),
    change("poll", "改统计数字", "groups = '[]'"),
    change("poll", "改公布的数字", "released = '{}'", "state = 'released'"),
    change("poll", "改公布人", "released_by = opened_by", "state = 'released'"),
    change("poll", "改规则连同校验码", "terms = '{}', digest = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'"),
    change("poll", "改实投人数", "voted = voted + 1", "state = 'released'"),
    Manipulation("poll_roll", "改名册的票类", ("UPDATE poll_roll SET category = 'A' WHERE category = 'C'",)),
    Manipulation("poll_roll", "改名册的到会", ("UPDATE poll_roll SET present = 1 - present",)),
    change("poll_paper", "改纸质票", "counts = '[[9, 0, 0, 0]]'"),
    change("cycle", "改方案的比例上限", "plan = replace(plan, '15%', '5%')"),
    change("cycle", "重开归档的年度", "state = 'active'"),
    change("plan_revision", "改旧方案", "plan = plan || ' '"),
    remove("plan_revision", "删方案版本"),
    change("person", "改角色", "roles = '领导'", "roles = '党员'"),
    change("person", "把账号交给别人", "account = 'puppet'", "account IS NOT NULL"),
    change("person", "改票类", "category = 'A'", "category = 'C'"),
    change("person", "停用一个人", "active = 0"),
    copy("person", "加一个人", "account = 'puppet'"),
    change("department", "换群", "\"group\" = 'elsewhere'"),
    change("branch", "改支部名", "name = '别的支部'"),
    change("reminder", "改提醒的理由", "reason = '', state = 'planned'", "state = 'skipped'"),
    change("reminder", "改提醒的时间", "planned_at = '2026-11-01 00:00:00.000000'"),
    remove("reminder", "删提醒"),
    copy("reminder", "补一条提醒", "target = '999'"),
    change("result", "删阅知", "read_at = NULL", "read_at IS NOT NULL"),
    change("result", "改告知时间", "told_at = '2026-12-01 00:00:00.000000'"),
    change("result", "改申诉", "objection = '没有意见', objected_at = told_at"),
    change("result", "改申诉期", "until = '2026-12-01'"),
    remove("result", "删结果告知"),
    change("request", "改确认人", "decided_by = asked_by", "decided_by <> asked_by"),
    change("rectification_item", "改整改期限", "due = '2028-12-31'"),
    change("rectification_item", "改整改措施", "measure = '另一条措施'"),
    change("rectification_item", "改销号人", "closed_by = proposed_by", "closed_by IS NOT NULL"),
    change("rectification_owner", "改责任人", "person_id = NULL"),
    change("rectification_event", "改进展", "text = '已经做完'"),
    change("rectification_event", "改进展时间", "at = '2027-01-01 00:00:00.000000'"),
    remove("rectification_event", "删进展"),
    copy("rectification_event", "补一条进展", "kind = 'verified'"),
    change("help_request", "改求助", "text = '没有困难'"),
    change("help_request", "改求助的答复", "answer = '已经解决', state = 'settled'"),
    remove("help_request", "删求助"),
    change("bulletin", "改通报", "sections = '{}'"),
    change("spot_check", "改抽查种子", "seed = 'x'"),
    change("spot_check_branch", "改抽查结果", "result = '很好'"),
    change("weak_branch", "改整顿结果", "result = '已经转化'"),
    change("publicity", "改公示期", "last = '2026-12-23'"),
    change("publicity", "改公示的报告", "reports = '[]'"),
    Manipulation("publicity", "改不记名意见", ("UPDATE unnamed_feedback SET text = '很好'",)),
    Manipulation("publicity", "删不记名意见", ("DELETE FROM unnamed_feedback",)),
    change("publicity_correction", "改公示更正", "reason = '另一个理由'"),
    change("feedback", "改公示意见", "text = '没有意见'"),
    remove("feedback", "删公示意见"),
    change("meeting", "改书面述职", "written = '{\"1\": \"病假\"}'"),
    change("meeting", "改发言顺序", "\"order\" = '[2, 1]'"),
    change("meeting", "改会议地点", "place = '别处'"),
    change("material", "改其他材料", "name = '另一份.docx'"),
    remove("attendance", "删签到"),
    remove("meeting_leave", "删请假"),
    change("meeting_leave", "改请假原因", "reason = '不愿来'"),
    change("attendance", "改签到时间", "at = '2026-12-21 00:00:00.000000'"),
    change("speech", "改发言", "state = 'ended', until = '2026-12-21 00:00:00.000000'"),
    Manipulation("", "改审计行", ("UPDATE audit SET actor = 'person:1' WHERE id = 40",)),
    Manipulation("", "删审计行", ("DELETE FROM audit WHERE id = 40",)),
    Manipulation("", "删最后的审计行", ("DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)",)),
)  # fmt: skip
