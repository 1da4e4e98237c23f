/** What the page remembers on this computer. A browser that keeps nothing still works. */

/** @template T @param {string} name @param {T} otherwise @returns {T} */
export function recall(name, otherwise) {
  try {
    const text = localStorage.getItem(`zhiban.${name}`);
    return text === null ? otherwise : JSON.parse(text);
  } catch {
    return otherwise;
  }
}

/** @param {string} name @param {unknown} value */
export function remember(name, value) {
  try {
    localStorage.setItem(`zhiban.${name}`, JSON.stringify(value));
  } catch {
    // Private windows refuse; the choice then lasts as long as the page.
  }
}
