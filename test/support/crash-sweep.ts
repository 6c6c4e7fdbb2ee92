import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { FileSystem } from '../../src/core/ports/file-system.ts';
import type { Effect, Fault, FaultyFileSystem } from './faulty-file-system.ts';
import { createFaultyFileSystem, describeEffect } from './faulty-file-system.ts';
import { type Loss, listLosses, replayWithLoss } from './power-loss.ts';
import { createProofFileSystem } from './proof-size.ts';
import { takeSnapshot } from './snapshot.ts';

/** What is known about the act when the world is looked at again. */
export type Aftermath = {
  /** True when the act ended well before anything was lost: then its effect must be there. */
  readonly isAcknowledged: boolean;
};

/** One act that must survive being cut off anywhere. Each function gets the absolute path of a folder of its own. */
export type CrashScenario = {
  /** Fills the empty folder the act begins in. */
  readonly prepare: (root: string) => Promise<void>;
  /** The act, all of whose changes go through the file system given. */
  readonly act: (root: string, fileSystem: FaultyFileSystem) => Promise<unknown>;
  /** What the next start does, on a healthy file system. May throw when it finds what may not be. */
  readonly recover: (root: string, fileSystem: FileSystem, aftermath: Aftermath) => Promise<unknown>;
  /** Throws when an invariant does not hold after recovery. */
  readonly check: (root: string, aftermath: Aftermath) => Promise<unknown>;
  /** Errnos with which each call fails once, in runs of their own in which nothing is killed. */
  readonly errnos?: readonly string[];
  /** Which changing calls are cut off or fail, by their index; every one where left out. The first and the last always are. */
  readonly isTried?: (index: number) => boolean;
};

/** What a sweep found. */
export type SweepResult = {
  /** The changing calls of the act when nothing goes wrong. */
  readonly calls: readonly string[];
  /** Worlds that were looked at. */
  readonly visited: number;
  /** How many of them were not like one seen before: an act that gives the same bytes each time leaves many alike. */
  readonly distinct: number;
  /** Each world in which recovery or check threw. */
  readonly failures: readonly { readonly where: string; readonly problem: string }[];
};

/** The changes that are made and which of them are lost, as one digest: what is durable changes nothing by itself. */
function describeStory(effects: readonly Effect[], loss: Loss, aftermath: Aftermath): string {
  const hash = createHash('sha256').update(JSON.stringify(aftermath));
  for (const [index, effect] of effects.entries()) {
    if (effect.effect === 'sync-file' || effect.effect === 'sync-folder') continue;
    hash.update(`\n${describeEffect(effect)} ${loss.names.has(index)} ${loss.bytes.has(index)} `);
    if (effect.effect === 'write') hash.update(`${effect.bytes.length} `).update(effect.bytes);
  }
  return hash.digest('hex');
}

/** Where there is a file system in memory the worlds live there: what is durable is reckoned, not tried. */
const memoryFolder = '/dev/shm';

/**
 * Cuts an act off before and after each of its changing calls, half way through each write, and after each with everything
 * that was not yet durable lost in each way it can be; then recovers and checks. Also loses power after the act has ended.
 */
export async function sweepCrashes(scenario: CrashScenario): Promise<SweepResult> {
  const base = mkdtempSync(join(existsSync(memoryFolder) ? memoryFolder : tmpdir(), 'lastgood-sweep-'));
  try {
    mkdirSync(join(base, 'template'));
    await scenario.prepare(join(base, 'template'));
    return await new Sweep(scenario, base).run();
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

class Sweep {
  readonly #scenario: CrashScenario;
  readonly #base: string;
  readonly #failures: { readonly where: string; readonly problem: string }[] = [];
  readonly #seen = new Set<string>();
  /** Changes and losses that were played already, each of which makes one world. */
  readonly #played = new Set<string>();
  #visited = 0;

  constructor(scenario: CrashScenario, base: string) {
    this.#scenario = scenario;
    this.#base = base;
  }

  async run(): Promise<SweepResult> {
    const calls = await this.#runAct({ fault: 'none' }, 'after the end');
    const { isTried = () => true } = this.#scenario;
    for (const [index, call] of calls.entries()) {
      const at = index + 1;
      if (index > 0 && at < calls.length && !isTried(index)) continue;
      await this.#runAct({ fault: 'crash', at, when: 'before' }, `before ${at} (${call})`);
      if (call.startsWith('write '))
        await this.#runAct({ fault: 'crash', at, when: 'halfway' }, `in ${at} (${call})`);
      await this.#runAct({ fault: 'crash', at, when: 'after' }, `after ${at} (${call})`);
      for (const errno of this.#scenario.errnos ?? []) {
        await this.#runAct({ fault: 'failure', at, errno }, `${errno} at ${at} (${call})`);
      }
    }
    return { calls, visited: this.#visited, distinct: this.#seen.size, failures: this.#failures };
  }

  /** Runs the act with a fault, judges the world it leaves, and all worlds that a loss of power makes of it. */
  async #runAct(fault: Fault, where: string): Promise<readonly string[]> {
    const root = this.#copyTemplate();
    const run = createFaultyFileSystem(createProofFileSystem(), root, fault);
    const failure = await this.#scenario.act(root, run.fileSystem).then(
      () => undefined,
      (thrown: unknown) => ({ thrown }),
    );
    if (failure !== undefined && fault.fault === 'none') throw failure.thrown;
    const aftermath = { isAcknowledged: failure === undefined && !run.hasCrashed() };
    await this.#judge(root, where, aftermath);
    for (const loss of listLosses(run.effects())) {
      if (!this.#isNew(run.effects(), loss, aftermath)) continue;
      const lossy = this.#copyTemplate();
      replayWithLoss(lossy, run.effects(), loss);
      await this.#judge(lossy, `${where}, ${loss.words}`, aftermath);
    }
    return run.calls();
  }

  /** The same changes are made again and again, by runs that are cut off a little later: what they leave is looked at once. */
  #isNew(effects: readonly Effect[], loss: Loss, aftermath: Aftermath): boolean {
    const story = describeStory(effects, loss, aftermath);
    if (!this.#played.has(story)) {
      this.#played.add(story);
      return true;
    }
    this.#visited += 1;
    return false;
  }

  async #judge(root: string, where: string, aftermath: Aftermath): Promise<void> {
    this.#visited += 1;
    const world = createHash('sha256')
      .update(JSON.stringify([aftermath, takeSnapshot(root)]))
      .digest('hex');
    if (this.#seen.has(world)) return rmSync(root, { recursive: true, force: true });
    this.#seen.add(world);
    try {
      await this.#scenario.recover(root, createProofFileSystem(), aftermath);
      await this.#scenario.check(root, aftermath);
    } catch (thrown) {
      this.#failures.push({ where, problem: thrown instanceof Error ? thrown.message : String(thrown) });
    }
    rmSync(root, { recursive: true, force: true });
  }

  #copyTemplate(): string {
    const root = mkdtempSync(join(this.#base, 'world-'));
    cpSync(join(this.#base, 'template'), root, {
      recursive: true,
      verbatimSymlinks: true,
      preserveTimestamps: true,
    });
    return root;
  }
}
