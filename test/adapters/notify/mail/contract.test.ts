import { createMailChannel } from '../../../../src/adapters/notify/mail/mail-channel.ts';
import { eventKinds } from '../../../../src/core/events/event.ts';
import { type ChannelFault, describeChannel } from '../../../contracts/channel.ts';
import { type MailFault, startFakeSmtp } from '../../../support/notify/fake-smtp.ts';
import { readMail } from '../../../support/notify/read-mail.ts';

const login = { username: 'bot@example.org', password: 'smtp-5ecret-of-the-test' };

describeChannel('mail', async reach => {
  const smtp = await startFakeSmtp({ login });
  const channel = createMailChannel({
    name: 'mail',
    kinds: new Set(eventKinds),
    envelope: { from: 'bot@example.org', to: ['oncall@example.org'] },
    server: {
      host: '127.0.0.1',
      port: reach === 'there' ? smtp.port : 1,
      login,
      encryption: 'offered',
    },
  });
  return {
    channel,
    told: () =>
      smtp.mails.map(({ source }) => {
        const { headers, text } = readMail(source);
        return `${headers.get('subject')}\n${text}`;
      }),
    failNext: fault => smtp.failNext(mailFaultOf(fault)),
    secrets: [login.password, Buffer.from(login.password).toString('base64')],
    afterLostAnswer: 'repeats',
  };
});

function mailFaultOf(fault: ChannelFault): MailFault {
  switch (fault) {
    case 'busy':
      return { fault: 'refused', responseCode: 451 };
    case 'refused-for-good':
      return { fault: 'refused', responseCode: 554 };
    default:
      return { fault };
  }
}
