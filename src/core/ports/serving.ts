import type { Endpoints, ServingFacts } from '../serving/endpoint.ts';
import type { ReadOptions } from './registry.ts';

/** Which endpoints are meant. Undefined: all of them; of a model without a version: all of that model. */
export type EndpointQuestion = {
  readonly model?: string | undefined;
  readonly version?: string | undefined;
  /** The aliases that the version is live under. */
  readonly aliases?: readonly string[] | undefined;
};

/** How the models of a registry are served, where it says so. Nothing here ever writes, or stands in the way of anything. */
export interface ServingReader {
  /** What a server is to load; undefined where nothing of the version is under a digest. The network is not asked. */
  loadServing(
    model: string,
    version: string,
    alias: string,
    options?: ReadOptions,
  ): Promise<ServingFacts | undefined>;

  /** The endpoints that are written down. The network is not asked. */
  listEndpoints(question: EndpointQuestion, options?: ReadOptions): Promise<Endpoints>;

  /** The same, each asked whether it answers: within two seconds, all at once. That one does not is an answer. */
  askEndpoints(question: EndpointQuestion, options?: ReadOptions): Promise<Endpoints>;
}
