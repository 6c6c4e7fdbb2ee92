import { join } from 'node:path';
import { findVariable, type Variables } from '../../core/settings/read-environment.ts';
import { hideSecrets } from '../../core/settings/server-address.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { readTextFile } from '../files/read-text-file.ts';

/** Where DVC puts the files of models. Both texts are safe to show. */
export type DvcRemote = {
  readonly name: string;
  /** Its address without a login; undefined: no file says it. */
  readonly url: string | undefined;
};

/** Largest configuration that is read, in bytes. */
const limitBytes = 256 * 1024;

/**
 * The remote that DVC uses unless told, by its configuration of the working tree, of this machine, and of the person; undefined: none. DVC
 * itself is not run: it takes seconds to start. Rejects with Node's error for a file that cannot be read.
 * @see https://dvc.org/doc/command-reference/config
 */
export async function findDvcRemote(root: string, variables: Variables): Promise<DvcRemote | undefined> {
  const home = findVariable(variables, 'HOME');
  const base =
    findVariable(variables, 'XDG_CONFIG_HOME') ?? (home === undefined ? undefined : join(home, '.config'));
  const own = base === undefined ? [] : [join(base, 'dvc', 'config')];
  const paths = [...own, join(root, '.dvc', 'config'), join(root, '.dvc', 'config.local')];
  const texts = await Promise.all(paths.map(path => readTextFile(path, limitBytes)));
  return parseDvcRemote(texts.filter(text => text !== undefined).join('\n'));
}

/** The remote that a configuration of DVC names; of two lines the later one counts. Pure. */
export function parseDvcRemote(text: string): DvcRemote | undefined {
  let section = '';
  let name: string | undefined;
  const urls = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const title = /^\s*\[(.*)\]\s*$/.exec(line)?.[1];
    if (title !== undefined) section = title.replace(/^'(.*)'$/, '$1').trim();
    const [, key, value = ''] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (section === 'core' && key === 'remote') name = value;
    const remote = /^remote\s*"(.*)"$/.exec(section)?.[1];
    if (remote !== undefined && key === 'url') urls.set(remote, value);
  }
  if (name === undefined || name === '') return undefined;
  const url = urls.get(name);
  return {
    name: makeSafeText(name, { limit: 80 }),
    url: url === undefined ? undefined : hideSecrets(url),
  };
}
