// The keyboard: "/" command line, "?" the list, one-letter keys of whatever the page offers.
(function () {
  "use strict";
  function typing(target) {
    return target.closest && target.closest("input, textarea, select, [contenteditable]");
  }
  function visible(element) {
    return element.offsetParent !== null || element.tagName === "SUMMARY" || element.closest(".more") !== null;
  }
  var NEW = ".htmx-added, .htmx-swapping";
  // Keys that some pages keep for judging: where there is nothing to judge they do nothing,
  // whatever they mean in the menu.
  function kept(key) {
    var page = document.querySelector("main [data-own-keys]");
    return Boolean(page) && page.dataset.ownKeys.indexOf(key) >= 0;
  }
  function offering(key) {
    var named = '[data-key="' + CSS.escape(key) + '"]';
    return Array.from(document.querySelectorAll("main " + named)).find(visible) ||
      (kept(key) ? undefined : Array.from(document.querySelectorAll(named)).find(visible));
  }
  // A key sends a crew, judges a claim or links a report only when what it does has been seen for
  // a moment: the second press of the key that led here, or of the one that just acted, does nothing.
  var SENDING = 'form[action$="/send_unit"]', JUDGING = "[data-in-turn] form";
  var SEEN_MS = { send: 1000, judge: 400 };
  var SAID_IN = ["action", "unit", "incident", "proposal", "about", "claim"];
  var offered = {}; // key -> what it does, and since when that is shown
  function does(form) {
    return SAID_IN.map(function (name) {
      var field = name === "action" ? { value: form.getAttribute("action") } : form.elements[name];
      return field ? field.value : "";
    }).join("|");
  }
  function look() {
    var now = Date.now(), before = offered, least = Infinity;
    offered = {};
    document.querySelectorAll(SENDING + " [data-key], " + JUDGING + " [data-key]").forEach(function (one) {
      var what = does(one.form);
      var was = before[one.dataset.key];
      var since = was && was.what === what ? was.since : now;
      var left = since + (one.form.matches(SENDING) ? SEEN_MS.send : SEEN_MS.judge) - now;
      offered[one.dataset.key] = { what: what, since: since };
      one.toggleAttribute("data-fresh", left > 0);
      if (left > 0) least = Math.min(least, left);
    });
    if (least < Infinity) setTimeout(look, least + 1);
  }
  look();
  document.addEventListener("htmx:afterSwap", look);
  document.addEventListener("najda-page", look);
  document.addEventListener("htmx:beforeRequest", function (event) {
    if (event.target.matches && event.target.matches(SENDING)) { offered = {}; look(); }
  });
  function press(element) {
    if (element.hasAttribute("data-fresh")) return;
    element.click();
    if (element.tagName !== "SUMMARY") return;
    var part = element.parentElement;
    function first() {
      var field = part.querySelector("[data-first]");
      if (field && part.open) field.focus();
      return field;
    }
    setTimeout(function () { // what opens may fetch its fields first
      if (!first()) part.addEventListener("htmx:afterSettle", first, { once: true });
    }, 0);
  }
  function showHelp() {
    var dialog = document.getElementById("help");
    var list = dialog.querySelector("[data-key-list]");
    list.replaceChildren();
    document.querySelectorAll("[data-key]").forEach(function (element) {
      if (offering(element.dataset.key) !== element) return; // what the key does here, once
      var item = document.createElement("li");
      var key = document.createElement("kbd");
      key.textContent = element.dataset.key;
      var label = element.cloneNode(true); // its own letter stands in a kbd; every other one is the label's
      label.querySelectorAll("kbd").forEach(function (one) { one.remove(); });
      item.append(key, " " + (label.textContent.trim() || element.title || element.getAttribute("aria-label") || ""));
      list.append(item);
    });
    dialog.showModal();
  }
  // Rows of a list: j/k or arrows choose one, Enter opens it. The choice outlives a refresh.
  var chosen = null;
  function rows() { return Array.from(document.querySelectorAll("[data-row]")).filter(visible); }
  function mark(scroll) {
    rows().forEach(function (row) {
      var is = row.dataset.row === chosen;
      row.toggleAttribute("data-selected", is);
      if (is && scroll) row.scrollIntoView({ block: "nearest" });
    });
  }
  function move(by) {
    var all = rows();
    if (!all.length) return false;
    var at = all.findIndex(function (row) { return row.dataset.row === chosen; });
    at = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by));
    chosen = all[at].dataset.row;
    mark(true);
    return true;
  }
  function atRest() { return ["BODY", "MAIN"].indexOf(document.activeElement.tagName) >= 0; }
  function open() {
    var row = document.querySelector("[data-row][data-selected]");
    var link = row && row.querySelector("a[href]");
    if (link) link.click();
    return Boolean(link);
  }
  var printed = -1000;
  document.addEventListener("click", function (event) { // a double click is one paper
    if (!event.target.closest("[data-print]") || event.timeStamp - printed < 1000) return;
    printed = event.timeStamp;
    window.print();
  });
  // What calls crews away is asked twice: the first press says whom, the second within 5 s does it.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.dataset.twice) return;
    if (form.dataset.asked) { // a double click is one press
      if (event.timeStamp - Number(form.dataset.asked) < 400) { event.preventDefault(); event.stopImmediatePropagation(); }
      return;
    }
    var names = Array.from(form.querySelectorAll("[data-name]")).filter(function (one) {
      return one.type === "hidden" || one.checked;
    }).map(function (one) { return one.dataset.name; });
    if (!names.length) return; // the base says that nobody is chosen
    event.preventDefault();
    event.stopImmediatePropagation();
    var button = form.querySelector("button");
    var words = Array.from(button.childNodes);
    form.dataset.asked = String(event.timeStamp);
    button.replaceChildren(form.dataset.twice.replace("{names}", function () {
      return "(" + names.length + ") " + names.join(form.dataset.comma);
    }), " ", words.find(function (one) { return one.tagName === "KBD"; }).cloneNode(true));
    button.classList.add("asked");
    setTimeout(function () {
      delete form.dataset.asked;
      button.replaceChildren.apply(button, words);
      button.classList.remove("asked");
    }, 5000);
  }, true);
  // A refusal that names a field says its label, and the writer is put there.
  document.addEventListener("htmx:afterSwap", function (event) {
    var said = event.target.matches(".refusal") && event.target.querySelector("[data-field]");
    var form = said && event.target.closest("form");
    var field = form && form.elements.namedItem(said.dataset.field);
    if (field instanceof RadioNodeList) field = field[0];
    if (!field || field.type === "hidden" || form.hasAttribute("data-draft")) return;
    var label = field.getAttribute("aria-label") || field.labels && field.labels[0] && field.labels[0].firstChild.textContent.trim();
    if (label && said.textContent.indexOf(label) < 0) said.prepend(label + ": ");
    field.focus();
  });
  document.addEventListener("htmx:afterSettle", function () { mark(false); });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      var form = event.target.form;
      var now = form && event.shiftKey && form.querySelector("[data-send-now]");
      if (now) { event.preventDefault(); now.click(); return; }
      var save = form && form.querySelector("[data-submit]");
      if (form) { event.preventDefault(); if (save) save.click(); else form.requestSubmit(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "?" || event.key === "؟") { event.preventDefault(); showHelp(); return; }
    if (event.key === "/" || event.code === "Slash" && !event.shiftKey) {
      var line = document.getElementById("command");
      if (line) { event.preventDefault(); line.focus(); line.select(); }
      return;
    }
    var step = event.key === "ArrowDown" || event.code === "KeyJ" ? 1
      : event.key === "ArrowUp" || event.code === "KeyK" ? -1 : 0;
    if (step && move(step)) { event.preventDefault(); return; }
    if (event.key === "Enter" && atRest() && open()) return;
    if (event.repeat) return; // a key held down acts once
    // On an Arabic layout the letter differs, the key is the same.
    var letter = /^Key([A-Z])$/.exec(event.code);
    var digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code);
    var key = letter ? letter[1].toLowerCase() : digit ? digit[1] : event.key;
    var own = document.querySelector('[data-row][data-selected] [data-row-key="' + CSS.escape(key) + '"]');
    if (own) {
      event.preventDefault();
      if (own.tagName === "INPUT") { own.focus(); own.select(); } else own.click();
      return;
    }
    // What the page itself offers comes before the menu.
    var found = offering(key);
    if (!found) return;
    event.preventDefault();
    if (found.closest('[data-in-turn][aria-busy="true"]')) return; // what comes next is not shown yet
    if (!found.closest(NEW)) { press(found); return; }
    // What has just come is not awake yet: a form sent now would leave the page.
    document.addEventListener("htmx:afterSettle", function () {
      setTimeout(function () {
        var awake = offering(key);
        if (awake && !awake.closest(NEW)) press(awake);
      }, 0);
    }, { once: true });
  });
  // Where one key judges one thing after another, the next key waits until the next thing shows:
  // nobody judges what they have not seen, and a second press judges nothing twice.
  document.addEventListener("htmx:beforeRequest", function (event) {
    var turn = event.target.closest && event.target.closest("[data-in-turn]");
    if (!turn || !event.target.matches("form")) return;
    turn.setAttribute("aria-busy", "true");
    var proposal = event.target.elements.proposal;
    if (proposal) sent = proposal.value;
    told = null;
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    if (event.detail.successful) return;
    document.querySelectorAll('[data-in-turn][aria-busy="true"]').forEach(function (turn) {
      turn.removeAttribute("aria-busy");
    });
  });
  // Who was not first is told so beside the claim, and what they had typed is not lost, though the
  // page is fetched anew meanwhile.
  var sent = "", shown = null, told = null;
  function offer(key) { return key && document.querySelector('[data-offer="' + CSS.escape(key) + '"]'); }
  function typedInto(one) {
    return Array.from(one.querySelectorAll("details[open] input:not([type=hidden]), details[open] select")).filter(function (field) {
      if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
      var first = Array.from(field.options).findIndex(function (one) { return one.defaultSelected; });
      return field.selectedIndex !== Math.max(0, first);
    }).map(function (field) { return field.tagName === "SELECT" ? field.selectedOptions[0].text : field.value; });
  }
  document.addEventListener("htmx:beforeSwap", function () {
    var turn = document.querySelector("[data-in-turn]");
    var one = turn && offer(turn.dataset.now);
    shown = one ? { key: turn.dataset.now, typed: typedInto(one) } : null;
  });
  document.addEventListener("htmx:afterSwap", function (event) {
    var turn = document.querySelector("[data-in-turn]");
    if (!turn) { told = null; return; }
    if (event.target.matches(".refusal")) {
      var at = event.target.closest("[data-offer]");
      if (at) told = { key: at.dataset.offer, said: event.target.textContent.trim() };
      return;
    }
    var lost = shown && shown.key !== turn.dataset.now && shown.key !== sent;
    if (lost && offer(shown.key) && !told) {
      told = { key: shown.key, said: turn.dataset.judgedMeanwhile };
      if (shown.typed.length) told.said += " " + turn.dataset.youTyped + " " + shown.typed.join(" · ");
    }
    var place = told && offer(told.key);
    if (!place || place.querySelector(".refusal:not(:empty)")) return;
    var said = document.createElement("p");
    said.className = "refusal";
    said.setAttribute("role", "alert");
    said.textContent = told.said;
    place.append(said);
  });
  document.addEventListener("najda-page", function () { sent = ""; told = null; });
  // A hold shows its minutes as they run down, by the clock of the scene.
  var loaded = new WeakMap();
  setInterval(function () {
    document.querySelectorAll("[data-until]").forEach(function (one) {
      if (!loaded.has(one)) loaded.set(one, Date.now());
      var passed = Date.now() - loaded.get(one);
      var left = Math.max(0, Number(one.dataset.until) - Number(one.dataset.now) - passed);
      one.textContent = Math.floor(left / 60000) + ":" + String(Math.floor(left / 1000) % 60).padStart(2, "0");
    });
  }, 1000);
  // A button is answered once: a double click is not two incidents (the request id says so too).
  document.addEventListener("htmx:afterRequest", function (event) {
    // What a part of the form asks by itself (a poll, a look-up) takes no refusal away.
    var form = event.target;
    if (form.matches && form.matches("form") && event.detail.successful) {
      var message = form.querySelector(".refusal");
      if (message) message.textContent = "";
    }
  });
})();
