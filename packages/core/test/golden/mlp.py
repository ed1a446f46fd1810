"""Ten steps of a routed multilayer perceptron in NumPy, written to mlp.json beside this file.

Run as: python3 mlp.py    (NumPy 2.4.6, float64)

A 20-16-16-10 ReLU network in M = 5 covers, and its first cover alone as M = 1; G = 3 blocks a layer (uneven: input i
is in block g when floor(20 g/3) <= i < floor(20 (g+1)/3)); S = 10 permutations a mixer from the directed Gaussian
ring mu = 2, sigma = 1.5, by enumeration of all 120. Loss: sum over covers of the batch-mean cross-entropy. Nesterov
momentum .9, rate .05. Nine batches of 8 patterns and one of 5. Every layer, the first too, mixes the messages of its
blocks as einsum says (Eq. 13, 14), and the gradient is that of the einsum, term by term.

Parameters of a cover are one array: for each layer the weights W[r, i], row by row, then the biases. Mixers of a
layer are Q[r, g, b, a], how much cover b reads of cover a. Everything is stored flat, last index fastest.
"""

import itertools
import json
import os

import numpy as np

widths, M, G, S = [20, 16, 16, 10], 5, 3, 10
rate, momentum, noise = 0.05, 0.9, 0.05
rng = np.random.default_rng(20260509)


def permutation_law():
    residue = (np.arange(M)[None, :] - np.arange(M)[:, None]) % M
    Q = np.exp(-((residue - 2.0) ** 2) / (2 * 1.5**2))
    rhos = list(itertools.permutations(range(M)))
    p = np.array([np.prod(Q[np.arange(M), rho]) for rho in rhos])
    return rhos, p / p.sum()


def draw_mixers():
    rhos, p = permutation_law()
    layers = []
    for outputs in widths[1:]:
        Q = np.zeros((outputs, G, M, M))
        for r, g in itertools.product(range(outputs), range(G)):
            for k in rng.choice(len(rhos), size=S, p=p):
                Q[r, g, np.arange(M), rhos[k]] += 1
        layers.append(Q / S)
    return layers


def draw_covers():
    """Parameters [cover, place], rounded so that the file holds them exactly."""
    shared = []
    for d, e in zip(widths, widths[1:]):
        shared.append(rng.uniform(-1, 1, (d + 1) * e) / np.sqrt(d))
    shared = np.concatenate(shared)
    return np.round(shared + noise * rng.standard_normal((M, shared.size)), 6)


def unpack(w):
    at, layers = 0, []
    for d, e in zip(widths, widths[1:]):
        W = w[:, at : at + d * e].reshape(-1, e, d)
        at += d * e
        layers.append((W, w[:, at : at + e]))
        at += e
    return layers


def blocks(d, g_count):
    """One-hot membership [block, input]."""
    starts = [d * g // g_count for g in range(g_count + 1)]
    return np.array([[float(a <= i < b) for i in range(d)] for a, b in zip(starts, starts[1:])])


def loss_and_gradient(w, mixers, x, y):
    covers = w.shape[0]
    layers = unpack(w)
    h, tape = np.repeat(x[None], covers, axis=0), []
    for l, ((W, bias), Q) in enumerate(zip(layers, mixers)):
        E = blocks(W.shape[2], Q.shape[1])
        C = np.einsum("ari,gi,abi->garb", W, E, h)
        a = np.einsum("rgta,garb->trb", Q, C) + bias[:, :, None]
        tape.append((W, Q, E, h, a))
        h = np.maximum(a, 0).transpose(0, 2, 1)
    logits = tape[-1][4]
    z = logits - logits.max(axis=1, keepdims=True)
    p = np.exp(z)
    p /= p.sum(axis=1, keepdims=True)
    B = len(y)
    loss = -np.log(p[:, y, np.arange(B)]).sum() / B
    d = p.copy()
    d[:, y, np.arange(B)] -= 1
    d /= B
    parts = []
    for l in reversed(range(len(tape))):
        W, Q, E, h, a = tape[l]
        dC = np.einsum("rgta,trb->garb", Q, d)
        dW = np.einsum("garb,gi,abi->ari", dC, E, h)
        parts.append(np.concatenate([dW.reshape(covers, -1), d.sum(axis=2)], axis=1))
        if l > 0:
            dh = np.einsum("garb,gi,ari->aib", dC, E, W)
            d = dh * (tape[l - 1][4] > 0)
    return loss, np.concatenate(parts[::-1], axis=1)


def train(w, mixers, x, y, batches):
    w, v, losses = w.copy(), np.zeros_like(w), []
    for batch in batches:
        loss, g = loss_and_gradient(w, mixers, x[batch], y[batch])
        v = momentum * v + g
        w -= rate * (g + momentum * v)
        losses.append(loss)
    return {"losses": losses, "weights": [float(f"{u:.15g}") for u in w.ravel()]}


mixers = draw_mixers()
covers = draw_covers()
P = 40
x = np.round(rng.standard_normal((P, widths[0])) * 64) / 64  # exact in single precision
y = rng.integers(0, widths[-1], P)
batches = [rng.choice(P, size=size, replace=False) for size in [8] * 9 + [5]]
alone = [np.ones((e, 1, 1, 1)) for e in widths[1:]]
flat = lambda array: np.asarray(array).ravel().tolist()
golden = {
    "source": "test/golden/mlp.py",
    "widths": widths,
    "G": G,
    "rate": rate,
    "momentum": momentum,
    "x": flat(x),
    "labels": flat(y),
    "batches": [flat(batch) for batch in batches],
    "mixers": [flat(Q) for Q in mixers],
    "initial": flat(covers),
    "M1": train(covers[:1], alone, x, y, batches),
    "M5": train(covers, mixers, x, y, batches),
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "mlp.json"), "w") as file:
    json.dump(golden, file)
    file.write("\n")
print("M1", golden["M1"]["losses"])
print("M5", golden["M5"]["losses"])
