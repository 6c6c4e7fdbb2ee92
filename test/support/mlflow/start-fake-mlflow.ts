import { onTestFinished } from 'vitest';
import { type FakeMlflow, type FakeMlflowOptions, openFakeMlflow } from './fake-server.ts';
import type { FaultyServer } from './faulty-server.ts';
import { openFaultyWay } from './faulty-way.ts';

/** An empty fake of an MLflow server, until the running test ends. */
export async function startFakeMlflow(options: FakeMlflowOptions = {}): Promise<FakeMlflow> {
  const fake = await openFakeMlflow(options);
  onTestFinished(() => fake.stop());
  return fake;
}

/** A way to a server on which requests meet faults, until the running test ends. */
export async function startFaultyWay(target: string): Promise<FaultyServer> {
  const way = await openFaultyWay(target);
  onTestFinished(() => way.stop());
  return way;
}
