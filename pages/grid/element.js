/** A small element in one line: element("button", {className, onclick, …}, ...children). */

export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  Object.assign(made, properties);
  made.append(...children.filter(child => child !== null && child !== undefined && child !== false));
  return made;
}

/** A <details> menu that closes when the clerk clicks anywhere else. */
export function closeOutside(menu) {
  addEventListener("mousedown", event => { if (!menu.contains(event.target)) menu.open = false; }, true);
}
