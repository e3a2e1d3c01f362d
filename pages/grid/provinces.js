/** The signs a number plate begins with, found by pinyin. `starts` are {sign, pinyin}. */

const LETTERS = /^[a-z]+$/i;

/** Those that what is typed may mean; none where the plate has its sign already. */
export function offered(starts, text) {
  if (starts.some(({ sign }) => text.startsWith(sign))) return [];
  const found = byPinyin(starts, text);
  return found.length ? found : starts;
}

const byPinyin = (starts, text) =>
  (LETTERS.test(text) ? starts.filter(({ pinyin }) => pinyin.startsWith(text.toLowerCase())) : []);

/** The plate once a sign is picked: pinyin gives way to it, anything else follows it. */
export const begun = (starts, text, sign) => sign + (byPinyin(starts, text).length ? "" : text);

/** In capitals, half width, and with a sign whose pinyin is complete and means no other in its place. */
export function tidyPlate(starts, typed) {
  let text = "";
  for (const letter of typed.normalize("NFKC").toUpperCase()) {
    text += letter;
    const [only, ...others] = byPinyin(starts, text);
    if (text.length > 1 && only?.pinyin === text.toLowerCase() && !others.length) text = only.sign;
  }
  return text;
}
