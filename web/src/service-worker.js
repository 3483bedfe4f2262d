// Keeps the demo page working without a network after its first visit. A file whose name carries its hash never
// changes, so what is kept of it is right; everything else is asked for anew as long as there is a network.

const scope = /** @type {any} */ (globalThis);
const STORE = `vqa-flow-${__VERSION__}`;
const HASHED = /-[0-9a-zA-Z]{8,}\.[a-z0-9]+$/;

scope.oninstall = (/** @type {any} */ event) => event.waitUntil(keepAll());
scope.onactivate = (/** @type {any} */ event) => event.waitUntil(dropOthers());
scope.onfetch = (/** @type {any} */ event) => {
  const { request } = event;
  if (request.method === "GET" && new URL(request.url).origin === scope.location.origin) event.respondWith(answer(request));
};

async function keepAll() {
  const store = await caches.open(STORE);
  await store.addAll(__KEPT__);
}

async function dropOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("vqa-flow-") && name !== STORE).map((name) => caches.delete(name)));
}

/** @param {Request} request */
async function answer(request) {
  const store = await caches.open(STORE);
  const { pathname, search } = new URL(request.url);
  const isFixed = HASHED.test(pathname) || search.startsWith("?v=");
  // Who asks past all caches has found what they hold to be damaged.
  if (isFixed && request.cache !== "reload") {
    const kept = await store.match(request);
    if (kept !== undefined) return kept;
  }
  try {
    const fresh = await fetch(request);
    if (fresh.ok && (isFixed || (await store.match(request)) !== undefined)) await store.put(request, fresh.clone());
    return fresh;
  } catch (error) {
    const kept = await store.match(request);
    if (kept !== undefined) return kept;
    throw error;
  }
}
