"""Trains the token table from the encoded pairs: symmetric InfoNCE over a weighted sum of token vectors.

Needs Python 3 with PyTorch (Debian: python3-torch); one thread. Reads the columns that encode.ts and neighbours.ts wrote,
writes vectors.f32 (row-major, tokens x dimension). Everything that turns text into tokens, fields and
counts is the product's own code: here are only numbers.
"""

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch

parser = argparse.ArgumentParser()
parser.add_argument("--encoded", type=Path, required=True)
parser.add_argument("--out", type=Path, required=True)
parser.add_argument("--dimension", type=int, default=256)
parser.add_argument("--steps", type=int, default=1200)
parser.add_argument("--batch", type=int, default=2048)
parser.add_argument("--group", type=int, default=128, help="pairs of one package in a row: hard negatives")
parser.add_argument("--learning-rate", type=float, default=0.04)
parser.add_argument("--warm-up", type=int, default=30)
parser.add_argument("--token-dropout", type=float, default=0.1)
parser.add_argument("--path-kept", type=float, default=0.6)
parser.add_argument("--name-kept", type=float, default=0.8)
parser.add_argument("--field-weights", type=float, nargs=4, required=True, help="path, name, comment, body")
parser.add_argument("--context-kept", type=float, default=0.4)
parser.add_argument("--kind-weights", type=float, nargs=8, default=[1, 0.5, 0.6, 1, 0.8, 0.5, 0.5, 0.7])
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()
torch.set_num_threads(1)  # with OPENBLAS_NUM_THREADS=1: on busy machines more is slower
torch.manual_seed(options.seed)
random = np.random.default_rng(options.seed)

encoded = json.loads((options.encoded / "set.json").read_text())
# declaration, inline, name, file, test, path, topic, readme
KIND_WEIGHT = np.array(options.kind_weights, dtype=np.float32)
CONTEXT = 8


def column(name, kind):
    return np.fromfile(options.encoded / name, dtype=kind)


kinds = column("kinds.u8", np.uint8)
owners = column("owners.u16", np.uint16)
query_offsets = column("query-offsets.u32", np.uint32).astype(np.int64)
query_tokens = column("query-tokens.u16", np.uint16)
query_counts = column("query-counts.u8", np.uint8)
document_offsets = column("document-offsets.u32", np.uint32).astype(np.int64)
document_tokens = column("document-tokens.u16", np.uint16)
document_counts = column("document-counts.u8", np.uint8)
document_fields = column("document-fields.u8", np.uint8)
neighbours = column("neighbours.i32", np.int32)
tokens = encoded["vocabulary"]
field_weights = np.array(options.field_weights, dtype=np.float32)
roots = np.sqrt(np.arange(256, dtype=np.float32))

used = KIND_WEIGHT[kinds] > 0
frequency = np.bincount(document_tokens, minlength=tokens)
idf = np.log(1 + len(kinds) / (1 + frequency)).astype(np.float32)
table = torch.nn.Parameter(
    torch.randn(tokens, options.dimension) / math.sqrt(options.dimension) * torch.from_numpy(idf / idf.mean())[:, None]
)
table.data[0] = 0
log_scale = torch.nn.Parameter(torch.tensor(math.log(16.0)))
optimizer = torch.optim.Adam([table, log_scale], lr=options.learning_rate, betas=(0.9, 0.99))


def ranges(offsets, rows):
    """Entries of the rows, one after another, and where each row starts."""
    starts = offsets[rows]
    lengths = offsets[rows + 1] - starts
    begin = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    entries = np.arange(lengths.sum()) - np.repeat(begin, lengths) + np.repeat(starts, lengths)
    return entries, begin, np.repeat(np.arange(len(rows)), lengths)


def embed(ids, begin, weights):
    summed = torch.nn.functional.embedding_bag(
        torch.from_numpy(ids.astype(np.int64)),
        table,
        torch.from_numpy(begin),
        mode="sum",
        per_sample_weights=torch.from_numpy(weights),
    )
    return torch.nn.functional.normalize(summed, dim=1)


def kept(size):
    return random.random(size, dtype=np.float32) >= options.token_dropout


def loss_of(rows):
    entries, begin, _ = ranges(query_offsets, rows)
    queries = embed(query_tokens[entries], begin, query_counts[entries].astype(np.float32) * kept(len(entries)))
    entries, begin, owner = ranges(document_offsets, rows)
    fields = document_fields[entries]
    keep = kept(len(entries))
    keep &= ~((fields == 0) & (random.random(len(rows)) >= options.path_kept)[owner])
    keep &= ~((fields == 1) & (random.random(len(rows)) >= options.name_kept)[owner])
    keep &= ~((fields >= CONTEXT) & (random.random(len(rows)) >= options.context_kept)[owner])
    weights = field_weights[fields & (CONTEXT - 1)] * roots[document_counts[entries]] * keep
    documents = embed(document_tokens[entries], begin, weights.astype(np.float32))
    scores = log_scale.exp() * queries @ documents.T
    target = torch.arange(len(rows))
    each = torch.nn.functional.cross_entropy(scores, target, reduction="none")
    each = each + torch.nn.functional.cross_entropy(scores.T, target, reduction="none")
    weight = torch.from_numpy(KIND_WEIGHT[kinds[rows]])
    return (each * weight).sum() / weight.sum() / 2


def beside_neighbours(rows):
    """The rows in their order, each followed by its neighbour unless that has come already."""
    ordered, seen = [], set()
    for row in rows.tolist():
        if row in seen:
            continue
        other = int(neighbours[row])
        pair = [row] if other < 0 or other in seen or not used[other] else [row, other]
        ordered += pair
        seen.update(pair)
    return np.array(ordered, dtype=np.int64)


def batches():
    """Groups of one package each, shuffled, for ever; pairs that are hard to tell apart side by side."""
    while True:
        groups = []
        for owner in range(encoded["packages"]):
            rows = np.flatnonzero((owners == owner) & used)
            random.shuffle(rows)
            rows = beside_neighbours(rows)
            groups += [rows[at : at + options.group] for at in range(0, len(rows), options.group)]
        order = random.permutation(len(groups))
        size = options.batch // options.group
        for at in range(0, len(order) - size + 1, size):
            yield np.concatenate([groups[place] for place in order[at : at + size]])


started = time.time()
recent = []
for step, rows in zip(range(options.steps), batches()):
    rate = min(1.0, (step + 1) / options.warm_up) * (1 - step / options.steps)
    for group in optimizer.param_groups:
        group["lr"] = options.learning_rate * rate
    loss = loss_of(rows)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    recent.append(loss.item())
    if (step + 1) % 50 == 0:
        seconds = time.time() - started
        print(
            f"step {step + 1}: loss {np.mean(recent):.4f}, scale {log_scale.exp().item():.1f}, {seconds:.0f} s",
            flush=True,
        )
        recent = []

table.data[0] = 0
table.detach().numpy().astype("<f4").tofile(options.out)
