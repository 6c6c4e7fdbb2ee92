"""MLflow's own client behind a pipe: one request of JSON a line in, one answer of JSON a line out.

A request is {"call": NAME, ...}, an answer {"ok": VALUE} or {"error": WORDS}. Importing MLflow takes two seconds, so one process
answers all the requests of a suite.
"""

import json
import logging
import os
import sys
import tempfile
import warnings

warnings.simplefilter("ignore")
from mlflow.tracking import MlflowClient  # noqa: E402

logging.getLogger("mlflow").setLevel(logging.WARNING)
# MLflow speaks to people on its output; what is read there is answers only.
answers, sys.stdout = sys.stdout, open(os.devnull, "w", encoding="utf-8")
client = MlflowClient(tracking_uri=sys.argv[1], registry_uri=sys.argv[1])


def all_pages(search):
    rows, token = [], None
    while True:
        page = search(token)
        rows.extend(page)
        token = page.token
        if not token:
            return rows


def experiment_id(name):
    found = client.get_experiment_by_name(name)
    return found.experiment_id if found else client.create_experiment(name)


def read_version(version):
    return {
        "version": str(version.version),
        "stage": version.current_stage,
        "aliases": sorted(version.aliases),
        "description": version.description or "",
        "source": version.source,
        "run": version.run_id or "",
        "status": version.status,
        "tags": version.tags,
    }


def read():
    """Every registered model with its aliases, tags, and versions in the order of their numbers."""
    models = all_pages(lambda token: client.search_registered_models(max_results=1000, page_token=token))
    versions = all_pages(lambda token: client.search_model_versions(max_results=10000, page_token=token))
    return [
        {
            "name": model.name,
            "description": model.description or "",
            "tags": model.tags,
            "aliases": {alias: str(version) for alias, version in model.aliases.items()},
            # A search leaves the aliases of versions out: only the version itself has them.
            "versions": [
                read_version(client.get_model_version(model.name, version.version))
                for version in sorted(versions, key=lambda version: int(version.version))
                if version.name == model.name
            ],
        }
        for model in sorted(models, key=lambda model: model.name)
    ]


def train(experiment, metrics, params, tags):
    """A finished run with a model among its artifacts, as training leaves it. Its id."""
    run = client.create_run(experiment_id(experiment), tags=tags)
    for key, value in metrics.items():
        client.log_metric(run.info.run_id, key, value)
    for key, value in params.items():
        client.log_param(run.info.run_id, key, value)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "MLmodel")
        with open(path, "w", encoding="utf-8") as file:
            file.write("flavors: {}\n")
        client.log_artifact(run.info.run_id, path, "model")
    client.set_terminated(run.info.run_id)
    return run.info.run_id


def read_runs(experiment):
    """Every run of an experiment: what was logged, and the names of its artifacts."""
    found = client.get_experiment_by_name(experiment)
    runs = client.search_runs([found.experiment_id]) if found else []
    return [
        {
            "run": run.info.run_id,
            "status": run.info.status,
            "metrics": run.data.metrics,
            "params": run.data.params,
            "tags": run.data.tags,
            "artifacts": [each.path for each in client.list_artifacts(run.info.run_id)],
        }
        for run in runs
    ]


def register(name, source, run):
    """As `mlflow.register_model` does. The number of the version."""
    try:
        client.create_registered_model(name)
    except Exception as error:  # noqa: BLE001 - it is there already
        if "RESOURCE_ALREADY_EXISTS" not in str(error):
            raise
    return str(client.create_model_version(name, source, run_id=run).version)


def transition(name, version, stage, archive):
    client.transition_model_version_stage(name, version, stage, archive_existing_versions=archive)


def set_alias(name, alias, version):
    client.set_registered_model_alias(name, alias, version)


def delete_version(name, version):
    client.delete_model_version(name, version)


calls = {
    each.__name__: each
    for each in (read, train, read_runs, register, transition, set_alias, delete_version)
}

for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = {"ok": calls[request.pop("call")](**request)}
    except Exception as error:  # noqa: BLE001 - whoever asked is told
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), file=answers, flush=True)
