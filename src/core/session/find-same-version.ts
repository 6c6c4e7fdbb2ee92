import { type WantedRegistration, withoutTimes } from '../deployment/deployment-request.ts';
import type { ReadOptions } from '../ports/registry.ts';
import { judgeModel } from '../registry/model-status.ts';
import type { Session } from './session.ts';

/** How many of the newest registrations are looked at: whoever asks again does so soon. */
const newestLooked = 10;

/**
 * The newest version that was registered from the same content: the same weights, evidence by its bytes, configuration and words.
 * Undefined when there is none. Changes nothing that anybody sees.
 * @throws InvalidInputError, UnavailableError when what is to be registered cannot be read
 */
export async function findSameVersion(
  session: Session,
  wanted: WantedRegistration,
  options: ReadOptions = {},
): Promise<string | undefined> {
  const { registry, sha256 } = session;
  const index = await registry.reader.loadIndex({ signal: options.signal });
  const found = index.models.find(({ model }) => model === wanted.model);
  if (found === undefined) return undefined;
  const { effective, usualAlias } = judgeModel(found, index, sha256);
  const whole = found.versions.filter(each => each.whole === 'complete').map(({ version }) => version);
  const newest = found.entries
    .flatMap(({ entry }) => entry.facts.map(fact => ({ fact, entry })))
    .flatMap(({ fact, entry }) => (fact.kind === 'registered' ? [{ version: fact.version, entry }] : []))
    .filter(({ version }) => whole.includes(version))
    .slice(-newestLooked)
    .reverse();
  for (const { version, entry } of newest) {
    const before = whole[whole.indexOf(version) - 1];
    const registration = {
      ...withoutTimes(wanted),
      previousVersion: effective.aliases.get(usualAlias)?.version ?? before,
      createdAt: session.now(),
      actor: session.actor,
    };
    const begun = { operationId: entry.operationId, asStagedBy: session.createId() };
    if ((await registry.writer.findBegunVersion(registration, begun, options)) === version) return version;
  }
  return undefined;
}
