declare module "virtual:kernel" {
  const assets: import("../kernel/browser/sandbox.ts").KernelAssets;
  export default assets;
}

declare module "virtual:exports" {
  const modules: import("./exports-build.ts").OfferedModule[];
  export default modules;
}

declare module "virtual:cell-types" {
  /** Where the types are that the editor's language service reads. */
  const url: string;
  export default url;
}
