export default {
  title: "vqa-flow with VitePress",
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === "vqa-flow" } } },
  vite: { optimizeDeps: { exclude: ["vqa-flow"] } },
};
