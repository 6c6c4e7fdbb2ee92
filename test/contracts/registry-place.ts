import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { KeptFile, Registry } from '../../src/core/ports/registry.ts';
import { sha256OfText } from '../support/sample-entries.ts';
import { formatReport, sampleReport } from '../support/sample-report.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** How the contract gets places to test. Everything is freed when the test ends. */
export type PlaceRig = {
  /** One place nobody has written to, opened so often. Each comes as its own process would have it. */
  readonly open: (times: number) => Promise<readonly Registry[]>;
  /** The same place on an outside that refuses the change of that number, counted from 1, and works before and after it. */
  readonly openFailing: (
    change: number,
  ) => Promise<{ readonly failing: Registry; readonly healthy: Registry }>;
};

const journal = {
  format: 1,
  operationId: 'operation-1',
  title: 'Promote rag latest',
  model: 'rag',
  actor: 'anna@example.com',
  startedAt: '2026-11-21T03:00:00.000Z',
  command: 'lastgood promote rag v1',
  drafts: [],
  version: null,
} as const;

/** A text to keep under the digest of another one, or its own. */
export function keptText(text: string, sha256 = sha256OfText(text)): KeptFile {
  return { name: 'gate.json', sha256, from: 'text', text };
}

/** Ways to open a place: as it is, or made ready for the first write. */
export function createOpeners({ open }: Pick<PlaceRig, 'open'>) {
  const openReady = async (times: number): Promise<readonly Registry[]> => {
    const registries = await open(times);
    await Promise.all(registries.map(({ writer }) => writer.initialise()));
    return registries;
  };
  const getOnly = ([registry]: readonly Registry[]): Registry => {
    if (registry === undefined) throw new Error('the rig opened nothing');
    return registry;
  };
  return {
    openReady,
    openOne: async () => getOnly(await open(1)),
    openOneReady: async () => getOnly(await openReady(1)),
  };
}

/** What every kind of registry that keeps a history must do before there is a version in it, whoever puts them there. */
export function describeRegistryPlace(name: string, rig: PlaceRig): void {
  const { openOne, openReady, openOneReady } = createOpeners(rig);

  describe(`place of a registry: ${name}`, () => {
    test('one that nobody has written to has no models and was never written', async () => {
      const { reader } = await openOne();
      expect(await reader.loadIndex()).toMatchObject({
        adoption: 'never-written',
        models: [],
        operations: [],
        sharedProblems: [],
      });
    });

    test('what is not there is said, not thrown', async () => {
      const { reader, writer } = await openOne();
      expect(await reader.loadVersions('rag', ['v7'], 'everything')).toEqual([
        { model: 'rag', version: 'v7', whole: 'incomplete' },
      ]);
      expect(await reader.loadVersions('rag', [], 'listing')).toEqual([]);
      expect((await reader.verifyVersion('rag', 'v7')).checks).toMatchObject([{ outcome: 'missing' }]);
      expect(await writer.findAddedVersion('rag', 'operation-1')).toBeUndefined();
      expect(await writer.project('rag')).toEqual([]);
      expect(await writer.removeLeftovers([])).toEqual([]);
      await writer.removeJournal('operation-1');
    });

    test('a journal is there until it is removed, and names a process that runs', async () => {
      const { reader, writer } = await openOneReady();
      await writer.writeJournal(journal);
      const [operation] = (await reader.loadIndex()).operations;
      expect(operation).toMatchObject(journal);
      if (operation) expect(await reader.judgeOwner(operation.owner)).toBe('running');
      await writer.removeJournal(journal.operationId);
      await writer.removeJournal(journal.operationId);
      expect((await reader.loadIndex()).operations).toEqual([]);
    });

    test('a reading that is given up ends with the reason', async () => {
      const { reader } = await openOne();
      const stop = new AbortController();
      stop.abort(new Error('given up'));
      await expect(reader.loadVersions('rag', ['v1'], 'listing', { signal: stop.signal })).rejects.toThrow(
        'given up',
      );
    });

    test('a report that was kept is read back, however often it was kept', async () => {
      const { reader, writer } = await openOneReady();
      const report = sampleReport();
      const text = formatReport(report);
      for (let time = 1; time <= 2; time += 1) await writer.keepFile(keptText(text));
      expect(await reader.loadGateReport(sha256OfText(text))).toEqual({ ok: true, report });
    });

    test.each([
      ['nothing', ''],
      ['torn', '{"format": 1'],
      ['no object', '[]'],
      ['of a newer format', JSON.stringify({ ...sampleReport(), format: 2 })],
      ['without its rules', JSON.stringify({ ...sampleReport(), rules: undefined })],
      ['with a rule that is none', JSON.stringify({ ...sampleReport(), rules: [{ id: 7 }] })],
      ['with a number that is none', formatReport(sampleReport()).replace('4.1', '1e999')],
      ['with a file without a digest', JSON.stringify({ ...sampleReport(), files: [{ name: '../x' }] })],
    ])('a kept file that is no report is said to be none: %s', async (_, text) => {
      const { reader, writer } = await openOneReady();
      await writer.keepFile(keptText(text));
      expect(await reader.loadGateReport(sha256OfText(text))).toEqual({
        ok: false,
        problem: expect.stringMatching(/^the report is \S/),
      });
    });

    test('a text in a report is shown safely', async () => {
      const { reader, writer } = await openOneReady();
      const text = formatReport(sampleReport({ tool: 'lastgood \u001b[2J' }));
      await writer.keepFile(keptText(text));
      const report = sampleReport({ tool: 'lastgood ^[[2J' });
      expect(await reader.loadGateReport(sha256OfText(text))).toEqual({ ok: true, report });
    });

    test('a report nobody kept is missing, and so is one that is named by no digest', async () => {
      const { reader } = await openOne();
      expect(await reader.loadGateReport('0'.repeat(64))).toEqual({
        ok: false,
        problem: 'the report is missing',
      });
      for (const name of ['', '../registry.json', '0'.repeat(63), 'A'.repeat(64)])
        expect(await reader.loadGateReport(name)).toMatchObject({ ok: false });
    });

    test('a file is kept as it was read, or not at all', async () => {
      const { reader, writer } = await openOneReady();
      const path = join(createTemporaryFolder(), 'summary.json');
      const text = formatReport(sampleReport());
      const sha256 = sha256OfText(text);
      const file = { name: 'core_eval_main/summary.json', sha256, from: 'file', path } as const;
      const changed = { code: 'evidence-changed', message: expect.stringContaining(file.name) };
      await expect(writer.keepFile(file)).rejects.toMatchObject(changed);
      writeFileSync(path, `${text} `);
      await expect(writer.keepFile(file)).rejects.toMatchObject(changed);
      expect(await reader.loadGateReport(sha256)).toMatchObject({ ok: false });
      writeFileSync(path, text);
      await writer.keepFile(file);
      expect(await reader.loadGateReport(sha256)).toMatchObject({ ok: true });
    });

    test('of eight that keep the same at once all have kept it', async () => {
      const registries = await openReady(8);
      const text = formatReport(sampleReport());
      await Promise.all(registries.map(({ writer }) => writer.keepFile(keptText(text))));
      for (const { reader } of registries)
        expect(await reader.loadGateReport(sha256OfText(text))).toMatchObject({ ok: true });
    });

    test('failing half-way a file is kept whole or not at all, and the next attempt keeps it', async () => {
      const text = formatReport(sampleReport());
      for (let change = 1; ; change += 1) {
        const { failing, healthy } = await rig.openFailing(change);
        const outcome = await failing.writer.keepFile(keptText(text)).then(
          () => 'kept',
          (thrown: { code?: string }) => thrown.code ?? String(thrown),
        );
        if (outcome === 'kept') break;
        expect(outcome).toBe('disk-full');
        const left = await healthy.reader.loadGateReport(sha256OfText(text));
        expect(left.ok || left.problem === 'the report is missing', `change ${change}`).toBe(true);
        await healthy.writer.keepFile(keptText(text));
        expect(await healthy.reader.loadGateReport(sha256OfText(text))).toMatchObject({ ok: true });
        expect(change).toBeLessThan(100);
      }
    });
  });
}
