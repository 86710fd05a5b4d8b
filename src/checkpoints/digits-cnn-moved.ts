/** Written by `npm run train`. */
import type { ModelCard } from "./model-card.ts";

/** How this model was made, and how good it is. */
export const card: ModelCard = {
  name: "digits-cnn-moved",
  title: "A convolutional network that reads digits, learnt from moved pictures",
  data: "6,996 handwritten digits of MNIST, each moved anew when it is drawn. 1,000 others watched the training, and 2,004 others examined it.",
  source:
    "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-Based Learning Applied to Document Recognition, 1998, https://doi.org/10.1109/5.726791",
  seed: 1,
  steps: 3000,
  batchSize: 32,
  parameters: 20522,
  bytes: 41732,
  sha256: "a5f90f61ef2c4ddcb349a490f66587bfdedd069fed849861aeaab339c92dc43e",
  dtype: "F16",
  loss: 0.049078723415732384,
  exam: 0.0448786651249975,
  curve: [
    {
      step: 0,
      validation: 2.301012337207794,
    },
    {
      step: 150,
      train: 1.321113606467843,
      validation: 0.24511685594916344,
    },
    {
      step: 300,
      train: 0.3487884665777286,
      validation: 0.15792312007397413,
    },
    {
      step: 450,
      train: 0.2460880536834399,
      validation: 0.09696341957896948,
    },
    {
      step: 600,
      train: 0.20278399417797724,
      validation: 0.1045451583340764,
    },
    {
      step: 750,
      train: 0.15106992120544116,
      validation: 0.09100647829473019,
    },
    {
      step: 900,
      train: 0.13715434191127618,
      validation: 0.10145563818514347,
    },
    {
      step: 1050,
      train: 0.11894947032133739,
      validation: 0.07588578015565872,
    },
    {
      step: 1200,
      train: 0.11226775373021762,
      validation: 0.09524970967322588,
    },
    {
      step: 1350,
      train: 0.0935713692754507,
      validation: 0.07633355725556612,
    },
    {
      step: 1500,
      train: 0.09524765041967233,
      validation: 0.06891086976975203,
    },
    {
      step: 1650,
      train: 0.08993782306710879,
      validation: 0.057745213620364666,
    },
    {
      step: 1800,
      train: 0.08086299451688926,
      validation: 0.05771884508430958,
    },
    {
      step: 1950,
      train: 0.07433386991421381,
      validation: 0.0663109328597784,
    },
    {
      step: 2100,
      train: 0.061930764863888425,
      validation: 0.05628377478569746,
    },
    {
      step: 2250,
      train: 0.05251510468622049,
      validation: 0.058161459397524595,
    },
    {
      step: 2400,
      train: 0.04717952437698841,
      validation: 0.049168715719133615,
    },
    {
      step: 2550,
      train: 0.048815179616212845,
      validation: 0.05205655237659812,
    },
    {
      step: 2700,
      train: 0.0416898462921381,
      validation: 0.04550061095505953,
    },
    {
      step: 2850,
      train: 0.0384269721309344,
      validation: 0.04820085456594825,
    },
    {
      step: 3000,
      train: 0.045089973459641136,
      validation: 0.049078214913606644,
    },
  ],
  config: {
    model: "CNN",
    channels: [8, 16],
    hidden: 64,
  },
};
