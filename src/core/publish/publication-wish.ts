import type { Visibility } from './publication.ts';

/** A version to be published, as it is asked for. What is left out is as it is configured for the model. */
export type PublicationWish = {
  readonly model: string;
  /** As typed. */
  readonly version: string;
  /** `ORG/NAME`. */
  readonly repository: string;
  /** For a repository that has to be made; undefined: as configured, else private. */
  readonly visibility?: Visibility | undefined;
  /** As the hub names it; undefined: as configured. */
  readonly license?: string | undefined;
  /** Template of the card, absolute; undefined: as configured, else the built-in one. */
  readonly card?: string | undefined;
  /** Files and folders of the model, absolute, in place of the weights that are recorded. */
  readonly weights?: readonly string[] | undefined;
  /** undefined: the version. */
  readonly tag?: string | undefined;
  /** A gate that is about to be overridden to make it live; the card marks it. */
  readonly override?: { readonly alias: string; readonly reason: string } | undefined;
  /** The same through every try. */
  readonly operationId: string;
};

/** How versions of models are published, as a configuration file says it. */
export type PublishSetting = {
  /** `*`: every model. */
  readonly model: string;
  /** `ORG/NAME`; `{model}` in it stands for the name of the model. */
  readonly hub: string;
  readonly visibility?: Visibility | undefined;
  readonly license?: string | undefined;
  /** Absolute. */
  readonly card?: string | undefined;
  /** Path of the file that says so. */
  readonly file: string;
};

/** What is configured for a model: the line with its name, else the one for all; undefined: nothing. Pure. */
export function findPublishSetting(
  settings: readonly PublishSetting[],
  model: string,
): PublishSetting | undefined {
  const found = settings.find(each => each.model === model) ?? settings.find(each => each.model === '*');
  return found && { ...found, hub: found.hub.replaceAll('{model}', model) };
}

/** A wish with what is configured for its model where it says nothing. Pure. */
export function fillWish(wish: PublicationWish, settings: readonly PublishSetting[]): PublicationWish {
  const { visibility, license, card } = findPublishSetting(settings, wish.model) ?? {};
  return {
    ...wish,
    visibility: wish.visibility ?? visibility,
    license: wish.license ?? license,
    card: wish.card ?? card,
  };
}
