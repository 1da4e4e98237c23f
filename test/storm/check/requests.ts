import type { House } from '../organisation.ts';
import { createSigners, type Sides } from '../signers.ts';
import type { Aftermath } from '../storm.ts';

interface StepRow {
  kind: 'confirm' | 'approve';
  round: 'grant' | 'cancel';
  words: string[];
  state: string;
  by: string | null;
  for: string | null;
  handed_by: string | null;
  handed_to: string | null;
  at: string | null;
}

interface RequestRow {
  id: string;
  number: number;
  desk: string;
  type: string;
  kind: string | null;
  state: string;
  days: number;
  subject: string;
  filed_by: string;
  partner: string | null;
  fields: Record<string, string>;
  steps: StepRow[];
  told: string | null;
  files: number;
  lapse: boolean;
  live: number;
  duties: number;
}

const standing = ['approved', 'cancelling', 'closed'];
const open = ['confirming', 'open-call', 'approving', 'asked'];

/** Words that must be among the signatures of what was approved, by the regulation of the desk. */
function leastChain(house: House, request: Pick<RequestRow, 'type' | 'kind' | 'days'>): readonly string[] {
  const { type, days } = request;
  if (type === 'swap' && house === 'telecom') return ['team-lead-of-requester', 'team-lead-of-partner'];
  if (type === 'leave' && house === 'telecom') return [days > 1 ? 'centre-director' : 'department-director'];
  if (type === 'leave' && house === 'station') return [days > 2 ? 'regional-lead' : 'station-lead', 'department-manager'];
  if (type === 'leave' && house === 'centre') return ['annual', 'official'].includes(request.kind ?? '') ? ['hr'] : [];
  if (type === 'overtime' && house === 'centre') return ['superior', 'superior-of-superior'];
  if (type === 'outing' && house === 'centre') return ['superior', 'superior-of-superior'];
  if (type === 'comp-rest' && house === 'office') return ['department'];
  if ((type === 'swap' || type === 'substitute') && house === 'watch') return ['duty-leader', 'supervising-leader'];
  return [];
}

/** Nobody has to approve it: the department settles it by itself. */
const needsNobody = (house: House, type: string): boolean => house === 'office' && type === 'substitute';

const sideSteps = ['swap', 'substitute'];

/** No approval without its chain, nobody decides their own; what a request holds is what its state says; what is written down is what happened. */
export async function checkRequests({ db, ids, organisation }: Aftermath): Promise<string[]> {
  const rows = await db.query<RequestRow>(
    `SELECT r.id::text AS id, r.number, r.desk_id::text AS desk, r.type, r.kind, r.state, r.days, r.subject_id::text AS subject, r.filed_by::text AS filed_by,
       r.partner_id::text AS partner, r.fields,
       (SELECT coalesce(json_agg(json_build_object('kind', s.kind, 'round', s.round, 'words', s.words, 'state', s.state, 'by', s.decided_by, 'for', s.decided_for,
          'handed_by', s.handed_by, 'handed_to', s.handed_to, 'at', s.decided_at) ORDER BY s.round DESC, s.stage, s.id), '[]')
        FROM request_step s WHERE s.org_id = r.org_id AND s.request_id = r.id) AS steps,
       (SELECT e.detail ->> 'state' FROM audit_entry e WHERE e.org_id = r.org_id AND e.subject = r.id::text AND e.action LIKE 'request.%' AND e.detail ? 'state'
        ORDER BY e.seq DESC LIMIT 1) AS told,
       (SELECT count(*)::int FROM audit_entry e WHERE e.org_id = r.org_id AND e.subject = r.id::text AND e.action = 'request.file') AS files,
       EXISTS (SELECT 1 FROM due w WHERE w.org_id = r.org_id AND w.kind = 'request.lapse' AND w.key = r.id::text AND w.done_at IS NULL) AS lapse,
       (SELECT count(*)::int FROM request_duty d WHERE d.org_id = r.org_id AND d.request_id = r.id AND d.live) AS live,
       (SELECT count(*)::int FROM request_duty d WHERE d.org_id = r.org_id AND d.request_id = r.id) AS duties
     FROM request r`,
    [],
  );
  const delegations = await db.query<{ from: string; to: string }>(
    'SELECT from_person::text AS "from", to_person::text AS "to" FROM delegation',
    [],
  );
  const signers = createSigners(organisation);
  const code = (id: string | null): string => ids.people.get(id ?? '')?.code ?? '';
  const problems: string[] = [];

  for (const request of rows) {
    const about = `request: ${ids.houseOf.get(request.desk)?.code} #${request.number} (${request.type} ${request.kind ?? ''}, ${request.state})`;
    const say = (problem: string): void => void problems.push(`${about} ${problem}`);
    const house = ids.houseOf.get(request.desk)?.house ?? 'telecom';
    const sides: Sides = {
      desk: ids.houseOf.get(request.desk)?.code ?? '',
      subject: code(request.subject),
      filedBy: code(request.filed_by),
      partner: request.partner === null ? null : code(request.partner),
    };
    const forced = request.fields.forced === 'yes';
    const grant = request.steps.filter((step) => step.round === 'grant');
    const stands = standing.includes(request.state) || request.state === 'cancelled';
    if (stands) {
      const approvals = grant.filter((step) => step.kind === 'approve');
      if (grant.some((step) => step.state !== 'agreed')) say('holds although a signature is missing');
      if (approvals.length === 0 && !needsNobody(house, request.type)) say('was approved by nobody');
      const words = new Set(approvals.flatMap((step) => step.words));
      for (const word of forced ? [] : leastChain(house, request)) if (!words.has(word)) say(`was approved without ${word}`);
      const confirms = grant.some((step) => step.kind === 'confirm' && step.words.includes('partner') && step.by === request.partner);
      if (sideSteps.includes(request.type) && !forced && !confirms && request.filed_by !== request.partner)
        say('holds although the other side did not agree');
    }
    for (const step of request.steps.filter((one) => one.state === 'agreed' || one.state === 'refused')) {
      if (step.by === null) say('has a signature of nobody');
      else if (step.kind === 'confirm') {
        const own = step.words.includes('subject') ? request.subject : request.partner;
        if (step.round === 'grant' && step.by !== own && step.state === 'agreed')
          say(`was confirmed by ${code(step.by)}, whom it was not for`);
      } else {
        if (step.by === request.subject || step.by === request.partner)
          say(`was decided by ${code(step.by)}, who takes part in it: ${step.round} ${step.words.join()} ${step.state} at ${step.at}`);
        if (step.by === request.filed_by && !forced) say(`was decided by ${code(step.by)}, who filed it`);
        const entitled = forced ? true : mayHaveSigned(step, sides);
        if (!entitled) say(`was decided by ${code(step.by)} for ${code(step.for)} in place of ${step.words.join(' or ')}`);
      }
    }
    if (
      request.state === 'cancelled' &&
      request.steps.some((step) => step.round === 'cancel' && !['agreed', 'skipped'].includes(step.state))
    )
      say('is cancelled although a signature is missing');
    if (request.told !== request.state) say(`was last written down as ${request.told}`);
    if (request.files !== 1) say(`was filed ${request.files} times`);
    if (open.includes(request.state) !== request.lapse) say(request.lapse ? 'is still going to lapse' : 'will never lapse');
    const holds = open.includes(request.state) || standing.includes(request.state);
    if (!holds && request.live > 0) say('still keeps shifts');
    if (request.state === 'approving' || request.state === 'asked')
      if (!request.steps.some((step) => step.state === 'open')) say('waits for nobody');
    if (!open.includes(request.state) && request.state !== 'cancelling' && request.steps.some((step) => step.state === 'open'))
      say('is decided and still asks somebody');
  }
  const numbers = new Set<string>();
  for (const { desk, number } of rows) {
    const key = `${desk} ${number}`;
    if (numbers.has(key)) problems.push(`request: two have the number ${number}`);
    numbers.add(key);
  }
  return problems;

  /** Whoever led the watch then may have signed for the duty leader: all who may lead it count. */
  function mayHaveSigned(step: StepRow, sides: Sides): boolean {
    const leaders = step.words.includes('duty-leader')
      ? (organisation.desks.find((desk) => desk.code === sides.desk)?.people ?? []).map((person) => person.code)
      : [];
    const own = new Set([...signers(step.words, sides), ...leaders]);
    if (own.has(code(step.by))) return true;
    if (step.for === null) return false;
    const standsIn = step.handed_to === step.by && step.handed_by === step.for;
    return own.has(code(step.for)) && (standsIn || delegations.some((one) => one.from === step.for && one.to === step.by));
  }
}
