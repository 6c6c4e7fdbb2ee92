import { themeNames } from '../../core/settings/theme-name.ts';
import { transportNames } from '../../core/settings/transport-name.ts';
import type { ConsoleOptions, GlobalOptions } from './host.ts';
import type { OptionRows, OptionValues } from './verb.ts';

/** Options that every verb takes, before or after its name. */
const globalOptionRows = {
  registry: {
    takes: 'PLACE',
    help: 'a configured name, a folder, a file of models *.json, gs://BUCKET/PREFIX, or https://HOST of MLflow',
  },
  cache: { takes: 'FOLDER', help: 'where the local copy of a bucket or server is kept' },
  transport: { takes: 'NAME', values: transportNames, help: 'the way to a bucket: sdk or gsutil' },
  offline: { help: 'ask no bucket or server: show what was seen last, write nothing there' },
  actor: { takes: 'NAME', help: 'who does this, for the record' },
  'read-only': { help: 'refuse every write' },
  config: { takes: 'FILE', help: 'configuration file to read instead of lastgood.config.yaml' },
  json: { help: 'print one JSON document on stdout and nothing else there' },
  'no-color': { help: 'no colours in the console' },
} as const satisfies OptionRows;

/** Options of the console alone. */
const consoleOptionRows = {
  theme: { takes: 'NAME', values: themeNames, help: 'colours of the console: dark, light or mono' },
  ascii: { help: 'draw with ASCII characters only' },
  plain: { help: 'print the overview as lines instead of opening the console' },
} as const satisfies OptionRows;

/** Everything that stands outside the verbs. */
export const programOptionRows = { ...globalOptionRows, ...consoleOptionRows };
export type ProgramOptions = OptionValues<typeof programOptionRows>;

/** Which registry is meant and how it is used. Pure. */
export function readGlobalOptions(options: ProgramOptions): GlobalOptions {
  return {
    registry: options.registry,
    cache: options.cache,
    transport: options.transport,
    offline: options.offline,
    actor: options.actor,
    readOnly: options['read-only'],
    configuration: options.config,
  };
}

/** How the console is opened. Pure. */
export function readConsoleOptions(options: ProgramOptions): ConsoleOptions {
  return {
    ...readGlobalOptions(options),
    theme: options.theme,
    ascii: options.ascii,
    colours: options['no-color'] ? 'dropped' : 'detected',
  };
}
