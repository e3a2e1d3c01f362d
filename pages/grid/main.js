/** The grid's entry: `attach(api)` is called once by the page, then everything lives in here. */
import { Desk } from "./desk.js";
import { Keep } from "./keep.js";
import { leaveList, watchPlace } from "./place.js";
import { Session } from "./session.js";

function style() {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL("grid.css", import.meta.url).href;
  document.head.append(link);
  return new Promise(done => { link.onload = link.onerror = done; });
}

export async function attach(api) {
  const [session] = await Promise.all([Session.load(), style()]);
  document.documentElement.lang = session.lang.replace("_", "-");
  const keep = Keep.fresh(session.user);
  const desk = new Desk(api, session, keep);
  window.taizhang = desk; // for AG Grid's own texts (see pages/main.py) and for whoever looks inside
  watchPlace(async (key, list, importInto) => {
    const register = session.registerOf(key);
    desk.isAway = !register;
    desk.presence.moved();
    if (!register) return;
    await desk.opening.openRegister(register, session.listOf(register, list), importInto);
    if (!importInto || desk.sheet?.key !== importInto) return;
    leaveList();
    desk.importing.open();
  });
}
