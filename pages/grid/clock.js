/** The office's time, as the server has it: this computer's clock may be wrong. Local, as text. */

const moment = text => Date.parse(`${text.replace(" ", "T")}Z`);
const text = milliseconds => new Date(milliseconds).toISOString().slice(0, 16).replace("T", " ");

const STAMPS = { date: clock => clock.today, datetime: clock => clock.now };

export class Clock {
  /** `now` is the server's time when this page asked for it; `ticks()` are milliseconds. */
  constructor(now, ticks = Date.now) {
    const asked = ticks();
    this.read = () => text(moment(now) + ticks() - asked);
  }

  get now() { return this.read(); }
  get today() { return this.now.slice(0, 10); }
  get time() { return this.now.slice(11); }

  /** What Ctrl+; and Ctrl+Shift+; write: what the cell can hold of today and this minute. */
  stamp(editor, { isTime }) {
    return STAMPS[editor]?.(this) ?? (isTime ? this.time : this.today);
  }
}
