/** Which register the address of the page names. Streamlit owns the address; we only watch it. */

const lastSegment = () => decodeURIComponent(parent.location.pathname.split("/").filter(Boolean).at(-1) ?? "");

/** Call `arrived(key)` now and after every page switch, with the last part of the address. */
export function watchPlace(arrived) {
  let seen = null;
  const look = () => {
    const here = lastSegment();
    if (here !== seen) arrived(seen = here);
  };
  const navigation = parent.navigation;
  if (navigation) navigation.addEventListener("currententrychange", look);
  else setInterval(look, 250);
  look();
}
