import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type FileValue, makeS2Version } from './catalog-files.ts';

/** A row of S2's file, whose values a test may change as another program would. */
type S2Row = Record<string, FileValue> & { evaluation_scores: Record<string, FileValue> };

/** A version as S2 writes it, with the training and the score that these tests tell theirs by. */
export function s2Version(
  model: string,
  version: string,
  changes: Readonly<Record<string, unknown>> = {},
): S2Row {
  const training = { samples: 223, epochs: 3, batch_size: 4, learning_rate: 0.0002 };
  return { ...makeS2Version(model, { version, training, scores: { accuracy: 0.85 } }), ...changes } as S2Row;
}

type S2File = {
  version: string;
  updated_at: string;
  models: Record<string, { metadata: object; versions: Record<string, ReturnType<typeof s2Version>> }>;
};

/** S2's file of one model with so many versions `v1`, `v2` …, the newest deployed unless told. */
export function makeS2File(model: string, count: number, deployed: number = count): S2File {
  const versions = Array.from({ length: count }, (_, index) => {
    const isLive = index + 1 === deployed;
    const changes = isLive
      ? { status: 'deployed', deployed: true, deployed_at: '2026-11-20T16:15:05.929369+00:00' }
      : {};
    return [`v${index + 1}`, s2Version(model, `v${index + 1}`, changes)] as const;
  });
  const metadata = {
    model_name: model,
    created_at: '2026-11-20T16:15:05.926996+00:00',
    description: '',
    owner: null,
    tags: [],
    notes: '',
  };
  return {
    version: '1.0',
    updated_at: '2026-11-20T16:15:05.929910+00:00',
    models: { [model]: { metadata, versions: Object.fromEntries(versions) } },
  };
}

/** Writes a file as S2 does. */
export function writeS2File(path: string, file: object): void {
  writeFileSync(path, JSON.stringify(file, undefined, 2));
}

/** A file as S2 reads it. */
export function readS2File(path: string): S2File {
  return JSON.parse(readFileSync(path, 'utf8')) as S2File;
}

/** Loads the whole file, changes it and saves the whole file by a rename, as S2 does: what others wrote in between is lost to it. */
export function changeAsS2(path: string, change: (file: S2File) => void): void {
  const file = readS2File(path);
  change(file);
  writeS2File(`${path}.s2`, file);
  renameSync(`${path}.s2`, path);
}

/** The versions that the file marks as deployed. */
export function listDeployed(path: string, model: string): readonly string[] {
  const versions = Object.entries(readS2File(path).models[model]?.versions ?? {});
  return versions.flatMap(([version, { deployed }]) => (deployed ? [version] : []));
}
