import { describeRegistry } from '../../contracts/registry.ts';
import { rigMlflow } from '../../support/mlflow/registry-contract.ts';
import { startFakeMlflow } from '../../support/mlflow/start-fake-mlflow.ts';

const startServer = async (): Promise<string> => (await startFakeMlflow()).url;

describeRegistry('MLflow server, by its stages', rigMlflow('Production', startServer));
describeRegistry('MLflow server, by aliases', rigMlflow('champion', startServer));
