import type { ServingFacts } from '../../../core/serving/endpoint.ts';
import { nameEndpoint } from '../../format/endpoint.ts';
import type { Host } from '../host.ts';
import type { ResolveDocument } from '../json/resolve.ts';
import { resolveWithFallback, type Serving } from '../resolve-with-fallback.ts';
import { tell, warn } from '../speak.ts';
import { defineVerb } from '../verb.ts';
import { exitCodeOf } from '../verb-result.ts';

export const resolveVerb = defineVerb({
  name: 'resolve',
  group: 'Look',
  summary: 'print the version a server should load, or the path of the fallback, and nothing else',
  words: ['MODEL'],
  options: {
    alias: { takes: 'ALIAS', help: 'this one alone; else the usual one, on MLflow Production, then Staging' },
    fallback: {
      takes: 'DIR',
      help: 'a model on this machine, for when nothing is live or the registry cannot be reached',
    },
  },
  run: async ({ host, words, options, openSession }) => {
    const { MODEL: model } = words;
    const query = { model, alias: options.alias, fallback: options.fallback };
    const serving = await resolveWithFallback(host, openSession, query);
    tellWhy(host, serving);
    return {
      exitCode: exitCodeOf('done'),
      document: () => describeServing(model, serving),
      lines: () => [serving.source === 'alias' ? serving.served.resolved.version : serving.path],
    };
  },
});

/** What is served because nothing better can be is said, always. */
function tellWhy(host: Host, serving: Serving): void {
  if (serving.source === 'fallback') {
    warn(host, serving.reason);
    return;
  }
  const { resolved, isSecondChoice } = serving.served;
  if (serving.serving !== undefined) tellServing(host, serving.serving);
  const { model, alias, version, missingElsewhere } = resolved;
  // Of how old it is whoever opened the session has told.
  if (isSecondChoice) tell(host, [serving.reason]);
  if (resolved.drifted)
    warn(host, `${alias} was moved outside lastgood; this is what the pointer says. Run lastgood doctor.`);
  if (resolved.held) warn(host, `${model} ${version} is live and held: somebody said it should not be.`);
  if (missingElsewhere !== undefined) {
    const { problem, hint } = missingElsewhere;
    warn(host, `${model} ${version} is live and ${problem}. ${hint}`);
  }
}

/** A program that only wants the version gets nothing else on stdout. */
function tellServing(host: Host, { pointer, image, endpoint, problem }: ServingFacts): void {
  const served = endpoint === undefined ? [] : [`Served by ${endpoint.id}: ${nameEndpoint(endpoint)}.`];
  tell(host, [
    `Load what ${pointer} names.`,
    ...served,
    ...(image === undefined ? [] : [`Image: ${image}.`]),
  ]);
  if (problem !== undefined) warn(host, `${problem}.`);
}

/** A document for a server that starts. Pure. */
function describeServing(model: string, serving: Serving): ResolveDocument {
  const { source, reason } = serving;
  const head = { schema: 'lastgood/resolve/1', model, source, reason } as const;
  if (serving.source === 'fallback') {
    const unknown = { alias: null, version: null, uri: null, sha256: null, since: null, generation: null };
    return { ...head, ...unknown, weightsPath: serving.path, held: false, drifted: false, asOf: null };
  }
  const { alias, version, weightsPath, sha256, since, generation, held, drifted } = serving.served.resolved;
  const live = { alias, version, since, generation, held, drifted };
  const { uri, asOf } = serving;
  const served = serving.serving === undefined ? {} : { serving: describeEndpoint(serving.serving) };
  return { ...head, ...live, uri, weightsPath: weightsPath ?? null, sha256: sha256 ?? null, asOf, ...served };
}

function describeEndpoint({ md5, pointer, path, image, endpoint, problem }: ServingFacts) {
  return {
    ...{ md5, pointer, path, image: image ?? null, problem: problem ?? null },
    endpoint: endpoint?.id ?? null,
    ollamaName: endpoint?.ollamaName ?? null,
    url: endpoint?.url ?? null,
  };
}
