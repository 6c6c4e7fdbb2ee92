import { liveGoneHint } from '../registry/live-concerns.ts';
import { judgeModels, type ModelStatus } from '../registry/model-status.ts';
import type { ModelIndex, RegistryIndex } from '../registry/registry-index.ts';
import type { Version } from '../registry/version.ts';
import { diagnoseGate, type ExaminedGate } from './diagnose-gates.ts';
import type { Finding } from './finding.ts';

/** What is known of a registry when it is judged. */
export type Examined = {
  readonly index: RegistryIndex;
  /** Every version there is, read: damage shows only then. */
  readonly versions: readonly Version[];
  /** Verdicts whose files were looked at. */
  readonly gates: readonly ExaminedGate[];
};

/** What is wrong with a registry, by model; one in order gives nothing. Pure; `sha256` gives the hex digest of a text's UTF-8. */
export function diagnose(
  { index, versions, gates }: Examined,
  sha256: (text: string) => string,
): readonly Finding[] {
  const models = judgeModels(index, sha256).flatMap(status => [
    ...diagnoseModel(status),
    ...versions.filter(version => version.model === status.index.model).flatMap(diagnoseVersion),
    ...gates.filter(({ model }) => model === status.index.model).flatMap(diagnoseGate),
  ]);
  const operations = index.operations.map(
    (operation): Finding => ({
      subject: operation.title,
      state: 'repairable',
      message: `began ${operation.startedAt} by ${operation.actor} and has not ended`,
      hint: 'Run lastgood doctor.',
    }),
  );
  const shared = index.sharedProblems.map(
    ({ target, reading }): Finding => ({
      subject: target,
      state: 'damaged',
      message: reading.state === 'unusable' ? reading.problem : 'it names nothing that is here',
      hint:
        reading.state === 'unusable' && reading.blocking
          ? 'Move what stands there away by hand, then run lastgood doctor.'
          : 'Promote a version: that writes it anew.',
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
    case 'never-written':
      return index.models.some(hasHistory)
        ? [
            {
              subject,
              state: 'damaged',
              message: 'is missing, and there is a history',
              hint: 'Restore it from a backup; else the next write makes a new one.',
            },
          ]
        : [];
    case 'adopted':
      return [];
    default:
      return index.adoption satisfies never;
  }
}

function hasHistory({ entries, defects }: ModelIndex): boolean {
  return entries.length > 0 || defects.length > 0;
}

function diagnoseModel(status: ModelStatus): readonly Finding[] {
  const { model } = status.index;
  const findings: Finding[] = [];
  // Of a copy it is said what is wrong on which side, and what to do.
  if (status.chain.verdict !== 'intact' && status.index.disagreement === undefined) {
    const without =
      status.chain.verdict === 'truncated' ? ' Without one, move the rollback log away to go on.' : '';
    const hint = `The model is read-only. Restore .lastgood/history from a backup or another copy.${without}`;
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
  if (!hasHistory(status.index) && status.chain.verdict === 'intact') findings.push(...diagnoseFound(status));
  for (const { kind, message } of status.concerns) {
    if (kind !== 'live-damaged') continue;
    findings.push({ subject: model, state: 'damaged', message, hint: liveGoneHint });
  }
  return findings;
}

/** What stands outside of a model that has no history here. */
function diagnoseFound({ index, concerns }: ModelStatus): readonly Finding[] {
  const { model } = index;
  const unusable = concerns
    .filter(({ kind }) => kind === 'dangling' || kind === 'pointer-blocked')
    .map(
      ({ message }): Finding => ({
        subject: model,
        state: 'damaged',
        message,
        hint: 'Promote a version to put the pointer right; move anything that is no pointer away first.',
      }),
    );
  const missing = concerns
    .filter(({ kind }) => kind === 'no-history')
    .map(
      ({ message }): Finding => ({
        subject: model,
        state: 'needs-decision',
        message,
        hint: 'Restore .lastgood/history from a backup if it was lost; else the next write records what stands.',
      }),
    );
  return [...unusable, ...missing];
}

function diagnoseVersion(version: Version): readonly Finding[] {
  const subject = `${version.model} ${version.version}`;
  switch (version.whole) {
    case 'complete':
      return [];
    case 'damaged':
      return [
        {
          subject,
          state: 'damaged',
          message: `${version.problem}; it is never a target`,
          hint: 'Restore its folder from a backup, or leave it.',
        },
      ];
    case 'incomplete':
      return [
        {
          subject,
          state: 'note',
          message: 'has no metadata.json: never finished, never a target',
          hint: 'Remove the folder by hand if nobody is writing it.',
        },
      ];
    default:
      return version satisfies never;
  }
}
