"""Makes transformers.json with PyTorch (1.13, Debian's python3-torch): python3 tests/unit/models/reference/transformers.py

A whole step of a small BERT and a small T5: logits, loss and all gradients. Inputs are not stored: both sides make them, see `fill` here and in
tests/unit/tensor/references.ts.
"""
import json, math, os
import numpy as np, torch
import torch.nn.functional as F

torch.set_num_threads(1)
PAD, EOS = 0, 1
V, C, HEADS, INNER, LAYERS = 11, 8, 2, 12, 2


def fill(shape, k, scale):
    """Number i of tensor k is scale * sin(1 + 0.7 i + 1.3 k), rounded to float32."""
    n = int(np.prod(shape))
    x = np.array([scale * math.sin(1 + 0.7 * i + 1.3 * k) for i in range(n)], dtype=np.float32)
    return torch.tensor(x.reshape(shape))


def parameters(names):
    return {name: fill(shape, k, 0.3).requires_grad_() for k, (name, shape) in enumerate(names)}


def norm_names(name):
    return [(name + ".weight", (C,)), (name + ".bias", (C,))]


def attention_names(name):
    return [(name + ".cAttn.weight", (3 * C, C)), (name + ".cAttn.bias", (3 * C,))] + projection_names(name, C)


def projection_names(name, width):
    return [(name + ".cProj.weight", (C, width)), (name + ".cProj.bias", (C,))]


def cross_names(name):
    names = [(name + ".cQuery.weight", (C, C)), (name + ".cQuery.bias", (C,))]
    names += [(name + ".cKeyValue.weight", (2 * C, C)), (name + ".cKeyValue.bias", (2 * C,))]
    return names + projection_names(name, C)


def mlp_names(name):
    return [(name + ".cFc.weight", (INNER, C)), (name + ".cFc.bias", (INNER,))] + projection_names(name, INNER)


def block_names(name):
    return norm_names(name + ".ln1") + attention_names(name + ".attn") + norm_names(name + ".ln2") + mlp_names(name + ".mlp")


class Parts:
    def __init__(self, P):
        self.P = P

    def norm(self, x, name):
        return F.layer_norm(x, (C,), self.P[name + ".weight"], self.P[name + ".bias"])

    def dense(self, x, name):
        return F.linear(x, self.P[name + ".weight"], self.P[name + ".bias"])

    def attend(self, q, k, v, mask, name):
        heads = lambda z: z.view(z.shape[0], z.shape[1], HEADS, C // HEADS).transpose(1, 2)
        q, k, v = heads(q), heads(k), heads(v)
        p = (q @ k.transpose(-2, -1) / math.sqrt(C // HEADS) + mask).softmax(-1)
        return self.dense((p @ v).transpose(1, 2).reshape(q.shape[0], -1, C), name + ".cProj")

    def self_attention(self, x, mask, name):
        return self.attend(*self.dense(x, name + ".cAttn").split(C, 2), mask, name)

    def cross_attention(self, x, other, mask, name):
        return self.attend(self.dense(x, name + ".cQuery"), *self.dense(other, name + ".cKeyValue").split(C, 2), mask, name)

    def mlp(self, x, name):
        return self.dense(F.gelu(self.dense(x, name + ".cFc")), name + ".cProj")

    def block(self, x, mask, name):
        x = x + self.self_attention(self.norm(x, name + ".ln1"), mask, name + ".attn")
        return x + self.mlp(self.norm(x, name + ".ln2"), name + ".mlp")


def padded(rows):
    longest = max(map(len, rows))
    tokens = torch.tensor([row + [PAD] * (longest - len(row)) for row in rows])
    mask = torch.zeros(tokens.shape).masked_fill(tokens == PAD, float("-inf"))[:, None, None, :]
    return tokens, mask


def digits(x):
    return float(f"{float(x):.8g}")


def step(P, logits, loss):
    loss.backward()
    flat = lambda t: [digits(v) for v in t.flatten()]
    return {"logits": flat(logits), "loss": digits(loss), "gradients": {name: flat(p.grad) for name, p in P.items()}}


def bert():
    names = [("wte.weight", (V, C)), ("wpe.weight", (6, C))]
    for layer in range(LAYERS):
        names += block_names(f"h.{layer}")
    names += norm_names("lnF") + [("headBias", (V,))]
    P = parameters(names)
    parts = Parts(P)
    tokens, mask = padded([[4, 2, 5, 2, 9, 3], [8, 2, 10, 7]])
    targets = torch.tensor([[-100, 6, -100, 7, 9, -100], [-100, 3, -100, -100, -100, -100]])
    x = P["wte.weight"][tokens] + P["wpe.weight"][: tokens.shape[1]]
    for layer in range(LAYERS):
        x = parts.block(x, mask, f"h.{layer}")
    logits = parts.norm(x, "lnF") @ P["wte.weight"].T + P["headBias"]
    return step(P, logits[targets != -100], F.cross_entropy(logits.view(-1, V), targets.view(-1)))


def t5():
    names = [("wte.weight", (V, C)), ("encoder.wpe.weight", (6, C))]
    for layer in range(LAYERS):
        names += block_names(f"encoder.h.{layer}")
    names += norm_names("encoder.lnF") + [("decoder.wpe.weight", (5, C))]
    for layer in range(LAYERS):
        h = f"decoder.h.{layer}"
        names += norm_names(h + ".ln1") + attention_names(h + ".attn") + norm_names(h + ".ln2") + cross_names(h + ".cross")
        names += norm_names(h + ".ln3") + mlp_names(h + ".mlp")
    names += norm_names("decoder.lnF")
    P = parameters(names)
    parts = Parts(P)
    sources, targets = [[4, 2, 5, 2, 9, 3], [8, 2, 10]], [[3, 7], [5, 6, 2, 8]]
    tokens, mask = padded(sources)
    x = P["wte.weight"][tokens] + P["encoder.wpe.weight"][: tokens.shape[1]]
    for layer in range(LAYERS):
        x = parts.block(x, mask, f"encoder.h.{layer}")
    encoded = parts.norm(x, "encoder.lnF")
    begun, _ = padded([[PAD] + target for target in targets])
    T = begun.shape[1]
    causal = torch.full((T, T), float("-inf")).triu(1)
    answers = torch.tensor([target + [EOS] + [-100] * (T - len(target) - 1) for target in targets])
    y = P["wte.weight"][begun] + P["decoder.wpe.weight"][:T]
    for layer in range(LAYERS):
        h = f"decoder.h.{layer}"
        y = y + parts.self_attention(parts.norm(y, h + ".ln1"), causal, h + ".attn")
        y = y + parts.cross_attention(parts.norm(y, h + ".ln2"), encoded, mask, h + ".cross")
        y = y + parts.mlp(parts.norm(y, h + ".ln3"), h + ".mlp")
    logits = parts.norm(y, "decoder.lnF") / math.sqrt(C) @ P["wte.weight"].T
    return step(P, logits, F.cross_entropy(logits.view(-1, V), answers.view(-1)))


result = {"madeWith": f"PyTorch {torch.__version__}", "bert": bert(), "t5": t5()}
with open(os.path.join(os.path.dirname(__file__), "transformers.json"), "w") as file:
    json.dump(result, file, separators=(",", ":"))
    file.write("\n")
