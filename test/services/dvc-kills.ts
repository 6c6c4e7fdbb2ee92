import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { type Finished, runCommand } from '../bin/run-program.ts';
import { takeSnapshot } from '../support/snapshot.ts';
import { builtProgram } from '../support/terminal.ts';
import type { DvcMachine } from './dvc-machine.ts';
import { pullStable } from './dvc-moves.ts';
import { type DvcProject, digestOf } from './dvc-project.ts';
import { openAnna } from './dvc-ready.ts';

/** Where a program is killed: before the call of this number, from 1 on, of those that change something. */
export type KillPoint = { readonly number: number; readonly call: string };

const preload = fileURLToPath(new URL('../support/killed-at-call-process.ts', import.meta.url));

/** Runs the built program until it is killed. 0: never. */
export function runUntil(machine: DvcMachine, number: number, argv: readonly string[]): Promise<Finished> {
  const [node = '', ...rest] = builtProgram(...argv, '--registry', `dvc:${machine.folder}`);
  const env = {
    ...machine.variables,
    LASTGOOD_ACTOR: machine.actor,
    KILL_AT: String(number),
    KILL_LOG: placeLog(machine),
  };
  return runCommand([node, '--import', preload, ...rest], { cwd: machine.folder, env });
}

/** The calls by which the program changed something, in their order. */
export function listCalls(machine: DvcMachine): readonly string[] {
  const path = placeLog(machine);
  return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];
}

function placeLog(machine: DvcMachine): string {
  return join(machine.variables['HOME'] ?? '', 'calls');
}

/**
 * Where a run with these calls is killed: before every name it changes, every other file it fills, and every program it starts; of the
 * programs that make a commit of parts, which nothing points to, before the last. What is lost with the answer of a call is what is lost
 * before the next one. All calls are killed where dvc is a fast one that only records: in `test/proofs`.
 */
export function choosePoints(calls: readonly string[]): readonly KillPoint[] {
  const last = calls.length - 1;
  return calls.flatMap((call, index): readonly KillPoint[] => {
    const isPart =
      /^git (?:read-tree|hash-object|write-tree|update-index$)/.test(call) &&
      index < calls.indexOf('dvc push');
    const isWorthIt =
      /^(?:git|dvc|rename) /.test(call) || (call === 'writeFile' && index % 2 === 0) || index === last;
    return isWorthIt && !isPart && call !== calls[index - 1] ? [{ number: index + 1, call }] : [];
  });
}

/** Asks, by clones of its own, for the bytes of the stable model that a project's branch names. */
export type Puller = {
  /** The digests a stable pointer may have. */
  readonly digests: readonly string[];
  /** How many states there were: what the branch and what DVC's remote has decides the answer, so each is asked once. */
  readonly states: () => number;
  /** Pulls and gives the digest of the pointer on the branch. */
  readonly requirePull: (project: DvcProject) => Promise<string>;
};

/** @param known the bytes of the model by the digest of its pointer */
export function createPuller(family: string, known: ReadonlyMap<string, string>): Puller {
  const pulled = new Set<string>();
  return {
    digests: [...known.keys()],
    states: () => pulled.size,
    requirePull: async project => {
      const pointer = `models/hf/stable/${family}.dvc`;
      const published = await openAnna(project).git('--git-dir', project.origin, 'show', `main:${pointer}`);
      const digest = digestOf(published);
      const state = JSON.stringify([digest, takeSnapshot(project.store)]);
      if (pulled.has(state)) return digest;
      const clone = await project.clone(`reader-${pulled.size}`);
      expect(await pullStable(clone, family)).toBe(known.get(digest));
      pulled.add(state);
      return digest;
    },
  };
}
