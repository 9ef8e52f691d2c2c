// Keeps the tablet's app on the device, so that it opens without a network. The worker only keeps builds; which build is in use changes
// when the app says so (`use`), never by itself: code is not swapped under an unsynced draft. It answers the tablet's pages and what they
// load; every other page, and /api, goes to the network as if it were not there. Where nobody is enrolled it takes itself away.
"use strict";

const PREFIX = "etalon-build-";
const CHOICE = "etalon-choice";
const CHOICE_KEY = "/build-in-use";
// Put into a build's cache when every file of the build was found there as it was built.
const WHOLE = "/whole";
// scripts/build-app.sh writes this element into index.html: every emitted file with its SHA-256.
const LIST = '<script type="application/json" id="files-of-the-build">';
// The routes below TabletLayout in frontend/src/app.rs, and the address that leads there.
const PAGES = ["/", "/today", "/visit/", "/record/", "/scan", "/storage"];
const HASHED = /[-_.][0-9a-f]{16}[-_.]/;

async function inUse() {
  const answer = await (await caches.open(CHOICE)).match(CHOICE_KEY);
  return answer ? answer.text() : "";
}

async function digest(bytes) {
  const sum = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(sum), (b) => b.toString(16).padStart(2, "0")).join("");
}

// The very bytes and headers of an answer, as they are kept: what was encoded for the way is not any more.
function asKept(answer, bytes) {
  const headers = new Headers(answer.headers);
  for (const of_the_way of ["content-encoding", "content-length", "transfer-encoding", "vary"]) headers.delete(of_the_way);
  return new Response(bytes, { headers });
}

function filesOf(index) {
  const list = index.split(LIST)[1];
  if (!list) throw new Error("the index names no files");
  return Object.entries(JSON.parse(list.split("</script>")[0]));
}

// Stores index.html and every file of the build, each compared with the sum that the build wrote down. The mark is put last: where it
// is, all is. What a worker of an earlier release stored of this build is looked at, and completed.
async function prepare(build) {
  const answer = await fetch("/?fresh", { cache: "no-store" });
  const index = await answer.clone().arrayBuffer();
  if (!answer.ok || !(await digest(index)).startsWith(build)) throw new Error("another build");
  const cache = await caches.open(PREFIX + build);
  await Promise.all(filesOf(new TextDecoder().decode(index)).map(([path, sum]) => keep(cache, path, sum)));
  await cache.put("/", asKept(answer, index));
  await cache.put(WHOLE, new Response(build));
  await forgetAllBut([build, await inUse()]);
}

async function keep(cache, path, sum) {
  if (await holds(cache, path, sum)) return;
  const answer = await fetch(path, { cache: "no-cache" });
  if (answer.ok) await cache.put(path, asKept(answer, await answer.arrayBuffer()));
  if (!(await holds(cache, path, sum))) throw new Error("not as it was built: " + path);
}

async function holds(cache, path, sum) {
  const found = await cache.match(path);
  return Boolean(found) && (await digest(await found.arrayBuffer())) === sum;
}

async function isWhole(build) {
  return (await caches.has(PREFIX + build)) && Boolean(await (await caches.open(PREFIX + build)).match(WHOLE));
}

// What the worker of an earlier release stored whole carries no mark yet; needs no network.
async function isFoundWhole(build) {
  if (!(await caches.has(PREFIX + build))) return false;
  const cache = await caches.open(PREFIX + build);
  const answer = await cache.match("/");
  const index = answer && (await answer.arrayBuffer());
  if (!index || !(await digest(index)).startsWith(build)) return false;
  const files = filesOf(new TextDecoder().decode(index));
  const held = await Promise.all(files.map(([path, sum]) => holds(cache, path, sum)));
  if (!held.every(Boolean)) return false;
  await cache.put(WHOLE, new Response(build));
  return true;
}

async function use(build) {
  if (!(await isWhole(build)) && !(await isFoundWhole(build))) throw new Error("not prepared");
  await (await caches.open(CHOICE)).put(CHOICE_KEY, new Response(build));
  await forgetAllBut([build]);
}

async function forgetAllBut(builds) {
  const kept = builds.map((build) => PREFIX + build);
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && !kept.includes(name)).map((name) => caches.delete(name)));
}

async function tell(event) {
  const { prepare: wanted, use: chosen, take } = event.data || {};
  if (take !== undefined) await self.skipWaiting();
  let done = await isTablet();
  try {
    if (done && wanted && !(await isWhole(wanted))) await prepare(wanted);
    if (done && chosen) await use(chosen);
  } catch (error) {
    console.warn(String(error));
    done = false;
  }
  if (event.ports[0]) event.ports[0].postMessage({ done, inUse: await inUse() });
}

let enrolled = false;

// Whether anybody is enrolled in this browser. What cannot be read is taken for yes: nothing is thrown away on a doubt.
async function isTablet() {
  if (!enrolled) enrolled = await anybody();
  return enrolled;
}

function anybody() {
  return new Promise((resolve) => {
    const request = indexedDB.open("etalon");
    // There was none: none is left behind.
    request.onupgradeneeded = () => request.transaction.abort();
    request.onerror = (event) => {
      event.preventDefault();
      resolve(request.error.name !== "AbortError");
    };
    request.onsuccess = () => {
      const store = request.result;
      store.onversionchange = () => store.close();
      if (!store.objectStoreNames.contains("people")) {
        store.close();
        return resolve(false);
      }
      const count = store.transaction("people").objectStore("people").count();
      count.onsuccess = () => resolve(count.result > 0);
      count.onerror = () => resolve(true);
      store.close();
    };
  });
}

// Away with itself and everything it kept. A page that is open goes on with what it has; the next one comes from the network.
async function leave() {
  await self.registration.unregister();
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("etalon-")).map((name) => caches.delete(name)));
}

// A worker in use is replaced when the app says so (`take`), or when its last page is closed: if it were replaced while it prepares a
// build, it would never answer the app. Where nobody is enrolled there is nothing to wait for.
async function replace() {
  if (!self.registration.active || !(await isTablet())) await self.skipWaiting();
}

async function begin() {
  if (!(await isTablet())) return leave();
  await self.clients.claim();
}

async function kept(path) {
  const build = await inUse();
  if (!build || !(await caches.has(PREFIX + build))) return undefined;
  return (await caches.open(PREFIX + build)).match(path, { ignoreSearch: true, ignoreVary: true });
}

async function page(event) {
  if (!(await isTablet())) {
    event.waitUntil(leave());
    return fetch(event.request);
  }
  return (await kept("/")) || fetch(event.request);
}

// A file whose name carries a hash is the same for everybody; any other belongs to the build of the page that asks for it.
async function part(event, path) {
  const found = await kept(path);
  const mine = found && (HASHED.test(path) || (await isAskedByTablet(event.clientId)));
  return mine ? found : fetch(event.request);
}

async function isAskedByTablet(id) {
  const client = id && (await self.clients.get(id));
  return Boolean(client) && isTabletPage(new URL(client.url).pathname);
}

function isTabletPage(path) {
  return PAGES.some((page) => path === page || (page.length > 1 && page.endsWith("/") && path.startsWith(page)));
}

self.addEventListener("install", (event) => event.waitUntil(replace()));
self.addEventListener("activate", (event) => event.waitUntil(begin()));
self.addEventListener("message", (event) => event.waitUntil(tell(event)));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const own = url.origin === self.location.origin && request.method === "GET";
  if (!own || url.pathname.startsWith("/api/") || url.searchParams.has("fresh")) return;
  if (request.mode !== "navigate") event.respondWith(part(event, url.pathname));
  else if (isTabletPage(url.pathname)) event.respondWith(page(event));
});
