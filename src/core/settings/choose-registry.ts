import { InvalidInputError } from '../errors/app-error.ts';
import { findVariable, type Variables } from './read-environment.ts';
import { parsePlaceText, parseRegistryText, wantConfigured } from './registry-text.ts';
import type { ConfiguredRegistry, Settings } from './settings.ts';
import type { WantedRegistry } from './wanted-registry.ts';

/** Folder that the originals use when nobody names one. */
const originalsFolder = 'models_registry';

/** Everything that can say which registry is meant. */
export type RegistrySources = {
  /** What `--registry` says. */
  readonly flag: string | undefined;
  /** Variables of the environment, and of the originals from `.env`. */
  readonly variables: Variables;
  readonly settings: Pick<Settings, 'registries' | 'defaultRegistry'>;
};

/**
 * Which registry is meant. Order: `--registry`, LASTGOOD_REGISTRY, the configuration (its default, or its only one), the
 * originals' MODEL_REGISTRY_DIR, and last `models_registry` in the working folder if that is there. Pure.
 * @throws InvalidInputError registry-ambiguous when several are configured and nothing says which;
 *   registry-kind-unknown for a place that this version cannot open; usage for what is no path and no bucket
 */
export function chooseRegistry(sources: RegistrySources): WantedRegistry {
  const { flag, variables, settings } = sources;
  const { registries, defaultRegistry } = settings;
  const own = findVariable(variables, 'LASTGOOD_REGISTRY');
  if (flag !== undefined) return parseRegistryText(flag, '--registry', registries);
  if (own !== undefined) return parseRegistryText(own, 'LASTGOOD_REGISTRY', registries);
  if (registries.length > 0) return wantConfigured(chooseConfigured(registries, defaultRegistry));
  const theirs = findVariable(variables, 'MODEL_REGISTRY_DIR');
  if (theirs !== undefined) return parsePlaceText(theirs, 'directory', 'MODEL_REGISTRY_DIR');
  return {
    name: undefined,
    path: originalsFolder,
    bucket: undefined,
    kind: 'directory',
    said: 'the working folder',
    need: 'if-there',
  };
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
