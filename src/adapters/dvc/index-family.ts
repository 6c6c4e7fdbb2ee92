import { foldHistory } from '../../core/history/fold-history.ts';
import { compareVersionNames } from '../../core/names/version-name.ts';
import type { HistoryRead } from '../../core/ports/history-log.ts';
import type {
  IndexedVersion,
  ModelDescription,
  ModelIndex,
  Pointer,
  PointerReading,
} from '../../core/registry/registry-index.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { chooseStableOutput } from './choose-output.ts';
import { hasDigest } from './collect-families.ts';
import { dvcAliases, formatCandidateTarget, formatStableTarget, layout } from './dvc-places.ts';
import type { DvcFamily, DvcRun, DvcTree, RunPart } from './dvc-tree.ts';

/** What is known of a family. */
export type FamilyParts = {
  readonly family: DvcFamily;
  readonly history: HistoryRead;
  /** Run that `params.yaml` is of, where it is of this family. As written. */
  readonly currentRun: string | undefined;
  readonly described: ModelDescription | undefined;
  /** A pipeline makes of runs what is served. */
  readonly mergesRuns: boolean;
};

/** A family of which nothing is in the tree any more. */
export function emptyFamily(family: string): DvcFamily {
  return { family, runs: new Map(), stable: { state: 'absent' } };
}

/** The run that `params.yaml` is of, where it is of a family. Pure. */
export function findCurrentRun({ params }: DvcTree, family: string): string | undefined {
  return params.ok && params.value.family === family ? params.value.run : undefined;
}

/** A family as a model: its runs, and what its two pointers say. Pure. */
export function indexFamily(parts: FamilyParts): ModelIndex {
  const { family, history, described } = parts;
  return {
    model: family.family,
    ...(described === undefined ? {} : { described }),
    versions: [...family.runs.values()].map(run => indexRun(parts, run)),
    pointers: [readCandidatePointer(parts), readStablePointer(parts)],
    entries: history.entries,
    defects: history.defects,
    foreignRollbacks: [],
    lostOperations: [],
  };
}

/** A run is whole once something of it is under a digest; that is not enough to be stable. */
function indexRun({ family: { family }, mergesRuns }: FamilyParts, run: DvcRun): IndexedVersion {
  const version = run.run;
  if (run.found.length === 0) return { version, whole: 'incomplete' };
  const choice = chooseStableOutput(family, run, { mergesRuns });
  if (choice.ok) return { version, whole: 'complete' };
  const { problem, hint } = choice;
  return { version, whole: 'complete', obstacles: [{ alias: dvcAliases.stable, problem, hint }] };
}

function readStablePointer({ family, history }: FamilyParts): Pointer {
  const target = makeSafeText(formatStableTarget(family.family));
  const pointer = { alias: dvcAliases.stable, target, scope: 'own' } as const;
  switch (family.stable.state) {
    case 'absent':
      return { ...pointer, reading: { state: 'absent' } };
    case 'unusable':
      return { ...pointer, reading: { state: 'unusable', problem: family.stable.problem, blocking: true } };
    case 'read': {
      const { md5 } = family.stable.output;
      const expected = foldHistory(history.entries).aliases.get(dvcAliases.stable)?.version;
      const named = findStableRun(family);
      // Of several runs that have the same digest it is the one that the history says.
      const isExpected = expected != null && named !== expected && hasDigest(family.runs.get(expected), md5);
      const version = isExpected ? expected : named;
      const reading: PointerReading =
        version === undefined ? { state: 'dangling', text: md5 } : { state: 'names', version };
      return { ...pointer, reading };
    }
    default:
      return family.stable satisfies never;
  }
}

/** The run that the stable pointer was found to be of; undefined where it names nothing. Pure. */
export function findStableRun({ runs }: DvcFamily): string | undefined {
  for (const { run, found } of runs.values()) if (found.some(({ part }) => part === 'stable')) return run;
  return undefined;
}

/**
 * Which run is the candidate the history says for as long as it is there: pointers of others stay beside it, and the pipeline only moves
 * on from it, since dvc.lock names what was made last. A pointer that came since is a move by the scripts of S4; what the pipeline made
 * is none. Without a history it is the only one, or the one that `params.yaml` is of. Of several others nobody can tell.
 */
function readCandidatePointer(parts: FamilyParts): Pointer {
  const { family, history } = parts;
  const folded = foldHistory(history.entries);
  const expected = folded.aliases.get(dvcAliases.candidate)?.version ?? undefined;
  const known = new Set(
    folded.spans.filter(({ alias }) => alias === dvcAliases.candidate).map(({ version }) => version),
  );
  const candidates = listCandidates(family, known.size === 0 ? ['candidate', 'merged'] : ['candidate']);
  const fresh = candidates.filter(({ run }) => !known.has(run));
  const standing = expected === undefined ? undefined : findStanding(family, expected);
  const hasPointer = candidates.some(({ run }) => run === expected);
  const moved = hasPointer ? undefined : chooseCandidate(fresh, parts.currentRun);
  const named = moved ?? standing;
  const target = describeCandidateTarget(family, named, expected);
  const reading: PointerReading =
    named === undefined ? { state: 'absent' } : { state: 'names', version: named.run };
  return { alias: dvcAliases.candidate, target, scope: 'own', reading };
}

/** A run of which something is there. */
function findStanding({ runs }: DvcFamily, name: string): DvcRun | undefined {
  const run = runs.get(name);
  return run !== undefined && run.found.length > 0 ? run : undefined;
}

/** Runs of which one of these parts is there, oldest first. */
function listCandidates({ runs }: DvcFamily, parts: readonly RunPart[]): readonly DvcRun[] {
  return [...runs.values()]
    .filter(({ found }) => found.some(({ part }) => parts.includes(part)))
    .sort((one, other) => compareVersionNames(one.run, other.run));
}

function chooseCandidate(candidates: readonly DvcRun[], current: string | undefined): DvcRun | undefined {
  const [first, ...others] = candidates;
  return others.length === 0 ? first : candidates.find(({ run }) => run === current);
}

function describeCandidateTarget(
  { family }: DvcFamily,
  named: DvcRun | undefined,
  expected: string | undefined,
): string {
  const file = named?.found.findLast(({ part }) => part === 'candidate' || part === 'merged')?.file;
  const usual =
    expected === undefined ? `${layout.candidates}/${family}` : formatCandidateTarget(family, expected);
  return makeSafeText(file ?? usual);
}
