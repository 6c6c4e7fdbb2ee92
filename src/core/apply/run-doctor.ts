import { judgeModels, type ModelStatus } from '../registry/model-status.ts';
import type { RegistryIndex } from '../registry/registry-index.ts';
import type { ApplyEnvironment } from './apply-environment.ts';
import { requireWriteAccess } from './apply-plan.ts';
import { finishOperations } from './finish-operations.ts';

/** Something doctor looked at. */
export type Finding = {
  /** Model, pointer, file or operation it is about. */
  readonly subject: string;
  /** `repaired`: it is in order now. `needs-decision`: somebody must choose. `damaged`: it cannot be repaired here. `note`: good to know. */
  readonly state: 'repaired' | 'repairable' | 'needs-decision' | 'damaged' | 'note';
  readonly message: string;
  /** What to do next; empty when nothing is. */
  readonly hint: string;
};

/**
 * Looks at everything without changing anything. Sorted by model; a registry in order gives nothing. Pure.
 */
export function diagnose(index: RegistryIndex, sha256: (text: string) => string): readonly Finding[] {
  const models = judgeModels(index, sha256).flatMap(diagnoseModel);
  const operations = index.operations.map(
    (operation): Finding => ({
      subject: operation.title,
      state: 'repairable',
      message: `began ${operation.startedAt} by ${operation.actor} and has not ended`,
      hint: 'Run lastgood doctor.',
    }),
  );
  const shared = index.sharedProblems.map(
    (pointer): Finding => ({
      subject: pointer.target,
      state: 'damaged',
      message:
        pointer.reading.state === 'unusable' ? pointer.reading.problem : 'it names nothing that is here',
      hint: 'Look at it by hand; a promotion of a model writes it anew where it is a link or a file.',
    }),
  );
  const strangers = index.strangers.map(
    (stranger): Finding => ({
      subject: stranger.name,
      state: 'note',
      message: `left out: ${stranger.why}`,
      hint: '',
    }),
  );
  return [...diagnoseRegistry(index), ...models, ...operations, ...shared, ...strangers];
}

/** What keeps this lastgood from writing at all. */
function diagnoseRegistry(index: RegistryIndex): readonly Finding[] {
  const subject = '.lastgood/registry.json';
  switch (index.adoption) {
    case 'too-new':
      return [
        {
          subject,
          state: 'damaged',
          message: 'was written by a newer lastgood; this one only reads',
          hint: 'Install a newer lastgood.',
        },
      ];
    case 'unreadable':
      return [
        {
          subject,
          state: 'damaged',
          message: 'cannot be read; nothing is written until it is restored',
          hint: 'Restore it from a backup.',
        },
      ];
    case 'adopted':
    case 'never-written':
      return [];
    default:
      return index.adoption satisfies never;
  }
}

/**
 * Repairs what the histories have decided already: finishes cut-off operations, puts pointers and logs in line, removes leftovers.
 * Never decides about drift. Returns what it did and what is left.
 * @throws UnavailableError read-only
 */
export async function runDoctor(environment: ApplyEnvironment): Promise<readonly Finding[]> {
  requireWriteAccess(environment);
  const { reader, writer } = environment.registry;
  const before = await reader.loadIndex();
  if (before.adoption !== 'adopted') return diagnose(before, environment.sha256);
  if (hasSharedDrift(before, environment)) return diagnose(before, environment.sha256);
  const finished = await finishOperations(environment, undefined);
  const repaired: Finding[] = finished
    .filter(({ ending }) => ending === 'finished' || ending === 'nothing-written')
    .map(({ operation, detail }) => ({
      subject: operation.title,
      state: 'repaired',
      message: detail,
      hint: '',
    }));
  for (const status of judgeModels(await reader.loadIndex(), environment.sha256)) {
    repaired.push(...(await projectInOrder(status, environment)));
  }
  const running = finished.filter(({ ending }) => ending === 'running').map(({ operation }) => operation);
  for (const path of await writer.removeLeftovers(running)) {
    repaired.push({
      subject: path,
      state: 'repaired',
      message: 'left behind by a write that was cut off; removed',
      hint: '',
    });
  }
  return [...repaired, ...diagnose(await reader.loadIndex(), environment.sha256)];
}

/** While a shared pointer waits for a decision nothing is projected: writing it for one model would wipe out what it says of another. */
function hasSharedDrift(index: RegistryIndex, environment: ApplyEnvironment): boolean {
  const mismatches = judgeModels(index, environment.sha256).flatMap(status => status.mismatches);
  return mismatches.some(mismatch => mismatch.cause === 'drift' && mismatch.pointer.scope === 'shared');
}

/** Projects a model unless somebody has to decide about one of its pointers first, or its history cannot be trusted. */
async function projectInOrder(
  status: ModelStatus,
  environment: ApplyEnvironment,
): Promise<readonly Finding[]> {
  const drifted = status.mismatches.some(mismatch => mismatch.cause === 'drift');
  if (drifted || status.chain.verdict !== 'intact' || status.recorded.generation === 0) return [];
  const outcomes = await environment.registry.writer.project(status.index.model);
  return outcomes
    .filter(outcome => outcome.outcome === 'written')
    .map(outcome => ({
      subject: outcome.target,
      state: 'repaired',
      message: `was ${outcome.before ?? 'missing'}, is ${outcome.after ?? 'removed'} as the history says`,
      hint: '',
    }));
}

function diagnoseModel(status: ModelStatus): readonly Finding[] {
  const { model } = status.index;
  const findings: Finding[] = [];
  if (status.chain.verdict !== 'intact') {
    const hint = 'The model is read-only. Restore .lastgood/history from a backup or another copy.';
    findings.push({ subject: model, state: 'damaged', message: `history ${status.chain.words}`, hint });
  }
  for (const { pointer, expected, cause } of status.mismatches) {
    const says = pointer.reading.state === 'names' ? pointer.reading.version : pointer.reading.state;
    const recorded =
      pointer.recordedFor === undefined ? (expected ?? 'nothing') : `it is of ${pointer.recordedFor}`;
    const message = `says ${says}, history says ${recorded}`;
    const hints = {
      drift: `Keep it: lastgood doctor --adopt ${model}. Put it back: lastgood doctor --revert ${model}.`,
      stale: 'Run lastgood doctor.',
      blocked: 'Move it away by hand, then run lastgood doctor.',
    };
    const states = { drift: 'needs-decision', stale: 'repairable', blocked: 'damaged' } as const;
    findings.push({ subject: pointer.target, state: states[cause], message, hint: hints[cause] });
  }
  for (const version of status.index.versions.filter(candidate => candidate.whole === 'incomplete')) {
    const message = 'has no metadata.json: never finished, never a target';
    findings.push({
      subject: `${model} ${version.version}`,
      state: 'note',
      message,
      hint: 'Remove the folder by hand if nobody is writing it.',
    });
  }
  return findings;
}
