/** Column definitions from a sheet's fields. What differs by kind of field stands in tables. */
import { ChoiceEditor } from "./choice.js";
import { ColumnFilter } from "./column_filter.js";
import { FileEditor } from "./file_editor.js";
import { foreseenIn } from "./foreseen.js";
import { post } from "./http.js";
import { LongTextEditor } from "./longtext.js";
import { Marks } from "./marks.js";
import { MomentEditor } from "./moment_editor.js";
import { PlateEditor } from "./plate_editor.js";
import { ReadEditor } from "./read_editor.js";
import { ReferenceEditor } from "./reference.js";
import { columnId } from "./sheet.js";
import { isBlank } from "./show.js";
import { TextEditor } from "./text_editor.js";

export const EDITORS = {
  text: TextEditor,
  int: ReadEditor,
  number: ReadEditor,
  money: ReadEditor,
  phone: ReadEditor,
  idno: ReadEditor,
  plate: PlateEditor,
  date: MomentEditor,
  datetime: MomentEditor,
  bool: ChoiceEditor,
  longtext: LongTextEditor,
  choice: ChoiceEditor,
  multi: ChoiceEditor,
  reference: ReferenceEditor,
  file: FileEditor,
};

/** Room for the header's own words: about 13.5 px a Chinese letter, 7.5 px any other. */
const widthOf = label =>
  24 + [...label].reduce((sum, letter) => sum + (letter > "\u2e7f" ? 13.5 : 7.5), 0);

export class Columns {
  constructor({ show, writer, refusals, session, focus, rows, waiting }) {
    Object.assign(this, { show, writer, refusals, session, focus, rows, waiting });
  }

  of(sheet) {
    return sheet.fields.map(field => this.#column(sheet, field));
  }

  #column(sheet, field) {
    const editor = EDITORS[field.editor];
    const say = (word, values) => this.session.say(word, values);
    return {
      colId: columnId(sheet.key, field.key),
      field: field.key,
      headerName: field.label,
      headerTooltip: field.help || undefined,
      headerClass: field.align === "right" ? "tz-right" : undefined,
      width: Math.max(field.width ?? 110, widthOf(field.label)),
      hide: field.hidden,
      pinned: field.pinned ? "left" : null,
      lockPinned: true,
      filter: ColumnFilter,
      filterParams: { field, say, ask: key => this.#values(sheet, key) },
      editable: params => Boolean(editor) && this.writer.mayChange(params.data, field),
      cellEditor: editor,
      cellEditorPopup: Boolean(editor?.isPopup),
      cellEditorPopupPosition: "under",
      cellEditorParams: {
        field,
        say,
        show: this.show,
        foreseen: row => foreseenIn(row, field.key),
        near: row => referencesIn(sheet.fields, field, row),
        opened: (row, key) => this.writer.opened(row, key),
        toNextRow: rowIndex => this.focus.toNextRow(rowIndex),
      },
      valueFormatter: params => this.#text(sheet, field, params),
      valueSetter: params => this.writer.put(params.data, field.key, params.newValue),
      tooltipValueGetter: params => this.#hint(sheet, field, params),
      cellClass: classesOf(field),
      cellClassRules: this.#rules(sheet, field),
      context: { field },
    };
  }

  /** The values of a column among the rows that everything but its own filter leaves. */
  #values(sheet, key) {
    const { asked, view } = this.rows;
    return post(`/api/values/${sheet.key}/${key}`, { filter: asked.filter, ...view });
  }

  /** A line that is being typed and a cell that was refused are read by who typed them. */
  #text(sheet, field, { data, value }) {
    const isTyped = data?._draft || (field.mask && this.#refusal(sheet, field, data));
    return this.show[isTyped ? "form" : "cell"](field, foreseenIn(data, field.key) ?? value);
  }

  #rules(sheet, field) {
    return {
      "tz-refused": params => Boolean(this.#refusal(sheet, field, params.data)),
      "tz-conflict": params => this.#refusal(sheet, field, params.data)?.code === "conflict",
      "tz-needed": params => isNeeded(params.data, field),
      "tz-void": params => Boolean(params.data?.void),
      "tz-foreseen": params => foreseenIn(params.data, field.key) !== null,
      "tz-waiting": params => Boolean(params.data) && this.waiting.has(sheet.key, params.data.id, field.key),
      "tz-draft": params => Boolean(params.data?._draft),
      "tz-marked": params => Boolean(Marks.of(sheet, params.data)),
      ...Object.fromEntries(["late", "soon", "muted"].map(tone =>
        [`tz-${tone}`, params => Marks.of(sheet, params.data)?.as === tone])),
    };
  }

  #refusal(sheet, field, row) {
    if (!row) return null;
    const message = row._draft?.errors[field.key];
    if (message) return isNeeded(row, field) ? null : { message };
    return this.refusals.at(sheet.key, row.id, field.key);
  }

  /** What a tooltip and the status line say about a cell. */
  reason(sheet, field, row) {
    return this.#refusal(sheet, field, row)?.message ?? row?._draft?.errors[field.key]
      ?? (isNeeded(row, field) ? this.session.say("cell_needed", { field: field.label }) : null);
  }

  /** A reason first; otherwise the whole text, where the cell shows it shortened, and the mark. */
  #hint(sheet, field, { data: row, column, api }) {
    if (!row) return null;
    const reason = this.reason(sheet, field, row);
    const text = reason ?? (isBlank(row[field.key]) ? null : this.show.seen(field, row[field.key]));
    const isFirst = column === api.getAllDisplayedColumns()[0];
    return [text, isFirst && Marks.of(sheet, row)?.label].filter(Boolean).join("\n") || null;
  }
}

const classesOf = field => [
  field.align === "right" && "tz-right",
  field.mono && "tz-figures",
  !field.editable && "tz-given",
].filter(Boolean);

/** The rows a line refers to in its other cells, as the lookup takes them: "rooms:7". */
export const referencesIn = (fields, field, row) => fields
  .filter(other => other.sheet && other.key !== field.key && row?.[other.key]?.id)
  .map(other => `${other.sheet}:${row[other.key].id}`);

/** An empty cell without which the line cannot become a row. */
function isNeeded(row, field) {
  if (!row?._draft || row._draft.sent || !isBlank(row[field.key])) return false;
  return field.required || row._draft.needed.includes(field.key);
}
