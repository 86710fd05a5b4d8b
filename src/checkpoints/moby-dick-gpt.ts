/** Written by `npm run train`. */
import type { ModelCard } from "./model-card.ts";

/** How this model was made, and how good it is. */
export const card: ModelCard = {
  name: "moby-dick-gpt",
  title: "A GPT that has read Moby-Dick",
  data: "The first nine tenths of Moby-Dick, 1,071,285 characters. The last tenth measures it.",
  source:
    "A. Karpathy, nanoGPT, 2022, with a longer context, dropout and more steps: https://github.com/karpathy/nanoGPT; the warm restart: I. Loshchilov, F. Hutter, SGDR, 2017, https://arxiv.org/abs/1608.03983",
  seed: 1337,
  steps: 14000,
  batchSize: 8,
  parameters: 832128,
  bytes: 1667512,
  sha256: "22c6bf29d0a56e84236a56ff421ae2c3d09fa6c2612e7e2fc857300a1d510526",
  dtype: "F16",
  loss: 1.4155106667814583,
  curve: [
    {
      step: 0,
      validation: 4.4456641016335325,
    },
    {
      step: 500,
      train: 2.6528727719783785,
      validation: 2.4589830431444892,
    },
    {
      step: 1000,
      train: 2.3933914746046066,
      validation: 2.229506492614746,
    },
    {
      step: 1500,
      train: 2.1727027478814125,
      validation: 2.0141970885211022,
    },
    {
      step: 2000,
      train: 2.0002090277075766,
      validation: 1.8659479093962703,
    },
    {
      step: 2500,
      train: 1.8839259814620017,
      validation: 1.774797114832648,
    },
    {
      step: 3000,
      train: 1.7978096271753312,
      validation: 1.7104860636694679,
    },
    {
      step: 3500,
      train: 1.7339678564667702,
      validation: 1.6557374134145935,
    },
    {
      step: 4000,
      train: 1.6842638092041016,
      validation: 1.6137793423800633,
    },
    {
      step: 4500,
      train: 1.6401947513222694,
      validation: 1.5833325725177239,
    },
    {
      step: 5000,
      train: 1.6019215387701988,
      validation: 1.555888895330758,
    },
    {
      step: 5500,
      train: 1.570292741894722,
      validation: 1.5315679085665737,
    },
    {
      step: 6000,
      train: 1.5471630423069,
      validation: 1.516071990646165,
    },
    {
      step: 6500,
      train: 1.5254933693408965,
      validation: 1.4917666973738835,
    },
    {
      step: 7000,
      train: 1.5037263867259025,
      validation: 1.47980483235984,
    },
    {
      step: 7500,
      train: 1.4863757055401803,
      validation: 1.4705664813518524,
    },
    {
      step: 8000,
      train: 1.4749125889539718,
      validation: 1.459981591537081,
    },
    {
      step: 8500,
      train: 1.4622477068305015,
      validation: 1.4602893981440315,
    },
    {
      step: 9000,
      train: 1.4595743098258973,
      validation: 1.4527884351796116,
    },
    {
      step: 9500,
      train: 1.5234120965003968,
      validation: 1.5005252947067391,
    },
    {
      step: 10000,
      train: 1.5163299332261087,
      validation: 1.4990792788308243,
    },
    {
      step: 10500,
      train: 1.5000582210421562,
      validation: 1.4802932081551388,
    },
    {
      step: 11000,
      train: 1.4830677531957626,
      validation: 1.4743553903596154,
    },
    {
      step: 11500,
      train: 1.4618783023953439,
      validation: 1.4577753965196938,
    },
    {
      step: 12000,
      train: 1.4366292976737023,
      validation: 1.4421967915419875,
    },
    {
      step: 12500,
      train: 1.4161596288084983,
      validation: 1.4286040221822673,
    },
    {
      step: 13000,
      train: 1.4064819164872169,
      validation: 1.4243825067733895,
    },
    {
      step: 13500,
      train: 1.3968777465224267,
      validation: 1.416801680778635,
    },
    {
      step: 14000,
      train: 1.394615774035454,
      validation: 1.4155194728538907,
    },
  ],
  config: {
    model: "GPT",
    options: {
      vocabSize: 83,
      blockSize: 256,
      nLayer: 4,
      nHead: 4,
      nEmbd: 128,
      dropout: 0.1,
    },
    characters: "\n !$&()*,-.0123456789:;?ABCDEFGHIJKLMNOPQRSTUVWXYZ[]abcdefghijklmnopqrstuvwxyz—‘’“”",
  },
};
