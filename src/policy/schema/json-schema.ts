import { z } from 'zod';
import { presetSchema } from './preset.ts';

/** The JSON Schema editors check a preset with: the content of `presets/preset.schema.json`. */
export function presetJsonSchema(): unknown {
  return z.toJSONSchema(presetSchema, { io: 'input' });
}
