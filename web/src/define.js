import { VqaFlow } from "./vqa-flow.js";

// A page that loads the script twice, perhaps in two versions, keeps the first.
if (customElements.get("vqa-flow") === undefined) customElements.define("vqa-flow", VqaFlow);

export { VqaFlow };
