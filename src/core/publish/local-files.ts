import { isWeightsName } from '../weights/local-model.ts';

/** A file of this machine that could be published. */
export type LocalFile = {
  /** Below the path that was listed, parted by `/`; of a single file its name. */
  readonly path: string;
  /** Absolute, without links. */
  readonly localPath: string;
  readonly bytes: number;
};

/** What stands at a path of this machine. */
export type LocalFiles = {
  readonly kind: 'file' | 'folder' | 'nothing';
  /** By path. */
  readonly files: readonly LocalFile[];
  readonly leftOut: readonly LeftOutFile[];
};

/** What is not published. `why` follows "it is". Safe to show. */
export type LeftOutFile = { readonly path: string; readonly why: string };

type LeftOutRow = { readonly form: RegExp; readonly why: string };

/** Names that are never published, by one part of their path. */
const leftOutNames: readonly LeftOutRow[] = [
  { form: /^\./, why: 'hidden, as files with logins are' },
  { form: /\.(?:pem|key|p12|pfx|keystore|jks|kdbx)$/i, why: 'a key' },
  { form: /^id_(?:rsa|dsa|ecdsa|ed25519)(?:\.pub)?$/i, why: 'a key' },
  { form: /^(?:credentials|secrets?|token|tokens|passwords?)(?:\.\w+)?$/i, why: 'named like a secret' },
  { form: /^service[-_]?account.*\.json$/i, why: 'named like a login' },
  { form: /^(?:__pycache__|node_modules|wandb|mlruns)$/, why: 'made by a program for itself' },
];

/** Files of a training that nobody loads a model from, by their whole path. */
const leftOutPaths: readonly LeftOutRow[] = [
  { form: /(?:^|\/)(?:optimizer|scheduler|scaler)\.(?:pt|bin)$/, why: 'the state of a training' },
  { form: /(?:^|\/)rng_state[^/]*\.pth$/, why: 'the state of a training' },
  { form: /(?:^|\/)checkpoint-\d+\//, why: 'an earlier state of a training' },
  { form: /^README\.md$/i, why: 'replaced by the card' },
  { form: /^lastgood(?:\/|$)/, why: 'in the place of what the registry says of it' },
];

/** Why a file is not published, in words that follow "it is"; undefined: it may be. Pure. @param path parted by `/` */
export function findLeftOutReason(path: string): string | undefined {
  const ofName = path.split('/').flatMap(name => leftOutNames.filter(({ form }) => form.test(name)));
  return ofName[0]?.why ?? leftOutPaths.find(({ form }) => form.test(path))?.why;
}

/** Whether a file that is left out is a part of the model that nobody can load it without. Pure. */
export function isMissed({ path }: LeftOutFile): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return isWeightsName(name) && leftOutPaths.every(({ form }) => !form.test(path));
}
