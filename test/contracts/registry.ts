import { describe, expect, test } from 'vitest';
import type { Move } from '../../src/core/history/entry.ts';
import { foldHistory } from '../../src/core/history/fold-history.ts';
import type { Registration } from '../../src/core/registration/registration.ts';
import { sampleEntry } from '../support/sample-entries.ts';
import { formatReport, gatedFact, sampleReport } from '../support/sample-report.ts';
import { createOpeners, describeRegistryPlace, keptText, type PlaceRig } from './registry-place.ts';

/** How the contract gets registries to test. Everything is freed when the test ends. */
export type RegistryRig = PlaceRig & {
  /** The alias whose pointers this kind keeps; `latest` unless told. */
  readonly alias?: string;
  /** `by-registry`: it numbers versions itself, and none can be asked for by name; else by whoever registers. */
  readonly numbering?: 'by-registry' | 'by-name';
  /** Where the weights of a version are that nobody looks at; the name of a hub unless told. */
  readonly weights?: string;
};

/** A version without files. */
export function sampleRegistration(changes: Partial<Registration> = {}): Registration {
  return {
    model: 'rag',
    version: undefined,
    weights: { at: 'elsewhere', text: 'hub/model' },
    evidence: [],
    configuration: { retriever: { top_k: 5 } },
    parent: undefined,
    previousVersion: undefined,
    notes: 'first',
    tags: ['nightly'],
    createdAt: '2026-11-21T03:00:00.000Z',
    actor: 'anna@example.com',
    ...changes,
  };
}

/** What every kind of registry that can register and keeps a history must do. */
export function describeRegistry(name: string, rig: RegistryRig): void {
  const { alias = 'latest', numbering = 'by-name' } = rig;
  const weights = { at: 'elsewhere', text: rig.weights ?? 'hub/model' } as const;
  const sampleOf = (changes: Partial<Registration> = {}): Registration =>
    sampleRegistration({ weights, ...changes });
  /** A move of the alias from the version before the generation's. */
  const moveTo = (generation: number): readonly Move[] => [
    { alias, from: generation === 1 ? null : `v${generation - 1}`, to: `v${generation}` },
  ];
  const { openReady, openOneReady } = createOpeners(rig);

  describeRegistryPlace(name, rig);

  describe(`registry: ${name}`, () => {
    test('an added version is read back with what was registered', async () => {
      const { reader, writer } = await openOneReady();
      const added = await writer.addVersion(sampleOf(), 'operation-1');
      expect(added).toEqual({
        version: 'v1',
        target: expect.any(String),
        metadataSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expect((await reader.loadIndex()).models).toMatchObject([
        { model: 'rag', versions: [{ version: 'v1', whole: 'complete' }] },
      ]);
      expect(await reader.loadVersions('rag', ['v1'], 'everything')).toMatchObject([
        {
          whole: 'complete',
          record: {
            createdAt: '2026-11-21T03:00:00.000Z',
            configuration: { 'retriever.top_k': '5' },
            notes: 'first',
            tags: ['nightly'],
            oddities: [],
          },
        },
      ]);
      expect(await writer.findAddedVersion('rag', 'operation-1')).toEqual(added);
      expect(await writer.findAddedVersion('rag', 'operation-2')).toBeUndefined();
    });

    test('versions are answered in the order asked, and a model in the order of versions', async () => {
      const { reader, writer } = await openOneReady();
      for (let number = 1; number <= 11; number += 1)
        await writer.addVersion(sampleOf(), `operation-${number}`);
      const asked = ['v10', 'v2', 'v9'];
      expect((await reader.loadVersions('rag', asked, 'listing')).map(version => version.version)).toEqual(
        asked,
      );
      const index = await reader.loadIndex();
      const [model] = index.models;
      expect(model?.versions.map(version => version.version).slice(-3)).toEqual(['v9', 'v10', 'v11']);
    });

    if (numbering === 'by-registry')
      test('a version cannot be asked for by its number', async () => {
        const { reader, writer } = await openOneReady();
        const asked = writer.addVersion(sampleOf({ version: 'v3' }), 'operation-1');
        await expect(asked).rejects.toMatchObject({ code: 'capability-missing' });
        expect((await reader.loadIndex()).models).toEqual([]);
      });

    if (numbering === 'by-name')
      test('a version that is there is not added again', async () => {
        const { reader, writer } = await openOneReady();
        await writer.addVersion(sampleOf({ version: 'v3' }), 'operation-1');
        const again = writer.addVersion(sampleOf({ version: 'v3', notes: 'second' }), 'operation-2');
        await expect(again).rejects.toMatchObject({ code: 'version-exists' });
        expect(await reader.loadVersions('rag', ['v3'], 'listing')).toMatchObject([
          { record: { notes: 'first' } },
        ]);
      });

    test('of eight that add at once each gets a version of its own', async () => {
      const registries = await openReady(8);
      const added = await Promise.all(
        registries.map(({ writer }, index) => writer.addVersion(sampleOf(), `operation-${index}`)),
      );
      expect(added.map(one => one.version).sort()).toEqual(['v1', 'v2', 'v3', 'v4', 'v5', 'v6', 'v7', 'v8']);
    });

    test('models of any script are kept apart and listed by name', async () => {
      const { reader, writer } = await openOneReady();
      const models = ['модель', 'rag', 'café 2', '模型', 'rag_v2'];
      for (const model of models) await writer.addVersion(sampleOf({ model }), `operation-${model}`);
      const index = await reader.loadIndex();
      expect(index.models.map(model => [model.model, model.versions.length])).toEqual(
        [...models].sort().map(model => [model, 1]),
      );
    });

    test.each(['..', 'a/b', 'a\u0000b', '.lastgood', 'x'.repeat(300), ''])(
      'a name like %j is refused',
      async model => {
        const { reader, writer } = await openOneReady();
        await expect(writer.addVersion(sampleOf({ model }), 'operation-1')).rejects.toMatchObject({
          code: 'invalid-name',
        });
        expect((await reader.loadIndex()).models).toEqual([]);
      },
    );

    test('preparing it twice, by two at once, is preparing it once', async () => {
      const registries = await rig.open(4);
      await Promise.all(registries.map(({ writer }) => writer.initialise()));
      expect(await registries[0]?.reader.loadIndex()).toMatchObject({ adoption: 'adopted', models: [] });
    });

    test('pointers follow the head of the history, and a second time there is nothing to do', async () => {
      const { reader, writer } = await openOneReady();
      for (const operation of ['one', 'two']) await writer.addVersion(sampleOf(), operation);
      const first = await writer.history.appendEntry(sampleEntry(1, { moves: moveTo(1) }));
      const previousDigest = first.outcome === 'appended' ? first.digest : '';
      await writer.history.appendEntry(sampleEntry(2, { previousDigest, moves: moveTo(2) }));
      const outcomes = await writer.project('rag');
      expect(outcomes.map(outcome => outcome.outcome)).toEqual(outcomes.map(() => 'written'));
      expect(outcomes.length).toBeGreaterThan(0);
      const index = await reader.loadIndex();
      const [model] = index.models;
      expect(foldHistory(model?.entries ?? []).aliases.get(alias)?.version).toBe('v2');
      expect(model?.pointers.map(pointer => pointer.reading)).toEqual(
        model?.pointers.map(() => ({ state: 'names', version: 'v2' })),
      );
      expect((await writer.project('rag')).map(outcome => outcome.outcome)).toEqual(
        outcomes.map(() => 'already'),
      );
    });

    test('the steps told before are the targets written after', async () => {
      const { reader, writer } = await openOneReady();
      await writer.addVersion(sampleOf(), 'operation-1');
      const index = await reader.loadIndex();
      const [model] = index.models;
      if (model === undefined) throw new Error('the model is not there');
      const entry = sampleEntry(1, { action: 'rollback', moves: moveTo(1) });
      const steps = reader.describeProjections(index, model, entry, entry.operationId);
      await writer.history.appendEntry(entry);
      const targets = (await writer.project('rag')).map(outcome => outcome.target);
      expect(steps.map(step => step.target).sort()).toEqual([...targets].sort());
    });

    test('what a version is bound by is verified, until it is not what it was', async () => {
      const { reader, writer } = await openOneReady();
      const { metadataSha256 } = await writer.addVersion(sampleOf(), 'operation-1');
      const { files: bound } = await reader.bindVersion('rag', 'v1');
      expect(bound[0]).toMatchObject({ source: 'version', sha256: metadataSha256, place: 'version' });
      expect(bound.map(({ sha256 }) => sha256)).toContain(await reader.hashRecord('rag', 'v1'));
      const checks = await reader.checkBoundFiles('rag', 'v1', bound);
      expect(checks.map(({ outcome }) => outcome)).toEqual(bound.map(() => 'verified'));
      const other = bound.map(file => ({ ...file, sha256: '0'.repeat(64) }));
      expect((await reader.checkBoundFiles('rag', 'v1', other)).map(check => check.outcome)).toEqual(
        bound.map(() => 'differs'),
      );
    });

    test('files that are not there or have no place there are said, in the order asked', async () => {
      const { reader, writer } = await openOneReady();
      await writer.addVersion(sampleOf(), 'operation-1');
      const file = { source: 'main', sha256: '0'.repeat(64), sizeBytes: 1 } as const;
      const checks = await reader.checkBoundFiles('rag', 'v1', [
        { ...file, name: 'gone.json', place: 'version' },
        { ...file, name: '../../etc/passwd', place: 'version' },
        { ...file, name: 'summary.json', place: 'kept' },
        { ...file, name: 'summary.json', place: 'kept', sha256: '../registry.json' },
      ]);
      expect(checks.map(({ name, outcome }) => [name, outcome])).toEqual([
        ['gone.json', 'missing'],
        ['../../etc/passwd', 'unreadable'],
        ['summary.json', 'missing'],
        ['summary.json', 'unreadable'],
      ]);
      const nowhere = await reader.checkBoundFiles('rag', 'v9', [{ ...file, name: 'a', place: 'version' }]);
      expect(nowhere).toMatchObject([{ outcome: 'missing' }]);
    });

    test('a version that is not there has no evidence and binds nothing', async () => {
      const { reader } = await openOneReady();
      const notFound = { code: 'version-not-found' };
      await expect(reader.bindVersion('rag', 'v7')).rejects.toMatchObject(notFound);
      await expect(reader.hashRecord('rag', 'v7')).rejects.toMatchObject(notFound);
      await expect(reader.openEvidence('rag', 'v7').loadEvidence([])).rejects.toMatchObject(notFound);
    });

    test('the verdict told before is the file written after, and it follows the newest', async () => {
      const { reader, writer } = await openOneReady();
      await writer.addVersion(sampleOf(), 'operation-1');
      const [passed, failed] = [sampleReport(), sampleReport({ verdict: 'FAIL' })];
      let previousDigest: string | null = null;
      for (const [place, report] of [passed, failed].entries()) {
        const facts = [gatedFact(report)];
        const change = { action: 'gate', moves: [], facts, previousDigest } as const;
        const entry = sampleEntry(place + 1, change);
        const index = await reader.loadIndex();
        const [model] = index.models;
        if (model === undefined) throw new Error('the model is not there');
        const steps = reader.describeProjections(index, model, entry, entry.operationId);
        await writer.keepFile(keptText(formatReport(report)));
        const appended = await writer.history.appendEntry(entry);
        previousDigest = appended.outcome === 'appended' ? appended.digest : null;
        const outcomes = await writer.project('rag');
        expect(steps.length).toBeGreaterThan(0);
        expect(steps.map(step => step.target)).toEqual(outcomes.map(outcome => outcome.target));
        const after = `${report.verdict} (rag)`;
        expect(outcomes).toMatchObject(steps.map(() => ({ outcome: 'written', after })));
        expect(await writer.project('rag')).toMatchObject(steps.map(() => ({ outcome: 'already' })));
      }
    });

    test('failing half-way leaves no part of a version, and the next attempt succeeds', async () => {
      for (let change = 1; ; change += 1) {
        const { failing, healthy } = await rig.openFailing(change);
        const outcome = await failing.writer.addVersion(sampleOf(), 'operation-1').then(
          added => added.version,
          (thrown: { code?: string }) => thrown.code ?? String(thrown),
        );
        const [model] = (await healthy.reader.loadIndex()).models;
        for (const version of model?.versions ?? [])
          expect(version.whole, `change ${change}`).toBe('complete');
        if (outcome === 'v1') break;
        expect(outcome).toBe('disk-full');
        const retried =
          (await healthy.writer.findAddedVersion('rag', 'operation-1')) ??
          (await healthy.writer.addVersion(sampleOf(), 'operation-1'));
        expect(retried.version).toBe('v1');
        expect(change).toBeLessThan(100);
      }
    });
  });
}
