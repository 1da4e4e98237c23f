/**
 * Keeps a conversation where the reader is: with the newest message while they are there, in place while they read further up or fill in
 * a form. A message taller than the window is shown from its first line, which is the answer.
 *
 * @param {HTMLElement} log @param {HTMLElement} latest the way back to the end
 */
export function createScroll(log, latest) {
  let follows = true;
  /** Where a tall newest message was put; as long as the reader leaves it there, what comes next is followed. @type {number | null} */
  let parkedAt = null;
  /** @type {number | null} */
  let held = null;

  const lastEntry = () => /** @type {HTMLElement | null} */ (log.querySelector('.entry:last-child'));
  const toNewest = (/** @type {boolean} */ arrived) => {
    const entry = lastEntry();
    log.scrollTop = log.scrollHeight;
    parkedAt = null;
    if (!arrived || entry === null || entry.offsetHeight <= log.clientHeight) return;
    log.scrollTop = entry.offsetTop;
    parkedAt = log.scrollTop;
    latest.hidden = false;
  };
  const fillsIn = () => log.contains(document.activeElement) && document.activeElement?.matches('input, textarea, select') === true;

  log.addEventListener(
    'scroll',
    () => {
      if (parkedAt !== null && Math.abs(log.scrollTop - parkedAt) < 2) return;
      parkedAt = null;
      follows = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
      if (follows) latest.hidden = true;
    },
    { passive: true },
  );
  latest.addEventListener('click', () => {
    log.scrollTop = log.scrollHeight;
    latest.hidden = true;
  });
  new ResizeObserver(() => {
    if (follows && parkedAt === null) log.scrollTop = log.scrollHeight;
  }).observe(log);

  return {
    /** The next change ends at the newest message. */
    stick() {
      follows = true;
      parkedAt = null;
    },
    /** The next change puts older messages on top: what is seen stays. */
    hold() {
      held = log.scrollHeight - log.scrollTop;
      follows = false;
    },
    /** @param {() => void} change */
    around(change) {
      const before = log.scrollTop;
      const newest = lastEntry();
      change();
      const arrived = lastEntry() !== newest;
      if (held !== null) {
        log.scrollTop = log.scrollHeight - held;
        held = null;
      } else if (follows && !fillsIn() && (arrived || parkedAt === null)) toNewest(arrived);
      else {
        log.scrollTop = before;
        if (arrived) {
          follows = false;
          latest.hidden = false;
        }
      }
    },
  };
}
