"""What Hugging Face's own library, and a reader of Markdown, make of cards and of a repository.

    hub-reader.py cards FILE...         a line of JSON for each card
    hub-reader.py repository NAME TAG   a line of JSON: refs, files, who we are
    hub-reader.py publish NAME FOLDER   a commit by the library, on the hub that HF_ENDPOINT names
"""

import hashlib
import json
import sys

from huggingface_hub import HfApi, ModelCard, hf_hub_download
from markdown_it import MarkdownIt


def read_card(path):
    card = ModelCard.load(path)
    tokens = MarkdownIt("gfm-like").parse(card.text)
    kinds = {}
    texts = []
    for token in tokens:
        kinds[token.type] = kinds.get(token.type, 0) + 1
        for child in token.children or []:
            kinds[child.type] = kinds.get(child.type, 0) + 1
            if child.type == "text":
                texts.append(child.content)
    results = [
        {"name": result.metric_name, "type": result.metric_type, "value": result.metric_value}
        for result in card.data.eval_results or []
    ]
    front = {name: value for name, value in card.data.to_dict().items() if name != "model-index"}
    return {"front": front, "results": results, "kinds": kinds, "text": "".join(texts)}


def read_repository(name, tag):
    api = HfApi()
    refs = api.list_repo_refs(name)
    tree = api.list_repo_tree(name, revision=tag, recursive=True)
    files = {}
    for entry in tree:
        path = hf_hub_download(name, entry.path, revision=tag)
        files[entry.path] = {
            "sha256": hashlib.sha256(open(path, "rb").read()).hexdigest(),
            "large": entry.lfs.sha256 if entry.lfs else None,
            "blob": entry.blob_id,
        }
    return {
        "name": api.whoami()["name"],
        "private": api.model_info(name).private,
        "tags": {ref.name: ref.target_commit for ref in refs.tags},
        "files": files,
        "card": ModelCard.load(hf_hub_download(name, "README.md", revision=tag)).data.to_dict(),
    }


def publish(name, folder):
    api = HfApi()
    api.create_repo(name, private=True, exist_ok=True)
    info = api.upload_folder(repo_id=name, folder_path=folder, commit_message="By the library")
    api.create_tag(name, tag="library", revision=info.oid)
    return {"commit": info.oid}


command, *arguments = sys.argv[1:]
if command == "cards":
    for argument in arguments:
        print(json.dumps(read_card(argument)))
elif command == "repository":
    print(json.dumps(read_repository(*arguments)))
else:
    print(json.dumps(publish(*arguments)))
