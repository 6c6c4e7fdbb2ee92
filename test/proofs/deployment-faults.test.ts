import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Finished } from '../bin/run-program.ts';
import { guardWith, type RequestFault, requestFaults } from '../support/deployment/request-faults.ts';
import { compareEnds, describeServedEnd, type ServedEnd } from '../support/deployment/served-end.ts';
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
import { publishedIn, type ServedWorld } from '../support/deployment/served-world.ts';
import { isWholeProof } from '../support/proof-size.ts';
import type { Crossing } from '../support/relay/crossing.ts';

let beginning: Beginning;
let undisturbed: Undisturbed | undefined;

/** Of all requests, on a machine that is busy with other things. */
const timeout = 40 * 60_000;

/** Services that never answer are given up soon. */
const patience = {
  NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, '../support/impatient-process.ts'))}`,
};

beforeAll(async () => {
  beginning = await prepareBeginning();
  return beginning.remove;
});

/** Which fault meets which request in `npm test`. */
const sample: readonly (readonly [string, RegExp])[] = [
  ['a login that is refused', /^hub .*\/commit\/main/],
  ['a quota', /^hub .*\/store\//],
  ['a conflict', /^hub .*\/tag\//],
  ['no answer', /^wandb 5 /],
  ['one broken answer', /^hub 23 /],
  ['one answer that is lost', /^mail .*MESSAGE/],
];

/** Of the requests that only read, each fault meets every third one, and each of them a third of the faults. */
const readShares = 3;

function chooseCrossings(fault: RequestFault, crossings: readonly Crossing[]): readonly Crossing[] {
  const { name, byMail } = fault;
  if (isWholeProof) {
    const share = requestFaults.indexOf(fault) % readShares;
    return crossings.filter(
      ({ service, place, what }) =>
        (service !== 'mail' || byMail !== undefined) &&
        (!what.startsWith('GET ') || place % readShares === share),
    );
  }
  const forms = sample.filter(([given]) => given === name).map(([, form]) => form);
  return crossings.filter(crossing => forms.some(form => form.test(formatCrossing(crossing))));
}

const tried = requestFaults.filter(({ name }) => isWholeProof || sample.some(([fault]) => fault === name));

describe('a deployment of the built program ends, gone on with, as if nothing had failed', () => {
  it.each(tried)('when a request meets $name', { timeout }, async fault => {
    const failures: string[] = [];
    undisturbed ??= await deployUndisturbed(await openTrial(beginning));
    const { crossings: all, end } = undisturbed;
    const crossings = chooseCrossings(fault, all);
    await forEachOf(crossings, async crossing => {
      const said = await tryFault(fault, crossing, end);
      failures.push(...said.map(each => `${formatCrossing(crossing)}: ${each}`));
    });
    expect(failures).toEqual([]);
    expect(crossings).not.toEqual([]);
  });
});

async function tryFault(
  fault: RequestFault,
  { service, place }: Crossing,
  wanted: ServedEnd,
): Promise<readonly string[]> {
  const world = await openTrial(beginning);
  const guard = guardWith(fault, service, place);
  const variables = fault.overHttp === 'silence' ? patience : {};
  const first = await runWatched(world, deployCommand(world), { guard, variables });
  const failures = await judgeFirst(world, service, first);
  const again = await goOn(world, place % 2 === 0 ? 'its-id' : 'the-same-command');
  return [
    ...failures,
    ...(again.code === 0 ? [] : [`${again.code} ${again.out} ${again.error}`]),
    ...[...first.twice, ...again.twice].map(name => `sent twice: ${name}`),
    ...world.unsafe.map(each => `at ${each} production points to what is not published`),
    ...compareEnds(withoutFailures(await describeServedEnd(world)), wanted),
  ];
}

/** The names of the channels, as the configuration of the world has them. */
const channels: Readonly<Record<string, string>> = {
  ...{ wandb: 'runs', mlflow: 'history', github: 'tickets', mail: 'mail', hook: 'hook' },
};

/** What was wrong with what the run said that met the fault. */
async function judgeFirst(
  world: ServedWorld,
  service: string,
  { code, out, error }: Finished,
): Promise<readonly string[]> {
  const said = `${out}\n${error}`;
  const { registry, left } = await describeServedEnd(world);
  const isLive = registry.live === 'v2';
  const channel = channels[service];
  if (channel !== undefined) {
    const isTold = left.length === 0 || said.includes(`Not told to ${channel}`);
    return code === 0 && isLive && isTold ? [] : [`telling it failed: ${code} ${left.join()} ${said}`];
  }
  if (code === 0) return isLive ? [] : [`done, and not live: ${said}`];
  const isNamed = said.includes(world.hubUrl) || new RegExp(`failed +publish: ${publishedIn}`).test(out);
  const isBegun = registry.entries.length > 0;
  const isRight = isBegun ? code === 7 && /failed +(?:publish|promote):/.test(out) : code !== 7;
  return isNamed && isRight && !isLive ? [] : [`${code} ${said}`];
}

/** That it failed first was told, once to each, and stays so. */
function withoutFailures(end: ServedEnd): ServedEnd {
  const failed = /: failed\b|: Failed\b/;
  const once = (lines: readonly string[]): readonly string[] => [
    ...lines.filter(line => !failed.test(line)),
    ...lines.filter(line => failed.test(line)).filter((line, place, all) => all.indexOf(line) !== place),
  ];
  return { ...end, told: once(end.told), runs: once(end.runs) };
}
