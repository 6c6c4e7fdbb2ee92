import type { Difference, DifferenceKind } from '../../src/core/mirror/difference.ts';
import type { Transfer } from '../../src/core/mirror/transfer.ts';
import type { MirrorCondition } from '../../src/core/ports/mirror.ts';
import type { SourceCondition } from '../../src/core/ports/source.ts';
import type { SourceFacts } from '../../src/core/session/source-facts.ts';

/** A bucket that was read twelve seconds before the screens of the tests are seen, and is the same as its copy. */
export const sameOnBothSides: MirrorCondition = {
  url: 'gs://acme-models/prod',
  cache: '/home/alice/.cache/lastgood/acme-models+prod',
  seenAt: '2026-11-21T08:44:48.000Z',
  problem: undefined,
  isRefreshing: false,
  listed: 0,
  isRead: true,
  writeProblem: undefined,
  differences: [],
};

/** The bucket of a condition, as screens stand in front of it. */
export function inBucket(condition: MirrorCondition): SourceFacts {
  return { at: 'bucket', condition };
}

/** A server that was read twelve seconds before the screens of the tests are seen. */
export const readServer: SourceCondition = {
  url: 'https://mlflow.acme.example',
  cache: '/home/alice/.cache/lastgood/https=mlflow.acme.example',
  seenAt: '2026-11-21T08:44:48.000Z',
  problem: undefined,
  isRefreshing: false,
  listed: 0,
  isRead: true,
  writeProblem: undefined,
};

/** A server, as screens stand in front of it. */
export function behindServer(changes: Partial<SourceCondition> = {}): SourceFacts {
  return { at: 'server', condition: { ...readServer, ...changes } };
}

/** A difference of a model. */
export function difference(kind: DifferenceKind, changes: Partial<Difference> = {}): Difference {
  return { kind, model: 'rag', version: undefined, name: 'rag_v2', detail: 'in words', ...changes };
}

/** A history that both sides go on with, a version that only one side has, and a name that is none. */
export const forkedMirror: MirrorCondition = {
  ...sameOnBothSides,
  differences: [
    difference('stranger', { model: undefined, name: 'notes.txt', detail: 'not part of a registry' }),
    difference('only-in-bucket', { name: 'rag_v3', detail: '2 files (4831838208 bytes) in the bucket only' }),
    difference('history-forked', {
      name: '.lastgood/history/rag',
      detail: 'entry 3 of the history is another one here than in the bucket',
    }),
    difference('only-here', { model: 'other', name: 'other_v9', detail: '4 files (1089 bytes) here only' }),
  ],
};

/** A bucket that could not be read last time. */
export function withProblem(code: 'network-failed' | 'login-required', hint: string): MirrorCondition {
  const message = 'Cannot list gs://acme-models/prod/: something happened.';
  return { ...sameOnBothSides, problem: { code, message, hint } };
}

/** A transfer of a version. */
export function transfer(changes: Partial<Transfer> = {}): Transfer {
  return {
    to: 'cache',
    act: 'add',
    unit: 'version',
    name: 'rag_v3',
    files: ['rag_v3/model.gguf', 'rag_v3/metadata.json'],
    sizeBytes: 4_831_838_208,
    why: 'it is not here yet',
    ...changes,
  };
}
