import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Session } from '../../../src/core/session/session.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import type { FakeMlflow } from './fake-server.ts';
import { type MlflowOptions, openMlflowSession } from './open-mlflow.ts';

/** A version as the server tells of it, with its tags by key. */
export type ToldVersion = {
  readonly version: string;
  readonly current_stage: string;
  readonly description?: string;
  readonly source: string;
  readonly run_id?: string;
  readonly tags: Readonly<Record<string, string>>;
};

/** A machine of its own on a fake server; waiting costs it no time. */
export function openMachine(fake: FakeMlflow, options: Partial<MlflowOptions> = {}): Session {
  const cache = join(createTemporaryFolder(), 'cache');
  return openMlflowSession(fake.url, { cache, pause: async () => await setTimeout(1), ...options });
}

/** Makes a model with so many versions, none of them in a stage. */
export function makeModel(fake: FakeMlflow, name: string, versions: number): void {
  fake.call('POST', 'mlflow/registered-models/create', { name });
  for (let number = 1; number <= versions; number += 1)
    fake.call('POST', 'mlflow/model-versions/create', { name, source: `s3://bucket/${number}` });
}

/** What another client does: moves a version to a stage, and leaves the others where they are. */
export function stageElsewhere(fake: FakeMlflow, name: string, version: string, stage: string): void {
  const fields = { name, version, stage, archive_existing_versions: false };
  fake.call('POST', 'mlflow/model-versions/transition-stage', fields);
}

/** The versions of a model as the server has them, oldest first. */
export function listTold(fake: FakeMlflow, name: string): readonly ToldVersion[] {
  const { model_versions: rows = [] } = fake.call('GET', 'mlflow/model-versions/search', {
    filter: `name='${name}'`,
  });
  return (rows as (Omit<ToldVersion, 'tags'> & { readonly tags?: readonly Tag[] })[])
    .map(row => ({ ...row, tags: byKey(row.tags ?? []) }))
    .sort((one, other) => Number(one.version) - Number(other.version));
}

/** The stages of a model's versions, by number. */
export function listStages(fake: FakeMlflow, name: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    listTold(fake, name).map(({ version, current_stage }) => [version, current_stage]),
  );
}

type Tag = { readonly key: string; readonly value: string };

function byKey(tags: readonly Tag[]): Readonly<Record<string, string>> {
  return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
}

/** The tags of a model as the server has them, and its description. */
export function findToldModel(
  fake: FakeMlflow,
  name: string,
): { readonly tags: Readonly<Record<string, string>>; readonly description: string | undefined } {
  const { registered_model: model } = fake.call('GET', 'mlflow/registered-models/get', { name });
  const { tags = [], description } = model as { tags?: readonly Tag[]; description?: string };
  return { tags: byKey(tags), description };
}
