"""W&B's own package against a server that speaks its API.

`read RUN`: the run as the public API gives it, as one line of JSON. `write RUN`: a run with the words, the number and the file that come as
JSON on standard input, logged as any program of W&B logs one.
"""

import json
import os
import sys
import tempfile

import wandb


def read(path):
    run = wandb.Api(timeout=30).run(path)
    files = {}
    with tempfile.TemporaryDirectory() as folder:
        for file in run.files():
            file.download(root=folder, replace=True)
            with open(os.path.join(folder, file.name), encoding="utf-8") as text:
                files[file.name] = text.read()
    return {
        "id": run.id,
        "name": run.name,
        "state": run.state,
        "group": run.group,
        "kind": run.job_type,
        "tags": list(run.tags),
        "config": dict(run.config),
        "summary": {k: v for k, v in dict(run.summary).items() if not k.startswith("_")},
        "history": run.history(pandas=False),
        "files": files,
    }


def write(path):
    entity, project, run_id = path.split("/")
    wanted = json.load(sys.stdin)
    run = wandb.init(
        entity=entity,
        project=project,
        id=run_id,
        resume="allow",
        name=wanted["name"],
        group=wanted["group"],
        job_type=wanted["kind"],
        tags=wanted["tags"],
        config=wanted["config"],
    )
    run.log(wanted["metrics"])
    for name, text in wanted["files"].items():
        with open(name, "w", encoding="utf-8") as file:
            file.write(text)
        run.save(name, policy="end")
    run.finish(exit_code=0)
    return {}


done = {"read": read, "write": write}[sys.argv[1]](sys.argv[2])
print(json.dumps(done))
