import type { PointerMismatch } from '../history/adoption.ts';
import type { LineageReading } from '../ports/lineage.ts';
import { describeForeignFacts } from '../registry/foreign-fact.ts';
import { findHistoryProblem } from '../registry/history-problem.ts';
import { liveGoneHint } from '../registry/live-concerns.ts';
import { describeMissing, judgeModels, type ModelStatus } from '../registry/model-status.ts';
import { describeMismatch, describeReading } from '../registry/pointer-concerns.ts';
import type { Pointer, RegistryIndex } from '../registry/registry-index.ts';
import type { Version } from '../registry/version.ts';
import {
  diagnoseFile,
  diagnoseLineage,
  diagnoseRegistry,
  hasHistory,
  ownFolderOf,
} from './diagnose-files.ts';
import { diagnoseGate, type ExaminedGate } from './diagnose-gates.ts';
import type { Finding } from './finding.ts';

/** What is known of a registry when it is judged. */
export type Examined = {
  readonly index: RegistryIndex;
  /** Every version there is, read: damage shows only then. */
  readonly versions: readonly Version[];
  /** Verdicts whose files were looked at. */
  readonly gates: readonly ExaminedGate[];
  /** What the file of lineage says, where there is one. */
  readonly lineage?: LineageReading | undefined;
};

/** What is wrong with a registry, by model; one in order gives nothing. Pure; `sha256` gives the hex digest of a text's UTF-8. */
export function diagnose(
  { index, versions, gates, lineage }: Examined,
  sha256: (text: string) => string,
): readonly Finding[] {
  const versionsOf = Map.groupBy(versions, ({ model }) => model);
  const gatesOf = Map.groupBy(gates, ({ model }) => model);
  const models = judgeModels(index, sha256).flatMap(status => [
    ...diagnoseModel(status, index),
    ...(versionsOf.get(status.index.model) ?? []).flatMap(diagnoseVersion),
    ...(gatesOf.get(status.index.model) ?? []).flatMap(diagnoseGate),
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
  return [
    ...diagnoseRegistry(index),
    ...diagnoseFile(index),
    ...diagnoseLineage(index, lineage),
    ...models,
    ...operations,
    ...shared,
    ...strangers,
  ];
}

function diagnoseModel(status: ModelStatus, registry: RegistryIndex): readonly Finding[] {
  // What cannot be read is told of once, of the file.
  const isToldOf = registry.unwritable !== undefined;
  const history = `${ownFolderOf(registry)}/history`;
  const { model } = status.index;
  const findings: Finding[] = [];
  // Of a copy it is said what is wrong on which side, and what to do.
  if (findHistoryProblem(status) === undefined) {
    if (status.chain.verdict !== 'intact') findings.push(noteBrokenRecord(status));
  } else if (status.index.disagreement === undefined) {
    const without =
      status.chain.verdict === 'truncated' ? ' Without one, move the rollback log away to go on.' : '';
    const hint = `The model is read-only. Restore ${history} from a backup or another copy.${without}`;
    findings.push({ subject: model, state: 'damaged', message: `history ${status.chain.words}`, hint });
  }
  const lost = status.index.lostVersions ?? [];
  if (lost.length > 0)
    findings.push({
      subject: model,
      state: 'repairable',
      message: `the file of models has lost ${nameSome(lost)}, registered with lastgood`,
      hint: 'Run lastgood doctor to put them back; the next write does it too.',
    });
  const { missingVersions } = status.index;
  if (missingVersions !== undefined)
    findings.push({
      subject: model,
      state: 'needs-decision',
      message: describeMissing(missingVersions),
      hint: 'Put them back: lastgood doctor --restore. If they were removed on purpose, move previous.json away.',
    });
  const foreign = status.index.foreignFacts ?? [];
  if (foreign.length > 0)
    findings.push({
      subject: model,
      state: 'needs-decision',
      message: `changed by another program: ${describeForeignFacts(foreign)}`,
      hint: `Keep it: lastgood doctor --adopt ${model}. Put it back: lastgood doctor --revert ${model}.`,
    });
  for (const mismatch of status.mismatches) {
    const { pointer, expected, cause } = mismatch;
    if (isToldOf && cause === 'blocked') continue;
    if (cause === 'news') {
      findings.push(noteNews(model, mismatch));
      continue;
    }
    const recorded =
      pointer.recordedFor === undefined ? (expected ?? 'nothing') : `it is of ${pointer.recordedFor}`;
    const message = `says ${describeReading(pointer.reading)}, history says ${recorded}`;
    const hints = {
      // Of a history that cannot be trusted nothing is decided.
      drift:
        findHistoryProblem(status) === undefined
          ? adviseOnDrift(model, pointer, expected)
          : `Restore ${history} first.`,
      stale: 'Run lastgood doctor.',
      blocked: 'Move it away by hand, then run lastgood doctor.',
    };
    const states = { drift: 'needs-decision', stale: 'repairable', blocked: 'damaged' } as const;
    findings.push({ subject: pointer.target, state: states[cause], message, hint: hints[cause] });
  }
  if (!hasHistory(status.index) && status.chain.verdict === 'intact' && !isToldOf)
    findings.push(...diagnoseFound(status, history));
  for (const { kind, message, hint = liveGoneHint } of status.concerns) {
    if (kind !== 'live-damaged') continue;
    findings.push({ subject: model, state: 'damaged', message, hint });
  }
  return findings;
}

/** Where the registry leads its history is a record of it, and no more. */
function noteBrokenRecord({ index, chain }: ModelStatus): Finding {
  return {
    subject: index.model,
    state: 'note',
    message: `history ${chain.words}; what is live is as the registry says`,
    hint: 'Nothing has to be done: new entries follow what can be read.',
  };
}

function noteNews(model: string, mismatch: PointerMismatch): Finding {
  const { message } = describeMismatch(mismatch);
  return {
    subject: model,
    state: 'note',
    message,
    hint: 'Nothing has to be done: the next write records it.',
  };
}

/** Versions that are named of a longer list. */
const namedMost = 8;

function nameSome(versions: readonly string[]): string {
  const rest = versions.length - namedMost;
  return `${versions.slice(0, namedMost).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** Of several that are live at once one can also be chosen by promoting it; where nothing is recorded nothing can be put back. */
function adviseOnDrift(model: string, { reading }: Pointer, expected: string | null): string {
  const keep = (what: string) => `Keep ${what}: lastgood doctor --adopt ${model}.`;
  const back = `Put it back: lastgood doctor --revert ${model}.`;
  if (reading.state !== 'names' || (reading.others ?? []).length === 0) return `${keep('it')} ${back}`;
  const choices = [keep(reading.version), ...(expected === null ? [] : [back])];
  return `${choices.join(' ')} Choose another: lastgood promote ${model} VERSION.`;
}

/** What stands outside of a model that has no history here. */
function diagnoseFound({ index, concerns }: ModelStatus, history: string): readonly Finding[] {
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
        hint: `Restore ${history} from a backup if it was lost; else the next write records what stands.`,
      }),
    );
  return [...unusable, ...missing];
}

/** Of a folder whose record is not there. */
const unfinishedFolder = {
  problem: 'has no metadata.json: never finished, never a target',
  hint: 'Remove the folder by hand if nobody is writing it.',
};

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
    case 'incomplete': {
      const { problem: message, hint } = version.unfinished ?? unfinishedFolder;
      return [{ subject, state: 'note', message, hint }];
    }
    default:
      return version satisfies never;
  }
}
