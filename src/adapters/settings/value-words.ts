import { eventKinds } from '../../core/events/event.ts';
import { visibilities } from '../../core/publish/publication.ts';
import { type SettingName, settingNames, settingsTable } from '../../core/settings/settings-table.ts';
import type { KeyPath } from '../files/key-path.ts';

const kinds = `a list of one or more of ${eventKinds.join(', ')}`;
const variable = 'the name of the variable that holds';

/** What the keys of a list have to be, by their names below an item: `mail.port`. */
const innerWords: Partial<Readonly<Record<SettingName, Readonly<Record<string, string>>>>> = {
  gates: {
    model: 'the name of a model, or *',
    alias: 'an alias, or *',
    policy: 'the name of a policy, or the path of its file',
    thresholds: 'a number, or a span of time such as 24h, by the id of each rule',
  },
  notify: {
    name: 'a name',
    on: kinds,
    github: 'OWNER/NAME of a repository on GitHub',
    mail: '{ to, from, host, port }, or {} for what the variables say',
    'mail.to': 'a list of one or more mail addresses',
    'mail.from': 'a mail address',
    'mail.host': 'the name of a mail server',
    'mail.port': 'a port: 1 to 65535',
    slack: `${variable} the address`,
    webhook: `an address https://…, or ${variable} it`,
    secret: `${variable} the secret`,
  },
  tracking: {
    name: 'a name',
    on: kinds,
    wandb: 'ENTITY/PROJECT, or PROJECT alone',
    mlflow: `the address of an MLflow server, or ${variable} it`,
    experiment: 'the name of an experiment of MLflow',
  },
  publish: {
    model: 'the name of a model, or *',
    hub: 'OWNER/NAME of a repository on the hub',
    visibility: visibilities.join(' or '),
    license: 'the identifier of a licence, such as mit',
    card: 'the path of a file below the folder of this one',
  },
};

/** What is wrong with a value of a configuration file: what is allowed in its place. Pure. */
export function describeWrongSetting(path: KeyPath): string {
  const setting = settingNames.find(name => name === path[0]);
  if (setting === undefined) return 'it must be settings by name';
  const inner = path.slice(2).filter(part => typeof part === 'string');
  const words = innerWords[setting]?.[inner.join('.')] ?? innerWords[setting]?.[inner[0] ?? ''];
  return `it must be ${words ?? settingsTable[setting].type}`;
}
