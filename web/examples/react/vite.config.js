// Pre-bundling would part the package from the files beside it.
export default {
  optimizeDeps: { exclude: ["vqa-flow"] },
  oxc: { jsx: { runtime: "automatic" } },
};
