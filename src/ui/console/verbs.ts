import { versionStates } from '../../core/history/entry.ts';
import { parseMetric } from '../../core/registry/parse-metric.ts';
import type { Verb } from '../runtime/verb.ts';
import type { ConsoleRoute } from './routes.ts';

/** A verb of the palette: what its words lead to. */
function verb(
  name: string,
  words: readonly string[],
  label: string,
  route: (words: readonly string[]) => ConsoleRoute,
): Verb {
  return { name, words, label, open: given => ({ route: route(given) }) };
}

/** Whole commands that the palette takes, named as on the command line. They open a screen, or say where else it is done, and never write. */
export const consoleVerbs: readonly Verb[] = [
  verb('models', [], 'All models', () => ({ screen: 'models' })),
  verb('versions', ['MODEL'], 'Versions of a model', ([model = '']) => ({ screen: 'versions', model })),
  verb('show', ['MODEL', 'VERSION'], 'One version', ([model = '', version = '']) => ({
    screen: 'version',
    model,
    version,
  })),
  verb('diff', ['MODEL', 'A', 'B'], 'Compare two versions', ([model = '', before = '', after = '']) => ({
    screen: 'diff',
    model,
    before,
    after,
  })),
  verb('trend', ['MODEL', '[METRIC]'], 'A metric across versions', ([model = '', metric]) => ({
    screen: 'trend',
    model,
    metric,
  })),
  verb('lineage', ['MODEL', '[VERSION]'], 'Where versions come from', ([model = '', version]) => ({
    screen: 'lineage',
    model,
    version,
  })),
  verb('history', ['MODEL'], 'History of a model', ([model = '']) => ({ screen: 'history', model })),
  verb('rollback', ['MODEL', '[VERSION]'], 'Roll back', ([model = '', version]) => ({
    screen: 'rollback',
    model,
    version,
  })),
  verb('promote', ['MODEL', '[VERSION]'], 'Promote', ([model = '', version]) => ({
    screen: 'promote',
    model,
    version,
  })),
  verb('deploy', ['MODEL', '[VERSION]'], 'Deploy', ([model = '', version]) => ({
    screen: 'deploy',
    wanted: { from: 'version', model, version },
  })),
  verb('deployments', [], 'Deployments that are not finished', () => ({ screen: 'deployments' })),
  verb('gate', ['MODEL', 'VERSION', '[ALIAS]'], 'Gate of a version', ([model = '', version = '', alias]) => ({
    screen: 'gate',
    model,
    version,
    alias,
  })),
  verb('decide', ['MODEL', 'VERSION', '[ALIAS]'], 'Score a version', ([model = '', version = '', alias]) => ({
    screen: 'decision',
    model,
    version,
    alias,
  })),
  verb('hold', ['MODEL', '[VERSION]'], 'Hold', ([model = '', version]) => ({
    screen: 'change',
    wanted: { change: 'hold', model, version },
  })),
  verb('release', ['MODEL', '[VERSION]'], 'Release a hold', ([model = '', version]) => ({
    screen: 'change',
    wanted: { change: 'release', model, version },
  })),
  verb('unset', ['MODEL', 'ALIAS'], 'Leave an alias without a version', ([model = '', alias = '']) => ({
    screen: 'change',
    wanted: { change: 'unset', model, alias },
  })),
  verb('undo', ['MODEL', '[OPERATION]'], 'Undo the last move', ([model = '', operationId]) => ({
    screen: 'change',
    wanted: { change: 'undo', model, operationId },
  })),
  verb('archive', ['MODEL', 'VERSION'], 'Archive a version', ([model = '', version = '']) => ({
    screen: 'change',
    wanted: { change: 'state', model, version, to: 'archived' },
  })),
  {
    name: 'state',
    words: ['MODEL', 'VERSION', 'STATE'],
    label: 'Record the state of a version',
    open: ([model = '', version = '', typed]) => {
      const to = versionStates.find(state => state === typed);
      return to === undefined
        ? { problem: `States: ${versionStates.join(', ')}.` }
        : { route: { screen: 'change', wanted: { change: 'state', model, version, to } } };
    },
  },
  {
    name: 'score',
    words: ['MODEL', 'VERSION', 'NAME=VALUE'],
    label: 'Record a metric of a version',
    open: ([model = '', version = '', typed = '']) => {
      const metric = parseMetric(typed);
      if ('problem' in metric) return { problem: `That ${metric.problem}: write accuracy=0.94.` };
      const metrics = { [metric.name]: metric.value };
      return { route: { screen: 'change', wanted: { change: 'score', model, version, metrics } } };
    },
  },
  {
    name: 'sync',
    words: ['[status|pull|push]'],
    label: 'Compare with the bucket, pull, push',
    open: ([act = 'status']) => {
      if (act === 'status') return { route: { screen: 'sync' } };
      if (act === 'pull' || act === 'push') return { route: { screen: 'transfer', direction: act } };
      return { problem: 'sync takes status, pull or push.' };
    },
  },
  {
    name: 'doctor',
    words: [],
    label: 'Find and repair what is wrong, in a shell',
    open: () => ({ problem: 'Doctor runs outside the console. In a shell: lastgood doctor' }),
  },
  verb('activity', [], 'Operations of this console', () => ({ screen: 'activity' })),
  verb('registries', [], 'Registries', () => ({ screen: 'registries' })),
];
