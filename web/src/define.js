import { VqaFlow } from "./vqa-flow.js";

// A page that loads the script twice, perhaps in two versions, keeps the first; a server has no elements.
if (globalThis.customElements?.get("vqa-flow") === undefined) globalThis.customElements?.define("vqa-flow", VqaFlow);

export { VqaFlow };
