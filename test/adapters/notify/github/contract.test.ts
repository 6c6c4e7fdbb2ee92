import { createGithubChannel } from '../../../../src/adapters/notify/github/github-channel.ts';
import { eventKinds } from '../../../../src/core/events/event.ts';
import { describeChannel } from '../../../contracts/channel.ts';
import { startFakeGithub } from '../../../support/notify/fake-github.ts';
import { serviceFaultOf } from '../../../support/notify/service-faults.ts';

const token = 'ghp_5ecretTokenOfTheTest';

describeChannel('issues on GitHub', async reach => {
  const github = await startFakeGithub({ token });
  const channel = createGithubChannel({
    name: 'tickets',
    kinds: new Set(eventKinds),
    repository: 'acme/platform',
    api: reach === 'there' ? github.origin : 'http://127.0.0.1:2',
    token,
    tool: 'lastgood test',
    now: Date.now,
  });
  return {
    channel,
    told: () => github.issues.map(({ title, body }) => `${title}\n${body}`),
    failNext: fault => github.failNext(serviceFaultOf(fault)),
    secrets: [token],
    afterLostAnswer: 'finds',
  };
});
