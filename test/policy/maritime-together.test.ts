import { describe, expect, it } from 'vitest';
import { loadPreset, resolvePolicy } from '../../src/policy/index.ts';
import { policyOf } from './desk.ts';
import { askedBy, judged, protocolOf, receivers, reported } from './register-case.ts';

const tiers = ['maritime-province', 'maritime-city', 'maritime-county'];

describe('the regulations of one document on one desk', () => {
  it.each(tiers)('go together: the duty, %s and the forms', (tier) => {
    for (const kinds of [[], ['front-line'], ['second-line'], ['provincial-centre']])
      for (const on of ['2026-07-01', '2026-12-01']) {
        const adoptions = ['maritime-duty', tier, 'maritime-forms'].map((preset) => ({
          preset,
          overrides: [],
          from: '2026-01-01',
          until: null,
        }));
        const found = resolvePolicy({ adoptions, deskShifts: [], deskKinds: kinds, calendarSettings: {}, on, load: loadPreset });
        expect(found.ok ? [] : found.refusal).toEqual([]);
      }
  });

  const city = policyOf(['maritime-duty', 'maritime-city', 'maritime-forms'], '2026-12-01');

  it('tell those each of them names of one event', () => {
    const route = reported(city, 'ship-accident', { facts: { own_waters: true }, severity: 'major' });
    expect(receivers(route, 'maritime-duty-26')).toEqual(['1 to duty-leader 10:30']);
    expect(receivers(route, 'maritime-city-30')).toHaveLength(4);
    expect(receivers(route, 'maritime-city-31')).toHaveLength(3);
    const fault = reported(city, 'equipment-fault');
    expect(receivers(fault, 'maritime-duty-30')).toEqual(['1 to maintainer 10:30']);
    expect(receivers(fault, 'maritime-city-36')).toHaveLength(2);
  });

  it('add up what a form holds, and keep the shorter way of an event report', () => {
    const { fields } = judged(city, 'monitoring-record');
    expect(askedBy(fields, 'maritime-forms-04')).toEqual(['at', 'target', 'finding', 'ship_or_crew', 'handling', 'by']);
    expect(askedBy(fields, 'maritime-city-11')).toEqual(['at', 'ship_or_crew', 'place', 'kind']);
    expect(judged(city, 'monitoring-event').states?.value).toEqual(['open', 'filed']);
    expect(judged(city, 'monitoring-event').annex?.value).toBe(5);
  });

  it('hand over with the form the annexes name', () => {
    const [form] = protocolOf(city).records;
    expect(form?.value).toBe('handover');
    expect(form?.fields).toEqual(askedBy(judged(city, 'handover').fields, 'maritime-forms-06'));
  });
});
