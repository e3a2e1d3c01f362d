/** Why a row is voided; its number stays in the book. */
import { askText } from "./dialog.js";

export const askVoid = (say, number) => askText({
  title: say("void_title", { number: number?.label ?? number }),
  label: say("void_reason"),
  confirm: say("void"),
  cancel: say("cancel"),
  suggestions: [say("void_wrong_entry"), say("void_double"), say("void_cancelled")],
});
