"""Reads the records and weights of a run with NumPy alone: python3 examples/read.py results/quick"""

import json
import pathlib
import sys

import numpy as np

TYPES = {"F64": "<f8", "F32": "<f4", "I32": "<i4", "U32": "<u4", "I8": "i1"}


def read_weights(file):
    """Tensors by their names, and the specification of the trial that made them."""
    data = file.read_bytes()
    end = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:end])
    spec = json.loads(header.pop("__metadata__")["spec"])
    tensors = {}
    for name, tensor in header.items():
        start, stop = (end + offset for offset in tensor["data_offsets"])
        tensors[name] = np.frombuffer(data[start:stop], TYPES[tensor["dtype"]]).reshape(tensor["shape"])
    return tensors, spec


folder = pathlib.Path(sys.argv[1])
for journal in sorted(p for p in folder.glob("*.ndjson") if not p.name.endswith(".trace.ndjson")):
    records = [json.loads(line) for line in journal.read_text("utf-8").splitlines()]
    finished = [record for record in records if "result" in record]
    for method in sorted({record["spec"]["method"] for record in finished}):
        results = [record["result"] for record in finished if record["spec"]["method"] == method]
        means = {metric: float(np.mean([result[metric] for result in results])) for metric in results[0]}
        print(journal.stem, method, len(results), means)
for file in sorted(folder.glob("weights/*.safetensors")):
    tensors, spec = read_weights(file)
    print(spec["model"], spec["method"], spec["seed"], {name: t.shape for name, t in tensors.items()})
