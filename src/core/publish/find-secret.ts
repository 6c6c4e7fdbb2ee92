type SecretRow = { readonly form: RegExp; readonly what: string };

/** What tokens and keys look like, where their form says what they are. */
const secretForms: readonly SecretRow[] = [
  { form: /\bhf_[A-Za-z0-9]{30,}/, what: 'a token of Hugging Face' },
  { form: /\bgh[pousr]_[A-Za-z0-9]{36,}|\bgithub_pat_[A-Za-z0-9_]{40,}/, what: 'a token of GitHub' },
  { form: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, what: 'an access key of AWS' },
  { form: /\bAIza[A-Za-z0-9_-]{35}\b/, what: 'a key of Google' },
  { form: /\bxox[abprs]-[A-Za-z0-9-]{10,}|hooks\.slack\.com\/services\/\w/, what: 'a login of Slack' },
  { form: /\bsk-(?:[a-z]+-)?[A-Za-z0-9_-]{32,}/, what: 'a key of a model service' },
  { form: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/, what: 'a private key' },
  { form: /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"']+:[^\s/@"']+@/i, what: 'an address with a password' },
];

/** What looks like a secret in a text, in words; undefined: nothing does. Pure. */
export function findSecret(text: string): string | undefined {
  return secretForms.find(({ form }) => form.test(text))?.what;
}
