"""What `lastgood models` reads, read by MLflow's own client: all models and all versions, every page at its largest.

Prints one line of JSON: how many there were, and the seconds it took after the client was there.
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


client = MlflowClient(tracking_uri=sys.argv[1], registry_uri=sys.argv[1])
started = time.perf_counter()
models = all_pages(client.search_registered_models, 1000)
versions = all_pages(client.search_model_versions, 10_000)
seconds = time.perf_counter() - started
print(json.dumps({"models": len(models), "versions": len(versions), "seconds": seconds}))
