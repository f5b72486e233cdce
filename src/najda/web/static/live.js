// One live stream for each browser: the tab that holds the lock listens and tells the others.
// Pages hear "najda:<view>" on the body and fetch what they show again.
(function () {
  "use strict";
  var DEAD_AFTER_MS = 25000;
  var badge = document.getElementById("live");
  if (!badge) return;
  var channel = new BroadcastChannel("najda-live");
  var lastHeard = 0;
  var listening = false;

  function alive() {
    lastHeard = Date.now();
    badge.textContent = badge.dataset.live;
    badge.className = "live on";
  }
  function dead() {
    badge.textContent = badge.dataset.dead;
    badge.className = "live dead";
  }
  function take(message) {
    alive();
    if (message.kind === "reload") { window.location.reload(); return; }
    if (message.kind !== "change") return;
    // The base gathers; what listens to several views waits a moment too, and fetches once.
    Object.keys(message.views || {}).forEach(function (name) {
      document.body.dispatchEvent(new CustomEvent("najda:" + name, { bubbles: true }));
    });
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
  document.addEventListener("najda-lost", dead); // a page was asked for in vain
  setInterval(function () {
    if (lastHeard && Date.now() - lastHeard > DEAD_AFTER_MS) dead();
  }, 5000);
})();
