import type { Picture } from "../protocol/api.ts";

/**
 * The picture moved by whole pixels so that its centre of mass stands in the middle, as the digits of MNIST were placed
 * in their fields (LeCun et al. 1998, Gradient-based learning applied to document recognition, section III.A).
 * What leaves the picture is lost; a blank one stays as it is.
 */
export function centredByMass({ width, height, data }: Picture): Picture & { data: Uint8ClampedArray } {
  let mass = 0;
  let [massX, massY] = [0, 0];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const grey = data[y * width + x]!;
      mass += grey;
      massX += grey * (x + 0.5);
      massY += grey * (y + 0.5);
    }
  const moved = new Uint8ClampedArray(width * height);
  const [right, down] = mass === 0 ? [0, 0] : [Math.round(width / 2 - massX / mass), Math.round(height / 2 - massY / mass)];
  for (let y = Math.max(0, down); y < Math.min(height, height + down); y++)
    for (let x = Math.max(0, right); x < Math.min(width, width + right); x++) moved[y * width + x] = data[(y - down) * width + (x - right)]!;
  return { width, height, data: moved };
}
