/** One line that the server reads as a number, an amount, a telephone …, with its reading below. */
import { Preview } from "./preview.js";
import { TextEditor } from "./text_editor.js";

export class ReadEditor extends TextEditor {
  build() {
    const built = super.build();
    this.preview = new Preview(this);
    this.input.addEventListener("input", event => { if (!event.isComposing) this.typed(); });
    this.input.addEventListener("compositionend", () => { this.isTouched = true; this.typed(); });
    return built;
  }

  attached() { if (this.isTouched) this.typed(); }

  /** The text has changed, and no IME is at work on it. */
  typed() { this.preview.look(); }

  destroy() {
    super.destroy();
    this.preview.remove();
  }
}
