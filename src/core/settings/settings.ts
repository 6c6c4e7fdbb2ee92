import type { WriteAccess } from '../apply/apply-environment.ts';
import type { ThresholdValue } from '../gate/replace-thresholds.ts';
import type { PublishSetting } from '../publish/publication-wish.ts';
import type { RegistryKind } from '../registry/registry-index.ts';
import type { ConfiguredChannel } from './notify-setting.ts';
import type { PushChoice } from './push-choice.ts';
import type { ThemeName } from './theme-name.ts';
import type { TokenHosts } from './token-hosts.ts';
import type { ConfiguredTracker } from './tracking-setting.ts';
import type { TransportName } from './transport-name.ts';

/** A registry that a configuration file gives a name. */
export type ConfiguredRegistry = {
  readonly name: string;
  /** undefined: found out by looking at the place. */
  readonly kind: RegistryKind | undefined;
  /**
   * Where it is, `gs://bucket/prefix`, or the address of a server, without a login; a relative path has been made absolute, from the
   * folder of the file that names it.
   */
  readonly path: string;
  /** Of a bucket or server: the folder of the local copy, absolute; undefined: the usual one. */
  readonly cache?: string | undefined;
  /** Of a bucket: the way to it; undefined: the usual one. A flag or a variable is stronger and stands here then. */
  readonly transport?: TransportName | undefined;
  /** Of a catalogue: its file of lineage, absolute; undefined: `lineage.json` beside it. */
  readonly lineage?: string | undefined;
  /** Of DVC: its file of endpoints. */
  readonly ollama?: ServingChoice | undefined;
  /** Of DVC: what a move sends away; undefined: both. */
  readonly push?: PushChoice | undefined;
  /** Path of the file that names it. */
  readonly file: string;
};

/** S4's file of endpoints of a registry of DVC. */
export type ServingChoice = {
  /** Absolute; undefined: what MODEL_REGISTRY_FILE names, else `models_registry.json` at the top of the working tree. */
  readonly file: string | undefined;
  /** `follows`: a move writes what is live then into it. */
  readonly update: 'follows' | 'stays';
};

/** A policy of somebody's own that a configuration file gives a name. */
export type ConfiguredPolicy = {
  /** Never that of a built-in one. */
  readonly name: string;
  /** Path of its file; a relative one has been made absolute, from the folder of the file that names it. */
  readonly path: string;
  /** Path of the file that names it. */
  readonly file: string;
};

/** A policy that has to pass before a version may be promoted to an alias. */
export type GateBinding = {
  /** `*`: every model. */
  readonly model: string;
  /** `*`: every alias. */
  readonly alias: string;
  /** Name, or absolute path of a file. */
  readonly policy: string;
  /** By id of a rule: what counts here in place of what the policy says. */
  readonly thresholds: Readonly<Record<string, ThresholdValue>>;
  /** Path of the file that says so. */
  readonly file: string;
  /** Line in it, from 1. */
  readonly line: number;
};

/** What one source says. A setting it says nothing about is undefined. */
export type SettingValues = {
  readonly registries?: readonly ConfiguredRegistry[] | undefined;
  readonly defaultRegistry?: string | undefined;
  readonly actor?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly protectedAliases?: readonly string[] | undefined;
  readonly policies?: readonly ConfiguredPolicy[] | undefined;
  readonly gates?: readonly GateBinding[] | undefined;
  readonly transport?: TransportName | undefined;
  readonly offline?: boolean | undefined;
  readonly tokenHosts?: readonly string[] | undefined;
  readonly publish?: readonly PublishSetting[] | undefined;
  readonly notify?: readonly ConfiguredChannel[] | undefined;
  readonly tracking?: readonly ConfiguredTracker[] | undefined;
  readonly theme?: ThemeName | undefined;
  readonly ascii?: boolean | undefined;
};

/** A configuration file that was read. */
export type SettingsFile = { readonly path: string; readonly values: SettingValues };

/** All sources of settings. A file that is not there is undefined. */
export type SettingSources = {
  readonly flags: SettingValues;
  readonly environment: SettingValues;
  readonly projectFile: SettingsFile | undefined;
  readonly userFile: SettingsFile | undefined;
};

/** The settings in force. */
export type Settings = {
  /** By name; those of the project file first. */
  readonly registries: readonly ConfiguredRegistry[];
  /** Name of one of `registries`. */
  readonly defaultRegistry: string | undefined;
  readonly actor: string | undefined;
  readonly writes: WriteAccess;
  /** Protected beside those that always are. Sorted. */
  readonly protectedAliases: readonly string[];
  /** Of all files, those of the project first; a name may stand once in each. */
  readonly policies: readonly ConfiguredPolicy[];
  /** Of all files, those of the project first. */
  readonly gates: readonly GateBinding[];
  /** The way to a bucket whose configuration names none. */
  readonly transport: TransportName;
  /** Why no bucket and no server is asked; undefined where they are. */
  readonly offlineBecause: string | undefined;
  /** Which servers may be given a login. */
  readonly tokenHosts: TokenHosts;
  /** Where models are published, those of the project first. */
  readonly publish: readonly PublishSetting[];
  /** Where events are told; of two with one name that of the project file. */
  readonly notify: readonly ConfiguredChannel[];
  /** Where runs are kept of them; of two with one name that of the project file. None has the name of one in `notify`. */
  readonly tracking: readonly ConfiguredTracker[];
  /** undefined: the preference of the person decides. */
  readonly theme: ThemeName | undefined;
  readonly ascii: boolean;
};
