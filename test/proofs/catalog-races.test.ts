import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { runDoctor } from '../../src/core/apply/run-doctor.ts';
import { foldHistory } from '../../src/core/history/fold-history.ts';
import { prepareChange } from '../../src/core/session/prepare-change.ts';
import type { CatalogEvent } from '../support/catalog-mover-process.ts';
import { openCatalog } from '../support/catalog-rig.ts';
import { runMoverProcesses } from '../support/movers.ts';
import { isWholeProof } from '../support/proof-size.ts';
import { apply, environmentOf } from '../support/registry-rig.ts';
import { listDeployed, makeS2File, readS2File, s2Version, writeS2File } from '../support/s2-catalog.ts';

const source = fileURLToPath(new URL('../support/catalog-mover-process.ts', import.meta.url));
const memoryFolder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Seven of ours, which do all that writes the file; the eighth is S2 itself, where it takes part. */
const ours = ['promote', 'promote', 'promote', 'register', 'register', 'score', 'score'] as const;

const size = isWholeProof ? { moves: 40, kills: 60 } : { moves: 2, kills: 4 };

test.each([
  ['eight of ours', 'promote'],
  ['seven of ours and S2 itself', 's2'],
])(
  'of %s on one file nothing is lost, though they are killed at random',
  async (_, eighth) => {
    const root = mkdtempSync(join(memoryFolder, 'lastgood-catalog-'));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    const path = join(root, 'registry.json');
    const file = makeS2File('majora', 8);
    writeS2File(path, {
      ...file,
      models: {
        ...file.models,
        ...makeS2File('din', 8).models,
        theirs: {
          metadata: { model_name: 'theirs' },
          versions: { old: s2Version('theirs', 'old') },
          extra: 7,
        },
      },
    });
    const roles = [...ours, eighth];
    const startedAt = performance.now();
    const { events, killed } = await runMoverProcesses<CatalogEvent>(
      source,
      { processes: roles.length, ...size },
      ({ place, name, left }) => [path, roles[place - 1] ?? 'promote', name, String(left)],
    );
    const seconds = (performance.now() - startedAt) / 1000;

    const session = openCatalog(path);
    if (eighth === 's2') await settle(path);
    const findings = await runDoctor(environmentOf(session));
    expect(findings.filter(({ state }) => state !== 'repaired' && state !== 'note')).toEqual([]);
    const after = readS2File(path);
    const index = await session.registry.reader.loadIndex();
    expect(index.operations).toEqual([]);
    for (const model of ['majora', 'din']) {
      const entries = index.models.find(each => each.model === model)?.entries ?? [];
      const history = foldHistory(entries);
      const known = new Set(entries.map(({ entry }) => entry.operationId));
      const rows = after.models[model]?.versions ?? {};
      expect(listDeployed(path, model)).toEqual([history.aliases.get('deployed')?.version]);
      for (const event of events) {
        if (event.event !== 'ok' || event.model !== model) continue;
        if (event.role === 'register') {
          expect(Object.keys(rows)).toContain(event.what);
          expect(history.registeredDigests.has(event.what)).toBe(true);
        } else expect(known.has(event.what), `${event.role} ${event.what}`).toBe(true);
      }
      expect(Object.keys(rows)).toEqual(expect.arrayContaining([...history.registeredDigests.keys()]));
      for (const [version, { metrics }] of history.scores)
        expect(rows[version]?.evaluation_scores.custom_metrics).toMatchObject(metrics);
    }
    const theirs = after.models['theirs'];
    expect(theirs).toMatchObject({ extra: 7, versions: { old: s2Version('theirs', 'old') } });
    const count = (event: CatalogEvent['event']): number =>
      events.filter(each => each.event === event).length;
    expect(count('ok')).toBe(roles.length * size.moves);
    expect(killed).toBe(size.kills);
    process.stdout.write(
      `${roles.join(', ')}: ${count('ok')} acknowledged, ${count('fail')} conflicts, ${killed} killed, ` +
        `${(count('ok') / seconds).toFixed(0)}/s\n`,
    );
  },
  180_000,
);

/** S2 writes what it read a while ago: what it took back is a drift that somebody decides about. Here the history is right. */
async function settle(path: string): Promise<void> {
  const session = openCatalog(path);
  await runDoctor(environmentOf(session));
  for (const model of ['majora', 'din']) {
    const request = { change: 'drift', model, resolve: 'revert', reason: 'S2 took it back' } as const;
    const plan = await prepareChange(session, request);
    if (plan.drafts.length > 0) expect((await apply(session, plan)).outcome).toBe('applied');
  }
}
