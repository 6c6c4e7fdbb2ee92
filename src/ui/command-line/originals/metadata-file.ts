import { InvalidInputError } from '../../../core/errors/app-error.ts';
import type { Json } from '../../../core/history/canonical-json.ts';
import type { Session } from '../../../core/session/session.ts';
import type { Host } from '../host.ts';

/**
 * metadata.json of a version, as S0's commands print and copy it.
 * @throws InvalidInputError capability-missing for a registry of another kind; unreadable-file
 */
export async function readMetadataFile(
  session: Session,
  host: Host,
  model: string,
  version: string,
): Promise<Json> {
  const { kind, place } = session.registry.reader.identity;
  if (kind !== 'directory') {
    throw new InvalidInputError('capability-missing', `A registry of kind ${kind} keeps no metadata.json.`);
  }
  const folder = session.registry.mirror?.reader.getCondition().cache ?? place;
  return await host.readValueFile(`${folder}/${model}_${version}/metadata.json`);
}

/** A copy of it where one was asked for. @throws as {@link readMetadataFile}; UnavailableError */
export async function copyMetadataFile(
  session: Session,
  host: Host,
  {
    model,
    version,
    output,
  }: { readonly model: string; readonly version: string | null; readonly output: string | undefined },
): Promise<void> {
  if (output === undefined || version === null) return;
  await host.writeFile(output, formatAsciiJson(await readMetadataFile(session, host, model, version)));
}

/** JSON as S0 writes copies of it: two spaces, only ASCII, no newline at the end. Pure. */
export function formatAsciiJson(value: Json): string {
  return JSON.stringify(value, undefined, 2).replace(
    /[\u007f-\uffff]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
