import { setTimeout as pause } from 'node:timers/promises';
import type { MlflowClient } from '../../../src/adapters/mlflow/mlflow-client.ts';
import type { Receipt } from '../../../src/core/plan/receipt.ts';
import type { ModelStatus } from '../../../src/core/registry/model-status.ts';
import { loadModel } from '../../../src/core/session/load-model.ts';
import type { Session } from '../../../src/core/session/session.ts';
import { apply, planPromote, promote } from '../registry-rig.ts';
import { openMlflowClient, openMlflowSession } from './open-mlflow.ts';

/** The alias both move. */
const alias = 'Production';

/**
 * How a race ended. `refused`: one was told before it wrote anything. `overwritten`: one had moved, and the other moved it on, knowing so
 * or being told. `both`: the server let both into the stage, as its transactions do when each archives what it saw.
 */
export type RaceEnd = {
  readonly end: 'refused' | 'overwritten' | 'both';
  readonly problems: readonly string[];
  /** How long the promotion took that was applied, in milliseconds; undefined: none of ours was. */
  readonly tookMs: number | undefined;
};

/** One race. `mostAheadMs`: longest head start; which of the two has it, and how much of it, changes with the number. */
export type Race = {
  readonly url: string;
  readonly number: number;
  readonly mostAheadMs: number;
};

type Promoter = {
  readonly session: Session;
  readonly version: string;
  readonly receipt: Receipt;
  readonly tookMs: number;
};

/** Two machines that know a server, each with what it read last in a folder of its own below `folder`. */
export function openPromoters(url: string, folder: string): readonly [Session, Session] {
  return [
    openMlflowSession(url, { cache: `${folder}/anna`, actor: 'anna' }),
    openMlflowSession(url, { cache: `${folder}/bob`, actor: 'bob' }),
  ];
}

/**
 * Two of us promote different versions at once, each by what it saw before. Tells what is wrong with the outcome: nothing live or too
 * much, an overwrite that the one who did it was not told of, or the other does not see at its next refresh.
 */
export async function racePromoters(race: Race, promoters: readonly [Session, Session]): Promise<RaceEnd> {
  const client = openMlflowClient(race.url);
  const model = await makeModel(client, race, promoters[0]);
  const [one, two] = await raceTogether(
    race,
    await prepare(promoters[0], model, 'v2'),
    await prepare(promoters[1], model, 'v3'),
  );
  const live = await listLive(client, model);
  const [winner, loser] = live[0] === one.version ? [one, two] : [two, one];
  if (live.length !== 1 || live[0] !== winner.version)
    return {
      end: 'refused',
      problems: [`${model}: live are ${live.join(', ') || 'none'}`],
      tookMs: undefined,
    };
  return judgePromoters(model, winner, loser, await look(loser.session, model));
}

/**
 * One of us and MLflow's own pages promote different versions at once. The pages tell nobody anything: what they overwrote we have to
 * see at our next refresh, and what we overwrote we have to say.
 */
export async function raceForeign(race: Race, session: Session): Promise<RaceEnd> {
  const client = openMlflowClient(race.url);
  const model = await makeModel(client, race, session);
  const foreign = async (): Promise<unknown> =>
    await client.moveToStage({ model, version: '3' }, alias, true);
  const [ours] = await raceTogether(race, await prepare(session, model, 'v2'), foreign);
  const live = (await listLive(client, model)).toSorted().join(' and ');
  const seen = await look(session, model);
  if (live === 'v2' || live === 'v3')
    return judgeForeign(model, ours, live === 'v2' ? 'ours' : 'theirs', seen);
  const problems = live === 'v2 and v3' ? judgeBoth(seen) : [`live are ${live || 'none'}`];
  return { end: 'both', problems: problems.map(words => `${model}: ${words}`), tookMs: undefined };
}

/** Three versions, the first in Production: every other one was put there by us, so that there is a history. */
async function makeModel(client: MlflowClient, { number }: Race, session: Session): Promise<string> {
  const model = `race-${number}`;
  await client.createModel(model);
  for (const version of ['1', '2', '3'])
    await client.createVersion({
      ...{ model, source: `s3://bucket/${version}`, runId: undefined, description: undefined, tags: {} },
    });
  if (number % 2 === 0) await client.moveToStage({ model, version: '1' }, alias, true);
  else {
    await session.registry.writer.catchUp({ model });
    await promote(session, model, 'v1', alias);
  }
  return model;
}

/** What is left to do of a promotion that was planned by what is known now. */
async function prepare(session: Session, model: string, version: string): Promise<() => Promise<Promoter>> {
  await session.registry.writer.catchUp({ model });
  const plan = await planPromote(session, model, version, alias);
  return async () => {
    const startedAt = performance.now();
    const receipt = await apply(session, plan);
    return { session, version, receipt, tookMs: performance.now() - startedAt };
  };
}

async function raceTogether<One, Two>(
  { number, mostAheadMs }: Race,
  one: () => Promise<One>,
  two: () => Promise<Two>,
): Promise<readonly [One, Two]> {
  const aheadMs = (((number >> 2) * 7) % 20) * (mostAheadMs / 20);
  const late = async <Result>(act: () => Promise<Result>): Promise<Result> => {
    await pause(aheadMs);
    return await act();
  };
  return (number & 2) === 0 ? await Promise.all([late(one), two()]) : await Promise.all([one(), late(two)]);
}

async function listLive(client: MlflowClient, model: string): Promise<readonly string[]> {
  const { rows } = await client.searchVersions({ filter: `name='${model}'` });
  return rows.filter(({ stage }) => stage === alias).map(({ version }) => `v${version}`);
}

/** What somebody sees of a model who asks the server anew. */
async function look(session: Session, model: string): Promise<ModelStatus> {
  await session.registry.source?.refresh({ model });
  return (await loadModel(session, model)).status;
}

function judgePromoters(model: string, winner: Promoter, loser: Promoter, seen: ModelStatus): RaceEnd {
  const problems: string[] = [];
  const blame = (words: string): void => void problems.push(`${model}: ${words}`);
  const { receipt } = winner;
  const isRefused = loser.receipt.outcome === 'refused';
  if (receipt.outcome !== 'applied')
    blame(`the winner was told ${receipt.outcome}: ${receipt.problem?.message}`);
  if (isRefused) judgeRefusal(loser.receipt, winner.session.actor, blame);
  else if (!tellsOf(receipt, loser.session.actor)) blame('the winner was not told whom it overwrote');
  judgeSeen(seen, winner, blame);
  const { entries } = seen.index;
  const lost = entries.find(({ entry }) => isMoveOf(entry, loser.receipt));
  if (isRefused !== (lost === undefined)) blame('the history is not what the loser was told');
  return { end: isRefused ? 'refused' : 'overwritten', problems, tookMs: winner.tookMs };
}

function judgeForeign(model: string, ours: Promoter, final: 'ours' | 'theirs', seen: ModelStatus): RaceEnd {
  const problems: string[] = [];
  const blame = (words: string): void => void problems.push(`${model}: ${words}`);
  const { receipt } = ours;
  const tookMs = receipt.outcome === 'applied' ? ours.tookMs : undefined;
  if (final === 'ours') {
    if (receipt.outcome !== 'applied') blame(`we moved, and were told ${receipt.outcome}`);
    if (!tellsOf(receipt, 'v3')) blame('we were not told whose move we overwrote');
    judgeSeen(seen, ours, blame);
    return { end: 'overwritten', problems, tookMs };
  }
  const isRefused = receipt.outcome === 'refused';
  if (isRefused) judgeRefusal(receipt, 'v3', blame);
  else if (receipt.outcome !== 'applied') blame(`we were told ${receipt.outcome}`);
  if (seen.effective.aliases.get(alias)?.version !== 'v3') blame('we do not see what they moved');
  const hasHistory = seen.index.entries.length > 0;
  if (hasHistory && !seen.concerns.some(({ kind }) => kind === 'news')) blame('what they moved is no news');
  return { end: isRefused ? 'refused' : 'overwritten', problems, tookMs };
}

/** Two in one stage are shown as two. */
function judgeBoth({ severalHolders }: ModelStatus): readonly string[] {
  const shown = severalHolders.find(each => each.alias === alias)?.versions.join(' and ');
  return shown === 'v2 and v3' ? [] : [`v2 and v3 are live, and ${shown ?? 'one of them'} is shown`];
}

function judgeRefusal({ problem }: Receipt, rival: string, blame: (words: string) => void): void {
  const { code, message = '' } = problem ?? {};
  if (code !== 'moved-meanwhile') blame(`refused for ${code}: ${message}`);
  else if (!message.includes(rival)) blame(`a refusal does not name ${rival}: ${message}`);
}

/** What is live, and who made it so, as the other one sees it. */
function judgeSeen(
  { effective, index }: ModelStatus,
  winner: Promoter,
  blame: (words: string) => void,
): void {
  const live = effective.aliases.get(alias)?.version;
  if (live !== winner.version) blame(`${live} is seen live, not ${winner.version}`);
  const own = index.entries.find(({ entry }) => isMoveOf(entry, winner.receipt));
  if (own?.entry.actor !== winner.session.actor) blame('whose move it was is not seen');
}

function tellsOf({ notices = [] }: Receipt, words: string): boolean {
  return notices.some(notice => notice.includes(words));
}

/** What was found at first goes on record under the same operation, and is no move of it. */
function isMoveOf(
  { operationId, action }: { readonly operationId: string; readonly action: string },
  receipt: Receipt,
): boolean {
  return operationId === receipt.operationId && action !== 'adopt';
}
