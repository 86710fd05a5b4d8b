// Everything that d3 exports, each called with real arguments: no page shows this, tests run it in Node and in browsers.

// %% helpers
import * as d3 from "d3";

/** Engines differ in the last digits of exp, log and the like, so those are not shown. */
const neat = (value: unknown): unknown => {
  if (typeof value === "number") return Number(value.toPrecision(6));
  if (typeof value === "string") return value.replace(/-?\d+\.\d{4,}(?:e-?\d+)?/g, (digits) => String(Number(Number(digits).toPrecision(6))));
  if (value instanceof Map) return Array.from(value, neat);
  if (Array.isArray(value)) return value.map(neat);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, neat(part)]));
};
const people = [
  { name: "Ada", town: "London", age: 36 },
  { name: "Alan", town: "London", age: 41 },
  { name: "Grace", town: "New York", age: 85 },
  { name: "Emmy", town: "Erlangen", age: 53 },
];
const ages = people.map(({ age }) => age);
const uniform = () => d3.randomLcg(0.5);
/** What d3's types leave out. */
const untyped = d3 as unknown as {
  Node: new (data: unknown) => { data: unknown };
  Path: new () => d3.Path;
  Voronoi: new (of: object, bounds: number[]) => d3.Voronoi<d3.Delaunay.Point>;
  geoClipExtent(): { extent(corners: number[][]): d3.GeoStreamWrapper };
  geoProjectionMutator(factory: (factor: number) => d3.GeoRawProjection): (factor: number) => d3.GeoProjection;
  scan(values: number[]): number;
  thresholdSturges(values: number[]): number;
};

// %% array-statistics
neat({
  min: d3.min(ages),
  max: d3.max(ages),
  minIndex: d3.minIndex(ages),
  maxIndex: d3.maxIndex(people, ({ age }) => age),
  extent: d3.extent(people, ({ name }) => name),
  sum: d3.sum(ages),
  fsum: d3.fsum([0.1, 0.2, 0.3, 1e16, -1e16]),
  mean: d3.mean(ages),
  median: d3.median(ages),
  medianIndex: d3.medianIndex(ages),
  mode: d3.mode([1, 2, 2]),
  quantile: d3.quantile(ages, 0.3),
  quantileIndex: d3.quantileIndex(ages, 0.3),
  quantileSorted: d3.quantileSorted([1, 2, 5, 9], 0.4),
  variance: d3.variance(ages),
  deviation: d3.deviation(ages),
  count: d3.count([1, NaN, 3]),
  cumsum: [...d3.cumsum(ages)],
  fcumsum: [...d3.fcumsum([0.1, 0.2, 0.3])],
  rank: [...d3.rank([20, 10, 20])],
  adder: [...Array(10)].reduce((sum: d3.Adder) => sum.add(0.1), new d3.Adder()).valueOf(),
});

// %% array-search-and-order
neat({
  bisect: d3.bisect([1, 2, 3], 2),
  bisectLeft: d3.bisectLeft([1, 2, 3], 2),
  bisectRight: d3.bisectRight([1, 2, 3], 2),
  bisectCenter: d3.bisectCenter([1, 2, 3], 2.6),
  bisector: d3.bisector(({ age }: { age: number }) => age).right(people, 40),
  ascending: [3, 1, 2].sort(d3.ascending),
  descending: [3, 1, 2].sort(d3.descending),
  least: d3.least(people, ({ age }) => age),
  leastIndex: d3.leastIndex(ages),
  greatest: d3.greatest(people, (a, b) => a.age - b.age),
  greatestIndex: d3.greatestIndex(ages),
  scan: untyped.scan(ages),
  sort: d3.sort(people, ({ age }) => -age).map(({ name }) => name),
  quickselect: d3.quickselect([9, 1, 8, 2, 7], 2),
  permute: d3.permute(["a", "b", "c"], [2, 0]),
  shuffle: d3.shuffler(uniform())([1, 2, 3, 4, 5]),
  shuffled: d3.shuffle([1, 1, 1]),
  reverse: d3.reverse(new Set([1, 2, 3])),
});

// %% array-groups
neat({
  group: d3.group(people, ({ town }) => town),
  groups: d3.groups(
    people,
    ({ town }) => town,
    ({ age }) => age > 40,
  ),
  rollup: d3.rollup(
    people,
    (group) => d3.mean(group, ({ age }) => age),
    ({ town }) => town,
  ),
  rollups: d3.rollups(
    people,
    (group) => group.length,
    ({ town }) => town,
  ),
  flatGroup: d3.flatGroup(
    people,
    ({ town }) => town,
    ({ age }) => age > 40,
  ),
  flatRollup: d3.flatRollup(
    people,
    (group) => group.length,
    ({ town }) => town,
  ),
  index: d3.index(people, ({ name }) => name),
  indexes: d3.indexes(people, ({ name }) => name),
  groupSort: d3.groupSort(
    people,
    (group) => -group.length,
    ({ town }) => town,
  ),
  internMap: new d3.InternMap([[new Date(0), "then"]]).get(new Date(0)),
  internSet: new d3.InternSet([new Date(0), new Date(0)]).size,
});

// %% array-sets-and-lists
neat({
  cross: d3.cross([1, 2], ["a", "b"], (n, letter) => letter + n),
  merge: d3.merge([[1], [2, 3]]),
  pairs: d3.pairs([1, 4, 9], (a, b) => b - a),
  transpose: d3.transpose([
    [1, 2],
    [3, 4],
  ]),
  zip: d3.zip([1, 2], [3, 4]),
  range: d3.range(0, 1, 0.25),
  every: d3.every(new Set([1, 2]), (n) => n > 0),
  some: d3.some([1, 2], (n) => n > 5),
  filter: d3.filter(new Set([1, 2, 3]), (n) => n > 1),
  map: d3.map(new Set([1, 2]), (n) => n * 2),
  reduce: d3.reduce([1, 2, 3], (sum: number, n: number) => sum + n, 0),
  difference: [...d3.difference([1, 2, 3], [2])],
  disjoint: d3.disjoint([1], [2]),
  intersection: [...d3.intersection([1, 2, 3], [2, 3, 4])],
  subset: d3.subset([1], [1, 2]),
  superset: d3.superset([1, 2], [1]),
  union: [...d3.union([1, 2], [2, 3])],
});

// %% array-bins-and-ticks
neat({
  bin: d3
    .bin()
    .thresholds(3)(ages)
    .map((bin) => [bin.x0, bin.x1, ...bin]),
  histogram: d3.histogram().domain([0, 100])(ages).length,
  freedmanDiaconis: d3.thresholdFreedmanDiaconis(ages, 36, 85),
  scott: d3.thresholdScott(ages, 36, 85),
  sturges: untyped.thresholdSturges(ages),
  ticks: d3.ticks(0, 1, 4),
  tickStep: d3.tickStep(0, 1, 4),
  tickIncrement: d3.tickIncrement(0, 1, 4),
  nice: d3.nice(0.13, 9.7, 5),
  blur: d3.blur([0, 0, 9, 0, 0], 1),
  blur2: Array.from(d3.blur2({ data: [0, 0, 0, 0, 9, 0, 0, 0, 0], width: 3, height: 3 }, 1).data),
  blurImage: [...d3.blurImage({ data: new Uint8ClampedArray(36).fill(9, 16, 20), width: 3, height: 3 } as ImageData, 1).data].slice(12, 20),
});

// %% axes
const axes = d3.create("svg").attr("viewBox", "0 0 300 120");
for (const [axis, x, y] of [
  [d3.axisTop, 20, 20],
  [d3.axisBottom, 20, 100],
] as const)
  axes
    .append("g")
    .attr("transform", `translate(${x},${y})`)
    .call(axis(d3.scaleLinear([0, 10], [0, 250])).ticks(4));
for (const [axis, x] of [
  [d3.axisLeft, 20],
  [d3.axisRight, 270],
] as const)
  axes
    .append("g")
    .attr("transform", `translate(${x},20)`)
    .call(axis(d3.scaleBand(["a", "b"], [0, 80])));
axes.node();

// %% chords
const flows = [
  [11, 5, 8],
  [1, 20, 2],
  [8, 3, 0],
];
const ribbonsOf = (chords: d3.Chords) =>
  chords.map(({ source, target }) => ({ source: { ...source, radius: 50 }, target: { ...target, radius: 50 } }));
neat({
  chord: d3.chord().padAngle(0.05).sortSubgroups(d3.descending)(flows).groups,
  directed: d3.chordDirected()(flows).length,
  transpose: d3.chordTranspose()(flows).length,
  ribbon: ribbonsOf(d3.chord()(flows)).map((chord) => String(d3.ribbon()(chord as never)).slice(0, 60)),
  arrow: String(d3.ribbonArrow()(ribbonsOf(d3.chordDirected()(flows))[0] as never)).slice(0, 60),
});

// %% colours
neat({
  color: d3.color("steelblue")?.formatHex(),
  unknown: d3.color("no such colour"),
  rgb: d3.rgb(70, 130, 180, 0.5).formatRgb(),
  hsl: d3.hsl("steelblue").brighter().formatHsl(),
  lab: d3.lab("steelblue"),
  lch: d3.lch("steelblue"),
  hcl: d3.hcl("steelblue"),
  gray: d3.gray(50).formatHex(),
  cubehelix: d3.cubehelix("steelblue").darker(0.5).formatHex(),
});

// %% contours
const hills = Array.from({ length: 80 }, (_, i) => Math.sin((i % 10) / 2) + Math.cos(Math.floor(i / 10) / 2));
const contour = d3.contours().size([10, 8]).thresholds([0, 1]);
neat({
  contours: contour(hills).map(({ value, coordinates }) => [value, coordinates.flat(2).length, coordinates[0]?.[0]?.slice(0, 3)]),
  density: d3
    .contourDensity<[number, number]>()
    .size([100, 100])
    .bandwidth(20)
    .thresholds(3)([
      [20, 30],
      [25, 35],
      [70, 60],
    ])
    .map(({ value, coordinates }) => [value, coordinates.flat(2).length]),
});

// %% delaunay
const points: [number, number][] = [
  [0, 0],
  [10, 0],
  [0, 10],
  [10, 10],
  [4, 5],
];
const delaunay = d3.Delaunay.from(points);
const voronoi = new untyped.Voronoi(delaunay, [0, 0, 10, 10]);
neat({
  triangles: [...delaunay.triangles],
  hull: [...delaunay.hull],
  nearest: delaunay.find(5, 6),
  cell: voronoi.cellPolygon(4),
  edges: voronoi.render(),
  net: new d3.Delaunay(points.flat()).render(),
});

// %% dispatch
const rung: string[] = [];
const bell = d3.dispatch("ring").on("ring", (who: string) => rung.push(who));
bell.call("ring", undefined, "Ada");
rung;

// %% tables
const table = 'name,age,born\nAda,36,1815-12-10\n"Alan, M.",41,1912-06-23\n';
const tabbed = table.replaceAll(",", "\t");
neat({
  csvParse: d3.csvParse(table),
  columns: d3.csvParse(table).columns,
  typed: d3.csvParse(table, d3.autoType),
  converted: d3.csvParse(table, ({ name, age }, i, columns) => ({ name, age: Number(age), i, of: columns.length })),
  csvParseRows: d3.csvParseRows(table, (row) => ({ cells: row.length })),
  tsvParse: d3.tsvParse(tabbed),
  tsvParseRows: d3.tsvParseRows(tabbed).length,
  dsv: d3.dsvFormat(";").parse("a;b\n1;2\n3", d3.autoType),
});

// %% tables-as-text
const rows = [
  { a: 1, b: 'say "hi"' },
  { a: new Date(Date.UTC(2020, 0, 1)), c: "x,\ty" },
] as object[] as Record<string, unknown>[];
neat({
  csvFormat: d3.csvFormat(rows),
  csvFormatBody: d3.csvFormatBody(rows, ["a", "c"]),
  csvFormatRows: d3.csvFormatRows([["1", "2,3"]]),
  csvFormatRow: d3.csvFormatRow(["1", "2,3"]),
  csvFormatValue: d3.csvFormatValue("2,3"),
  tsvFormat: d3.tsvFormat(rows),
  tsvFormatBody: d3.tsvFormatBody(rows, ["a", "c"]),
  tsvFormatRows: d3.tsvFormatRows([["1", "2\t3"]]),
  tsvFormatRow: d3.tsvFormatRow(["1", "2\t3"]),
  tsvFormatValue: d3.tsvFormatValue("2\t3"),
});

// %% easing
neat({
  back: d3.easeBack(0.3),
  backIn: d3.easeBackIn(0.3),
  backInOut: d3.easeBackInOut(0.3),
  backOut: d3.easeBackOut(0.3),
  bounce: d3.easeBounce(0.3),
  bounceIn: d3.easeBounceIn(0.3),
  bounceInOut: d3.easeBounceInOut(0.3),
  bounceOut: d3.easeBounceOut(0.3),
  circle: d3.easeCircle(0.3),
  circleIn: d3.easeCircleIn(0.3),
  circleInOut: d3.easeCircleInOut(0.3),
  circleOut: d3.easeCircleOut(0.3),
  cubic: d3.easeCubic(0.3),
  cubicIn: d3.easeCubicIn(0.3),
  cubicInOut: d3.easeCubicInOut(0.3),
  cubicOut: d3.easeCubicOut(0.3),
  elastic: d3.easeElastic(0.3),
  elasticIn: d3.easeElasticIn(0.3),
  elasticInOut: d3.easeElasticInOut(0.3),
  elasticOut: d3.easeElasticOut(0.3),
  exp: d3.easeExp(0.3),
  expIn: d3.easeExpIn(0.3),
  expInOut: d3.easeExpInOut(0.3),
  expOut: d3.easeExpOut(0.3),
  linear: d3.easeLinear(0.3),
  poly: d3.easePoly(0.3),
  polyIn: d3.easePolyIn(0.3),
  polyInOut: d3.easePolyInOut(0.3),
  polyOut: d3.easePolyOut(0.3),
  quad: d3.easeQuad(0.3),
  quadIn: d3.easeQuadIn(0.3),
  quadInOut: d3.easeQuadInOut(0.3),
  quadOut: d3.easeQuadOut(0.3),
  sin: d3.easeSin(0.3),
  sinIn: d3.easeSinIn(0.3),
  sinInOut: d3.easeSinInOut(0.3),
  sinOut: d3.easeSinOut(0.3),
  parameters: [d3.easeBack.overshoot(3)(0.3), d3.easeElastic.amplitude(2).period(0.5)(0.3), d3.easePoly.exponent(4)(0.3)],
});

// %% forces
const bodies: (d3.SimulationNodeDatum & { id: string })[] = ["a", "b", "c", "d"].map((id) => ({ id }));
d3.forceSimulation(bodies)
  .randomSource(uniform())
  .force("centre", d3.forceCenter(50, 50))
  .force("collide", d3.forceCollide(8))
  .force(
    "link",
    d3.forceLink<(typeof bodies)[number], d3.SimulationLinkDatum<(typeof bodies)[number]>>([{ source: "a", target: "b" }]).id(({ id }) => id),
  )
  .force("charge", d3.forceManyBody().strength(-20))
  .force("ring", d3.forceRadial(30, 50, 50))
  .force("x", d3.forceX(40).strength(0.05))
  .force("y", d3.forceY(60).strength(0.05))
  .stop()
  .tick(50);
bodies.map(({ id, x = 0, y = 0 }) => `${id}: ${x.toFixed(2)}, ${y.toFixed(2)}`);

// %% number-formats
const german = d3.formatLocale({ decimal: ",", thousands: ".", grouping: [3], currency: ["", " €"] });
neat({
  format: [",.2f", "~s", ".1%", "+d", "x", "c", "08.3f", "$,.0f", "(.1f"].map((specifier) => d3.format(specifier)(-1234.5678)),
  prefix: d3.formatPrefix(",.0", 1e-6)(0.00042),
  specifier: String(d3.formatSpecifier(".3~s")),
  made: String(new d3.FormatSpecifier({ type: "f", precision: 2 } as never)),
  locale: german.format("$,.2f")(1234567.891),
  default: d3.formatDefaultLocale({ decimal: ".", thousands: ",", grouping: [3], currency: ["$", ""] }).format("$,")(12345),
  precision: [d3.precisionFixed(0.01), d3.precisionPrefix(1e5, 1.3e6), d3.precisionRound(0.01, 1.01)],
});

// %% projections
const land: d3.GeoPermissibleObjects = {
  type: "Polygon",
  coordinates: [
    [
      [-10, 35],
      [-10, 60],
      [30, 60],
      [30, 35],
      [-10, 35],
    ],
  ],
};
const onPlane = (projection: d3.GeoProjection) => [
  projection([10, 50]),
  d3
    .geoPath(projection.fitSize([200, 100], land))(land)
    ?.slice(0, 80),
];
neat({
  albers: onPlane(d3.geoAlbers()),
  azimuthalEqualArea: onPlane(d3.geoAzimuthalEqualArea()),
  azimuthalEquidistant: onPlane(d3.geoAzimuthalEquidistant()),
  conicConformal: onPlane(d3.geoConicConformal()),
  conicEqualArea: onPlane(d3.geoConicEqualArea()),
  conicEquidistant: onPlane(d3.geoConicEquidistant()),
  equalEarth: onPlane(d3.geoEqualEarth()),
  equirectangular: onPlane(d3.geoEquirectangular()),
  gnomonic: onPlane(d3.geoGnomonic()),
  mercator: onPlane(d3.geoMercator()),
  naturalEarth1: onPlane(d3.geoNaturalEarth1()),
  orthographic: onPlane(d3.geoOrthographic()),
  stereographic: onPlane(d3.geoStereographic()),
  transverseMercator: onPlane(d3.geoTransverseMercator()),
  albersUsa: [d3.geoAlbersUsa()([-100, 40]), d3.geoAlbersUsa()([-155, 20]), d3.geoAlbersUsa()([10, 50])],
});

// %% raw-projections
neat({
  azimuthalEqualAreaRaw: d3.geoAzimuthalEqualAreaRaw(0.2, 0.9),
  azimuthalEquidistantRaw: d3.geoAzimuthalEquidistantRaw(0.2, 0.9),
  equalEarthRaw: d3.geoEqualEarthRaw(0.2, 0.9),
  equirectangularRaw: d3.geoEquirectangularRaw(0.2, 0.9),
  gnomonicRaw: d3.geoGnomonicRaw(0.2, 0.9),
  mercatorRaw: d3.geoMercatorRaw(0.2, 0.9),
  naturalEarth1Raw: d3.geoNaturalEarth1Raw(0.2, 0.9),
  orthographicRaw: d3.geoOrthographicRaw(0.2, 0.9),
  stereographicRaw: d3.geoStereographicRaw(0.2, 0.9),
  transverseMercatorRaw: d3.geoTransverseMercatorRaw(0.2, 0.9),
  conicConformalRaw: d3.geoConicConformalRaw(0.5, 0.9)(0.2, 0.9),
  conicEqualAreaRaw: d3.geoConicEqualAreaRaw(0.5, 0.9)(0.2, 0.9),
  conicEquidistantRaw: d3.geoConicEquidistantRaw(0.5, 0.9)(0.2, 0.9),
  own: d3.geoProjection((x, y) => [x, y / 2]).scale(100)([10, 50]),
  mutable: untyped
    .geoProjectionMutator((factor) => (x, y) => [x * factor, y])(2)
    .scale(100)([10, 50]),
});

// %% clips-and-transforms
const clipped = (clip: (stream: d3.GeoStream) => d3.GeoStream) => d3.geoPath(d3.geoMercator().scale(50).preclip(clip))(land)?.slice(0, 60);
neat({
  antimeridian: clipped(d3.geoClipAntimeridian),
  circle: clipped(d3.geoClipCircle(0.9)),
  rectangle: d3
    .geoPath(
      d3
        .geoMercator()
        .scale(50)
        .postclip(d3.geoClipRectangle(450, 100, 490, 200)),
    )(land)
    ?.slice(0, 60),
  extent: d3.geoPath(
    untyped.geoClipExtent().extent([
      [0, 0],
      [20, 50],
    ]),
  )(land),
  identity: d3.geoPath(d3.geoIdentity().reflectY(true).scale(2))(land),
  transform: d3.geoPath(
    d3.geoTransform({
      point(x, y) {
        this.stream.point(x + 100, y);
      },
    }),
  )(land),
  context: (() => {
    const path = d3.path();
    d3.geoPath(null, path as never)(land);
    return String(path);
  })(),
  measures: [d3.geoPath().area(land), d3.geoPath().centroid(land), d3.geoPath().bounds(land), d3.geoPath().measure(land)],
});

// %% globe
let streamed = 0;
d3.geoStream(land, { point: () => void streamed++, lineStart() {}, lineEnd() {}, polygonStart() {}, polygonEnd() {} });
neat({
  area: d3.geoArea(land),
  bounds: d3.geoBounds(land),
  centroid: d3.geoCentroid(land),
  circle: d3.geoCircle().center([10, 50]).radius(5).precision(60)().coordinates,
  contains: d3.geoContains(land, [10, 50]),
  distance: d3.geoDistance([0, 51], [2, 49]),
  length: d3.geoLength(land),
  interpolate: d3.geoInterpolate([0, 51], [-74, 41])(0.5),
  rotation: d3.geoRotation([10, 20, 30])([0, 0]),
  graticule: d3.geoGraticule().step([60, 60])().coordinates.length,
  graticule10: d3.geoGraticule10().coordinates.length,
  streamed,
});

// %% hierarchies
interface Part {
  name: string;
  size?: number;
  children?: Part[];
}
const whole: Part = {
  name: "root",
  children: [
    { name: "a", size: 4 },
    {
      name: "b",
      children: [
        { name: "c", size: 2 },
        { name: "d", size: 1 },
      ],
    },
  ],
};
const counted = () =>
  d3
    .hierarchy(whole)
    .sum(({ size = 0 }) => size)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
const rectangles = (tile: typeof d3.treemapBinary) =>
  d3
    .treemap<Part>()
    .size([12, 7])
    .tile(tile)(counted())
    .leaves()
    .map(({ data, x0, y0, x1, y1 }) => [data.name, x0, y0, x1, y1]);
neat({
  hierarchy: counted()
    .descendants()
    .map(({ data, depth, height, value }) => [data.name, depth, height, value]),
  node: new untyped.Node(whole).data === whole,
  stratify: d3.stratify<{ id: string; parent?: string }>().parentId(({ parent }) => parent)([{ id: "a" }, { id: "b", parent: "a" }]).height,
  tree: d3
    .tree<Part>()
    .size([10, 10])(counted())
    .descendants()
    .map(({ x, y }) => [x, y]),
  cluster: d3
    .cluster<Part>()
    .size([10, 10])(counted())
    .descendants()
    .map(({ x, y }) => [x, y]),
  pack: d3
    .pack<Part>()
    .size([10, 10])(counted())
    .descendants()
    .map(({ x, y, r }) => [x, y, r]),
  partition: d3
    .partition<Part>()
    .size([10, 10])(counted())
    .descendants()
    .map(({ x0, x1 }) => [x0, x1]),
  siblings: d3.packSiblings([{ r: 1 }, { r: 2 }, { r: 1.5 }]),
  enclose: d3.packEnclose([
    { x: 0, y: 0, r: 1 },
    { x: 5, y: 1, r: 2 },
  ]),
  binary: rectangles(d3.treemapBinary),
  dice: rectangles(d3.treemapDice),
  slice: rectangles(d3.treemapSlice),
  sliceDice: rectangles(d3.treemapSliceDice),
  squarify: rectangles(d3.treemapSquarify.ratio(1)),
  resquarify: rectangles(d3.treemapResquarify),
});

// %% interpolation
neat({
  interpolate: [
    d3.interpolate(0, 10)(0.3),
    d3.interpolate("red", "blue")(0.5),
    d3.interpolate({ a: 1 }, { a: 3 })(0.5),
    d3.interpolate("10px", "20px")(0.5),
  ],
  number: d3.interpolateNumber(1, 4)(0.5),
  round: d3.interpolateRound(1, 4)(0.5),
  string: d3.interpolateString("a 1 b 2", "a 3 b 8")(0.5),
  date: d3.interpolateDate(new Date(0), new Date(1000))(0.25),
  array: d3.interpolateArray([0, "a1"], [10, "a2"])(0.5),
  numberArray: [...d3.interpolateNumberArray(new Float64Array([0, 1]), new Float64Array([4, 5]))(0.25)],
  object: d3.interpolateObject({ x: 0, y: "5px" }, { x: 10, y: "15px" })(0.5),
  basis: d3.interpolateBasis([0, 5, 1])(0.4),
  basisClosed: d3.interpolateBasisClosed([0, 5, 1])(0.4),
  discrete: d3.interpolateDiscrete(["a", "b", "c"])(0.5),
  hue: d3.interpolateHue(350, 20)(0.5),
  rgb: d3.interpolateRgb.gamma(2.2)("red", "blue")(0.5),
  rgbBasis: d3.interpolateRgbBasis(["red", "lime", "blue"])(0.4),
  rgbBasisClosed: d3.interpolateRgbBasisClosed(["red", "lime", "blue"])(0.4),
  hsl: d3.interpolateHsl("red", "blue")(0.5),
  hslLong: d3.interpolateHslLong("red", "blue")(0.5),
  lab: d3.interpolateLab("red", "blue")(0.5),
  hcl: d3.interpolateHcl("red", "blue")(0.5),
  hclLong: d3.interpolateHclLong("red", "blue")(0.5),
  cubehelix: d3.interpolateCubehelix("red", "blue")(0.5),
  cubehelixLong: d3.interpolateCubehelixLong.gamma(2)("red", "blue")(0.5),
  zoom: d3.interpolateZoom([0, 0, 10], [100, 50, 20])(0.5),
  piecewise: d3.piecewise(d3.interpolateNumber, [0, 10, 0])(0.25),
  quantize: d3.quantize(d3.interpolateNumber(0, 1), 5),
});

// %% interpolation-of-transforms
neat({
  svg: d3.interpolateTransformSvg("translate(0,10) rotate(10)", "translate(10,0) rotate(30) scale(2)")(0.5),
  css: d3.interpolateTransformCss("translate(0px,10px) rotate(10deg)", "translate(10px,0px) scale(2)")(0.5),
});

// %% paths
const drawn = (path: d3.Path) => {
  path.moveTo(0, 0);
  path.lineTo(10.1234, 5);
  path.quadraticCurveTo(12, 6, 14, 8);
  path.bezierCurveTo(1, 2, 3, 4, 5, 6);
  path.arc(20, 20, 5, 0, Math.PI);
  path.arcTo(30, 30, 40, 30, 3);
  path.rect(1, 1, 2, 2);
  path.closePath();
  return String(path);
};
neat([drawn(d3.path()), drawn(d3.pathRound(1)), drawn(new untyped.Path())]);

// %% polygons
neat({
  area: d3.polygonArea(points.slice(0, 4)),
  centroid: d3.polygonCentroid([
    [0, 0],
    [10, 0],
    [10, 10],
  ]),
  hull: d3.polygonHull(points),
  contains: d3.polygonContains(
    [
      [0, 0],
      [10, 0],
      [10, 10],
    ],
    [7, 2],
  ),
  length: d3.polygonLength([
    [0, 0],
    [3, 0],
    [3, 4],
  ]),
});

// %% quadtree
const quad = d3.quadtree(points);
neat({ size: quad.size(), extent: quad.extent(), find: quad.find(5, 6), without: quad.copy().remove(points[4]!).size() });

// %% chance
const drawsOf = (random: () => number) => Array.from({ length: 3 }, random);
neat({
  bates: drawsOf(d3.randomBates.source(uniform())(3)),
  bernoulli: drawsOf(d3.randomBernoulli.source(uniform())(0.4)),
  beta: drawsOf(d3.randomBeta.source(uniform())(2, 3)),
  binomial: drawsOf(d3.randomBinomial.source(uniform())(20, 0.3)),
  cauchy: drawsOf(d3.randomCauchy.source(uniform())(0, 1)),
  exponential: drawsOf(d3.randomExponential.source(uniform())(2)),
  gamma: drawsOf(d3.randomGamma.source(uniform())(2, 1)),
  geometric: drawsOf(d3.randomGeometric.source(uniform())(0.3)),
  int: drawsOf(d3.randomInt.source(uniform())(10)),
  irwinHall: drawsOf(d3.randomIrwinHall.source(uniform())(4)),
  logNormal: drawsOf(d3.randomLogNormal.source(uniform())(0, 1)),
  logistic: drawsOf(d3.randomLogistic.source(uniform())(0, 1)),
  normal: drawsOf(d3.randomNormal.source(uniform())(0, 1)),
  pareto: drawsOf(d3.randomPareto.source(uniform())(3)),
  poisson: drawsOf(d3.randomPoisson.source(uniform())(4)),
  uniform: drawsOf(d3.randomUniform.source(uniform())(1, 5)),
  weibull: drawsOf(d3.randomWeibull.source(uniform())(2, 1, 0)),
  lcg: drawsOf(d3.randomLcg(42)),
  unseeded: d3.randomUniform(2, 2)(),
});

// %% scales
const at = (scale: { (x: never): unknown; domain(): unknown[] }, x: unknown) => [scale(x as never), scale.domain()];
neat({
  linear: [d3.scaleLinear([0, 10], [0, 100]).nice()(3), d3.scaleLinear([0, 10], [0, 100]).invert(50), d3.scaleLinear([0, 10], ["red", "blue"])(5)],
  log: [d3.scaleLog([1, 1000], [0, 3])(100), d3.scaleLog([1, 1000], [0, 3]).ticks(3)],
  pow: d3.scalePow([0, 10], [0, 100]).exponent(2)(5),
  sqrt: d3.scaleSqrt([0, 100], [0, 10])(25),
  symlog: d3.scaleSymlog([-10, 10], [0, 1])(5),
  radial: d3.scaleRadial([0, 1], [10, 20])(0.5),
  identity: d3.scaleIdentity([0, 10])(4),
  time: d3.scaleTime([new Date(2020, 0, 1), new Date(2020, 0, 11)], [0, 10])(new Date(2020, 0, 6)),
  utc: d3.scaleUtc([Date.UTC(2020, 0, 1), Date.UTC(2020, 11, 31)], [0, 1]).ticks(4),
  band: [d3.scaleBand(["a", "b", "c"], [0, 90]).padding(0.1)("b"), d3.scaleBand(["a", "b"], [0, 90]).bandwidth()],
  point: d3.scalePoint(["a", "b", "c"], [0, 90])("b"),
  ordinal: [d3.scaleOrdinal(["a", "b"], d3.schemeTableau10)("b"), d3.scaleOrdinal(["x"]).unknown(d3.scaleImplicit)("new")],
  quantile: at(d3.scaleQuantile([1, 2, 3, 10, 20], ["low", "high"]), 4),
  quantize: at(d3.scaleQuantize([0, 10], ["low", "middle", "high"]), 4),
  threshold: at(d3.scaleThreshold([5], ["low", "high"]), 4),
  sequential: d3.scaleSequential([0, 10], d3.interpolateViridis)(5),
  sequentialLog: d3.scaleSequentialLog([1, 100], d3.interpolateNumber(0, 1))(10),
  sequentialPow: d3.scaleSequentialPow([0, 10], d3.interpolateNumber(0, 1))(5),
  sequentialSqrt: d3.scaleSequentialSqrt([0, 100], d3.interpolateNumber(0, 1))(25),
  sequentialSymlog: d3.scaleSequentialSymlog([0, 100], d3.interpolateNumber(0, 1))(10),
  sequentialQuantile: d3.scaleSequentialQuantile([1, 2, 3, 10, 20], d3.interpolateNumber(0, 1))(3),
  diverging: d3.scaleDiverging([-10, 0, 10], d3.interpolateRdBu)(5),
  divergingLog: d3.scaleDivergingLog([0.1, 1, 10], d3.interpolateNumber(0, 1))(2),
  divergingPow: d3.scaleDivergingPow([-10, 0, 10], d3.interpolateNumber(0, 1))(5),
  divergingSqrt: d3.scaleDivergingSqrt([-10, 0, 10], d3.interpolateNumber(0, 1))(5),
  divergingSymlog: d3.scaleDivergingSymlog([-10, 0, 10], d3.interpolateNumber(0, 1))(5),
  tickFormat: d3.tickFormat(0, 1, 5, "%")(0.2),
});

// %% colour-ramps
neat({
  blues: d3.interpolateBlues(0.3),
  brBG: d3.interpolateBrBG(0.3),
  buGn: d3.interpolateBuGn(0.3),
  buPu: d3.interpolateBuPu(0.3),
  cividis: d3.interpolateCividis(0.3),
  cool: d3.interpolateCool(0.3),
  cubehelixDefault: d3.interpolateCubehelixDefault(0.3),
  gnBu: d3.interpolateGnBu(0.3),
  greens: d3.interpolateGreens(0.3),
  greys: d3.interpolateGreys(0.3),
  inferno: d3.interpolateInferno(0.3),
  magma: d3.interpolateMagma(0.3),
  orRd: d3.interpolateOrRd(0.3),
  oranges: d3.interpolateOranges(0.3),
  pRGn: d3.interpolatePRGn(0.3),
  piYG: d3.interpolatePiYG(0.3),
  plasma: d3.interpolatePlasma(0.3),
  puBu: d3.interpolatePuBu(0.3),
  puBuGn: d3.interpolatePuBuGn(0.3),
  puOr: d3.interpolatePuOr(0.3),
  puRd: d3.interpolatePuRd(0.3),
  purples: d3.interpolatePurples(0.3),
  rainbow: d3.interpolateRainbow(0.3),
  rdBu: d3.interpolateRdBu(0.3),
  rdGy: d3.interpolateRdGy(0.3),
  rdPu: d3.interpolateRdPu(0.3),
  rdYlBu: d3.interpolateRdYlBu(0.3),
  rdYlGn: d3.interpolateRdYlGn(0.3),
  reds: d3.interpolateReds(0.3),
  sinebow: d3.interpolateSinebow(0.3),
  spectral: d3.interpolateSpectral(0.3),
  turbo: d3.interpolateTurbo(0.3),
  viridis: d3.interpolateViridis(0.3),
  warm: d3.interpolateWarm(0.3),
  ylGn: d3.interpolateYlGn(0.3),
  ylGnBu: d3.interpolateYlGnBu(0.3),
  ylOrBr: d3.interpolateYlOrBr(0.3),
  ylOrRd: d3.interpolateYlOrRd(0.3),
});

// %% colour-lists
neat({
  accent: d3.schemeAccent,
  category10: d3.schemeCategory10,
  dark2: d3.schemeDark2,
  observable10: d3.schemeObservable10,
  paired: d3.schemePaired,
  pastel1: d3.schemePastel1,
  pastel2: d3.schemePastel2,
  set1: d3.schemeSet1,
  set2: d3.schemeSet2,
  set3: d3.schemeSet3,
  tableau10: d3.schemeTableau10,
  blues: d3.schemeBlues[5],
  brBG: d3.schemeBrBG[5],
  buGn: d3.schemeBuGn[5],
  buPu: d3.schemeBuPu[5],
  gnBu: d3.schemeGnBu[5],
  greens: d3.schemeGreens[5],
  greys: d3.schemeGreys[5],
  orRd: d3.schemeOrRd[5],
  oranges: d3.schemeOranges[5],
  pRGn: d3.schemePRGn[5],
  piYG: d3.schemePiYG[5],
  puBu: d3.schemePuBu[5],
  puBuGn: d3.schemePuBuGn[5],
  puOr: d3.schemePuOr[5],
  puRd: d3.schemePuRd[5],
  purples: d3.schemePurples[5],
  rdBu: d3.schemeRdBu[5],
  rdGy: d3.schemeRdGy[5],
  rdPu: d3.schemeRdPu[5],
  rdYlBu: d3.schemeRdYlBu[5],
  rdYlGn: d3.schemeRdYlGn[5],
  reds: d3.schemeReds[5],
  spectral: d3.schemeSpectral[5],
  ylGn: d3.schemeYlGn[5],
  ylGnBu: d3.schemeYlGnBu[5],
  ylOrBr: d3.schemeYlOrBr[5],
  ylOrRd: d3.schemeYlOrRd[5],
});

// %% selections
const list = d3.create("ul");
const items = list
  .selectAll<HTMLElement, string>("li")
  .data(["one", "two", "three"])
  .join("li")
  .attr("class", (d) => d)
  .text((d) => d);
items.filter(":nth-child(2)").classed("chosen", true).style("color", "red").attr("xlink:href", "#a").html("<b>two</b>");
list.insert("li", ":first-child").append(() => d3.creator("i").call(list.node()!) as HTMLElement);
const first = list.selectChildren<HTMLElement, unknown>("li").nodes()[1]!;
const mine = d3.local<number>();
mine.set(list.node()!, 5);
console.log(
  d3.select(first).text(),
  d3.matcher(".one").call(first),
  d3.selectAll([...items]).size(),
  d3.selector("b").call(list.node()!)?.textContent,
  [...d3.selectorAll("li").call(list.node()!)].length,
  d3.style(items.nodes()[1]!, "color"),
  mine.get(first),
  d3.namespace("svg:rect"),
  d3.namespaces["xlink"],
  d3.selection().empty(),
  d3.selection.prototype.constructor === d3.selection,
  typeof d3.window(list.node()!).document,
);
list.node();

// %% events
const pad = d3.create("svg").attr("viewBox", "0 0 100 100").attr("width", 100).attr("height", 100);
const heard: unknown[] = [];
pad.on("poke", (event: CustomEvent<{ force: number }>) => heard.push(event.type, event.detail.force));
pad.dispatch("poke", { detail: { force: 3 }, bubbles: false, cancelable: false });
heard.push(d3.pointer({ clientX: 30, clientY: 40 }, pad.node()), d3.pointers({ clientX: 30, clientY: 40 }, pad.node()));
heard;

// %% shapes
const shape = (path: unknown) => neat(String(path));
const slice = { innerRadius: 5, outerRadius: 20, startAngle: 0.2, endAngle: 2 };
const walk: [number, number][] = [
  [0, 5],
  [10, 20],
  [20, 3],
  [30, 12],
  [40, 8],
];
neat({
  arc: [d3.arc()(slice), d3.arc().cornerRadius(3).padAngle(0.1).centroid(slice)],
  pie: d3.pie().padAngle(0.1)([1, 2, 3]),
  line: d3.line()(walk),
  area: d3.area().y0(30)(walk),
  lineRadial: d3.lineRadial()(walk),
  radialLine: d3.radialLine().angle(([a]) => a / 10)(walk),
  areaRadial: d3.areaRadial().innerRadius(2)(walk),
  radialArea: d3.radialArea()(walk),
  pointRadial: d3.pointRadial(1, 10),
  link: d3.link(d3.curveStep)({ source: [0, 0], target: [10, 20] }),
  linkHorizontal: d3.linkHorizontal()({ source: [0, 0], target: [10, 20] }),
  linkVertical: d3.linkVertical()({ source: [0, 0], target: [10, 20] }),
  linkRadial: d3.linkRadial()({ source: [0, 10], target: [1, 20] }),
});

// %% curves
const curved = (curve: d3.CurveFactory) => shape(d3.line().curve(curve)(walk));
[
  curved(d3.curveBasis),
  curved(d3.curveBasisClosed),
  curved(d3.curveBasisOpen),
  curved(d3.curveBumpX),
  curved(d3.curveBumpY),
  curved(d3.curveCardinalClosed),
  curved(d3.curveCardinalOpen),
  curved(d3.curveCatmullRomClosed),
  curved(d3.curveCatmullRomOpen),
  curved(d3.curveLinear),
  curved(d3.curveLinearClosed),
  curved(d3.curveMonotoneX),
  curved(d3.curveMonotoneY),
  curved(d3.curveNatural),
  curved(d3.curveStep),
  curved(d3.curveStepAfter),
  curved(d3.curveStepBefore),
  curved(d3.curveCardinal.tension(0.5)),
  curved(d3.curveCatmullRom.alpha(0.5)),
  shape(d3.line().curve(d3.curveBundle.beta(0.5))(walk)),
];

// %% stacks
const harvest = [
  { apples: 3, pears: 2, plums: 5 },
  { apples: 1, pears: 4, plums: 2 },
  { apples: 6, pears: 1, plums: 3 },
];
const stacked = (offset: typeof d3.stackOffsetNone, order: typeof d3.stackOrderNone) =>
  d3
    .stack()
    .keys(["apples", "pears", "plums"])
    .offset(offset)
    .order(order)(harvest)
    .map((layer) => [layer.key, layer.index, ...layer.map(([from, to]) => [from, to])]);
neat([
  stacked(d3.stackOffsetNone, d3.stackOrderNone),
  stacked(d3.stackOffsetDiverging, d3.stackOrderAscending),
  stacked(d3.stackOffsetExpand, d3.stackOrderDescending),
  stacked(d3.stackOffsetSilhouette, d3.stackOrderReverse),
  stacked(d3.stackOffsetWiggle, d3.stackOrderInsideOut),
  stacked(d3.stackOffsetNone, d3.stackOrderAppearance),
]);

// %% symbols
[
  shape(d3.symbol(d3.symbolAsterisk, 50)()),
  shape(d3.symbol(d3.symbolCircle, 50)()),
  shape(d3.symbol(d3.symbolCross, 50)()),
  shape(d3.symbol(d3.symbolDiamond, 50)()),
  shape(d3.symbol(d3.symbolDiamond2, 50)()),
  shape(d3.symbol(d3.symbolPlus, 50)()),
  shape(d3.symbol(d3.symbolSquare, 50)()),
  shape(d3.symbol(d3.symbolSquare2, 50)()),
  shape(d3.symbol(d3.symbolStar, 50)()),
  shape(d3.symbol(d3.symbolTimes, 50)()),
  shape(d3.symbol(d3.symbolTriangle, 50)()),
  shape(d3.symbol(d3.symbolTriangle2, 50)()),
  shape(d3.symbol(d3.symbolWye, 50)()),
  shape(d3.symbol(d3.symbolX, 50)()),
  [d3.symbols.length, d3.symbolsFill.length, d3.symbolsStroke.length],
];

// %% utc-intervals
const when = new Date(Date.UTC(2024, 1, 29, 13, 45, 30, 500));
const later = new Date(Date.UTC(2026, 6, 4, 1, 2, 3));
const utc = (interval: d3.TimeInterval) => [interval.floor(when), interval.ceil(when), interval.round(when), interval.offset(when, 2)];
neat([
  utc(d3.utcSecond),
  utc(d3.utcMinute),
  utc(d3.utcHour),
  utc(d3.utcDay),
  utc(d3.utcWeek),
  utc(d3.utcSunday),
  utc(d3.utcMonday),
  utc(d3.utcTuesday),
  utc(d3.utcWednesday),
  utc(d3.utcThursday),
  utc(d3.utcFriday),
  utc(d3.utcSaturday),
  utc(d3.utcMonth),
  utc(d3.utcYear),
  utc(d3.utcMillisecond),
  utc(d3.unixDay),
  d3.utcYear.every(5)?.floor(when),
  d3.utcMonth.count(when, later),
]);

// %% utc-ranges
neat([
  d3.utcSeconds(when, d3.utcSecond.offset(when, 3)),
  d3.utcMinutes(when, d3.utcMinute.offset(when, 3)),
  d3.utcHours(when, d3.utcHour.offset(when, 3)),
  d3.utcDays(when, d3.utcDay.offset(when, 3)),
  d3.utcWeeks(when, d3.utcWeek.offset(when, 3)),
  d3.utcSundays(when, d3.utcSunday.offset(when, 3)),
  d3.utcMondays(when, d3.utcMonday.offset(when, 3)),
  d3.utcTuesdays(when, d3.utcTuesday.offset(when, 3)),
  d3.utcWednesdays(when, d3.utcWednesday.offset(when, 3)),
  d3.utcThursdays(when, d3.utcThursday.offset(when, 3)),
  d3.utcFridays(when, d3.utcFriday.offset(when, 3)),
  d3.utcSaturdays(when, d3.utcSaturday.offset(when, 3)),
  d3.utcMonths(when, d3.utcMonth.offset(when, 3)),
  d3.utcYears(when, d3.utcYear.offset(when, 3)),
  d3.utcMilliseconds(when, d3.utcMillisecond.offset(when, 2)),
  d3.unixDays(when, d3.utcDay.offset(when, 2)),
  d3.utcTicks(when, later, 5),
  d3.utcTickInterval(when, later, 5)?.floor(when),
]);

// %% local-intervals
/** The same in every time zone: dates are made from local parts, and shown by them. */
const here = new Date(2024, 4, 29, 13, 45, 30, 500);
const parts = d3.timeFormat("%Y-%m-%d %H:%M:%S.%L");
const local = (interval: d3.TimeInterval) => [interval.floor(here), interval.ceil(here), interval.offset(here, 2)].map((date) => parts(date));
[
  local(d3.timeSecond),
  local(d3.timeMinute),
  local(d3.timeHour),
  local(d3.timeDay),
  local(d3.timeWeek),
  local(d3.timeSunday),
  local(d3.timeMonday),
  local(d3.timeTuesday),
  local(d3.timeWednesday),
  local(d3.timeThursday),
  local(d3.timeFriday),
  local(d3.timeSaturday),
  local(d3.timeMonth),
  local(d3.timeYear),
  local(d3.timeMillisecond),
  parts(
    d3
      .timeInterval(
        (date) => date.setMinutes(0, 0, 0),
        (date, step) => date.setHours(date.getHours() + step),
      )
      .floor(here),
  ),
  parts(d3.timeYear.every(5)!.floor(here)),
  d3.timeMonth.count(here, new Date(2025, 0, 1)),
];

// %% local-ranges
[
  d3.timeSeconds(here, d3.timeSecond.offset(here, 3)).map((date) => parts(date)),
  d3.timeMinutes(here, d3.timeMinute.offset(here, 3)).map((date) => parts(date)),
  d3.timeHours(here, d3.timeHour.offset(here, 3)).map((date) => parts(date)),
  d3.timeDays(here, d3.timeDay.offset(here, 3)).map((date) => parts(date)),
  d3.timeWeeks(here, d3.timeWeek.offset(here, 3)).map((date) => parts(date)),
  d3.timeSundays(here, d3.timeSunday.offset(here, 3)).map((date) => parts(date)),
  d3.timeMondays(here, d3.timeMonday.offset(here, 3)).map((date) => parts(date)),
  d3.timeTuesdays(here, d3.timeTuesday.offset(here, 3)).map((date) => parts(date)),
  d3.timeWednesdays(here, d3.timeWednesday.offset(here, 3)).map((date) => parts(date)),
  d3.timeThursdays(here, d3.timeThursday.offset(here, 3)).map((date) => parts(date)),
  d3.timeFridays(here, d3.timeFriday.offset(here, 3)).map((date) => parts(date)),
  d3.timeSaturdays(here, d3.timeSaturday.offset(here, 3)).map((date) => parts(date)),
  d3.timeMonths(here, d3.timeMonth.offset(here, 3)).map((date) => parts(date)),
  d3.timeYears(here, d3.timeYear.offset(here, 3)).map((date) => parts(date)),
  d3.timeMilliseconds(here, d3.timeMillisecond.offset(here, 2)).length,
  d3.timeTicks(here, new Date(2024, 8, 1), 4).map((date) => parts(date)),
  parts(d3.timeTickInterval(here, new Date(2024, 8, 1), 4)!.floor(here)),
];

// %% time-formats
const french: d3.TimeLocaleDefinition = {
  dateTime: "%A %e %B %Y à %X",
  date: "%d/%m/%Y",
  time: "%H:%M:%S",
  periods: ["AM", "PM"],
  days: ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"],
  shortDays: ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."],
  months: ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
  shortMonths: ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
};
const american: d3.TimeLocaleDefinition = {
  dateTime: "%x, %X",
  date: "%-m/%-d/%Y",
  time: "%-I:%M:%S %p",
  periods: ["AM", "PM"],
  days: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
  shortDays: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
  months: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
  shortMonths: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
};
neat({
  utc: ["%Y-%m-%d", "%A %B %e", "%I:%M %p", "%j %U %V", "%s", "%x %X", "%q"].map((specifier) => d3.utcFormat(specifier)(when)),
  local: d3.timeFormat("%a %-d %b, %H:%M")(here),
  parsed: [d3.utcParse("%d.%m.%Y")("29.02.2024"), d3.utcParse("%d.%m.%Y")("2024"), parts(d3.timeParse("%H:%M on %-m/%-d/%y")("13:45 on 5/29/24")!)],
  iso: [d3.isoFormat(when), d3.isoParse("2024-02-29T13:45:30.500Z")],
  locale: d3.timeFormatLocale(french).utcFormat("%c")(when),
  default: d3.timeFormatDefaultLocale(american).utcFormat("%c")(when),
});

// %% timers
const ticked: string[] = [];
await new Promise<void>((resolve) => {
  d3.timeout(() => ticked.push("timeout"), 5);
  let intervals = 0;
  const every = d3.interval(() => {
    if (++intervals < 2) return;
    every.stop();
    ticked.push("interval");
  }, 40);
  const timer = d3.timer((elapsed) => {
    if (elapsed < 150) return;
    timer.stop();
    resolve();
  });
});
d3.timerFlush();
[ticked, d3.now() > 0];

// %% transitions
const stage = d3.create("svg").attr("viewBox", "0 0 100 20");
const dot = stage.append("circle").attr("cx", 0).attr("cy", 10).attr("r", 3).style("opacity", 1);
const move = dot.transition("move").duration(40).ease(d3.easeLinear).attr("cx", 90).style("opacity", 0.5);
let isActive = false;
move.on("start", () => (isActive = d3.active(dot.node()!, "move") !== null));
await move.end();
dot.transition("never").delay(60_000).attr("cx", 5);
d3.interrupt(dot.node()!, "never");
console.log(isActive, d3.transition("alone").duration(5).duration());
stage.node();

// %% network
/** There is none: each says so. */
const refused = [
  d3.blob("a.bin"),
  d3.buffer("a.bin"),
  d3.csv("a.csv"),
  d3.dsv(";", "a.csv"),
  d3.html("a.html"),
  d3.image("a.png"),
  d3.json("a.json"),
  d3.svg("a.svg"),
  d3.text("a.txt"),
  d3.tsv("a.tsv"),
  d3.xml("a.xml"),
];
[d3.version, ...(await Promise.all(refused.map((answer) => answer.catch(String))))];

// %% drag
const sheet = d3.create("svg").attr("viewBox", "0 0 100 20").attr("width", 100).attr("height", 20);
const handle = sheet.append("circle").datum({ x: 5, y: 5 }).attr("r", 3);
handle.call(d3.drag<SVGElement, { x: number; y: number }>().on("drag", (event: { x: number }) => handle.attr("cx", event.x)) as never);
const { defaultView } = sheet.node()!.ownerDocument as unknown as { defaultView: Parameters<typeof d3.dragDisable>[0] };
d3.dragDisable(defaultView);
d3.dragEnable(defaultView, true);
handle.on("mousedown.drag") !== undefined;

// %% brush
const band = d3.create("svg").attr("viewBox", "0 0 100 20").attr("width", 100).attr("height", 20);
const chosen: unknown[] = [];
for (const [brush, part] of [
  [
    d3.brush<undefined>(),
    [
      [10, 5],
      [50, 15],
    ],
  ],
  [d3.brushX<undefined>(), [10, 50]],
  [d3.brushY<undefined>(), [5, 15]],
] as const) {
  const g = band.append("g").datum(undefined);
  brush
    .extent([
      [0, 0],
      [100, 20],
    ])
    .on("end", ({ selection }: { selection: unknown }) => chosen.push(selection));
  g.call(brush).call(brush.move, part as [number, number]);
  chosen.push(d3.brushSelection(g.node()!));
}
console.log(chosen);
band.node();

// %% zoom
const view = d3.create("svg").attr("viewBox", "0 0 100 20").attr("width", 100).attr("height", 20);
const zoom = d3.zoom<SVGSVGElement, undefined>().scaleExtent([1, 8]);
view.call(zoom).call(zoom.transform, d3.zoomIdentity.translate(5, 6).scale(2));
[String(d3.zoomTransform(view.node()!)), String(new d3.ZoomTransform(2, 1, 1).translate(3, 4)), view.on("wheel.zoom") !== undefined];
