import { examine, runDoctor } from '../../../core/apply/run-doctor.ts';
import { tellDrift } from '../../../core/apply/tell-drift.ts';
import type { Finding } from '../../../core/diagnosis/finding.ts';
import { InvalidInputError } from '../../../core/errors/app-error.ts';
import type { ExitMeaning } from '../../../core/exit-codes.ts';
import { examineEndpoints } from '../../../core/session/examine-endpoints.ts';
import { examineDeployments } from '../../../core/session/load-deployments.ts';
import { examineOutbox } from '../../../core/session/load-outbox.ts';
import type { Session } from '../../../core/session/session.ts';
import { describeEnvironment, writeOptionRows } from '../carry-out.ts';
import { carryOutChange } from '../carry-out-change.ts';
import { readSource } from '../fresh-session.ts';
import type { Host } from '../host.ts';
import type { DoctorDocument } from '../json/doctor.ts';
import { lookAtConnections } from '../look-at-connections.ts';
import { obtainReason, reasonRow } from '../reason.ts';
import { tell, warn } from '../speak.ts';
import { tellOthersAtTheEnd } from '../tell-others.ts';
import { defineVerb } from '../verb.ts';
import { exitCodeOf, type VerbResult } from '../verb-result.ts';

export const doctorVerb = defineVerb({
  name: 'doctor',
  group: 'Keep in order',
  summary: 'finish what was cut off and put pointers in line with the history; decide about drift',
  words: [],
  options: {
    adopt: { takes: 'MODEL', help: 'record where another program moved it, and leave it there' },
    revert: { takes: 'MODEL', help: 'record that too, then move it back' },
    connections: { help: 'only say of each configured service who we are there and what we may do' },
    restore: { help: 'put back versions that another program lost from the file' },
    reason: reasonRow,
    ...writeOptionRows,
  },
  run: async ({ host, global, options, openSession }) => {
    if (options.adopt !== undefined && options.revert !== undefined) {
      throw new InvalidInputError('usage', 'Only one of --adopt and --revert can be given.');
    }
    const model = options.adopt ?? options.revert;
    if (options.connections) {
      if (model === undefined && !options.restore) return await lookAtConnections(host, global);
      throw new InvalidInputError(
        'usage',
        '--connections only looks: it goes with no option that changes something.',
      );
    }
    if (model === undefined) {
      const both = await host.openSession(global, 'to-sync');
      // Of a registry in a bucket both sides are told of, of one behind a server what it has now: what cannot be read is no "everything is in order".
      await readSource(both, host);
      const wanted = options.restore ? 'restore' : 'repair';
      if (options['dry-run']) return await lookOrRepair(both, host, 'look');
      const result = await lookOrRepair(both, host, wanted);
      for (const notice of await tellDrift(both, host.stop)) warn(host, notice);
      tellOthersAtTheEnd(host, both);
      return result;
    }
    const session = await openSession();
    const resolve = options.adopt === undefined ? 'revert' : 'adopt';
    const reason = await obtainReason(host, options.reason);
    const request = { change: 'drift', model, resolve, reason } as const;
    return await carryOutChange({ host, global, options }, session, request);
  },
});

/** Repairs what the histories have decided already: that needs no confirmation. Where writing is off it only looks. */
async function lookOrRepair(
  session: Session,
  host: Host,
  wanted: 'look' | 'repair' | 'restore',
): Promise<VerbResult> {
  const { writes } = session;
  if (writes.access === 'read-only') tell(host, [`Only looking: ${writes.because}.`]);
  const mode = writes.access === 'read-only' || wanted === 'look' ? 'look' : 'repair';
  const judged =
    mode === 'look'
      ? await examine(session, host.stop)
      : await runDoctor(describeEnvironment(session, host), { isRestoring: wanted === 'restore' });
  const findings = [
    ...judged,
    ...(await examineEndpoints(session, host.stop)),
    ...(await examineOutbox(session)),
    ...(await examineDeployments(session)),
  ];
  return {
    exitCode: exitCodeOf(judge(findings, mode)),
    document: (): DoctorDocument => ({
      schema: 'lastgood/doctor/1',
      mode: mode === 'look' ? 'looked' : 'repaired',
      findings: findings.map(({ subject, state, message, hint }) => ({ subject, state, message, hint })),
    }),
    lines: () => (findings.length === 0 ? ['Everything is in order.'] : findings.flatMap(printFinding)),
  };
}

/** The worst that is left: damage, then a decision to take, then what could not be repaired. */
function judge(findings: readonly Finding[], mode: 'look' | 'repair'): ExitMeaning {
  const states = new Set(findings.map(finding => finding.state));
  if (states.has('damaged')) return 'integrity';
  if (states.has('needs-decision')) return 'conflict';
  return states.has('repairable') && mode === 'repair' ? 'partial' : 'done';
}

function printFinding(finding: Finding): readonly string[] {
  const line = `${finding.state}: ${finding.subject}: ${finding.message}`;
  return finding.hint === '' ? [line] : [line, `  ${finding.hint}`];
}
