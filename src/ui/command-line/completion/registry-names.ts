import type { RegistryIndex } from '../../../core/registry/registry-index.ts';
import type { GlobalOptions, Host } from '../host.ts';
import type { RegistryNames } from './list-candidates.ts';
import type { TypedLine } from './read-words.ts';

/** Whoever presses tab waits for no more than this, in milliseconds. */
const patienceMs = 2_000;

/**
 * The names in the registry that a command line means, as far as this machine knows them: no server and no bucket is asked. What cannot be
 * read has no names: a line that is being typed is not the place for a complaint.
 */
export function findRegistryNames(host: Host, line: TypedLine): RegistryNames {
  let loading: Promise<RegistryIndex | undefined> | undefined;
  const load = (): Promise<RegistryIndex | undefined> => {
    loading ??= loadIndex(host, describeGlobal(line));
    return loading;
  };
  const findModel = async (name: string) => (await load())?.models.find(({ model }) => model === name);
  return {
    models: async () => (await load())?.models.map(({ model }) => model) ?? [],
    versions: async name =>
      (await findModel(name))?.versions.map(({ version }) => version).toReversed() ?? [],
    aliases: async name => [...new Set((await findModel(name))?.pointers.map(({ alias }) => alias))],
  };
}

async function loadIndex(host: Host, global: GlobalOptions): Promise<RegistryIndex | undefined> {
  try {
    const { registry } = await host.openSession(global, 'to-look');
    const signal = AbortSignal.any([host.stop, AbortSignal.timeout(patienceMs)]);
    return await registry.reader.loadIndex({ signal });
  } catch {
    // The command itself will say what is wrong.
    return undefined;
  }
}

function describeGlobal({ options }: TypedLine): GlobalOptions {
  const registry = options['registry'] ?? options['registry-dir'];
  return {
    ...{
      registry,
      cache: options['cache'] ?? options['registry-cache-dir'],
      transport: options['transport'],
    },
    ...{ configuration: options['config'], offline: true, actor: undefined, readOnly: true },
  };
}
