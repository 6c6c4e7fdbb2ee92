import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { runDoctor } from '../../src/core/apply/run-doctor.ts';
import type { HistoryEntry } from '../../src/core/history/entry.ts';
import { foldHistory } from '../../src/core/history/fold-history.ts';
import { formatHistoryEntry } from '../../src/core/history/parse-entry.ts';
import type { AppendOutcome } from '../../src/core/ports/history-log.ts';
import { loadModel } from '../../src/core/session/load-model.ts';
import type { Session } from '../../src/core/session/session.ts';
import { bundleProcess } from '../support/bundle-process.ts';
import { checkMoves, type LoggedMove, type MoveEvent } from '../support/check-moves.ts';
import { runMovers } from '../support/movers.ts';
import { isWholeProof } from '../support/proof-size.ts';
import {
  environmentOf,
  openRegistry,
  promote,
  readPointer,
  writeS0Registry,
} from '../support/registry-rig.ts';
import { runMoves, versionCount } from '../support/run-moves.ts';
import { sha256OfText } from '../support/sample-entries.ts';

const runFile = promisify(execFile);
const racerSource = fileURLToPath(new URL('../support/race-process.ts', import.meta.url));

/** Where a file system in memory is; a real disk syncs each move several times. */
const memoryFolder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Where the program's users have their registries; the other temporary folders of a run may be in memory. */
const diskFolder = process.env['LASTGOOD_DISK_FOLDER'] ?? tmpdir();

function createRegistryFolder(parent: string): string {
  const root = mkdtempSync(join(parent, 'lastgood-race-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

/** The moves of the model `rag` as its history has them, after what was found at first. */
async function listLogged(root: string): Promise<readonly LoggedMove[]> {
  const { status } = await loadModel(openRegistry(root), 'rag');
  return status.index.entries.flatMap(({ entry }) =>
    entry.action === 'adopt'
      ? []
      : entry.moves.map(({ from, to }) => ({
          operation: entry.operationId,
          generation: entry.generation,
          from,
          to,
        })),
  );
}

/** `npm test` makes fewer moves: every move reads the history anew, so that four times as many cost over ten times as much. */
const crowd = isWholeProof ? { processes: 8, moves: 100, kills: 80 } : { processes: 8, moves: 8, kills: 8 };

test.each([
  ['in memory', memoryFolder, crowd],
  ['on disk', diskFolder, { processes: 4, moves: isWholeProof ? 10 : 6, kills: isWholeProof ? 4 : 3 }],
])(
  'of many processes that move one alias and are killed at random, no acknowledged move is lost: %s',
  async (where, parent, options) => {
    const root = createRegistryFolder(parent);
    writeS0Registry(root, 'rag', versionCount);
    const startedAt = performance.now();
    const { events, killed } = await runMovers(root, 'rag', options);
    const seconds = (performance.now() - startedAt) / 1000;
    const session = openRegistry(root);
    const findings = await runDoctor(environmentOf(session));
    expect(findings.filter(finding => finding.state !== 'repaired' && finding.state !== 'note')).toEqual([]);

    const log = await listLogged(root);
    expect(checkMoves(events, log)).toEqual([]);
    const { index, status } = await loadModel(session, 'rag');
    expect(status.chain.verdict).toBe('intact');
    expect(index.operations).toEqual([]);
    const head = log.at(-1)?.to;
    expect(status.recorded.aliases.get('latest')?.version).toBe(head);
    expect(readPointer(root, 'latest')).toBe(`rag_${head}`);
    expect(readPointer(root, 'rag_latest')).toBe(`rag_${head}`);

    const count = (kind: MoveEvent['event']): number => events.filter(event => event.event === kind).length;
    const unheard = count('invoke') - count('ok') - count('fail');
    const unheardInLog = log.length - count('ok');
    expect(count('ok')).toBe(options.processes * options.moves);
    expect(unheardInLog).toBeGreaterThanOrEqual(0);
    expect(unheardInLog).toBeLessThanOrEqual(unheard);
    expect(killed).toBe(options.kills);
    expect(count('fail'), 'they were really at it at once').toBeGreaterThan(0);
    process.stdout.write(
      `${where}: ${count('ok')} moves acknowledged, ${count('unchanged')} unchanged, ${count('fail')} conflicts, ${killed} killed, ` +
        `${unheard} cut off (${unheardInLog} of them in the history), ${(count('ok') / seconds).toFixed(0)} moves/s\n`,
    );
  },
);

test('promote, roll back, hold, release, archive and cleanup at once never promote what is held or archive what is live', async () => {
  const root = createRegistryFolder(memoryFolder);
  writeS0Registry(root, 'rag', 12);
  const names = ['one', 'two', 'three', 'four'];
  const racer = await bundleProcess(racerSource);
  const runs = await Promise.all(
    names.map(name => runFile(process.execPath, [racer, root, 'rag', name, '60'])),
  );
  process.stdout.write(`${runs.map(run => run.stdout).join(' ')}\n`);

  const { status } = await loadModel(openRegistry(root), 'rag');
  expect(status.chain.verdict).toBe('intact');
  const { entries } = status.index;
  for (const [index, { entry }] of entries.entries()) {
    const before = foldHistory(entries.slice(0, index));
    const live = new Set([...before.aliases.values()].map(position => position.version));
    for (const { alias, from, to } of entry.moves) {
      expect(before.aliases.get(alias)?.version ?? null).toBe(from);
      if (to === null) continue;
      expect(before.versionHolds.has(to), `${entry.generation} ${entry.action} ${to} is not held`).toBe(
        false,
      );
      expect(before.states.get(to), `${entry.generation} ${entry.action} ${to} is not archived`).not.toBe(
        'archived',
      );
    }
    for (const fact of entry.facts) {
      if (fact.kind !== 'state' || fact.to !== 'archived') continue;
      expect(live.has(fact.version), `${entry.generation} archives ${fact.version}`).toBe(false);
      expect(before.versionHolds.has(fact.version), `${entry.generation} archives ${fact.version}`).toBe(
        false,
      );
    }
  }
  const actions = new Set(entries.map(({ entry }) => entry.action));
  expect([...actions]).toEqual(expect.arrayContaining(['promote', 'hold', 'archive']));
});

/** A session whose history takes every entry: it overwrites instead of comparing, as a store without a compare-and-swap would. */
function openOverwriting(root: string, actor: string): Session {
  const session = openRegistry(root, { actor });
  const { writer } = session.registry;
  const appendEntry = async (entry: HistoryEntry): Promise<AppendOutcome> => {
    const text = formatHistoryEntry(entry);
    const path = join(root, '.lastgood/history', entry.model, `${entry.generation}`.padStart(8, '0'));
    await writeFile(`${path}.${actor}`, text);
    await rename(`${path}.${actor}`, `${path}.json`);
    return { outcome: 'appended', digest: sha256OfText(text) };
  };
  const history = { ...writer.history, appendEntry };
  return { ...session, registry: { ...session.registry, writer: { ...writer, history } } };
}

test('a store that overwrites instead of comparing is found out', async () => {
  const root = createRegistryFolder(memoryFolder);
  writeS0Registry(root, 'rag', versionCount);
  await promote(openRegistry(root), 'rag', 'v1');
  const events: MoveEvent[] = [];
  const tell = (event: MoveEvent): void => {
    events.push(event);
  };
  const stops: unknown[] = [];
  const movers = ['one', 'two', 'three', 'four'].map(name =>
    runMoves(openOverwriting(root, name), 'rag', 15, tell).catch(thrown => stops.push(thrown)),
  );
  await Promise.all(movers);
  const problems = checkMoves(events, (await listLogged(root)).slice(1));
  expect(problems.join('\n'), String(stops)).toMatch(
    /was acknowledged and is logged 0 times|an update was lost/,
  );
});
