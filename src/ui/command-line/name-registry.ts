import { readServerText } from '../../core/settings/server-address.ts';
import type { GlobalOptions } from './host.ts';

/** Which registry was named on the command line, and how it is reached; commands that do the same must name it too. */
export type Named = Pick<GlobalOptions, 'registry'> & Partial<Pick<GlobalOptions, 'cache' | 'transport'>>;

/** The words that name the registry again; none where the command line did not. Pure. */
export function nameRegistry({ registry, cache, transport }: Named): readonly string[] {
  return [
    ...(registry === undefined ? [] : ['--registry', withoutLogin(registry)]),
    ...(cache === undefined ? [] : ['--cache', cache]),
    ...(transport === undefined ? [] : ['--transport', transport]),
  ];
}

/** The address of a server may have brought a login along, which is neither shown nor recorded. */
function withoutLogin(registry: string): string {
  const reading = readServerText(registry.replace(/^mlflow:/, ''));
  return reading.ok ? reading.address.url : registry;
}
