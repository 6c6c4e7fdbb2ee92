import { formatCanonicalJson, type Json } from '../history/canonical-json.ts';
import type { Deployment } from './deployment.ts';
import { type DeploymentSubject, withoutTimes } from './deployment-request.ts';

/** A deployment that has come to its end. */
export type FinishedDeployment = Pick<Deployment, 'deploymentId' | 'model' | 'alias' | 'request' | 'version'>;

/**
 * Whether an unfinished deployment has nothing left to do, because another one has made the same version, or what it is made from, live
 * where it was to be, and published where it was to be. Pure.
 */
export function isSuperseded(unfinished: FinishedDeployment, finished: FinishedDeployment): boolean {
  const isSamePlace =
    unfinished.deploymentId !== finished.deploymentId &&
    unfinished.model === finished.model &&
    unfinished.alias === finished.alias;
  const { publish } = unfinished.request;
  const isPublished = publish === undefined || publish.repository === finished.request.publish?.repository;
  return isSamePlace && isPublished && isSameVersion(unfinished, finished);
}

function isSameVersion(one: FinishedDeployment, other: FinishedDeployment): boolean {
  if (one.version !== null) return one.version === other.version;
  return formatSubject(one.request.subject) === formatSubject(other.request.subject);
}

/** One spelling of what is deployed, whatever was left out of it. Pure. */
export function formatSubject(subject: DeploymentSubject): string {
  const lasting =
    subject.at === 'new' ? { ...subject, registration: withoutTimes(subject.registration) } : subject;
  return formatCanonicalJson(JSON.parse(JSON.stringify(lasting)) as Json);
}
