/** How well a choice answers what was typed: its label, its pinyin, another language, or a part of them. */

/** Whether letters are beginnings of syllables one after another: zhx, zxs, zhuangxiu for 装修施工. */
function begins(syllables, letters) {
  if (!letters) return true;
  const [first, ...rest] = syllables;
  for (let taken = Math.min(first?.length ?? 0, letters.length); taken > 0; taken -= 1) {
    if (first.startsWith(letters.slice(0, taken)) && begins(rest, letters.slice(taken))) return true;
  }
  return false;
}

const spoken = (syllables, letters) => syllables.some((_, at) => begins(syllables.slice(at), letters));

const score = (option, typed) => {
  const label = option.label.toLowerCase();
  const initials = (option.py ?? "").toLowerCase();
  const words = (option.words ?? []).map(word => word.toLowerCase());
  const syllables = option.syllables ?? [];
  if (label === typed || words.includes(typed)) return 0;
  if (label.startsWith(typed)) return 1;
  if (initials && initials.startsWith(typed)) return 2;
  if (begins(syllables, typed)) return 3;
  if (label.includes(typed) || words.some(word => word.startsWith(typed))) return 4;
  if (initials.includes(typed) || spoken(syllables, typed)) return 5;
  return words.some(word => word.includes(typed)) ? 6 : Infinity;
};

/** Options that match, the best first; all of them when nothing was typed. */
export function matching(options, text) {
  const typed = text.normalize("NFKC").trim().toLowerCase();
  if (!typed) return [...options];
  return options
    .map(option => [score(option, typed), option])
    .filter(([rank]) => rank < Infinity)
    .sort(([one], [other]) => one - other)
    .map(([, option]) => option);
}
