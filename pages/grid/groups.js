/** Long numbers in runs, as people read them: 138 1234 5678. `groups` are [pattern, runs] from the server. */

export function grouped(text, groups) {
  for (const [pattern, runs] of groups ?? []) {
    if (!new RegExp(`^(?:${pattern})$`).test(text)) continue;
    let at = 0;
    return runs.map(run => text.slice(at, (at += run))).join(" ");
  }
  return text;
}
