import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import type { IncidentLine } from './incident-record.ts';
import { timelineOf } from './timeline.ts';

const line = (kind: IncidentLine['kind'], at: string, detail: IncidentLine['detail'] = {}): IncidentLine => ({
  kind,
  text: '',
  by: null,
  at: Temporal.Instant.from(`2026-11-26T13:${at}Z`),
  detail,
});
const told = (at: string, person: string, kind = 'to', word = 'centre-admin') => line('told', at, { person, kind, word });
const shown = (lines: readonly IncidentLine[]): string[] =>
  timelineOf(lines).map(({ kind, detail }) => `${kind} ${detail.person ?? ''}`.trim());

describe('the timeline', () => {
  it('has the report before what came of it, in whatever order one moment was stored', () => {
    const lines = [line('entry', '50:00'), told('50:00', 'luo'), line('extended', '50:00'), line('opened', '50:00'), line('note', '51:00')];
    expect(shown(lines)).toEqual(['opened', 'extended', 'entry', 'told luo', 'note']);
    expect(shown(lines.toReversed())).toEqual(['opened', 'extended', 'entry', 'told luo', 'note']);
  });

  it('keeps what is told later below what was done before', () => {
    expect(shown([line('opened', '50:00'), told('50:00', 'tie'), line('answer', '55:00'), told('55:00', 'luo')])).toEqual([
      'opened',
      'told tie',
      'answer',
      'told luo',
    ]);
  });

  it('has somebody told once within a minute, a call-out apart, and again in another', () => {
    expect(
      shown([told('50:00', 'luo'), told('50:00', 'luo', 'to', 'superior'), told('50:00', 'luo', 'call'), told('50:59', 'luo')]),
    ).toEqual(['told luo', 'told luo']);
    expect(shown([told('50:00', 'luo'), told('51:00', 'luo')])).toHaveLength(2);
    expect(shown([told('50:00', ''), told('50:00', '')])).toHaveLength(2);
  });
});
