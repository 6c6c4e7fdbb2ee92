import { z } from 'zod';
import { connectionStates, connectionUses } from '../../../core/connections/connection.ts';

/** `lastgood doctor --connections --json`. */
export const connectionsSchema = z.strictObject({
  schema: z.literal('lastgood/connections/1'),
  connections: z
    .array(
      z.strictObject({
        use: z.enum(connectionUses).describe('what it is there for'),
        name: z.string().describe('as it is configured, or its kind'),
        place: z.string().nullable().describe('its address, without any secret'),
        state: z
          .enum(connectionStates)
          .describe(
            'limited: it works and something is missing; not-asked: offline, or asking would tell people something',
          ),
        identity: z.string().nullable().describe('who we are there; null where it does not say'),
        may: z.array(z.string()).describe('what we may do, each in a few words'),
        missing: z.array(
          z.strictObject({ what: z.string(), fix: z.string().describe('what to do about it') }),
        ),
      }),
    )
    .describe('registry, hub, notifications, tracking, outbox, state of this machine, in this order'),
});
export type ConnectionsDocument = z.infer<typeof connectionsSchema>;
