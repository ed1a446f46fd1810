"""Gradient steps of the multilayer perceptron in PyTorch, as one writes them with autograd.

Usage: python3 mlp.py '[{"widths": [784, 512, 512, 10], "M": 5, "G": 8, "B": 256}, ...]'

Prints "ready" and the version. Then, for each line "i n" of its input, does n steps of the i-th network on one thread
and prints the last loss. The benchmark puts the library's own threads to one by OPENBLAS_NUM_THREADS and its like,
which must be set before the start.

Numbers are random, since time does not depend on them; mixers are dense.
"""

import json
import sys

import torch
from torch.nn.functional import cross_entropy, relu

torch.set_num_threads(1)


def uniform(*shape, bound):
    return torch.empty(shape).uniform_(-bound, bound).requires_grad_()


def parameters(widths, M):
    """Weights (M, outputs, inputs) and biases (M, outputs, 1) of each layer."""
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        bound = inputs**-0.5
        layers.append((uniform(M, outputs, inputs, bound=bound), uniform(M, outputs, 1, bound=bound)))
    return layers


def mixers(widths, M, G):
    """Rows of every mixer Q[r, g, to, from] sum to one."""
    return [torch.softmax(torch.randn(outputs, G, M, M), dim=3) for outputs in widths[1:]]


def one_cover(layers, x):
    """Logits (B, classes) of the base model."""
    h = x
    for l, (w, b) in enumerate(layers):
        h = torch.nn.functional.linear(h if l == 0 else relu(h), w[0], b[0, :, 0])
    return h


def routed(layers, Q, x):
    """Logits (M, classes, B) of the covers: messages of each block, mixed (Eq. 13, 14)."""
    G = Q[0].shape[1]
    # The input is the same in all covers, so that the first layer mixes weights: one product for all blocks.
    w, b = layers[0]
    blocks = w.unflatten(2, (G, -1))
    mixed = torch.einsum("rgba,argi->brgi", Q[0], blocks).flatten(2)
    a = mixed @ x.T + b
    for (w, b), q in zip(layers[1:], Q[1:]):
        h = relu(a).unflatten(1, (G, -1))
        # In other orders of the indices a step takes as long, or half as long again.
        messages = torch.einsum("argi,agib->argb", w.unflatten(2, (G, -1)), h)
        a = torch.einsum("rgca,argb->crb", q, messages) + b
    return a


def trainer(widths, M, G, B):
    """A function that does a step and gives the loss, the sum over covers of the mean over the batch."""
    torch.manual_seed(1)
    layers = parameters(widths, M)
    Q = mixers(widths, M, G)
    images = torch.randn(B, widths[0])
    labels = torch.randint(widths[-1], (B,))
    descent = torch.optim.SGD([p for layer in layers for p in layer], lr=0.005, momentum=0.9, nesterov=True)

    def step():
        batch = torch.randperm(B)
        x, y = images[batch], labels[batch]
        descent.zero_grad()
        if M == 1:
            loss = cross_entropy(one_cover(layers, x), y)
        else:
            logits = routed(layers, Q, x).transpose(1, 2)
            loss = M * cross_entropy(logits.flatten(0, 1), y.repeat(M))
        loss.backward()
        descent.step()
        return loss.item()

    return step


def main():
    steps = [trainer(**network) for network in json.loads(sys.argv[1])]
    print("ready PyTorch", torch.__version__, flush=True)
    for line in sys.stdin:
        which, count = map(int, line.split())
        loss = float("nan")
        for _ in range(count):
            loss = steps[which]()
        print(loss, flush=True)


main()
