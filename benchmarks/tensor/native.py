"""The GPT step in NumPy, gradients by hand, and in PyTorch, each on one thread. Answers each line "engine size ms" with JSON."""
import os

os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")
import json, math, sys, time
import numpy as np

try:
    import torch
    import torch.nn.functional as F

    torch.set_num_threads(1)
except ImportError:
    torch = None

f32 = np.float32
SIZES = json.loads(sys.argv[1])


def uniform(seed):
    state = seed & 0xFFFFFFFF
    mul = lambda a, b: (a * b) & 0xFFFFFFFF

    def next():
        nonlocal state
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        x = mul(state ^ (state >> 15), 1 | state)
        x = ((x + mul(x ^ (x >> 7), 61 | x)) & 0xFFFFFFFF) ^ x
        return (x ^ (x >> 14)) / 2**32

    return next


def start(size):
    """Parameters and data, as task.ts makes them."""
    C, T, V = size["width"], size["context"], size["vocabulary"]
    shapes = [("wte", (V, C), 0.1), ("wpe", (T, C), 0.1)]
    for l in range(size["layers"]):
        shapes += [(f"ln1.{l}", (C,), 1), (f"ln1b.{l}", (C,), 0), (f"qkv.{l}", (C, 3 * C), 0.1), (f"proj.{l}", (C, C), 0.1)]
        shapes += [(f"ln2.{l}", (C,), 1), (f"ln2b.{l}", (C,), 0), (f"fc.{l}", (C, 4 * C), 0.1), (f"fcb.{l}", (4 * C,), 0)]
        shapes += [(f"out.{l}", (4 * C, C), 0.1), (f"outb.{l}", (C,), 0)]
    shapes += [("lnf", (C,), 1), ("lnfb", (C,), 0), ("head", (C, V), 0.1)]
    P = {}
    for i, (name, shape, scale) in enumerate(shapes):
        n, next = int(np.prod(shape)), uniform(i)
        P[name] = np.ones(shape, f32) if scale == 1 else np.array([scale * (2 * next() - 1) for _ in range(n)], f32).reshape(shape)
    next, text = uniform(7), [0]
    for _ in range(size["batch"] * T):
        text.append((text[-1] * 7 + 3) % V if next() < 0.8 else int(next() * V))
    return P, np.array(text[:-1]), np.array(text[1:])


def numpy_step(size):
    L, C, H, T, B = (size[k] for k in ("layers", "width", "heads", "context", "batch"))
    P, x, y = start(size)
    d, R = C // H, B * T
    ahead = np.triu(np.full((T, T), -np.inf, f32), 1)
    k0, k1 = f32(math.sqrt(2 / math.pi)), f32(0.044715)
    M, S = ({k: np.zeros_like(v) for k, v in P.items()} for _ in range(2))
    t = 0

    def norm(a, name):
        a = a - a.mean(-1, keepdims=True)
        r = 1 / np.sqrt((a * a).mean(-1, keepdims=True) + f32(1e-5))
        h = a * r
        return h * P[name] + P[name.replace(".", "b.") if "." in name else name + "b"], (h, r)

    def norm_back(g, name, kept, G):
        h, r = kept
        G[name], G[name.replace(".", "b.") if "." in name else name + "b"] = (g * h).sum(0), g.sum(0)
        u = g * P[name]
        return r * (u - u.mean(-1, keepdims=True) - h * (u * h).mean(-1, keepdims=True))

    heads = lambda a: a.reshape(B, T, H, d).transpose(0, 2, 1, 3)
    joined = lambda a: a.transpose(0, 2, 1, 3).reshape(R, C)

    def step():
        nonlocal t
        G, kept = {}, []
        h = P["wte"][x] + np.tile(P["wpe"], (B, 1))
        for l in range(L):
            n1, s1 = norm(h, f"ln1.{l}")
            q, k, v = map(heads, np.split(n1 @ P[f"qkv.{l}"], 3, -1))
            w = q @ k.swapaxes(2, 3) * f32(1 / math.sqrt(d)) + ahead
            w = np.exp(w - w.max(-1, keepdims=True))
            w /= w.sum(-1, keepdims=True)
            o = joined(w @ v)
            h = h + o @ P[f"proj.{l}"]
            n2, s2 = norm(h, f"ln2.{l}")
            u = n2 @ P[f"fc.{l}"] + P[f"fcb.{l}"]
            th = np.tanh(k0 * u * (1 + k1 * u * u))
            g = f32(0.5) * u * (1 + th)
            h = h + g @ P[f"out.{l}"] + P[f"outb.{l}"]
            kept.append((n1, s1, q, k, v, w, o, n2, s2, u, th, g))
        a, sf = norm(h, "lnf")
        z = a @ P["head"]
        z = np.exp(z - z.max(-1, keepdims=True))
        z /= z.sum(-1, keepdims=True)
        loss = -np.log(z[np.arange(R), y]).mean()
        z[np.arange(R), y] -= 1
        z /= R
        G["head"] = a.T @ z
        dh = norm_back(z @ P["head"].T, "lnf", sf, G)
        for l in reversed(range(L)):
            n1, s1, q, k, v, w, o, n2, s2, u, th, g = kept[l]
            G[f"outb.{l}"], G[f"out.{l}"] = dh.sum(0), g.T @ dh
            du = dh @ P[f"out.{l}"].T * (f32(0.5) * (1 + th + u * (1 - th * th) * k0 * (1 + 3 * k1 * u * u)))
            G[f"fcb.{l}"], G[f"fc.{l}"] = du.sum(0), n2.T @ du
            dh = dh + norm_back(du @ P[f"fc.{l}"].T, f"ln2.{l}", s2, G)
            G[f"proj.{l}"] = o.T @ dh
            do = heads(dh @ P[f"proj.{l}"].T)
            dw = do @ v.swapaxes(2, 3)
            ds = w * (dw - (dw * w).sum(-1, keepdims=True)) * f32(1 / math.sqrt(d))
            dqkv = np.concatenate([joined(e) for e in (ds @ k, ds.swapaxes(2, 3) @ q, w.swapaxes(2, 3) @ do)], -1)
            G[f"qkv.{l}"] = n1.T @ dqkv
            dh = dh + norm_back(dqkv @ P[f"qkv.{l}"].T, f"ln1.{l}", s1, G)
        G["wpe"], G["wte"] = dh.reshape(B, T, C).sum(0), np.zeros_like(P["wte"])
        np.add.at(G["wte"], x, dh)
        t += 1
        for name in P:
            M[name] = f32(0.9) * M[name] + f32(0.1) * G[name]
            S[name] = f32(0.999) * S[name] + f32(0.001) * G[name] ** 2
            P[name] -= f32(1e-3 / (1 - 0.9**t)) * M[name] / (np.sqrt(S[name] * f32(1 / (1 - 0.999**t))) + f32(1e-8))
        return float(loss)

    return step


def torch_step(size):
    L, C, H, T, B = (size[k] for k in ("layers", "width", "heads", "context", "batch"))
    P, x, y = start(size)
    P = {k: torch.tensor(v, requires_grad=True) for k, v in P.items()}
    x, y = torch.tensor(x).view(B, T), torch.tensor(y)
    ahead = torch.full((T, T), float("-inf")).triu(1)
    adam = torch.optim.Adam(P.values(), lr=1e-3)

    def step():
        h = P["wte"][x] + P["wpe"]
        for l in range(L):
            n = F.layer_norm(h, (C,), P[f"ln1.{l}"], P[f"ln1b.{l}"])
            q, k, v = (e.view(B, T, H, C // H).transpose(1, 2) for e in (n @ P[f"qkv.{l}"]).split(C, 2))
            w = (q @ k.transpose(-2, -1) * (1 / math.sqrt(C // H)) + ahead).softmax(-1)
            h = h + (w @ v).transpose(1, 2).reshape(B, T, C) @ P[f"proj.{l}"]
            n = F.layer_norm(h, (C,), P[f"ln2.{l}"], P[f"ln2b.{l}"])
            h = h + F.gelu(n @ P[f"fc.{l}"] + P[f"fcb.{l}"], approximate="tanh") @ P[f"out.{l}"] + P[f"outb.{l}"]
        loss = F.cross_entropy((F.layer_norm(h, (C,), P["lnf"], P["lnfb"]) @ P["head"]).view(B * T, -1), y)
        adam.zero_grad()
        loss.backward()
        adam.step()
        return loss.item()

    return step


running = {}
for line in sys.stdin:
    engine, name, ms = line.split()
    if engine == "PyTorch" and torch is None:
        print(json.dumps({}), flush=True)
        continue
    key = (engine, name)
    if key not in running:
        step = (torch_step if engine == "PyTorch" else numpy_step)(SIZES[name])
        running[key] = (step, step())
        step()
    step, first = running[key]
    times, end = [], time.perf_counter() + float(ms) / 1000
    while not times or time.perf_counter() < end:
        began = time.perf_counter()
        step()
        times.append(1000 * (time.perf_counter() - began))
    print(json.dumps({"ms": sorted(times)[len(times) // 2], "first": first}), flush=True)
