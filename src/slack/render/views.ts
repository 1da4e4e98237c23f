import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import type { Card, Home, Notice } from '../../view/view.ts';
import { limits } from '../limits.ts';
import { words } from '../words.ts';
import { actionIds } from './actions.ts';
import { drawBody } from './body.ts';
import { label } from './elements.ts';
import { type Reader, surfaces } from './flow.ts';
import { bodyOf } from './message.ts';
import { head, titleOf } from './title.ts';

/** The callback id of a modal that only shows something. */
export const shownCallback = 'shown';

/** App Home. */
export function renderHome(view: Home, reader: Reader): HomeView {
  return { type: 'home', blocks: drawBody(bodyOf(view), head(view), surfaces.home, reader, actionIds()) };
}

/** An answer as a modal without input. The title bar holds 24 characters, so a longer title stands in full above the text. */
export function renderModal(view: Card | Notice | Home, reader: Reader): ModalView {
  const title = titleOf(view);
  const whole = title.length <= limits.modalTitle && title.trim() !== '';
  const top: KnownBlock[] = head(view).slice(whole ? 1 : 0);
  const blocks = drawBody(bodyOf(view), top, surfaces.modal, reader, actionIds());
  return {
    type: 'modal',
    callback_id: shownCallback,
    title: label(title, limits.modalTitle),
    close: label(words.close[reader.locale], limits.modalButton),
    // A modal needs a block.
    blocks: blocks.length > 0 ? blocks : head(view).slice(0, 1),
  };
}
