/** Written by `npm run train`. */
import type { ModelCard } from "./model-card.ts";

/** How this model was made, and how good it is. */
export const card: ModelCard = {
  name: "digits-mlp-moved",
  title: "A hidden layer that reads digits, learnt from moved pictures",
  data: "6,996 handwritten digits of MNIST, each moved anew when it is drawn. 1,000 others watched the training, and 2,004 others examined it.",
  source:
    "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-Based Learning Applied to Document Recognition, 1998, https://doi.org/10.1109/5.726791",
  seed: 1,
  steps: 3000,
  batchSize: 32,
  parameters: 101770,
  bytes: 203956,
  sha256: "303318a66deebe2d5764354633efe3a1a42afab337ff5ba18d4890f573158048",
  dtype: "F16",
  loss: 0.10416528768837452,
  exam: 0.12366456259042025,
  curve: [
    {
      step: 0,
      validation: 2.320050597190857,
    },
    {
      step: 150,
      train: 1.4064491832007964,
      validation: 0.4597820155322552,
    },
    {
      step: 300,
      train: 0.6773513960589965,
      validation: 0.3297095224261284,
    },
    {
      step: 450,
      train: 0.49416386100153126,
      validation: 0.24926842842251062,
    },
    {
      step: 600,
      train: 0.36920651969810325,
      validation: 0.17635087110102177,
    },
    {
      step: 750,
      train: 0.2965422574679057,
      validation: 0.1648124661296606,
    },
    {
      step: 900,
      train: 0.26870639968663457,
      validation: 0.17420168966054916,
    },
    {
      step: 1050,
      train: 0.24462961922089257,
      validation: 0.14659631438553333,
    },
    {
      step: 1200,
      train: 0.24167368672788142,
      validation: 0.15729585383087397,
    },
    {
      step: 1350,
      train: 0.18936718240380288,
      validation: 0.13283301144838333,
    },
    {
      step: 1500,
      train: 0.1941745931530992,
      validation: 0.14411643147468567,
    },
    {
      step: 1650,
      train: 0.18737747494131327,
      validation: 0.14291664771735668,
    },
    {
      step: 1800,
      train: 0.1820362929503123,
      validation: 0.12577031180262566,
    },
    {
      step: 1950,
      train: 0.14890505130092302,
      validation: 0.12287408486008644,
    },
    {
      step: 2100,
      train: 0.1440909781679511,
      validation: 0.11123263090848923,
    },
    {
      step: 2250,
      train: 0.13566079817712307,
      validation: 0.12266815453767776,
    },
    {
      step: 2400,
      train: 0.13295657405629754,
      validation: 0.1095996554940939,
    },
    {
      step: 2550,
      train: 0.1424466097789506,
      validation: 0.10574977099895477,
    },
    {
      step: 2700,
      train: 0.13718038465827703,
      validation: 0.10465937480330467,
    },
    {
      step: 2850,
      train: 0.12321070073793332,
      validation: 0.1051375325769186,
    },
    {
      step: 3000,
      train: 0.12415849522997936,
      validation: 0.10416293982416391,
    },
  ],
  config: {
    model: "MLP",
    hidden: [128],
  },
};
