import { dirname } from 'node:path';
import { isPolicyPath } from '../../core/gate/policy-name.ts';
import { anyName } from '../../core/settings/select-gates.ts';
import type { SettingValues } from '../../core/settings/settings.ts';
import { type SettingName, settingNames, settingsTable } from '../../core/settings/settings-table.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { type FileFault, findFault, type IssueWords, refuseFault } from '../files/file-fault.ts';
import type { KeyPath } from '../files/key-path.ts';
import { type LocatedYaml, readLocatedYaml } from '../files/located-yaml.ts';
import { toChannels } from './notify-schema.ts';
import { toPublishSettings } from './publish-schema.ts';
import { resolvePath } from './resolve-path.ts';
import { type FileSettings, settingsSchema } from './settings-schema.ts';
import { toTrackers } from './tracking-schema.ts';
import { describeWrongSetting } from './value-words.ts';

/** The text of a configuration file and what it is to whoever runs this. */
export type SettingsText = {
  readonly path: string;
  readonly text: string;
  readonly role: 'project' | 'user';
  readonly homeFolder: string;
};

/**
 * The settings of a configuration file; an empty file says nothing. Paths of registries and policies become absolute. Pure.
 * @throws InvalidInputError invalid-configuration, naming file, line, column and key
 */
export function parseSettings(file: SettingsText): SettingValues {
  const refuse = (fault: FileFault): Error => refuseFault('invalid-configuration', file.path, fault);
  const reading = readLocatedYaml(file.text);
  if (!reading.ok) throw refuse({ ...reading, key: undefined });
  const result = settingsSchema.safeParse(reading.yaml.value ?? {});
  if (!result.success) throw refuse(findFault(reading.yaml, result.error.issues, words));
  const foreign = file.role === 'project' ? findForeign(reading.yaml, result.data) : undefined;
  if (foreign !== undefined) throw refuse(foreign);
  return toValues(result.data, file, reading.yaml);
}

function toValues(settings: FileSettings, file: SettingsText, yaml: LocatedYaml): SettingValues {
  const { registries, policies, gates, notify, tracking, publish, ...others } = settings;
  const absolute = (path: string): string => resolvePath(path, dirname(file.path), file.homeFolder);
  const source = makeSafeText(file.path);
  return {
    ...others,
    registries: registries?.map(({ name, kind, path, url, cache, transport, lineage, ollama, push }) => ({
      name,
      kind,
      path: absolute(url ?? path ?? ''),
      cache: cache === undefined ? undefined : absolute(cache),
      transport,
      lineage: lineage === undefined ? undefined : absolute(lineage),
      push,
      ollama: ollama && {
        file: ollama.file === undefined ? undefined : absolute(ollama.file),
        update: ollama.update === true ? ('follows' as const) : ('stays' as const),
      },
      file: source,
    })),
    policies: policies?.map(policy => ({ name: policy.name, path: absolute(policy.file), file: source })),
    publish: publish && toPublishSettings(publish, source, absolute),
    notify: notify && toChannels(notify, { file: source, namedBy: file.role }),
    tracking: tracking && toTrackers(tracking, { file: source, namedBy: file.role }),
    gates: gates?.map((gate, place) => ({
      model: gate.model ?? anyName,
      alias: gate.alias ?? anyName,
      policy: isPolicyPath(gate.policy) ? absolute(gate.policy) : gate.policy,
      thresholds: gate.thresholds ?? {},
      file: source,
      line: yaml.findValue(['gates', place]).line,
    })),
  };
}

function findForeign(yaml: LocatedYaml, settings: FileSettings): FileFault | undefined {
  const names = Object.keys(settings);
  const foreign = settingNames.find(
    name => names.includes(name) && settingsTable[name].projectFile === 'may not say',
  );
  if (foreign === undefined) return undefined;
  return {
    position: yaml.findKey([], foreign),
    key: foreign,
    problem: `a project file may not say ${foreign}`,
  };
}

const words: IssueWords = {
  describeUnknownKey: (path, key) =>
    `unknown setting ${makeSafeText(key, { limit: 80 })}${suggest(path, key)}`,
  describeWrongValue: describeWrongSetting,
};

/** The setting that was probably meant by a key in another spelling. */
function suggest(path: KeyPath, key: string): string {
  if (path.length > 0) return '';
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '');
  const meant: SettingName | undefined = settingNames.find(name => plain(name) === plain(key));
  return meant === undefined ? '' : `; ${meant} is meant`;
}
