import { InvalidInputError } from '../errors/app-error.ts';
import type { RegistryKind } from '../registry/registry-index.ts';
import { findVariable, type Variables } from './read-environment.ts';
import {
  originalsFileVariable,
  parsePlaceText,
  parseRegistryText,
  wantConfigured,
  wantTracking,
} from './registry-text.ts';
import type { ConfiguredRegistry, Settings } from './settings.ts';
import { trackingVariable } from './tracking-uri.ts';
import type { WantedRegistry } from './wanted-registry.ts';

/** Folder that S0 uses when nobody names one. */
const originalsFolder = 'models_registry';

/** Files that S2 uses when nobody names one: of its newer layout, and of its older one. */
const originalsFiles = [
  '~/.context/training/registry.json',
  '~/.context/.afs/training/registry.json',
] as const;

/** The variables by which the originals name their registry. */
const originalsPlaces = [
  { variable: 'MODEL_REGISTRY_DIR', kind: 'directory' },
  { variable: originalsFileVariable, kind: 'catalog' },
  { variable: trackingVariable, kind: 'mlflow' },
] as const;

/** Where S3's programs look for a server when nobody names one. */
const originalsServer = 'http://localhost:5000';

/** Everything that can say which registry is meant. */
export type RegistrySources = {
  /** What `--registry` says. */
  readonly flag: string | undefined;
  /** Variables of the environment, and of the originals from `.env`. */
  readonly variables: Variables;
  readonly settings: Pick<Settings, 'registries' | 'defaultRegistry'>;
  /** The kind that a command of an original works on: what is of another kind is passed over. Undefined: any. */
  readonly kind?: RegistryKind | undefined;
  /**
   * Folder of the file that MODEL_REGISTRY_FILE names, where that is S4's file of endpoints: then it names no catalogue, and the working
   * tree around it is meant where nothing else is named.
   */
  readonly servingFolder?: string | undefined;
};

/**
 * Which registry is meant. Order: `--registry`, LASTGOOD_REGISTRY, the configuration (its default, or its only one), the
 * originals' MODEL_REGISTRY_DIR, MODEL_REGISTRY_FILE or MLFLOW_TRACKING_URI, and last, if they are there, `models_registry` in the working folder, S4's
 * working tree around the working folder, S2's own file. Pure.
 * @throws InvalidInputError registry-ambiguous when several are configured or named by the originals and nothing says which;
 *   registry-kind-unknown for a place that this version cannot open; usage for what is no path and no address
 */
export function chooseRegistry(sources: RegistrySources): WantedRegistry {
  const { flag, variables, settings, kind, servingFolder } = sources;
  const named = settings.registries;
  const own = findVariable(variables, 'LASTGOOD_REGISTRY');
  if (flag !== undefined) return keepToKind(parseRegistryText(flag, '--registry', named), kind);
  if (own !== undefined) return keepToKind(parseRegistryText(own, 'LASTGOOD_REGISTRY', named), kind);
  const registries = named.filter(registry => mayBeOfKind(wantConfigured(registry), kind));
  if (registries.length > 0) return wantConfigured(chooseConfigured(registries, settings.defaultRegistry));
  const [theirs, ...others] = originalsPlaces.filter(
    place =>
      (kind === undefined || place.kind === kind) &&
      (servingFolder === undefined || place.kind !== 'catalog') &&
      findVariable(variables, place.variable),
  );
  if (theirs === undefined) return wantUsual(kind, servingFolder);
  if (others.length > 0) throw refuseSeveral([theirs, ...others]);
  const text = findVariable(variables, theirs.variable) ?? '';
  return theirs.kind === 'mlflow'
    ? wantTracking(text, theirs.variable)
    : parsePlaceText(text, theirs.kind, theirs.variable);
}

function mayBeOfKind(wanted: WantedRegistry, kind: RegistryKind | undefined): boolean {
  return kind === undefined || wanted.kind === undefined || wanted.kind === kind;
}

/**
 * What was named, as the kind that a command works on. A path of which nobody knows the kind is taken for one of it.
 * @throws InvalidInputError capability-missing when it is of another kind
 */
function keepToKind(wanted: WantedRegistry, kind: RegistryKind | undefined): WantedRegistry {
  if (!mayBeOfKind(wanted, kind)) {
    const message = `${wanted.said}: this command works on a registry of kind ${kind}, not ${wanted.kind}.`;
    throw new InvalidInputError('capability-missing', message, {
      hint: 'Name another one with --registry, or use the verbs that work on every kind: lastgood --help.',
    });
  }
  return kind === undefined || wanted.name !== undefined ? wanted : { ...wanted, kind };
}

/** What is opened when nobody says anything, if it is there. For a command that works on one kind only what its original opens. */
function wantUsual(kind: RegistryKind | undefined, servingFolder: string | undefined): WantedRegistry {
  if (kind === 'mlflow') return wantTracking(originalsServer, 'nobody named another');
  const usual = { name: undefined, bucket: undefined, need: 'if-there' } as const;
  const around: WantedRegistry | undefined =
    servingFolder === undefined
      ? undefined
      : { ...usual, path: servingFolder, kind: 'dvc', said: originalsFileVariable };
  const here: WantedRegistry = {
    ...usual,
    path: '.',
    kind: 'dvc',
    said: 'the working folder',
    otherwise: around,
  };
  if (kind === 'dvc' || (kind === undefined && around !== undefined)) return here;
  const files = originalsFiles.reduceRight<WantedRegistry | undefined>(
    (otherwise, path) => ({ ...usual, path, kind: 'catalog', said: 'the home folder', otherwise }),
    undefined,
  );
  if (kind === 'catalog' && files !== undefined) return files;
  // What lies in the working folder goes before what lies around it, and that before what is the same everywhere.
  const otherwise = kind === undefined ? { ...here, otherwise: files } : files;
  return { ...usual, path: originalsFolder, kind: 'directory', said: 'the working folder', otherwise };
}

function refuseSeveral(places: readonly (typeof originalsPlaces)[number][]): InvalidInputError {
  const names = places.map(({ variable }) => variable).join(' and ');
  const both = places.length === 2 ? 'both' : 'all';
  return new InvalidInputError('registry-ambiguous', `${names} are ${both} set, and name a registry each.`, {
    hint: 'Name one with --registry, or unset the others.',
  });
}

function chooseConfigured(
  registries: readonly ConfiguredRegistry[],
  defaultRegistry: string | undefined,
): ConfiguredRegistry {
  const meant = registries.find(registry => registry.name === defaultRegistry);
  const [only, ...others] = registries;
  if (meant !== undefined) return meant;
  if (only !== undefined && others.length === 0) return only;
  const names = registries.map(registry => registry.name);
  throw new InvalidInputError(
    'registry-ambiguous',
    `Several registries are configured and none is the default: ${names.join(', ')}.`,
    { hint: 'Name one with --registry, or set defaultRegistry.', data: { registries: names } },
  );
}
