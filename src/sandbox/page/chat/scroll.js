/**
 * Keeps a conversation where the reader is: at the end while they are at the end, in place while they read further up.
 *
 * @param {HTMLElement} log @param {HTMLElement} latest the way back to the end
 */
export function createScroll(log, latest) {
  let atEnd = true;
  /** @type {number | null} */
  let held = null;
  const toEnd = () => {
    log.scrollTop = log.scrollHeight;
  };
  const look = () => {
    atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    if (atEnd) latest.hidden = true;
  };
  log.addEventListener('scroll', look, { passive: true });
  latest.addEventListener('click', () => {
    toEnd();
    latest.hidden = true;
  });
  new ResizeObserver(() => {
    if (atEnd) toEnd();
  }).observe(log);

  return {
    /** The next change ends at the end. */
    stick() {
      atEnd = true;
    },
    /** The next change puts older messages on top: what is seen stays. */
    hold() {
      held = log.scrollHeight - log.scrollTop;
      atEnd = false;
    },
    /** @param {() => void} change */
    around(change) {
      const before = log.scrollTop;
      const height = log.scrollHeight;
      change();
      if (held !== null) {
        log.scrollTop = log.scrollHeight - held;
        held = null;
      } else if (atEnd) toEnd();
      else {
        log.scrollTop = before;
        if (log.scrollHeight > height + 8) latest.hidden = false;
      }
    },
  };
}
