import type { Connection } from '../../core/connections/connection.ts';
import { type AppError, toAppError } from '../../core/errors/app-error.ts';
import type { HubAccess } from './hub-access.ts';
import type { HubCalls, RemoteIdentity } from './hub-calls.ts';

/** Who we are on the hub, and what we may do with a repository, or with those of an owner. Changes nothing. Never throws for a foreseen failure. */
export async function examineHub(
  access: HubAccess,
  calls: HubCalls,
  repository: string | undefined,
): Promise<Connection> {
  const base = { name: 'hub', place: access.url };
  const { token } = access;
  if (token.kind === 'none') {
    const missing = [{ what: token.because, fix: token.hint }];
    return { ...base, state: 'not-configured', identity: null, may: [], missing };
  }
  try {
    const who = await calls.whoAmI();
    const missing = listMissing(who, repository);
    const seen = repository?.includes('/') ? await describeRepository(calls, repository) : undefined;
    const may = [
      ...(seen === undefined ? [] : [seen]),
      ...(missing.length === 0 ? [describeWriting(repository)] : []),
    ];
    // What may not be written cannot be published, which is all the hub is there for.
    const state = missing.length === 0 ? 'ready' : repository === undefined ? 'limited' : 'not-usable';
    return { ...base, state, identity: who.name, may, missing };
  } catch (thrown) {
    const error: AppError = toAppError(thrown);
    const missing = [{ what: error.message, fix: error.hint }];
    return { ...base, state: 'not-usable', identity: null, may: [], missing };
  }
}

function describeWriting(repository: string | undefined): string {
  if (repository === undefined) return 'write to repositories';
  return repository.includes('/') ? `write to ${repository}` : `write to repositories of ${repository}`;
}

async function describeRepository(calls: HubCalls, repository: string): Promise<string> {
  const refs = await calls.findRefs(repository);
  if (refs === undefined) return `${repository} is not there yet: publishing makes it`;
  return `read ${repository} (${await calls.getVisibility(repository)})`;
}

function listMissing(
  { name, organisations, role }: RemoteIdentity,
  repository: string | undefined,
): Connection['missing'] {
  const missing: { readonly what: string; readonly fix: string }[] = [];
  const tokens = 'huggingface.co/settings/tokens';
  if (role === 'read')
    missing.push({ what: 'the token may only read', fix: `Make one that may write: ${tokens}.` });
  const owner = repository?.split('/')[0];
  if (owner === undefined || owner === name) return missing;
  const own = organisations.find(each => each.name === owner);
  if (own === undefined)
    missing.push({
      what: `${name} is no member of ${owner}`,
      fix: `Ask ${owner} for it, or publish under ${name}.`,
    });
  else if (own.role === 'read')
    missing.push({ what: `${name} may only read in ${owner}`, fix: `Ask ${owner} for the role write.` });
  return missing;
}
