"""Makes torch.json with PyTorch (1.13, Debian's python3-torch): python3 tests/unit/tensor/references/make.py

Inputs are not stored: both sides make them from sines, see `fill` here and in references.ts.
"""
import json, math, os
import numpy as np, torch
import torch.nn.functional as F

torch.set_num_threads(1)


def fill(shape, k, scale):
    """Number i of tensor k is scale * sin(1 + 0.7 i + 1.3 k), rounded to float32."""
    n = int(np.prod(shape))
    x = np.array([scale * math.sin(1 + 0.7 * i + 1.3 * k) for i in range(n)], dtype=np.float32)
    return torch.tensor(x.reshape(shape))


def digits(x):
    return float(f"{float(x):.8g}")


def gpt(vocab, block, layers, heads, width, batch):
    names = [("wte.weight", (vocab, width)), ("wpe.weight", (block, width))]
    for l in range(layers):
        h = f"h.{l}."
        names += [(h + "ln1.weight", (width,)), (h + "ln1.bias", (width,))]
        names += [(h + "attn.cAttn.weight", (3 * width, width)), (h + "attn.cAttn.bias", (3 * width,))]
        names += [(h + "attn.cProj.weight", (width, width)), (h + "attn.cProj.bias", (width,))]
        names += [(h + "ln2.weight", (width,)), (h + "ln2.bias", (width,))]
        names += [(h + "mlp.cFc.weight", (4 * width, width)), (h + "mlp.cFc.bias", (4 * width,))]
        names += [(h + "mlp.cProj.weight", (width, 4 * width)), (h + "mlp.cProj.bias", (width,))]
    names += [("lnF.weight", (width,)), ("lnF.bias", (width,))]
    P = {name: fill(shape, k, 0.2).requires_grad_() for k, (name, shape) in enumerate(names)}
    x = torch.tensor([(i * i + 3 * i) % vocab for i in range(batch * block)]).view(batch, block)
    y = torch.tensor([(i * i + 5 * i + 4) % vocab for i in range(batch * block)]).view(batch, block)
    norm = lambda a, name: F.layer_norm(a, (width,), P[name + ".weight"], P[name + ".bias"])
    dense = lambda a, name: F.linear(a, P[name + ".weight"], P[name + ".bias"])
    a = P["wte.weight"][x] + P["wpe.weight"]
    mask = torch.full((block, block), float("-inf")).triu(1)
    for l in range(layers):
        h = f"h.{l}."
        split = lambda z: z.view(batch, block, heads, width // heads).transpose(1, 2)
        q, k, v = map(split, dense(norm(a, h + "ln1"), h + "attn.cAttn").split(width, 2))
        p = (q @ k.transpose(-2, -1) / math.sqrt(width // heads) + mask).softmax(-1)
        a = a + dense((p @ v).transpose(1, 2).reshape(batch, block, width), h + "attn.cProj")
        a = a + dense(F.gelu(dense(norm(a, h + "ln2"), h + "mlp.cFc")), h + "mlp.cProj")
    logits = norm(a, "lnF") @ P["wte.weight"].T
    loss = F.cross_entropy(logits.view(-1, vocab), y.view(-1))
    loss.backward()
    return loss, P


def small():
    loss, P = gpt(7, 6, 2, 2, 4, 3)
    return {"loss": digits(loss), "gradients": {n: [digits(g) for g in p.grad.flatten()] for n, p in P.items()}}


def large():
    """Of each gradient its norm and its product with sines, in which every number counts."""
    loss, P = gpt(65, 64, 2, 4, 64, 16)
    sums = lambda k, g: [digits(g.double().norm()), digits((g.double().flatten() * fill(g.shape, k + 50, 1).double().flatten()).sum())]
    return {"loss": digits(loss), "gradients": {n: sums(k, p.grad) for k, (n, p) in enumerate(P.items())}}


def optimizer(make, clip=None):
    """Eight steps down f(w) = sum(w^4 / 4 - w) + (sum w)^2 / 10, from five numbers."""
    w = fill((5,), 0, 2).requires_grad_()
    o = make([w])
    norms = []
    for _ in range(8):
        o.zero_grad()
        ((w**4 / 4 - w).sum() + w.sum() ** 2 / 10).backward()
        if clip:
            norms.append(digits(torch.nn.utils.clip_grad_norm_([w], clip)))
        o.step()
    return {"w": [digits(v) for v in w], **({"norms": norms} if clip else {})}


def operations():
    x = fill((2, 3, 4, 5), 1, 2)
    g = lambda f: [digits(v) for v in f.flatten()]
    w, b = fill((4, 3, 3, 2), 2, 0.5), fill((4,), 3, 0.5)
    t = torch.tensor([[0, 4, -100], [2, 1, 3]])
    q, k, v = (fill((2, 2, n, 3), i, 1) for i, n in ((4, 4), (5, 6), (6, 6)))
    att = lambda m: ((q @ k.transpose(-2, -1)) / math.sqrt(3) + m).softmax(-1) @ v
    causal = torch.full((4, 6), float("-inf")).triu(1)
    return {
        "conv2d": g(F.conv2d(x, w, b, stride=2, padding=1)),
        "maxPool2d": g(F.max_pool2d(x, 2)),
        "layerNorm": g(F.layer_norm(x, (5,), fill((5,), 7, 1), fill((5,), 8, 1))),
        "gelu": g(F.gelu(3 * x)),
        "geluTanh": g(F.gelu(3 * x, approximate="tanh")),
        "logSoftmax": g(x.log_softmax(2)),
        "var": g(x.var(1)),
        "crossEntropy": digits(F.cross_entropy(fill((2, 3, 5), 9, 3).view(-1, 5), t.view(-1))),
        "bceWithLogits": digits(F.binary_cross_entropy_with_logits(20 * x, (x > 0).float())),
        "attentionCross": g(att(0)),
        "attentionCausal": g(att(causal)),
        "max": g(x.max(2).values),
        "argmax": g(x.argmax(1).float()),
    }


result = {
    "madeWith": f"PyTorch {torch.__version__}",
    "gptSmall": small(),
    "gptLarge": large(),
    "sgd": optimizer(lambda p: torch.optim.SGD(p, lr=0.05)),
    "sgdMomentum": optimizer(lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.1)),
    "adam": optimizer(lambda p: torch.optim.Adam(p, lr=0.1)),
    "adamDecay": optimizer(lambda p: torch.optim.Adam(p, lr=0.1, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1)),
    "adamW": optimizer(lambda p: torch.optim.AdamW(p, lr=0.1, weight_decay=0.1)),
    "clipped": optimizer(lambda p: torch.optim.SGD(p, lr=0.05), clip=1.5),
    "operations": operations(),
}
with open(os.path.join(os.path.dirname(__file__), "torch.json"), "w") as file:
    json.dump(result, file, separators=(",", ":"))
    file.write("\n")
