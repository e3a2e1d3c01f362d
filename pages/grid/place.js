/** Which register, list of the day or import the page's address names. Streamlit owns it; we watch. */

const lastSegment = () => decodeURIComponent(parent.location.pathname.split("/").filter(Boolean).at(-1) ?? "");

const named = what => new URLSearchParams(parent.location.search).get(what) ?? "";

/** Call `arrived(register, list, sheetToImportInto)` now and whenever the address names others. */
export function watchPlace(arrived) {
  let seen = null;
  const look = () => {
    const here = [lastSegment(), named("list"), named("import")];
    if (String(here) === seen) return;
    seen = String(here);
    arrived(...here);
  };
  const navigation = parent.navigation;
  if (navigation) navigation.addEventListener("currententrychange", look);
  else setInterval(look, 250);
  look();
}

export const toLogin = () => parent.location.replace("/login");

/** The same page without its list or import; the watcher notices. */
export function leaveList() {
  parent.history.replaceState(parent.history.state, "", parent.location.pathname);
}
