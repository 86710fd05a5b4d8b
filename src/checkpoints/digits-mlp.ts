/** Written by `npm run train`. */
import type { ModelCard } from "./model-card.ts";

/** How this model was made, and how good it is. */
export const card: ModelCard = {
  name: "digits-mlp",
  title: "A hidden layer that reads digits",
  data: "6,996 handwritten digits of MNIST. 1,000 others watched the training, and 2,004 others examined it.",
  source:
    "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-Based Learning Applied to Document Recognition, 1998, https://doi.org/10.1109/5.726791",
  seed: 1,
  steps: 3000,
  batchSize: 32,
  parameters: 101770,
  bytes: 203948,
  sha256: "ced117af6401175849dde2d24506978c80b29d1b8c8542af82f90c85e924e354",
  dtype: "F16",
  loss: 0.17348450049757957,
  exam: 0.2258071918040514,
  curve: [
    {
      step: 0,
      validation: 2.320050597190857,
    },
    {
      step: 150,
      train: 0.981938885524869,
      validation: 0.42766939103603363,
    },
    {
      step: 300,
      train: 0.2713573818405469,
      validation: 0.3781031183898449,
    },
    {
      step: 450,
      train: 0.19722776914636295,
      validation: 0.2662588804960251,
    },
    {
      step: 600,
      train: 0.15536532955865065,
      validation: 0.24422234296798706,
    },
    {
      step: 750,
      train: 0.11171970809499422,
      validation: 0.22619115747511387,
    },
    {
      step: 900,
      train: 0.100031985056897,
      validation: 0.19457424245774746,
    },
    {
      step: 1050,
      train: 0.053261463021238645,
      validation: 0.18664304073899984,
    },
    {
      step: 1200,
      train: 0.0534281512349844,
      validation: 0.21657894551753998,
    },
    {
      step: 1350,
      train: 0.03783172123134136,
      validation: 0.1794099658727646,
    },
    {
      step: 1500,
      train: 0.029620370119810103,
      validation: 0.18449174519628286,
    },
    {
      step: 1650,
      train: 0.019024231880903245,
      validation: 0.17338439635932446,
    },
    {
      step: 1800,
      train: 0.014742327568431695,
      validation: 0.16418813541531563,
    },
    {
      step: 1950,
      train: 0.01180403212706248,
      validation: 0.17624531872570515,
    },
    {
      step: 2100,
      train: 0.008500314628084501,
      validation: 0.16872993111610413,
    },
    {
      step: 2250,
      train: 0.007078751766433318,
      validation: 0.17641238030046225,
    },
    {
      step: 2400,
      train: 0.006069119647145271,
      validation: 0.1733473353087902,
    },
    {
      step: 2550,
      train: 0.008095656757553419,
      validation: 0.17320982832461596,
    },
    {
      step: 2700,
      train: 0.00735103244582812,
      validation: 0.17349308263510466,
    },
    {
      step: 2850,
      train: 0.006306094241638979,
      validation: 0.17405671812593937,
    },
    {
      step: 3000,
      train: 0.00516854723294576,
      validation: 0.17349538765847683,
    },
  ],
  config: {
    model: "MLP",
    hidden: [128],
  },
};
