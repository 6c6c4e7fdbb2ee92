import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError, openRegistry } from '../../bin/api.ts';
import type { AppError as Failure, RegistryClient } from '../../src/ui/library/contract/client.ts';
import type { OpenOptions } from '../../src/ui/library/contract/requests.ts';
import { formatGguf, smallGguf } from '../support/gguf-file.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** A registry of one model with one version, scored 0.85. */
async function openMajora(options: OpenOptions = {}): Promise<RegistryClient> {
  const registry = join(createTemporaryFolder(), 'registry.json');
  const writing = await openRegistry({ registry, whenMissing: 'create', actor: 'anna@example.com' });
  await writing.register({ model: 'majora', metrics: { accuracy: 0.85 } });
  return await openRegistry({ registry, actor: 'anna@example.com', ...options });
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const thrown = await work.then(
    () => undefined,
    reason => reason,
  );
  if (thrown instanceof AppError) return thrown;
  throw thrown ?? new Error('It did not reject.');
}

describe('a registry opened by a program', () => {
  it('says what it is', async () => {
    expect(await openMajora()).toMatchObject({ name: 'registry.json', kind: 'catalog' });
  });

  it('is refused where nothing stands, unless it may be made', async () => {
    const registry = join(createTemporaryFolder(), 'registry.json');
    expect(await failureOf(openRegistry({ registry }))).toMatchObject({
      code: 'registry-not-found',
      exitCode: 1,
    });
    const made = await openRegistry({ registry, whenMissing: 'create' });
    expect(await made.listModels()).toEqual([]);
  });

  it('is refused by an option of the wrong type, as every other failure', async () => {
    const options = { registry: {} } as unknown as OpenOptions;
    expect(await failureOf(openRegistry(options))).toMatchObject({
      ...{ code: 'usage', exitCode: 2, message: 'openRegistry takes a text for registry.' },
    });
  });

  it('rejects what is not there with the code and the exit code of the command line', async () => {
    const registry = await openMajora();
    expect(await failureOf(registry.getVersion('majora', 'v9'))).toMatchObject({
      ...{ code: 'version-not-found', exitCode: 1 },
    });
    expect(await failureOf(registry.getLatest('oracle'))).toMatchObject({ code: 'model-not-found' });
    expect(await failureOf(registry.rankVersions('majora', 'speed'))).toMatchObject({
      code: 'metric-not-found',
    });
  });

  it('writes nothing when it was opened to be read', async () => {
    const registry = await openMajora({ readOnly: true });
    expect(await failureOf(registry.score('majora', 'v1', { accuracy: 1 }))).toMatchObject({
      ...{ code: 'read-only', exitCode: 8 },
    });
    expect((await registry.getLatest('majora')).metrics).toEqual({ accuracy: 0.85 });
  });

  it('takes numbers as they are, and refuses what is none', async () => {
    const registry = await openMajora();
    const metrics = { perplexity: 0.1 + 0.2, loss: 1e-21, steps: 2 ** 53 };
    await registry.score('majora', 'v1', metrics);
    expect((await registry.getVersion('majora', '1')).metrics).toEqual({ accuracy: 0.85, ...metrics });
    expect(await failureOf(registry.score('majora', 'v1', { accuracy: Number.NaN }))).toMatchObject({
      ...{ code: 'usage', exitCode: 2 },
    });
  });

  it('says unchanged where everything is as asked', async () => {
    const registry = await openMajora();
    const confirm = 'majora@deployed';
    expect((await registry.promote('majora', 'v1', { confirm })).outcome).toBe('applied');
    expect((await registry.promote('majora', 'v1', { confirm })).outcome).toBe('unchanged');
  });

  it('moves what is protected only with its words, and names them', async () => {
    const registry = await openMajora();
    const failure = await failureOf(registry.promote('majora', 'v1', { confirm: 'majora' }));
    expect(failure).toMatchObject({
      code: 'confirmation-required',
      hint: "Give { confirm: 'majora@deployed' }.",
      data: { confirm: 'majora@deployed' },
    });
    expect(await registry.findLive('majora')).toBeUndefined();
  });

  it('rejects what is blocked with the reason, and nothing was written', async () => {
    const registry = await openMajora();
    await registry.setState('majora', 'v1', 'archived');
    const { generation } = await registry.setState('majora', 'v1', 'archived');
    const failure = await failureOf(registry.promote('majora', 'v1', { confirm: 'majora@deployed' }));
    expect(failure.message).toContain('archived');
    expect((await registry.setState('majora', 'v1', 'archived')).generation).toBe(generation);
  });

  it('goes back only for a reason, and takes back what it did', async () => {
    const registry = await openMajora();
    await registry.register({ model: 'majora' });
    const confirm = 'majora@deployed';
    await registry.promote('majora', 'v1', { confirm });
    await registry.promote('majora', 'v2', { confirm });
    expect(await failureOf(registry.rollback('majora', { to: 'v1', reason: '', confirm }))).toMatchObject({
      code: 'reason-required',
    });
    await registry.rollback('majora', { to: { target: 'last-good' }, reason: 'INC-7', confirm });
    expect((await registry.findLive('majora'))?.version).toBe('v1');
    await registry.undo('majora', { reason: 'it was not the model', confirm });
    expect(await registry.listDeployed()).toEqual([{ model: 'majora', alias: 'deployed', version: 'v2' }]);
  });

  it('tells what the command line writes beside its results, and prints nothing', async () => {
    const told: string[] = [];
    const registry = await openMajora({ onText: text => told.push(text) });
    await registry.score('majora', 'v1', { novelty: 3 });
    expect(told.join('')).toContain('novelty is a custom metric');
  });

  it('reads the headers of its weights, and says which are truncated', async () => {
    const registry = await openMajora();
    const folder = join(createTemporaryFolder(), 'models');
    await mkdir(folder);
    const ggufPath = join(folder, 'majora-v2-Q8_0.gguf');
    await writeFile(ggufPath, formatGguf(smallGguf));
    await registry.register({ model: 'majora', ggufPath, loraPath: '/models/elsewhere-lora' });
    expect((await registry.getVersion('majora', 'v2')).weights).toEqual([
      { name: '/models/elsewhere-lora', state: 'elsewhere', problem: null, header: null },
      {
        name: ggufPath,
        state: 'read',
        problem: null,
        header: expect.objectContaining({
          architecture: 'qwen2',
          quantisation: 'Q8_0',
          contextLength: 32_768,
        }),
      },
    ]);
    await truncate(ggufPath, 300);
    expect((await registry.getVersion('majora', 'v2')).weights[1]).toMatchObject({
      ...{ state: 'truncated', header: null },
    });
  });
});
