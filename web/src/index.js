export { VqaError } from "./errors.js";
export { addStrings } from "./strings/strings.js";
export { sharedIn } from "./share.js";
export { VqaFlow } from "./vqa-flow.js";
