import type { Examinable } from '../src/core/ports/examinable.ts';
import type { ModelHub } from '../src/core/ports/model-hub.ts';
import { makeSafeText } from '../src/core/text/safe-text.ts';
import { type HubParts, openPublicationDesk } from './open-hub.ts';

/** Somebody waits for the answer, for a few seconds: what does not answer is tried twice. */
const limits = { callMs: 4000, budgetMs: 2000, attempts: 2 };

/** Most repositories that are looked at; the others are those of the same hub, with the same token. */
const repositoryLimit = 8;

/** The hub, once for each repository that the configuration publishes to; nothing is asked yet. @throws InvalidInputError invalid-configuration */
export async function openHubConnections(parts: HubParts): Promise<readonly Examinable[]> {
  const { hub, settings } = await openPublicationDesk({ ...parts, limits });
  const repositories = [...new Set(settings.map(({ hub: named }) => ownerOrRepository(named)))];
  const looked: readonly (string | undefined)[] = repositories.length === 0 ? [undefined] : repositories;
  return looked.slice(0, repositoryLimit).map(repository => openHubConnection(hub, repository));
}

/** Of a name that stands for a repository per model only the owner is one thing. */
function ownerOrRepository(named: string): string {
  const [owner = ''] = named.split('/');
  return named.includes('{') ? owner : named;
}

function openHubConnection(hub: ModelHub, repository: string | undefined): Examinable {
  const place = repository === undefined ? hub.url : makeSafeText(`${hub.url}/${repository}`);
  return {
    ...{ use: 'hub', name: 'hub', place },
    examine: async signal => ({ ...(await hub.examine(repository, { signal })), place }),
  };
}
