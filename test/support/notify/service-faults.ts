import type { ChannelFault } from '../../contracts/channel.ts';
import type { ServiceFault } from './fake-service.ts';

/** What a service over HTTP does for each fault of the contract. */
export function serviceFaultOf(fault: ChannelFault): ServiceFault {
  switch (fault) {
    case 'login-refused':
      return { fault: 'status', status: 401 };
    case 'busy':
      return { fault: 'status', status: 429, headers: { 'retry-after': '120' } };
    case 'refused-for-good':
      return { fault: 'status', status: 422 };
    case 'cut':
      return { fault: 'reset' };
    case 'answer-lost':
    case 'silent':
      return { fault };
    default:
      return fault satisfies never;
  }
}
