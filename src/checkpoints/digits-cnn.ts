/** Written by `npm run train`. */
import type { ModelCard } from "./model-card.ts";

/** How this model was made, and how good it is. */
export const card: ModelCard = {
  name: "digits-cnn",
  title: "A convolutional network that reads digits",
  data: "6,996 handwritten digits of MNIST. 1,000 others watched the training, and 2,004 others examined it.",
  source:
    "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-Based Learning Applied to Document Recognition, 1998, https://doi.org/10.1109/5.726791",
  seed: 1,
  steps: 3000,
  batchSize: 32,
  parameters: 20522,
  bytes: 41724,
  sha256: "a4f859b7a04b65aa1834366479abaefb72a230ab9fa8c1a0780b258ca23ca67b",
  dtype: "F16",
  loss: 0.1074743214994669,
  exam: 0.08802470564842224,
  curve: [
    {
      step: 0,
      validation: 2.301012337207794,
    },
    {
      step: 150,
      train: 1.073311360726754,
      validation: 0.24343190342187881,
    },
    {
      step: 300,
      train: 0.1841930147757133,
      validation: 0.22507193312048912,
    },
    {
      step: 450,
      train: 0.1217877269287904,
      validation: 0.13565531698986888,
    },
    {
      step: 600,
      train: 0.1068595098455747,
      validation: 0.12840071972459555,
    },
    {
      step: 750,
      train: 0.07107641187806925,
      validation: 0.134011073037982,
    },
    {
      step: 900,
      train: 0.07160809487104416,
      validation: 0.1292265160009265,
    },
    {
      step: 1050,
      train: 0.039024505590399106,
      validation: 0.1288982843980193,
    },
    {
      step: 1200,
      train: 0.040472515895962714,
      validation: 0.1276243031024933,
    },
    {
      step: 1350,
      train: 0.023077542384465535,
      validation: 0.10868507903069258,
    },
    {
      step: 1500,
      train: 0.0267526908715566,
      validation: 0.11963486857712269,
    },
    {
      step: 1650,
      train: 0.012254820267359415,
      validation: 0.12165306508541107,
    },
    {
      step: 1800,
      train: 0.014364993919928869,
      validation: 0.10301279369741678,
    },
    {
      step: 1950,
      train: 0.009547117054462434,
      validation: 0.09405925497412682,
    },
    {
      step: 2100,
      train: 0.00404998391866684,
      validation: 0.10204928647726774,
    },
    {
      step: 2250,
      train: 0.004184022595485052,
      validation: 0.10088931303471327,
    },
    {
      step: 2400,
      train: 0.0036325197418530784,
      validation: 0.10513010993599892,
    },
    {
      step: 2550,
      train: 0.0025866441428661346,
      validation: 0.10543649643659592,
    },
    {
      step: 2700,
      train: 0.0027451531092325845,
      validation: 0.10498198214918375,
    },
    {
      step: 2850,
      train: 0.0016028161843617758,
      validation: 0.10736578144133091,
    },
    {
      step: 3000,
      train: 0.0012638649841149648,
      validation: 0.1074834018945694,
    },
  ],
  config: {
    model: "CNN",
    channels: [8, 16],
    hidden: 64,
  },
};
