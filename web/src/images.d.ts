/** Images are bundled as data URLs. */
declare module "*.png" {
  const url: string;
  export default url;
}
