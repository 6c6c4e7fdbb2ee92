import { createModelHub } from '../../../src/adapters/hub/model-hub.ts';
import { describeModelHub } from '../../contracts/model-hub.ts';

describeModelHub('huggingface', {
  open: (url, { token, callMs }) =>
    createModelHub({
      url,
      token:
        token === undefined
          ? { kind: 'none', because: 'There is no token.', hint: 'Set HF_TOKEN.' }
          : { kind: 'token', text: token },
      limits: { callMs },
      now: Date.now,
      random: () => 0,
      sleep: async () => undefined,
    }),
});
