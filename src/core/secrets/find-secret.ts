import type { KnownSecret } from './known-secrets.ts';

type SecretRow = { readonly form: RegExp; readonly what: string };

/**
 * What tokens and keys look like, where their form alone says what they are. A form is exact rather than wide: the key of Weights & Biases,
 * 40 hex digits, is as well the name of a commit, and counts only beside its own name.
 */
const secretForms: readonly SecretRow[] = [
  // Hex digits alone are a digest in a name.
  { form: /\bhf_(?![0-9a-f]+\b)[A-Za-z0-9]{30,}/g, what: 'a token of Hugging Face' },
  { form: /\bgh[pousr]_[A-Za-z0-9]{36,}|\bgithub_pat_[A-Za-z0-9_]{40,}/g, what: 'a token of GitHub' },
  { form: /\bglpat-[A-Za-z0-9_-]{20,}/g, what: 'a token of GitLab' },
  { form: /\bnpm_[A-Za-z0-9]{36,}/g, what: 'a token of npm' },
  {
    form: /\bwandb_v\d_[A-Za-z0-9_]{40,}|\blocal-[0-9a-f]{40}\b|\bwandb_api_key["']?\s*[=:]\s*["']?[0-9a-f]{40}\b/gi,
    what: 'a key of Weights & Biases',
  },
  { form: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, what: 'an access key of AWS' },
  { form: /\bAIza[A-Za-z0-9_-]{35}\b/g, what: 'a key of Google' },
  {
    form: /\bxox[a-z]-[A-Za-z0-9-]{10,}|hooks\.slack\.com\/services\/\w+\/\w+\/\w+/g,
    what: 'a login of Slack',
  },
  // A name of words has no such run of letters and digits in it.
  {
    form: /\bsk-(?=[\w-]{32})[\w-]{0,40}?(?=[A-Za-z]{0,15}\d)[A-Za-z0-9]{16}[\w-]*/g,
    what: 'a key of a model service',
  },
  {
    form: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?:[\s\S]*?-----END (?:[A-Z]+ )*PRIVATE KEY-----)?/g,
    what: 'a private key',
  },
  // What stands for a password, as ${NAME}, <password> or ***, is none.
  {
    // Digits before a slash, a question mark or a comma are a port.
    form: /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"'?#[]*:(?![$<{*…]|\d{1,5}[/?#,;])[^\s@"']+@/gi,
    what: 'an address with a password',
  },
  {
    form: /(?<=[?&](?:access|auth|private|id)?_?(?:token|api_?key)=)(?![$<{*…%])[^\s&#"']{8,}/gi,
    what: 'an address with a token',
  },
];

/** A secret in a text: what it is, in words that follow "holds", and what to do about it. Never the secret itself. */
export type FoundSecret = { readonly what: string; readonly hint: string };

/** What looks like a secret in a text, in words; undefined: nothing does. Pure. */
export function findSecret(text: string): string | undefined {
  return secretForms.find(({ form }) => text.search(form) >= 0)?.what;
}

/** The value of a secret that is known, where a text holds one. Pure. */
export function findKnownSecret(text: string, known: readonly KnownSecret[]): FoundSecret | undefined {
  const named = known.find(({ form }) => text.search(form) >= 0);
  if (named === undefined) return undefined;
  const { variable } = named;
  const hint = `Say it without. If others may read it, it is no secret: change it, or unset ${variable} where nothing needs it.`;
  return { what: `the value of ${variable}`, hint };
}

/** A secret that a text holds: the value of one that is known, or what looks like one. Pure. */
export function findAnySecret(text: string, known: readonly KnownSecret[]): FoundSecret | undefined {
  const named = findKnownSecret(text, known);
  if (named !== undefined) return named;
  const what = findSecret(text);
  if (what === undefined) return undefined;
  return {
    what: `what looks like ${what}`,
    hint: 'Say it without, and replace the secret where others may have read it.',
  };
}

/** A text with … for every secret that {@link findAnySecret} finds in it. Pure. */
export function maskSecrets(text: string, known: readonly KnownSecret[]): string {
  const forms = [...known, ...secretForms].map(({ form }) => form);
  return forms.reduce((shown, form) => shown.replace(form, '…'), text);
}
