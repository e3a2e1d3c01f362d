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
