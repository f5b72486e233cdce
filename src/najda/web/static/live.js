// One live stream for each browser: the tab that holds the lock listens and tells the others.
// Pages hear "najda:<view>" on the body and fetch what they show again.
(function () {
  "use strict";
  var DEAD_AFTER_MS = 25000;
  var GATHER_MS = 20; // the base gathers too: in a storm it tells once in a second
  var badge = document.getElementById("live");
  if (!badge) return;
  var channel = new BroadcastChannel("najda-live");
  var lastHeard = 0;
  var listening = false;
  var waiting = new Set();
  var timer = null;

  function alive() {
    lastHeard = Date.now();
    badge.textContent = badge.dataset.live;
    badge.className = "live on";
  }
  function dead() {
    badge.textContent = badge.dataset.dead;
    badge.className = "live dead";
  }
  function spread() {
    timer = null;
    var names = Array.from(waiting);
    waiting.clear();
    names.forEach(function (name) {
      document.body.dispatchEvent(new CustomEvent("najda:" + name, { bubbles: true }));
    });
  }
  function take(message) {
    alive();
    if (message.kind === "reload") { window.location.reload(); return; }
    if (message.kind !== "change") return;
    Object.keys(message.views || {}).forEach(function (name) { waiting.add(name); });
    if (!timer) timer = setTimeout(spread, GATHER_MS);
    document.body.dispatchEvent(new CustomEvent("najda-change", { detail: message.views }));
  }
  function listen() {
    return new Promise(function () { // held until the tab closes
      var lost = false;
      listening = true;
      var source = new EventSource("/live");
      function pass(kind) {
        return function (event) {
          var data = kind === "change" ? JSON.parse(event.data) : {};
          var message = { kind: kind, views: data.views };
          if (kind === "hello" && lost) message.kind = "reload";
          lost = false;
          take(message);
          channel.postMessage(message);
        };
      }
      ["hello", "alive", "change", "reload"].forEach(function (kind) {
        source.addEventListener(kind, pass(kind));
      });
      source.onerror = function () {
        lost = true;
        var cutOff = source.readyState === EventSource.CLOSED; // answered, and refused: log in, or sealed
        channel.postMessage({ kind: cutOff ? "reload" : "dead" });
        if (cutOff) window.location.reload(); else dead();
      };
    });
  }
  channel.onmessage = function (event) {
    if (event.data.kind === "dead") { dead(); return; }
    if (event.data.kind === "ask") { // a page that just opened wants to know whether we are live
      if (listening && badge.classList.contains("on")) channel.postMessage({ kind: "alive" });
      return;
    }
    take(event.data);
  };
  channel.postMessage({ kind: "ask" });
  if (navigator.locks) navigator.locks.request("najda-live", listen);
  else listen();
  setInterval(function () {
    if (lastHeard && Date.now() - lastHeard > DEAD_AFTER_MS) dead();
  }, 5000);
})();
