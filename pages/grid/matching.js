/** How well a choice answers what was typed: its label, its pinyin initials, or a part of either. */

const score = (option, typed) => {
  const label = option.label.toLowerCase();
  const initials = (option.py ?? "").toLowerCase();
  if (label === typed) return 0;
  if (label.startsWith(typed)) return 1;
  if (initials && initials.startsWith(typed)) return 2;
  if (label.includes(typed)) return 3;
  return initials.includes(typed) ? 4 : Infinity;
};

/** Options that match, the best first; all of them when nothing was typed. */
export function matching(options, text) {
  const typed = text.trim().toLowerCase();
  if (!typed) return [...options];
  return options
    .map(option => [score(option, typed), option])
    .filter(([rank]) => rank < Infinity)
    .sort(([one], [other]) => one - other)
    .map(([, option]) => option);
}
