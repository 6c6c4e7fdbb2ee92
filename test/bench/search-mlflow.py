"""What `lastgood models` reads, read by MLflow's own client, every page at its largest.

`search-mlflow.py URL lists` reads all models and all versions, which is what a list needs; `search-mlflow.py URL lists-and-runs` the
runs too, which the metrics of the list are from. Prints one line of JSON: how many there were, and the seconds it took after the client
was there.
"""

import json
import sys
import time

from mlflow.tracking import MlflowClient


def all_pages(search, size):
    rows, token = [], None
    while True:
        page = search(max_results=size, page_token=token)
        rows.extend(page)
        token = page.token
        if not token:
            return rows


url, what = sys.argv[1:]
client = MlflowClient(tracking_uri=url, registry_uri=url)
started = time.perf_counter()
models = all_pages(client.search_registered_models, 1000)
versions = all_pages(client.search_model_versions, 10_000)
runs = []
if what == "lists-and-runs":
    experiments = [each.experiment_id for each in all_pages(client.search_experiments, 1000)]
    runs = all_pages(lambda **page: client.search_runs(experiments, **page), 50_000)
seconds = time.perf_counter() - started
found = {"models": len(models), "versions": len(versions), "runs": len(runs)}
print(json.dumps({**found, "seconds": seconds}))
