// What rings climbs until it is answered: anything on the page with data-ring and data-level.
// "Heard" quiets this browser until the ring climbs a step; muting is the person's own setting
// and always visible. Nothing is ever hidden by it.
(function () {
  "use strict";
  var EVERY_MS = { 1: 8000, 2: 4000, 3: 2000 };
  var TONES = { callout: [660, 660], trapped: [880, 660], warning: [990, 740, 990] };
  var context = null;
  var last = 0;
  var KEY = "najda-heard";

  function heard() { return JSON.parse(sessionStorage.getItem(KEY) || "[]"); }
  function ringing() {
    var known = heard();
    return Array.from(document.querySelectorAll("[data-ring]")).filter(function (one) {
      return known.indexOf(one.dataset.alarm || "") < 0;
    });
  }
  function show() { // what is quiet here is seen to be, at once and after each refresh
    var loud = ringing();
    document.querySelectorAll("[data-ring]").forEach(function (one) {
      one.classList.toggle("quieted", loud.indexOf(one) < 0);
    });
    document.querySelectorAll("[data-heard]").forEach(function (one) { one.hidden = !loud.length; });
    document.querySelectorAll("[data-quieted]").forEach(function (one) { one.hidden = Boolean(loud.length); });
  }
  function tone(at, frequency, loudness) {
    var source = context.createOscillator();
    var gain = context.createGain();
    source.frequency.value = frequency;
    gain.gain.setValueAtTime(loudness, at);
    gain.gain.exponentialRampToValueAtTime(0.001, at + 0.28);
    source.connect(gain).connect(context.destination);
    source.start(at);
    source.stop(at + 0.3);
  }
  function ring(kind, level) {
    if (!context) context = new AudioContext();
    if (context.state === "suspended") context.resume();
    var tones = TONES[kind] || TONES.callout;
    tones.forEach(function (frequency, n) {
      tone(context.currentTime + n * 0.32, frequency, [0, 0.12, 0.35, 0.9][level]);
    });
  }
  function look() {
    var now = ringing();
    document.title = document.title.replace(/^\(\d+\) /, "");
    if (!now.length) return;
    document.title = "(" + now.length + ") " + document.title;
    var button = document.querySelector("[data-sound]");
    if (!button || button.dataset.sound !== "on") return;
    var loudest = now.reduce(function (a, b) { return Number(b.dataset.level) > Number(a.dataset.level) ? b : a; });
    var level = Number(loudest.dataset.level) || 1;
    // Before the first key press a browser allows no sound; the alarm bar is there from the start.
    if (!navigator.userActivation || !navigator.userActivation.hasBeenActive) return;
    if (Date.now() - last < EVERY_MS[level]) return;
    last = Date.now();
    ring(loudest.dataset.ring, level);
  }
  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-heard]")) return;
    var names = ringing().map(function (one) { return one.dataset.alarm; });
    sessionStorage.setItem(KEY, JSON.stringify(heard().concat(names).slice(-200)));
    show();
    look();
  });
  document.addEventListener("htmx:afterSettle", show);
  setInterval(look, 1000);
})();
