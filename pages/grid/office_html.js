/**
 * The table that Excel, WPS and mail programs exchange: written so that numbers of documents and
 * phones stay text and dates stay dates; read only for what the plain text beside it has lost.
 */

/** By how a column is filtered. Without the format of text Excel makes 4.40106E+17 of an identity card. */
const FORMATS = {
  number: text => (text.includes(".") ? "0.00" : "0"),
  date: text => (text.includes(" ") ? "yyyy\\-mm\\-dd\\ hh:mm" : "yyyy\\-mm\\-dd"),
};
const AS_TEXT = "\\@";
const FIGURE = /^-?\d{1,15}(\.\d+)?$/;
const SCIENTIFIC = /^-?\d(\.\d+)?E\+\d{2,3}$/i;
const LEFT = /^\d{15}0{1,6}$/; // a number cell holds 15 figures; whatever came after them is zeros
const HIDDEN = /^#+$/; // the column was too narrow
const WITHOUT_YEAR = /^\d{1,2}\s*([-/.月])\s*\d{1,2}日?(\s|$)/;
const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(1899, 11, 30);

const escaped = text => text
  .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** `rows` of cells {text, kind}; the kind is how their column is filtered. */
export function toHtml(rows) {
  const lines = rows.map(row => `<tr>${row.map(written).join("")}</tr>`);
  return [
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8">',
    '<style>br{mso-data-placement:same-cell}td{white-space:pre-wrap}</style></head>',
    `<body><table><!--StartFragment-->${lines.join("")}<!--EndFragment--></table></body></html>`,
  ].join("");
}

function written({ text, kind }) {
  const isFigure = kind === "number" && FIGURE.test(text);
  const format = kind === "number" && !isFigure ? AS_TEXT : FORMATS[kind]?.(text) ?? AS_TEXT;
  const figure = isFigure ? ` x:num="${text}"` : "";
  return `<td style="mso-number-format:'${format}'"${figure}>${escaped(text).replaceAll("\n", "<br>")}</td>`;
}

/** The cells of the first table as {text, figure, isText}, merged ones followed by empty ones; null without a table. */
export function parseHtml(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const table = page.querySelector("table");
  if (!table) return null;
  const textClasses = [...page.querySelectorAll("style")].flatMap(style => classesOfText(style.textContent));
  const rows = [...table.rows].map(() => []);
  [...table.rows].forEach((line, i) => {
    let at = 0;
    for (const cell of line.cells) {
      while (rows[i][at] !== undefined) at += 1;
      lay(rows, cell, i, at);
      rows[i][at].isText = isText(cell, textClasses);
      at += cell.colSpan;
    }
  });
  return rows;
}

function lay(rows, cell, top, left) {
  for (let i = top; i < Math.min(top + cell.rowSpan, rows.length); i += 1) {
    for (let j = left; j < left + cell.colSpan; j += 1) rows[i][j] = { text: "", figure: null };
  }
  rows[top][left] = { text: textOf(cell), figure: cell.getAttribute("x:num") || null };
}

/** The classes of a style sheet whose cells hold text, whatever figures it is made of. */
function classesOfText(styles) {
  return [...styles.matchAll(/\.([\w-]+)\s*\{[^}]*mso-number-format:\s*["']?\\@/g)].map(([, name]) => name);
}

function isText(cell, textClasses) {
  if (cell.hasAttribute("x:num")) return false;
  const style = cell.getAttribute("style") ?? "";
  return cell.hasAttribute("x:str") || /mso-number-format:\s*["']?\\@/.test(style)
    || textClasses.some(name => cell.classList.contains(name));
}

/** Line ends of the source are blanks, those of the cell are <br>. */
function textOf(cell) {
  const copy = cell.cloneNode(true);
  copy.querySelectorAll("br").forEach(each => each.replaceWith("\u0001"));
  return copy.textContent.replace(/\s+/g, " ").replaceAll("\u0001", "\n").trim();
}

/**
 * The plain texts, each put right where the table beside it still has what the text has lost. What
 * may be the rest of a longer number is handed on as the number it then is: a column that needs
 * every figure, as of an identity card, refuses it even where its check digit fits by chance.
 */
export function restored(block, table, fields) {
  const fits = table?.length === block.length && table.every((row, i) => row.length === block[i].length);
  return block.map((line, i) => line.map((text, j) => {
    const cell = fits ? table[i][j] : null;
    const whole = restoredCell(text.trim(), cell, fields[j]) ?? text.trim();
    return LEFT.test(whole) && !cell?.isText ? Number(whole) : whole;
  }));
}

function restoredCell(text, cell, field) {
  if (!cell?.figure || !FIGURE.test(cell.figure)) return null;
  if (field?.filter === "date") return HIDDEN.test(text) || WITHOUT_YEAR.test(text) ? dayOf(Number(cell.figure)) : null;
  return HIDDEN.test(text) || SCIENTIFIC.test(text) ? cell.figure : null;
}

/** Excel counts days from 1900, with the time of day as a fraction. */
function dayOf(serial) {
  const text = new Date(FIRST_DAY + Math.round(serial * 1440) * (DAY / 1440)).toISOString();
  return Number.isInteger(serial) ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 16)}`;
}
