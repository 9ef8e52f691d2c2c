// Keeps the app on the device, so that it opens without a network. The worker only keeps builds; which build is in use changes when
// the app says so (`use`), never by itself: code is not swapped under an unsynced draft. Requests to /api are never touched.
"use strict";

const PREFIX = "etalon-build-";
const CHOICE = "etalon-choice";
const CHOICE_KEY = "/build-in-use";
const EXTRAS = [
  "/manifest.webmanifest", "/manifest.zh-CN.webmanifest", "/manifest.uk.webmanifest",
  "/icons/icon.svg", "/icons/icon-192.png", "/icons/icon-512.png", "/icons/maskable-512.png",
];
const ASSET = /["'(](\/[^"'()\s]+\.(?:js|wasm|css|png|svg|webmanifest|json|woff2))["')]/g;

async function inUse() {
  const answer = await (await caches.open(CHOICE)).match(CHOICE_KEY);
  return answer ? answer.text() : "";
}

async function digest(text) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(bytes), (b) => b.toString(16).padStart(2, "0")).join("").slice(0, 16);
}

// Stores index.html and every asset it names under the build's own cache. Complete or not at all.
async function prepare(build) {
  const index = await fetch("/?fresh", { cache: "no-store" });
  const text = await index.clone().text();
  if (!index.ok || (await digest(text)) !== build) throw new Error("another build");
  const cache = await caches.open(PREFIX + build + "-partial");
  const assets = new Set([...text.matchAll(ASSET)].map((found) => found[1]));
  await Promise.all([...assets].map((path) => keep(cache, path, true)));
  await Promise.all(EXTRAS.filter((path) => !assets.has(path)).map((path) => keep(cache, path, false)));
  const whole = await caches.open(PREFIX + build);
  for (const request of await cache.keys()) await whole.put(request, await cache.match(request));
  await whole.put("/", index);
  await caches.delete(PREFIX + build + "-partial");
}

// The index is put last: where it is, all is.
async function isWhole(build) {
  return (await caches.has(PREFIX + build)) && Boolean(await (await caches.open(PREFIX + build)).match("/"));
}

async function keep(cache, path, needed) {
  const answer = await fetch(path, { cache: "no-cache" });
  if (answer.ok) await cache.put(path, answer);
  else if (needed) throw new Error("missing " + path);
}

async function use(build) {
  if (!(await isWhole(build))) throw new Error("not prepared");
  await (await caches.open(CHOICE)).put(CHOICE_KEY, new Response(build));
  const names = await caches.keys();
  await Promise.all(names.filter((n) => n.startsWith(PREFIX) && n !== PREFIX + build).map((n) => caches.delete(n)));
}

async function tell(event) {
  const { prepare: wanted, use: chosen } = event.data || {};
  let done = true;
  try {
    if (wanted && !(await isWhole(wanted))) await prepare(wanted);
    if (chosen) await use(chosen);
  } catch {
    done = false;
  }
  if (event.ports[0]) event.ports[0].postMessage({ done, inUse: await inUse() });
}

async function serve(request) {
  const build = await inUse();
  if (!build) return fetch(request);
  const cache = await caches.open(PREFIX + build);
  const kept = await cache.match(request.mode === "navigate" ? "/" : request, { ignoreSearch: true });
  return kept || fetch(request);
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(tell(event)));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const own = url.origin === self.location.origin && event.request.method === "GET";
  if (!own || url.pathname.startsWith("/api/") || url.searchParams.has("fresh")) return;
  event.respondWith(serve(event.request));
});
