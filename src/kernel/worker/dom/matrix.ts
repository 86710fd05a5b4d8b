/** The part of a browser's DOMMatrix that flat drawings need: read a `transform`, multiply, invert. */
export class Matrix {
  a = 1;
  b = 0;
  c = 0;
  d = 1;
  e = 0;
  f = 0;

  constructor(transform: string | readonly number[] = []) {
    const values = typeof transform === "string" ? values6(parse(transform)) : transform;
    [this.a = 1, this.b = 0, this.c = 0, this.d = 1, this.e = 0, this.f = 0] = values;
  }

  get isIdentity(): boolean {
    return values6(this).every((value, i) => value === (i === 0 || i === 3 ? 1 : 0));
  }

  multiply({ a, b, c, d, e, f }: Matrix): Matrix {
    return new Matrix([
      this.a * a + this.c * b,
      this.b * a + this.d * b,
      this.a * c + this.c * d,
      this.b * c + this.d * d,
      this.a * e + this.c * f + this.e,
      this.b * e + this.d * f + this.f,
    ]);
  }

  inverse(): Matrix {
    const { a, b, c, d, e, f } = this;
    const det = a * d - b * c;
    return new Matrix([d / det, -b / det, -c / det, a / det, (c * f - d * e) / det, (b * e - a * f) / det]);
  }

  apply(x: number, y: number): [x: number, y: number] {
    return [this.a * x + this.c * y + this.e, this.b * x + this.d * y + this.f];
  }
}

function values6({ a, b, c, d, e, f }: Matrix): [number, number, number, number, number, number] {
  return [a, b, c, d, e, f];
}

function parse(transform: string): Matrix {
  let matrix = new Matrix();
  for (const [, name = "", list = ""] of transform.matchAll(/(\w+)\s*\(([^)]*)\)/g)) {
    const numbers = [...list.matchAll(/([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(rad|turn)?/gi)].map(
      ([, number, unit]) => Number(number) * (unit === "rad" ? 180 / Math.PI : unit === "turn" ? 360 : 1),
    );
    matrix = matrix.multiply(new Matrix(step(name, numbers)));
  }
  return matrix;
}

function step(name: string, n: number[]): number[] {
  const [p = 0, q] = n;
  const angle = (p * Math.PI) / 180;
  switch (name) {
    case "matrix":
      return n;
    case "translate":
      return [1, 0, 0, 1, p, q ?? 0];
    case "translateX":
      return [1, 0, 0, 1, p, 0];
    case "translateY":
      return [1, 0, 0, 1, 0, p];
    case "scale":
      return [p, 0, 0, q ?? p, 0, 0];
    case "scaleX":
      return [p, 0, 0, 1, 0, 0];
    case "scaleY":
      return [1, 0, 0, p, 0, 0];
    case "skewX":
      return [1, 0, Math.tan(angle), 1, 0, 0];
    case "skewY":
      return [1, Math.tan(angle), 0, 1, 0, 0];
    case "rotate": {
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      const [, x = 0, y = 0] = n;
      return [cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y];
    }
    default:
      return [];
  }
}
