import type { FormValues } from '../../view/view.ts';

/**
 * A submitted form by field name. Dates arrive as `2024-04-01 +0800` and times as `00:00 +0800`: the wall time that was chosen is kept, whatever
 * the zone of the device. Empty fields are left out.
 */
export function formValues(raw: Readonly<Record<string, unknown>>, dates: ReadonlySet<string>, times: ReadonlySet<string>): FormValues {
  const values: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (Array.isArray(value)) {
      const list = value.filter((item): item is string => typeof item === 'string' && item !== '');
      if (list.length > 0) values[name] = list;
    } else if (typeof value === 'string' && value.trim() !== '') {
      values[name] = dates.has(name)
        ? (value.match(/^\d{4}-\d\d-\d\d/)?.[0] ?? value)
        : times.has(name)
          ? (value.match(/^\d\d:\d\d/)?.[0] ?? value)
          : value;
    }
  }
  return values;
}
