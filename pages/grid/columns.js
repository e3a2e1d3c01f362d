/** Column definitions from a sheet's fields. What differs by kind of field stands in tables. */
import { ChoiceEditor } from "./choice.js";
import { ChoiceFilter } from "./choice_filter.js";
import { FileEditor } from "./file_editor.js";
import { LongTextEditor } from "./longtext.js";
import { ReferenceEditor } from "./reference.js";
import { columnId } from "./sheet.js";
import { isBlank } from "./show.js";
import { TextEditor } from "./text_editor.js";

export const EDITORS = {
  text: TextEditor,
  int: TextEditor,
  money: TextEditor,
  date: TextEditor,
  datetime: TextEditor,
  longtext: LongTextEditor,
  choice: ChoiceEditor,
  multi: ChoiceEditor,
  reference: ReferenceEditor,
  file: FileEditor,
};

const conditions = (...kinds) => ({
  filterOptions: [...kinds, "blank", "notBlank"], maxNumConditions: 1, debounceMs: 300,
});
const FILTERS = {
  text: {
    filter: "agTextColumnFilter",
    filterParams: conditions("contains", "equals", "startsWith", "notEqual"),
  },
  number: {
    filter: "agNumberColumnFilter",
    filterParams: conditions("equals", "greaterThanOrEqual", "lessThanOrEqual", "inRange"),
  },
  date: {
    filter: "agDateColumnFilter",
    filterParams: conditions("equals", "greaterThan", "lessThan", "inRange"),
  },
  choice: { filter: ChoiceFilter },
  bool: { filter: ChoiceFilter },
};

/** Room for the header's own words: about 13.5 px a Chinese letter, 7.5 px any other. */
const widthOf = label =>
  24 + [...label].reduce((sum, letter) => sum + (letter > "\u2e7f" ? 13.5 : 7.5), 0);

const yesNo = say => [{ value: true, label: say("yes") }, { value: false, label: say("no") }];

export class Columns {
  constructor({ show, writer, refusals, session, focus, waiting }) {
    Object.assign(this, { show, writer, refusals, session, focus, waiting });
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
      ...FILTERS[field.filter],
      ...(field.filter === "bool" || field.options?.length
        ? { filterParams: { options: field.options?.length ? field.options : yesNo(say), say } } : {}),
      editable: params => Boolean(editor) && this.writer.mayChange(params.data, field),
      cellEditor: editor,
      cellEditorPopup: Boolean(editor?.isPopup),
      cellEditorPopupPosition: "under",
      cellEditorParams: {
        field,
        say,
        show: this.show,
        opened: (row, key) => this.writer.opened(row, key),
        toNextRow: rowIndex => this.focus.toNextRow(rowIndex),
      },
      valueFormatter: params => this.show.cell(field, params.value),
      valueSetter: params => this.writer.put(params.data, field.key, params.newValue),
      tooltipValueGetter: params => this.#hint(sheet, field, params.data),
      cellClass: classesOf(field),
      cellClassRules: this.#rules(sheet, field),
      context: { field },
    };
  }

  #rules(sheet, field) {
    return {
      "tz-refused": params => Boolean(this.#refusal(sheet, field, params.data)),
      "tz-conflict": params => this.#refusal(sheet, field, params.data)?.code === "conflict",
      "tz-needed": params => isNeeded(params.data, field),
      "tz-void": params => Boolean(params.data?.void),
      "tz-waiting": params => Boolean(params.data) && this.waiting.has(sheet.key, params.data.id, field.key),
      "tz-draft": params => Boolean(params.data?._draft),
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

  /** A reason first; otherwise the whole text, where the cell shows it shortened. */
  #hint(sheet, field, row) {
    if (!row) return null;
    const reason = this.reason(sheet, field, row);
    if (reason || isBlank(row[field.key])) return reason;
    return this.show.whole(field, row[field.key]);
  }
}

const classesOf = field => [
  field.align === "right" && "tz-right",
  field.mono && "tz-figures",
  !field.editable && "tz-given",
].filter(Boolean);

/** An empty cell without which the line cannot become a row. */
function isNeeded(row, field) {
  if (!row?._draft || row._draft.sent || !isBlank(row[field.key])) return false;
  return field.required || row._draft.needed.includes(field.key);
}
