/** What a share address carries, in its fragment: no server is told which photo or question it is about. */
const PREFIX = "vqa?";

/**
 * @param {string} page
 * @param {{ src: string, question: string }} shared
 */
export function shareAddress(page, { src, question }) {
  const address = new URL(page);
  const parameters = new URLSearchParams({ src, question });
  address.hash = PREFIX + parameters;
  return address.href;
}

/**
 * What a share address asks for, or null where it is none. Only pages and pictures of the web are taken.
 * @param {string} address
 */
export function sharedIn(address) {
  const { hash } = new URL(address);
  if (!hash.startsWith(`#${PREFIX}`)) return null;
  const parameters = new URLSearchParams(hash.slice(1 + PREFIX.length));
  const src = parameters.get("src") ?? "";
  if (!URL.canParse(src) || !/^https?:$/.test(new URL(src).protocol)) return null;
  return { src, question: parameters.get("question") ?? "" };
}
