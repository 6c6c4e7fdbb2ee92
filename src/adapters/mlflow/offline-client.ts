import { UnavailableError } from '../../core/errors/app-error.ts';
import type { MlflowClient } from './mlflow-client.ts';

/**
 * A server that is never asked: every call rejects with UnavailableError `offline`.
 * @param url the address for people
 * @param because who switched it off, in words: `--offline is given`
 */
export function createOfflineClient(url: string, because: string): MlflowClient {
  const refuse = async (): Promise<never> => {
    throw new UnavailableError('offline', `${url} is not asked, because ${because}.`);
  };
  return {
    url,
    searchModels: refuse,
    getModel: refuse,
    createModel: refuse,
    setModelTag: refuse,
    deleteModelTag: refuse,
    describeModel: refuse,
    searchVersions: refuse,
    getVersion: refuse,
    createVersion: refuse,
    describeVersion: refuse,
    setVersionTag: refuse,
    deleteVersionTag: refuse,
    moveToStage: refuse,
    setAlias: refuse,
    deleteAlias: refuse,
    getDownloadUri: refuse,
    getRun: refuse,
    findLoggedModelName: refuse,
    searchRuns: refuse,
    searchExperiments: refuse,
    findExperiment: refuse,
    createExperiment: refuse,
    createRun: refuse,
    logToRun: refuse,
    finishRun: refuse,
    listArtifacts: refuse,
    putArtifact: refuse,
    listStoredFiles: refuse,
  };
}
