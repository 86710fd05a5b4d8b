"""nanoGPT's CPU recipe in PyTorch: for each line "steps" that comes in, so many steps, and out go their seconds as JSON."""
import json, math, sys, time

import torch
import torch.nn as nn
import torch.nn.functional as F

layers, heads, width, context, batch, vocabulary, threads = json.loads(sys.argv[1])
torch.set_num_threads(threads)
torch.manual_seed(1337)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.ln1, self.ln2 = (nn.LayerNorm(width) for _ in range(2))
        self.qkv, self.proj = nn.Linear(width, 3 * width, bias=False), nn.Linear(width, width, bias=False)
        self.fc, self.out = nn.Linear(width, 4 * width, bias=False), nn.Linear(4 * width, width, bias=False)
        self.register_buffer("mask", torch.tril(torch.ones(context, context)).view(1, 1, context, context))

    def forward(self, x):
        B, T, C = x.size()
        q, k, v = (part.view(B, T, heads, C // heads).transpose(1, 2) for part in self.qkv(self.ln1(x)).split(C, dim=2))
        weights = (q @ k.transpose(-2, -1)) * (1 / math.sqrt(C // heads))
        weights = F.softmax(weights.masked_fill(self.mask == 0, float("-inf")), dim=-1)
        x = x + self.proj((weights @ v).transpose(1, 2).contiguous().view(B, T, C))
        return x + self.out(F.gelu(self.fc(self.ln2(x))))


class GPT(nn.Module):
    def __init__(self):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(vocabulary, width), nn.Embedding(context, width)
        self.blocks, self.lnf = nn.Sequential(*(Block() for _ in range(layers))), nn.LayerNorm(width)

    def forward(self, x, y):
        logits = F.linear(self.lnf(self.blocks(self.wte(x) + self.wpe(torch.arange(context)))), self.wte.weight)
        return F.cross_entropy(logits.view(-1, vocabulary), y.view(-1))


model = GPT()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.99), weight_decay=0.1)
text = torch.randint(vocabulary, (100_000,))


def step():
    starts = torch.randint(len(text) - context, (batch,))
    x = torch.stack([text[i : i + context] for i in starts])
    y = torch.stack([text[i + 1 : i + 1 + context] for i in starts])
    optimizer.zero_grad(set_to_none=True)
    model(x, y).backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()


step()
for line in sys.stdin:
    began = time.perf_counter()
    for _ in range(int(line)):
        step()
    print(json.dumps(time.perf_counter() - began), flush=True)
