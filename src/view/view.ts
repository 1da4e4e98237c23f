import type { PersonId } from '../core/ids.ts';

/**
 * What a person sees, as plain data. Features build these values in the reader's language; `slack/render` and `feishu/render`
 * turn them into Block Kit and card JSON 2.0. A view is never a markdown string: both messengers escape it differently.
 */
export type View = Card | Form | Notice | Home;

/** A run of text. A mention pings, and is used only for the person who has to act; the renderer resolves the id per messenger. */
export type Inline =
  | string
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'mention'; readonly person: PersonId; readonly name: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

/** One line or paragraph. Strings may hold `\n`. */
export type Rich = string | readonly Inline[];

export interface Fact {
  readonly label: string;
  readonly value: Rich;
}

/** A checked rule: what was found, and the regulation that asks for it. */
export interface FindingLine {
  readonly level: 'ok' | 'warn' | 'error' | 'info';
  readonly text: Rich;
  /** Title, section and rule id of the regulation, already in the reader's language. */
  readonly source?: string;
}

export type Block =
  | { readonly kind: 'text'; readonly text: Rich }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'list'; readonly items: readonly Rich[] }
  | { readonly kind: 'findings'; readonly findings: readonly FindingLine[] }
  /** A table, first column is the row's name. Where a surface has no table it is drawn as text in columns. */
  | { readonly kind: 'grid'; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'note'; readonly text: Rich }
  | { readonly kind: 'divider' }
  | { readonly kind: 'actions'; readonly actions: readonly Action[] };

/** A button. `route` is a wire format: literal, `slice.verb`, kept for as long as a live card can hold it. */
export type Action =
  | {
      readonly kind: 'press';
      readonly route: string;
      readonly args: Readonly<Record<string, string>>;
      readonly label: string;
      readonly style?: 'primary' | 'danger';
      readonly confirm?: { readonly title: string; readonly text: string; readonly yes: string; readonly no: string };
    }
  | { readonly kind: 'open'; readonly label: string; readonly href: string };

/** The state in the header: a word and a colour, never colour alone. */
export interface StateBadge {
  readonly word: string;
  readonly tone: 'grey' | 'orange' | 'green' | 'red' | 'purple' | 'blue';
}

/** One subject, one next step. `actions`: at most three are shown as buttons, the rest behind `moreLabel`. */
export interface Card {
  readonly kind: 'card';
  /** One leading symbol at most: 🕗 ✅ ⚠️ 🔁 📋 ⏰. */
  readonly symbol?: string;
  readonly title: string;
  readonly state?: StateBadge;
  /** One line for notifications and for clients that cannot draw the card. */
  readonly summary: string;
  readonly blocks: readonly Block[];
  readonly actions: readonly Action[];
  /** Where the rest is to be seen when a platform's limit cuts the card. */
  readonly rest?: Action;
  /** A rule has it known at once: sent to a person as an urgent message where the messenger has such; elsewhere, and when its quota is used up, as any other. */
  readonly urgent?: boolean;
}

/** A short answer to one person: what happened, or why not and what would work instead. */
export interface Notice {
  readonly kind: 'notice';
  readonly tone: 'ok' | 'info' | 'warn' | 'error';
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly actions: readonly Action[];
  readonly rest?: Action;
  /** As of a card. */
  readonly urgent?: boolean;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A form field. `name` is `[a-z][a-z0-9_]*`, unique in the form. `initial` keeps what was typed. */
export type Field = {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly required: boolean;
} & (
  | { readonly kind: 'text'; readonly initial?: string; readonly maxLength?: number; readonly placeholder?: string }
  | { readonly kind: 'long-text'; readonly initial?: string; readonly maxLength?: number; readonly placeholder?: string }
  /** `YYYY-MM-DD` */
  | { readonly kind: 'date'; readonly initial?: string }
  /** `HH:MM` */
  | { readonly kind: 'time'; readonly initial?: string }
  | { readonly kind: 'choice'; readonly options: readonly Choice[]; readonly initial?: string }
  | { readonly kind: 'choices'; readonly options: readonly Choice[]; readonly initial?: readonly string[] }
  /** Values are messenger user ids on the wire; the decoder hands them on as such, `people` resolves them. */
  | { readonly kind: 'person'; readonly initial?: PersonId }
  | { readonly kind: 'people'; readonly initial?: readonly PersonId[] }
);

/** A form. In Slack a modal, in Feishu a form card in the direct chat. `route` receives `args` and the values. */
export interface Form {
  readonly kind: 'form';
  readonly route: string;
  readonly args: Readonly<Record<string, string>>;
  readonly title: string;
  readonly intro: readonly Block[];
  readonly fields: readonly Field[];
  readonly submit: string;
  readonly cancel: string;
}

/** The page that is mine: App Home in Slack, a card in the direct chat in Feishu. */
export interface Home {
  readonly kind: 'home';
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly rest?: Action;
}

/** What a submitted form holds, by field name. Empty fields are absent. Dates `YYYY-MM-DD`, times `HH:MM`, persons messenger user ids. */
export type FormValues = Readonly<Record<string, string | readonly string[]>>;
