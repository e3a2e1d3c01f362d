/** A small element in one line: element("button", {className, onclick, ...}, ...children). */

export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  Object.assign(made, properties);
  made.append(...children.filter(child => child !== null && child !== undefined && child !== false));
  return made;
}
