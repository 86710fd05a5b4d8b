/** `#charts`: the drawings that many pages need, as marks for `Plot.plot`. */
export { type PictureLink, type PictureNode, type PictureOptions, type TreePicture, treePicture as treeLayout } from "./inside/tree-picture.ts";
export { type Region, treeRegions } from "./inside/tree-regions.ts";
