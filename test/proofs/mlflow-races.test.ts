import { expect, onTestFinished, test } from 'vitest';
import { startMlflowServer } from '../services/mlflow-server.ts';
import { hasTool, tools } from '../services/tools.ts';
import { createCaches } from '../support/bucket-races.ts';
import {
  openPromoters,
  type Race,
  type RaceEnd,
  raceForeign,
  racePromoters,
} from '../support/mlflow/promoter-races.ts';
import { startFakeMlflow } from '../support/mlflow/start-fake-mlflow.ts';
import { isWholeProof } from '../support/proof-size.ts';

/** All races are run on the real server, where there is one, and fewer on ours, which `npm test` has to do with. */
const isReal = isWholeProof && hasTool(tools.mlflow);
const races = isWholeProof ? 200 : 20;

/** A race on the real server takes one to several seconds, as busy as the machine is. Milliseconds. */
const timeout = 20 * 60_000;

async function openServer(): Promise<string> {
  if (!isReal) return (await startFakeMlflow()).url;
  const server = await startMlflowServer();
  onTestFinished(server.stop);
  return server.url;
}

async function runRaces(races: number, url: string, run: (race: Race) => Promise<RaceEnd>): Promise<string> {
  const ended: RaceEnd[] = [];
  // So far ahead that one comes at any moment of what the other does.
  let mostAheadMs = 200;
  for (let number = 1; number <= races; number += 1) {
    const end = await run({ url, number, mostAheadMs });
    ended.push(end);
    mostAheadMs = end.tookMs ?? mostAheadMs;
  }
  expect(ended.flatMap(({ problems }) => problems)).toEqual([]);
  const count = (wanted: RaceEnd['end']): number => ended.filter(({ end }) => end === wanted).length;
  return `${races} races, ${count('refused')} refused, ${count('overwritten')} overwritten and told, ${count('both')} both live and shown`;
}

const where = isReal ? 'the real MLflow server' : 'our own server';

test('of two who promote at once one ends up live, and whoever overwrote the other says so', {
  timeout,
}, async () => {
  const url = await openServer();
  const promoters = openPromoters(url, createCaches());
  const ended = await runRaces(races, url, race => racePromoters(race, promoters));
  process.stdout.write(`two promoters on ${where}: ${ended}\n`);
});

test("of a promotion and one in MLflow's own pages at once we say what we overwrote, and see what they did", {
  timeout,
}, async () => {
  const url = await openServer();
  const [session] = openPromoters(url, createCaches());
  const ended = await runRaces(races / 2, url, race => raceForeign(race, session));
  process.stdout.write(`a promoter and MLflow's pages on ${where}: ${ended}\n`);
});
