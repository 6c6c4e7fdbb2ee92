import * as z from 'zod/mini';
import { eventKinds } from '../../core/events/event.ts';
import { findNameProblem } from '../../core/names/name-problem.ts';
import { type ConfiguredChannel, chooseKinds, variableForm } from '../../core/settings/notify-setting.ts';
import { findHostProblem } from '../../core/settings/server-address.ts';
import { findUnaskedPort } from '../../core/settings/unasked-port.ts';
import { textWithout } from '../files/checked-text.ts';

/** Most channels a file may name, and most recipients of one. */
const maxChannels = 50;

const channelName = textWithout(name => {
  const problem = findNameProblem(name);
  return problem === undefined ? undefined : `the name ${problem}`;
});

const repository = textWithout(text =>
  /^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(text) && !/(^|\/)\.\.?(\/|$)/.test(text)
    ? undefined
    : 'it must be OWNER/NAME of a repository on GitHub',
);

const mailAddress = textWithout(text =>
  /^[^\s@<>()[\]\\,;:"]{1,64}@[\w.-]{1,190}$/.test(text)
    ? undefined
    : 'it must be a mail address alone: name@example.org',
);

const mailHost = textWithout(text => {
  const problem = text.includes(':') ? 'has a port; give that as port' : findHostProblem(text);
  return problem === undefined ? undefined : `it ${problem}`;
});

const mail = z.strictObject({
  to: z.optional(z.array(mailAddress).check(z.minLength(1), z.maxLength(maxChannels))),
  from: z.optional(mailAddress),
  host: z.optional(mailHost),
  port: z.optional(z.int().check(z.minimum(1), z.maximum(65_535))),
});

/** Whoever knows the address of a Slack webhook may post there: it has no place in a file. */
const slack = textWithout(text => {
  if (variableForm.test(text)) return undefined;
  return /^https?:/i.test(text)
    ? 'the address is a secret: put it in a variable, and name that here'
    : 'it must be the name of the variable that holds the address, such as LASTGOOD_SLACK_URL';
});

const webhook = textWithout(text => {
  if (variableForm.test(text)) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['https:', 'http:'].includes(url.protocol))
    return 'it must be an address https://…, or the name of the variable that holds it';
  const unasked = findUnaskedPort(url);
  if (unasked !== undefined)
    return `port ${unasked} is kept for another protocol, and nothing is ever sent there; give the port of the web server`;
  return url.username === '' && url.password === ''
    ? undefined
    : 'it holds a login: put the whole address in a variable, and name that here';
});

const secret = textWithout(text =>
  variableForm.test(text) ? undefined : 'it must be the name of the variable that holds the secret',
);

const services = ['github', 'mail', 'slack', 'webhook'] as const;

const channel = z
  .strictObject({
    name: channelName,
    on: z.optional(z.array(z.enum(eventKinds)).check(z.minLength(1))),
    github: z.optional(repository),
    mail: z.optional(mail),
    slack: z.optional(slack),
    webhook: z.optional(webhook),
    secret: z.optional(secret),
  })
  .check(({ value, issues }) => {
    const named = services.filter(service => value[service] !== undefined);
    if (named.length !== 1) {
      const found = named.length === 0 ? 'none of' : `${named.join(' and ')}; it needs one of`;
      const message = `it has ${found} ${services.join(', ')}`;
      issues.push({ code: 'custom', input: value, path: [], message });
    }
    if (value.secret !== undefined && value.webhook === undefined)
      issues.push({
        code: 'custom',
        input: value.secret,
        path: ['secret'],
        message: 'only a webhook has it',
      });
  });

/** The setting `notify` as it is written. */
export const notifySchema = z.array(channel).check(z.maxLength(maxChannels), ({ value, issues }) => {
  for (const [place, { name }] of value.entries()) {
    if (value.findIndex(other => other.name === name) === place) continue;
    issues.push({ code: 'custom', input: name, path: [place, 'name'], message: `${name} stands here twice` });
  }
});

/** The setting `notify` as it is used. Pure. @param source the file it stands in, and whose that is */
export function toChannels(
  notify: z.infer<typeof notifySchema>,
  source: Pick<ConfiguredChannel, 'file' | 'namedBy'>,
): readonly ConfiguredChannel[] {
  return notify.flatMap(each => {
    const found = findService(each);
    if (found === undefined) return [];
    const { name, on } = each;
    return [{ name, kinds: chooseKinds(on, found.word), service: found.service, ...source }];
  });
}

type FoundService = {
  readonly word: (typeof services)[number];
  readonly service: ConfiguredChannel['service'];
};

function findService({
  github,
  mail: sent,
  slack: chat,
  webhook: hook,
  secret: signed,
}: z.infer<typeof channel>): FoundService | undefined {
  if (github !== undefined) return { word: 'github', service: { at: 'github', repository: github } };
  if (sent !== undefined) {
    const { to, from, host, port } = sent;
    return { word: 'mail', service: { at: 'mail', to, from, host, port } };
  }
  const address = chat ?? hook;
  if (address === undefined) return undefined;
  return {
    word: chat === undefined ? 'webhook' : 'slack',
    service: {
      at: 'webhook',
      form: chat === undefined ? 'event' : 'slack',
      url: variableForm.test(address) ? { variable: address } : { text: address },
      secretVariable: signed,
    },
  };
}
