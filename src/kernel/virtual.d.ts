declare module "virtual:kernel" {
  const assets: import("./sandbox.ts").KernelAssets;
  export default assets;
}
