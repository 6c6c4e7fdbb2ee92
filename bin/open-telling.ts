import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createNodeFileSystem } from '../src/adapters/files/node-file-system.ts';
import { createMaskedChannel } from '../src/adapters/notify/masked-channel.ts';
import { createFileOutbox } from '../src/adapters/outbox/file-outbox.ts';
import { findStateFolder, makePrivateFolder, nameRegistryKey } from '../src/adapters/state/state-folder.ts';
import type { Telling } from '../src/core/events/telling.ts';
import type { RegistryIdentity } from '../src/core/registry/registry-index.ts';
import { listKnownSecrets } from '../src/core/secrets/known-secrets.ts';
import { listSecretVariables } from '../src/core/settings/notify-setting.ts';
import type { Variables } from '../src/core/settings/read-environment.ts';
import type { Settings } from '../src/core/settings/settings.ts';
import { listTrackers } from '../src/core/settings/tracking-setting.ts';
import { openNotify } from './open-notify.ts';
import { openTracking } from './open-tracking.ts';

/** What telling is opened with. */
export type TellingParts = {
  readonly registry: RegistryIdentity;
  readonly settings: Settings;
  /** Of the process, without what a `.env` adds. */
  readonly variables: Variables;
  readonly homeFolder: string;
};

/** How others hear of what happens in a registry: the channels and trackers of the configuration, and the outbox of this machine. Nothing is asked yet. */
export function openTelling({ registry, settings, variables, homeFolder }: TellingParts): Telling {
  const access = { settings, variables };
  const notify = openNotify(settings.notify, access);
  const tracking = openTracking(listTrackers(settings, variables), access);
  const secrets = listKnownSecrets(variables, listSecretVariables(settings.notify));
  const state = findStateFolder(variables, homeFolder);
  const folder = join(state, 'outbox', nameRegistryKey(registry));
  return {
    channels: [...notify.channels, ...tracking.channels].map(channel =>
      createMaskedChannel(channel, secrets),
    ),
    unready: [...notify.unready, ...tracking.unready],
    keptBecause: settings.offlineBecause,
    outbox: createFileOutbox({
      ...{ fileSystem: createNodeFileSystem(), folder, createId: randomUUID, now: Date.now },
      makeFolder: () => makePrivateFolder(folder),
    }),
  };
}
