// Keeps the demo page working without a network after its first visit. The files that the build has named by their
// content never change, so what is kept of them is right; everything else is asked for anew as long as there is a
// network. What cannot be kept, for want of room, is served all the same.

const scope = /** @type {any} */ (globalThis);
const STORE = `vqa-flow-${__VERSION__}`;
const absolute = (/** @type {string} */ address) => new URL(address, scope.location.href).href;
/** What is kept from the beginning, and what is kept once it was used. */
const KEPT = new Set(__KEPT__.map(absolute));
/** Never changes under its name. Names of other people's files may look like that, too. */
const FIXED = new Set(__FIXED__.map(absolute));

scope.oninstall = (/** @type {any} */ event) => event.waitUntil(keepAll());
scope.onactivate = (/** @type {any} */ event) => event.waitUntil(dropOthers());
scope.onfetch = (/** @type {any} */ event) => {
  const { request } = event;
  if (request.method === "GET" && new URL(request.url).origin === scope.location.origin) event.respondWith(answer(event, request));
};

async function keepAll() {
  const store = await caches.open(STORE);
  await store.addAll(__KEPT__);
}

async function dropOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("vqa-flow-") && name !== STORE).map((name) => caches.delete(name)));
}

/** @param {any} event @param {Request} request */
async function answer(event, request) {
  const [address] = request.url.split("#");
  const isFixed = FIXED.has(address);
  // Who asks past all caches has found what they hold to be damaged.
  if (isFixed && request.cache !== "reload") {
    const kept = await keptOf(request);
    if (kept !== undefined) return kept;
  }
  try {
    const fresh = await fetch(request);
    // The page does not wait until it is kept: on a slow line it would get nothing until all of it has come.
    if (fresh.ok && (isFixed || KEPT.has(address))) event.waitUntil(keep(request, fresh.clone()));
    return fresh;
  } catch (error) {
    const kept = await keptOf(request);
    if (kept !== undefined) return kept;
    throw error;
  }
}

/** @param {Request} request @param {Response} response */
async function keep(request, response) {
  try {
    const store = await caches.open(STORE);
    await store.put(request, response);
  } catch {
    // There is no room, or the line broke off: it is asked for again the next time.
  }
}

/** @param {Request} request @returns {Promise<Response | undefined>} */
async function keptOf(request) {
  try {
    const store = await caches.open(STORE);
    return await store.match(request);
  } catch {
    return undefined;
  }
}
