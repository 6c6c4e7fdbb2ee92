import { AppError as ForeseenFailure, InvalidInputError } from '../src/core/errors/app-error.ts';
import type { GlobalOptions } from '../src/ui/command-line/host.ts';
import type { AppErrorClass, OpenRegistry } from '../src/ui/library/contract/client.ts';
import type { OpenOptions } from '../src/ui/library/contract/requests.ts';
import { createRegistryClient } from '../src/ui/library/registry-client.ts';
import { createHost } from './host.ts';

/** What `import … from 'lastgood'` gives. The build declares the same names, from `src/ui/library/contract`. */

export const openRegistry: OpenRegistry = async (options = {}) => {
  const host = await createSilentHost(options.onText);
  const global = readOptions(options);
  const purpose = global.readOnly ? 'to-look' : 'to-change';
  const missing = options.whenMissing === 'create' ? 'empty' : 'refused';
  return createRegistryClient({ session: await host.openSession(global, purpose, missing), host, global });
};

export const AppError: AppErrorClass = ForeseenFailure;

const textOptions = ['registry', 'cache', 'transport', 'actor', 'configuration'] as const;

/** Programs without types give anything. @throws InvalidInputError usage */
function requireTexts(options: OpenOptions): void {
  const wrong = textOptions.find(name => options[name] !== undefined && typeof options[name] !== 'string');
  if (wrong === undefined) return;
  throw new InvalidInputError('usage', `openRegistry takes a text for ${wrong}.`, {
    hint: 'The options of openRegistry are in docs/api.md.',
  });
}

function readOptions(options: OpenOptions): GlobalOptions {
  requireTexts(options);
  return {
    registry: options.registry,
    cache: options.cache,
    transport: options.transport,
    offline: options.offline ?? false,
    actor: options.actor,
    readOnly: options.readOnly ?? false,
    configuration: options.configuration,
  };
}

/** The outside without a terminal: nobody is asked, nothing is printed, and signals stay the program's own. */
async function createSilentHost(onText: (text: string) => void = () => undefined) {
  const output = { write: onText, failure: () => undefined };
  const host = await createHost({
    process,
    out: output,
    error: output,
    stopRequest: { stop: new AbortController().signal, signalExitCode: () => undefined },
    takeSkeleton: () => undefined,
  });
  return { ...host, canAsk: false, canOpenConsole: false, outIsTerminal: false, charset: 'unicode' as const };
}
