/** Dates and times as the chat program writes them, always in the department's time, wherever the browser stands. */

const FORMAT = new Intl.DateTimeFormat("zh-CN", {
  timeZone: "Asia/Shanghai",
  hourCycle: "h23",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  weekday: "short",
  hour: "2-digit",
  minute: "2-digit",
});
const DAY = 86_400_000;
const PAUSE = 5 * 60_000;

/** @param {string} iso */
function parts(iso) {
  const found = Object.fromEntries(FORMAT.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
  return {
    year: Number(found.year),
    month: Number(found.month),
    day: Number(found.day),
    weekday: found.weekday,
    time: `${found.hour}:${found.minute}`,
  };
}

/** Days from `iso` to `now` by the calendar; negative in the future. */
function daysAgo(iso, now) {
  const [then, today] = [parts(iso), parts(now)];
  return (Date.UTC(today.year, today.month - 1, today.day) - Date.UTC(then.year, then.month - 1, then.day)) / DAY;
}

/** 「今天 09:00」「昨天 09:00」「12月25日 周五 09:00」, with the year when it is another one. */
export function separatorText(iso, now) {
  const { year, month, day, weekday, time } = parts(iso);
  const ago = daysAgo(iso, now);
  if (ago === 0) return `今天 ${time}`;
  if (ago === 1) return `昨天 ${time}`;
  const date = `${month}月${day}日 ${weekday} ${time}`;
  return year === parts(now).year ? date : `${year}年${date}`;
}

/** Short form for the conversation list: time today, otherwise the day. */
export function listText(iso, now) {
  const { year, month, day, time } = parts(iso);
  const ago = daysAgo(iso, now);
  if (ago === 0) return time;
  if (ago === 1) return "昨天";
  return year === parts(now).year ? `${month}月${day}日` : `${year}/${month}/${day}`;
}

/** 「2026年12月25日 周五 09:00」 */
export function fullText(iso) {
  const { year, month, day, weekday, time } = parts(iso);
  return `${year}年${month}月${day}日 ${weekday} ${time}`;
}

/** 「12月25日 周五 09:00」 */
export function shortText(iso) {
  const { month, day, weekday, time } = parts(iso);
  return `${month}月${day}日 ${weekday} ${time}`;
}

/** Value of a datetime-local field, and back to an instant with the offset of Shanghai. */
export function fieldValue(iso) {
  const { year, month, day, time } = parts(iso);
  const two = (n) => String(n).padStart(2, "0");
  return `${year}-${two(month)}-${two(day)}T${time}`;
}

export const fromField = (value) => `${value.length === 16 ? `${value}:00` : value}+08:00`;

/** A time line stands between messages more than five minutes or a midnight apart. */
export function isPause(before, after) {
  return new Date(after).getTime() - new Date(before).getTime() > PAUSE || daysAgo(before, after) !== 0;
}
