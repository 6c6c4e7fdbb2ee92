import { beforeAll, describe, expect, it } from 'vitest';
import {
  compareEnds,
  describeServedEnd,
  listJournals,
  type ServedEnd,
} from '../support/deployment/served-end.ts';
import {
  type Beginning,
  deployCommand,
  deployUndisturbed,
  forEachOf,
  formatCrossing,
  goOn,
  openTrial,
  prepareBeginning,
  runWatched,
  type Undisturbed,
} from '../support/deployment/served-trial.ts';
import type { Guard, Standing } from '../support/deployment/served-world.ts';
import { isWholeProof } from '../support/proof-size.ts';
import type { Crossing } from '../support/relay/crossing.ts';

let beginning: Beginning;
let undisturbed: Undisturbed | undefined;

/** Of all requests, on a machine that is busy with other things. */
const timeout = 40 * 60_000;

beforeAll(async () => {
  beginning = await prepareBeginning();
  return beginning.remove;
});

/** A moment at which a process is killed: its request has arrived, or was acted on and the answer is lost. */
type Instant = Pick<Standing, 'crossing' | 'moment'>;

/** The requests at which most can go wrong; `npm test` kills at these. */
const sample: readonly (readonly [RegExp, Standing['moment']])[] = [
  [/^hub .*repos\/create/, 'acted'],
  [/^hub .*\/store\//, 'arrived'],
  [/^hub .*\/commit\/main/, 'acted'],
  [/^hub .*\/tag\//, 'arrived'],
  [/^hub .*\/tag\//, 'acted'],
  [/^hub 25 /, 'acted'],
  [/^github /, 'acted'],
  [/^mail .*MESSAGE/, 'acted'],
  [/^wandb 5 /, 'acted'],
];

function chooseInstants(crossings: readonly Crossing[]): readonly Instant[] {
  const all = crossings.flatMap(crossing =>
    (['arrived', 'acted'] as const).map(moment => ({ crossing, moment })),
  );
  if (isWholeProof) return all;
  return all.filter(({ crossing, moment }) =>
    sample.some(([form, at]) => at === moment && form.test(formatCrossing(crossing))),
  );
}

describe('a deployment of the built program', () => {
  it('killed before or after any of its requests ends, gone on with, as if nothing had happened', {
    timeout,
  }, async () => {
    const world = await openTrial(beginning);
    undisturbed ??= await deployUndisturbed(world);
    const { crossings, end } = undisturbed;
    expect([end.left, world.unsafe]).toEqual([[], []]);
    const failures: string[] = [];
    const instants = chooseInstants(crossings);
    await forEachOf(instants, async (instant, place) => {
      const { crossing, moment } = instant;
      const said = await tryKill(instant, place, end);
      failures.push(...said.map(each => `${formatCrossing(crossing)}, ${moment}: ${each}`));
    });
    expect(failures).toEqual([]);
    expect(instants.length).toBeGreaterThanOrEqual(isWholeProof ? 100 : sample.length);
  });
});

/** Signals by which a person, the system or a terminal that goes away ends a program, with its exit code. */
const signals = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const;

/** The first request that is made when the deployment stands in the journal: those before it are of the plan. */
const firstOfLinks = 3;

describe('a deployment whose hub is silent', () => {
  it.each(isWholeProof ? signals : signals.slice(-1))(
    'ended by %s at any request goes on, kept if it was begun, and nobody is told that it failed',
    { timeout },
    async (signal, code) => {
      undisturbed ??= await deployUndisturbed(await openTrial(beginning));
      const { crossings, end } = undisturbed;
      const ofHub = crossings.filter(({ service }) => service === 'hub');
      const chosen = isWholeProof
        ? ofHub
        : ofHub.filter(each => each.place === firstOfLinks - 1 || /repos\/create/.test(each.what));
      const failures: string[] = [];
      await forEachOf(chosen, async crossing => {
        const world = await openTrial(beginning);
        const guard: Guard = ({ crossing: met, moment, program }) => {
          if (met.service !== 'hub' || met.place !== crossing.place || moment !== 'arrived') return 'pass';
          program.sendSignal(signal);
          return 'silence';
        };
        const first = await runWatched(world, deployCommand(world), { guard });
        const isAsBegun = listJournals(world).length === (crossing.place < firstOfLinks ? 0 : 1);
        const again = await goOn(world, 'its-id');
        const said = [
          ...(first.code === code && isAsBegun ? [] : [`${first.code} ${first.out} ${first.error}`]),
          ...(again.code === 0 ? [] : [`${again.code} ${again.out} ${again.error}`]),
          ...compareEnds(await describeServedEnd(world), end),
        ];
        failures.push(...said.map(each => `${formatCrossing(crossing)}: ${each}`));
      });
      expect(failures).toEqual([]);
      expect(chosen.length).toBeGreaterThanOrEqual(2);
    },
  );
});

/** What was wrong with a deployment that was killed at an instant and gone on with; empty when nothing was. */
async function tryKill(
  { crossing, moment }: Instant,
  place: number,
  wanted: ServedEnd,
): Promise<readonly string[]> {
  const failures: string[] = [];
  const world = await openTrial(beginning);
  let isKilled = false;
  const guard: Guard = async ({ crossing: met, moment: at, program }) => {
    if (isKilled) return 'cut';
    if (met.service !== crossing.service || met.place !== crossing.place || at !== moment) return 'pass';
    isKilled = true;
    await program.kill();
    return 'cut';
  };
  const first = await runWatched(world, deployCommand(world), { guard });
  // On a busy machine a run may end before it has told everybody.
  if (!isKilled && !first.error.includes('was not waited for')) failures.push('it never came there');
  if (!world.isSafe()) failures.push('production points to what is not published');
  const again = await goOn(world, place % 4 < 2 ? 'its-id' : 'the-same-command');
  if (again.code !== 0) failures.push(`${again.code} ${again.out} ${again.error}`);
  return [
    ...failures,
    ...[...first.twice, ...again.twice].map(name => `sent twice: ${name}`),
    ...world.unsafe.map(each => `at ${each} production points to what is not published`),
    ...compareEnds(await describeServedEnd(world), wanted),
  ];
}
