/** Card JSON 2.0, as far as we emit it. Feishu refuses a property it does not know, so nothing else may appear. */
export interface PlainText {
  readonly tag: 'plain_text';
  readonly content: string;
}

export type CallbackValue = Readonly<Record<string, unknown>>;

export type Behavior =
  | { readonly type: 'callback'; readonly value: CallbackValue }
  | { readonly type: 'open_url'; readonly default_url: string };

export interface Markdown {
  readonly tag: 'markdown';
  readonly content: string;
  readonly text_size?: 'normal' | 'notation' | 'heading';
  readonly element_id?: string;
}

export interface Rule {
  readonly tag: 'hr';
  readonly element_id?: string;
}

export interface Button {
  readonly tag: 'button';
  readonly text: PlainText;
  readonly type: 'default' | 'primary' | 'danger';
  readonly behaviors: readonly Behavior[];
  readonly confirm?: { readonly title: PlainText; readonly text: PlainText };
  readonly name?: string;
  readonly form_action_type?: 'submit' | 'reset';
}

export interface ColumnSet {
  readonly tag: 'column_set';
  readonly flex_mode: 'flow';
  readonly horizontal_spacing: '8px';
  readonly columns: readonly { readonly tag: 'column'; readonly width: 'auto'; readonly elements: readonly Button[] }[];
}

export interface Panel {
  readonly tag: 'collapsible_panel';
  readonly expanded: boolean;
  readonly header: { readonly title: PlainText };
  readonly elements: readonly Button[];
}

export interface Table {
  readonly tag: 'table';
  readonly page_size: number;
  readonly row_height: 'low';
  readonly header_style: { readonly bold: boolean; readonly background_style: 'grey' };
  readonly columns: readonly { readonly name: string; readonly display_name: string; readonly data_type: 'text'; readonly width: 'auto' }[];
  readonly rows: readonly Readonly<Record<string, string>>[];
}

interface FieldBase {
  readonly name: string;
  readonly required: boolean;
  readonly width: 'fill';
}

interface Option {
  readonly text: PlainText;
  readonly value: string;
}

export type FormField =
  | (FieldBase & {
      readonly tag: 'input';
      readonly label: PlainText;
      readonly label_position: 'top';
      readonly input_type: 'text' | 'multiline_text';
      readonly max_length: number;
      readonly default_value?: string;
      readonly placeholder?: PlainText;
    })
  | (FieldBase & { readonly tag: 'date_picker'; readonly initial_date?: string; readonly placeholder: PlainText })
  | (FieldBase & { readonly tag: 'picker_time'; readonly initial_time?: string; readonly placeholder: PlainText })
  | (FieldBase & {
      readonly tag: 'select_static';
      readonly options: readonly Option[];
      readonly initial_option?: string;
      readonly placeholder: PlainText;
    })
  | (FieldBase & {
      readonly tag: 'multi_select_static';
      readonly options: readonly Option[];
      readonly selected_values: readonly string[];
      readonly placeholder: PlainText;
    })
  | (FieldBase & {
      readonly tag: 'select_person';
      readonly options: readonly { readonly value: string }[];
      readonly initial_option?: string;
      readonly placeholder: PlainText;
    })
  | (FieldBase & {
      readonly tag: 'multi_select_person';
      readonly options: readonly { readonly value: string }[];
      readonly selected_values: readonly string[];
      readonly placeholder: PlainText;
    });

export interface FormElement {
  readonly tag: 'form';
  readonly name: string;
  readonly elements: readonly (Markdown | FormField | Button)[];
}

export type Element = Markdown | Rule | Button | ColumnSet | Panel | Table | FormElement;

export type Template = 'blue' | 'green' | 'orange' | 'red' | 'purple' | 'grey';
export type TagColor = 'neutral' | 'blue' | 'green' | 'orange' | 'red' | 'purple';

export interface CardJson {
  readonly schema: '2.0';
  readonly config: { readonly update_multi: true; readonly summary: { readonly content: string } };
  readonly header: {
    readonly title: PlainText;
    readonly template: Template;
    readonly text_tag_list?: readonly { readonly tag: 'text_tag'; readonly text: PlainText; readonly color: TagColor }[];
  };
  readonly body: { readonly elements: readonly Element[] };
}

export const plainText = (content: string): PlainText => ({ tag: 'plain_text', content });

/** Bytes a piece of a card takes in a request: JSON inside JSON, so that quotes and backslashes count for what they become. */
export function encodedBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(JSON.stringify(value)));
}

/** Everything with a `tag` inside a piece of a card. */
export function countTags(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countTags(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  const own = 'tag' in value && typeof value.tag === 'string' ? 1 : 0;
  return Object.entries(value).reduce((sum, [key, item]) => (key === 'value' || key === 'rows' ? sum : sum + countTags(item)), own);
}
