import { toAppError } from '../../../../core/errors/app-error.ts';
import type { ModelStatus } from '../../../../core/registry/model-status.ts';
import type { Version } from '../../../../core/registry/version.ts';
import { listStates } from '../../../../core/registry/version-state.ts';
import { loadOverview } from '../../../../core/session/load-overview.ts';
import { loadRecords } from '../../../../core/session/load-records.ts';
import type { Session } from '../../../../core/session/session.ts';
import { describeModels } from '../../documents/overview-document.ts';
import { tell } from '../../speak.ts';
import { type Call, defineVerb } from '../../verb.ts';
import { exitCodeOf } from '../../verb-result.ts';
import { chooseCharset } from '../tell-done.ts';
import { describeAfsRow, type States } from './afs-row.ts';
import { chooseMarks, formatAfsRow, formatHeading } from './afs-text.ts';
import { afsGroup, openAfsRegistry } from './open-afs-registry.ts';

export const afsListVerb = defineVerb({
  name: 'afs list',
  alias: 'afs registry list',
  ours: 'models',
  group: afsGroup,
  summary: 'list all models with their newest versions and those deployed',
  words: [],
  options: {},
  run: async call => {
    const { host } = call;
    const session = await openOrTakeForEmpty(call);
    const overview = await loadOverview(session, host.stop);
    const statuses = overview.models.map(({ status }) => status).toSorted(byName);
    const models = await loadListed(session, statuses, host.stop);
    const marks = chooseMarks(chooseCharset(host));
    return {
      exitCode: exitCodeOf('done'),
      document: () => describeModels(session.registry.reader.identity, overview, session.now()),
      lines: () =>
        models.length === 0
          ? ['No models registered']
          : [
              ...formatHeading('Registered Models:', 60),
              ...models.flatMap(({ model, states, shown }) => [
                '',
                model,
                `  Versions: ${states.size} (${countDeployed(states)} deployed)`,
                ...shown.map(version => `  ${formatAfsRow(describeAfsRow(states, version), marks)}`),
              ]),
            ],
    };
  },
});

/** Nobody named a file and S2's own is not there: as with S2 there are no models then. */
async function openOrTakeForEmpty(call: Pick<Call, 'host' | 'global'>): Promise<Session> {
  try {
    return await openAfsRegistry(call, 'to-look');
  } catch (thrown) {
    if (toAppError(thrown).code !== 'registry-not-chosen') throw thrown;
    const session = await openAfsRegistry(call, 'to-look', 'empty');
    tell(call.host, [`There is no ${session.registry.reader.identity.place} yet; afs add makes it.`]);
    return session;
  }
}

/** A model with the versions that its list shows. */
type Listed = { readonly model: string; readonly states: States; readonly shown: readonly Version[] };

async function loadListed(
  session: Session,
  statuses: readonly ModelStatus[],
  signal: AbortSignal,
): Promise<readonly Listed[]> {
  const listed: Listed[] = [];
  for (const status of statuses) {
    const states = listStates(status);
    const shown = await loadRecords(session, status, chooseShown(states), 'listing', signal);
    listed.push({ model: status.index.model, states, shown });
  }
  return listed;
}

/** How many of the newest versions a list shows. */
const newestCount = 5;

/** Those deployed and the newest ones, by version order. Archived versions are counted, not listed. */
function chooseShown(states: States): readonly string[] {
  const kept = [...states].filter(([, state]) => state !== 'archived');
  const isNew = (place: number) => place >= kept.length - newestCount;
  return kept.flatMap(([version, state], place) => (isNew(place) || state === 'deployed' ? [version] : []));
}

function countDeployed(states: States): number {
  return [...states.values()].filter(state => state === 'deployed').length;
}

function byName(one: ModelStatus, other: ModelStatus): number {
  return one.index.model < other.index.model ? -1 : 1;
}
