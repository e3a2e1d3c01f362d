/** Months as the server writes them, "2026-11", and as a clerk reads them. */

export function step(month, months) {
  const [year, number] = month.split("-").map(Number);
  const moved = new Date(Date.UTC(year, number - 1 + months, 1));
  return moved.toISOString().slice(0, 7);
}

export function monthName(month, say) {
  const [year, number] = month.split("-");
  return say("month_name", { year, month: Number(number) });
}

/** The last day of a month as paper of one day asks for it; of this month it is today. */
export function lastDay(month) {
  const now = new Date();
  const today = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  if (today.startsWith(month)) return today;
  const [year, number] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}
