import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createPolicyShelf, createUnboundShelf } from '../../../src/adapters/policies/create-policy-shelf.ts';
import type { ConfiguredPolicy, GateBinding } from '../../../src/core/settings/settings.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const project = '/project/lastgood.config.yaml';
const user = '/home/me/.config/lastgood/config.yaml';

function gate(parts: Partial<GateBinding>): GateBinding {
  return { model: '*', alias: '*', policy: 'rag', thresholds: {}, file: project, line: 3, ...parts };
}

function shelf(
  gates: readonly GateBinding[],
  policies: readonly ConfiguredPolicy[] = [],
  workingFolder = '/',
) {
  return createPolicyShelf({ policies, gates, workingFolder });
}

/** A policy that wants so much of groundedness. */
function policyText(min: number, more = ''): string {
  return `evidence: { main: { format: summary, file: summary.json } }
rules: [threshold: { evidence: main, metric: groundedness, min: ${min} }]
${more}`;
}

function writePolicy(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test('where nothing is bound there is no policy, and the built-in ones are there by name', async () => {
  const unbound = createUnboundShelf();
  expect(await unbound.findBound('any', 'latest')).toBeUndefined();
  const rag = await unbound.getPolicy('rag');
  expect(rag).toMatchObject({ origin: 'built in', policy: { name: 'rag' } });
  expect(rag.sha256).toMatch(/^[0-9a-f]{64}$/);
});

test('the digest of a built-in policy is the same bound and named, and differs between policies', async () => {
  const bound = await shelf([gate({})]).findBound('any', 'latest');
  const { getPolicy } = createUnboundShelf();
  expect(bound).toEqual(await getPolicy('rag'));
  const digests = new Set<string>();
  for (const name of ['rag', 'weighted-bleu', 'votes', 'dev', 'staging', 'prod'])
    digests.add((await getPolicy(name)).sha256);
  expect(digests.size).toBe(6);
});

test('a policy that is asked for by a path is read from the working folder', async () => {
  const folder = createTemporaryFolder();
  const path = writePolicy(folder, 'house.yaml', policyText(3.5));
  const bound = await shelf([], [], folder).getPolicy('./house.yaml');
  expect(bound).toMatchObject({ origin: path, policy: { name: 'house', rules: [{ threshold: 3.5 }] } });
});

test('a policy file may be JSON, and may be linked into place', async () => {
  const folder = createTemporaryFolder();
  const json = JSON.stringify({
    evidence: { main: { format: 'summary', file: 's.json' } },
    rules: [{ requiredFiles: { evidence: 'main' } }],
  });
  symlinkSync(writePolicy(folder, 'target', json), join(folder, 'house.json'));
  expect(await shelf([], [], folder).getPolicy('house.json')).toMatchObject({
    policy: { name: 'house', rules: [{ rule: 'requiredFiles' }] },
  });
});

test('a file that has changed is read again, and its digest is another one', async () => {
  const folder = createTemporaryFolder();
  const path = writePolicy(folder, 'house.yaml', policyText(3.5));
  const { findBound } = shelf([gate({ policy: path })]);
  const before = await findBound('any', 'latest');
  expect(await findBound('any', 'latest')).toEqual(before);
  renameSync(writePolicy(folder, 'next', policyText(3.6)), path);
  const after = await findBound('any', 'latest');
  expect(after?.policy.rules).toMatchObject([{ threshold: 3.6 }]);
  expect(after?.sha256).not.toBe(before?.sha256);
});

test('one byte more in a file changes the digest, even where the policy is the same', async () => {
  const folder = createTemporaryFolder();
  const one = await shelf([]).getPolicy(writePolicy(folder, 'house.yaml', policyText(3.5)));
  mkdirSync(join(folder, 'more'));
  const other = await shelf([]).getPolicy(
    writePolicy(join(folder, 'more'), 'house.yaml', `${policyText(3.5)} `),
  );
  expect(other.policy).toEqual(one.policy);
  expect(other.sha256).not.toBe(one.sha256);
});

test('thresholds of a binding replace those of the policy, and change its digest', async () => {
  const rag = await createUnboundShelf().getPolicy('rag');
  const bound = await shelf([
    gate({ thresholds: { 'main.groundedness': 3.8, slices: 3.5, 'tuning.best.groundedness': 0.1 } }),
  ]).findBound('any', 'latest');
  const find = (id: string) => bound?.policy.rules.find(rule => rule.id === id);
  expect(find('main.groundedness')).toMatchObject({ threshold: 3.8 });
  expect(find('slices')).toMatchObject({ threshold: 3.5 });
  expect(find('tuning.best.groundedness')).toMatchObject({ limit: { by: 'absolute', value: 0.1 } });
  expect(find('main.answer_relevance')).toMatchObject({ threshold: 3 });
  expect(bound?.policy.rules.map(rule => rule.id)).toEqual(rag.policy.rules.map(rule => rule.id));
  expect(bound?.sha256).not.toBe(rag.sha256);
});

test('a threshold of an unknown rule is refused with the ids there are and the line of the configuration', async () => {
  const { findBound } = shelf([
    gate({ policy: 'weighted-bleu', thresholds: { weightedscore: 1 }, line: 12 }),
  ]);
  await expect(findBound('any', 'latest')).rejects.toMatchObject({
    code: 'invalid-policy',
    message:
      `${project}:12: thresholds of weightedscore: the policy weighted-bleu has no rule weightedscore ` +
      '(weightedScore is meant?); there are weightedScore.',
  });
});

test('bindings of both files count together: a project cannot loosen what the user demands', async () => {
  const { findBound } = shelf([
    gate({ thresholds: { 'main.groundedness': 1 } }),
    gate({ file: user, thresholds: { 'main.groundedness': 4 } }),
    gate({ file: user, model: 'other', policy: 'prod' }),
  ]);
  const bound = await findBound('any', 'latest');
  expect(bound?.policy.name).toBe('rag + rag-2');
  const demanded = bound?.policy.rules.filter(rule => rule.id.endsWith('main.groundedness'));
  expect(demanded).toMatchObject([
    { id: 'rag.main.groundedness', threshold: 1, of: { source: 'rag.main' } },
    { id: 'rag-2.main.groundedness', threshold: 4, of: { source: 'rag-2.main' } },
  ]);
});

test('the same binding in both files counts once', async () => {
  const bound = await shelf([gate({}), gate({ file: user })]).findBound('any', 'latest');
  expect(bound).toEqual(await createUnboundShelf().getPolicy('rag'));
});

test('a name means the file that the same configuration file gives for it', async () => {
  const folder = createTemporaryFolder();
  const policies = [
    { name: 'house', path: writePolicy(folder, 'lax.yaml', policyText(1)), file: project },
    { name: 'house', path: writePolicy(folder, 'strict.yaml', policyText(4)), file: user },
  ];
  const gates = [gate({ policy: 'house', file: user })];
  const bound = await shelf(gates, policies).findBound('any', 'latest');
  expect(bound?.policy).toMatchObject({ name: 'house', rules: [{ threshold: 4 }] });
  await expect(shelf(gates, policies).getPolicy('house')).rejects.toMatchObject({
    code: 'policy-not-found',
    message: `house is the name of two policies: ${join(folder, 'lax.yaml')}, ${join(folder, 'strict.yaml')}.`,
  });
});

test('a name that only the other file gives is taken from there', async () => {
  const folder = createTemporaryFolder();
  const policies = [{ name: 'house', path: writePolicy(folder, 'h.yaml', policyText(2)), file: project }];
  const bound = await shelf([gate({ policy: 'house', file: user })], policies).findBound('any', 'latest');
  expect(bound?.policy).toMatchObject({ name: 'house', rules: [{ threshold: 2 }] });
});

test('a policy that is not there is refused where it is named', async () => {
  await expect(shelf([gate({ policy: 'hause' })]).findBound('any', 'latest')).rejects.toMatchObject({
    code: 'policy-not-found',
    message: `${project}:3: there is no policy hause; there are rag, weighted-bleu, votes, dev, staging, prod.`,
  });
  await expect(createUnboundShelf().getPolicy('prd')).rejects.toMatchObject({
    message:
      'there is no policy prd (prod is meant?); there are rag, weighted-bleu, votes, dev, staging, prod.',
  });
  await expect(createUnboundShelf().getPolicy('/nowhere/house.yaml')).rejects.toMatchObject({
    code: 'policy-not-found',
    message: 'there is no policy file /nowhere/house.yaml.',
  });
});

test('a file that is wrong says so every time, and works once it is mended', async () => {
  const folder = createTemporaryFolder();
  const path = writePolicy(folder, 'house.yaml', policyText(3, 'oops: 1'));
  const { getPolicy } = shelf([]);
  await expect(getPolicy(path)).rejects.toMatchObject({
    code: 'invalid-policy',
    data: { line: 3, column: 1 },
  });
  await expect(getPolicy(path)).rejects.toMatchObject({ code: 'invalid-policy' });
  renameSync(writePolicy(folder, 'next', policyText(3)), path);
  expect((await getPolicy(path)).policy.name).toBe('house');
});

test.each<[string, (path: string) => void, string]>([
  ['a folder', path => mkdirSync(path), 'file-system-failed'],
  ['more than 256 KiB', path => writeFileSync(path, ' '.repeat(256 * 1024 + 1)), 'file-system-failed'],
  ['bytes that are no text', path => writeFileSync(path, Uint8Array.of(0xff, 0xfe)), 'invalid-policy'],
])('%s in place of a policy is told', async (_, make, code) => {
  const path = join(createTemporaryFolder(), 'house.yaml');
  make(path);
  await expect(shelf([]).getPolicy(path)).rejects.toMatchObject({ code });
});
