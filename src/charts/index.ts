/**
 * `#charts`: the drawings that many pages need, as marks for `Plot.plot`: `Plot.plot({ marks: [curves(rows, …), Plot.dot(…)] })`. Each
 * brings a height, titles of axes and a text alternative made from its data; what the author of a plot gives wins. `curves(rows, …).plot()` is a chart.
 */
export { type AmountsOptions, amounts } from "./amounts.ts";
export { type BarsOptions, bars } from "./bars.ts";
export { type CentroidWalkOptions, centroidWalk, type WalkStep } from "./centroid-walk.ts";
export { type CurvesOptions, curves, type Level } from "./curves.ts";
export { type FanOptions, fan } from "./fan.ts";
export { type HandlesOptions, handles } from "./handles.ts";
export { type HeatMapOptions, heatMap } from "./heat-map.ts";
export { COLOURS, type Column, type Side } from "./inside/chart-columns.ts";
export type { Height } from "./inside/chart-defaults.ts";
export { type PictureLink, type PictureNode, type PictureOptions, type TreePicture, treePicture as treeLayout } from "./inside/tree-picture.ts";
export { type Region, treeRegions } from "./inside/tree-regions.ts";
export { type IntervalsOptions, intervals } from "./intervals.ts";
export { type MapItem, type NestedBox, type NestedMapOptions, nestedMap } from "./nested-map.ts";
export { type PicturesOptions, pictures, type SmallPicture } from "./pictures.ts";
export { type Box, type RasterOptions, type RegionsOptions, regions } from "./regions.ts";
export { type ScatterOptions, scatter } from "./scatter.ts";
export { type StageMapOptions, stageMap } from "./stage-map.ts";
export { type StreetOptions, street, type WithMargins } from "./street.ts";
export { type TreePictureOptions, treePicture } from "./tree-drawing.ts";
export { type TrendOptions, trend } from "./trend.ts";
export { type MappedWord, type WordMapOptions, wordMap } from "./word-map.ts";
export { type WorldMapOptions, worldMap } from "./world-map.ts";
