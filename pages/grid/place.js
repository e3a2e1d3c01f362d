/** Which register, and which list of the day, the page's address names. Streamlit owns it; we watch. */

const lastSegment = () => decodeURIComponent(parent.location.pathname.split("/").filter(Boolean).at(-1) ?? "");

const listNamed = () => new URLSearchParams(parent.location.search).get("list") ?? "";

/** Call `arrived(register, list)` now and whenever the address names others. */
export function watchPlace(arrived) {
  let seen = null;
  const look = () => {
    const here = [lastSegment(), listNamed()];
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

/** The same page without its list; the watcher notices. */
export function leaveList() {
  parent.history.replaceState(parent.history.state, "", parent.location.pathname);
}
