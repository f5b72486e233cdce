// Keeps the crew's page and its parts, so that it opens in airplane mode.
"use strict";
var KEPT = "najda-crew-1";
var PARTS = ["/crew", "/static/najda.css", "/static/outbox.js", "/static/crew.js", "/static/crew-codes.js", "/static/vendor/lean-qr.mjs", "/static/icon.svg", "/static/crew.webmanifest"];
self.addEventListener("install", function (event) {
  event.waitUntil(caches.open(KEPT).then(function (cache) { return cache.addAll(PARTS); }).then(function () { return self.skipWaiting(); }));
});
self.addEventListener("activate", function (event) { event.waitUntil(self.clients.claim()); });
self.addEventListener("fetch", function (event) {
  var url = new URL(event.request.url);
  if (event.request.method !== "GET" || PARTS.indexOf(url.pathname) < 0) return;
  event.respondWith(fetch(event.request).then(function (answer) {
    if (answer.ok && !answer.redirected) {
      var copy = answer.clone();
      event.waitUntil(caches.open(KEPT).then(function (cache) { return cache.put(url.pathname, copy); }));
    }
    return answer;
  }).catch(function () { return caches.match(url.pathname); }));
});
