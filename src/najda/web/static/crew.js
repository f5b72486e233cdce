// The crew's page: my task, five big buttons, works for a day without a network.
// "sent" is said only when a base answered; until then "3 not yet sent".
(function () {
  "use strict";
  var root = document.getElementById("crew");
  var words = root.dataset;
  var task = document.getElementById("task");
  var pending = document.getElementById("pending");
  var keeping = document.getElementById("keeping");
  var kept = document.getElementById("kept");
  var age = document.getElementById("age");
  var chosen = document.getElementById("unit");
  var state = JSON.parse(localStorage.getItem("najda-crew") || "null");
  function equip(found) { najdaOutbox.sealTo = found.seal_to; najdaOutbox.others = found.others; najdaOutbox.pass = found.pass; }
  if (state) equip(state);
  var lastCallout = null;
  var NEXT = { dispatched: "acknowledged", acknowledged: "en_route", en_route: "on_scene", blocked: "en_route", on_scene: "clear", transporting: "clear", at_facility: "clear" };

  function line(tag, text, kind) {
    var element = document.createElement(tag);
    element.textContent = text;
    element.dir = "auto";
    if (kind) element.className = kind;
    return element;
  }
  function show() {
    task.replaceChildren();
    if (!state) { task.append(line("p", words.wait)); return; }
    var unit = chosen.value;
    if (!unit && state.units.length === 1) unit = state.units[0].id;
    if (!unit) state.units.forEach(function (one) { if (one.call_sign === state.me) unit = one.id; });
    var options = state.units.map(function (one) {
      var option = document.createElement("option");
      option.value = one.id; option.textContent = one.call_sign; option.selected = one.id === unit;
      return option;
    });
    chosen.replaceChildren.apply(chosen, [new Option(words.choose, "")].concat(options));
    chosen.value = unit || "";
    var mine = state.callouts.filter(function (one) { return one.unit === chosen.value; });
    lastCallout = mine.length ? mine[mine.length - 1].id : null;
    if (!chosen.value) task.append(line("p", words.choose));
    else if (!mine.length) task.append(line("p", words.none));
    if (mine.length > 1) task.append(line("p", words.two, "flag red"));
    mine.forEach(function (one) {
      var title = line("h2", one.what + " ");
      title.append(line("bdi", one.incident || one.number));
      task.append(title);
      task.append(line("p", words.callout + " " + one.number));
      task.append(line("p", one.place || words.noplace, "big"));
      if (one.note) task.append(line("p", one.note));
      if (one.hold) task.append(line("p", words.hold + " " + one.hold, "flag amber"));
      if (one.recalled) {
        task.append(line("h2", words.recalled, "flag red"));
        if (one.recall_reason) task.append(line("p", one.recall_reason, "big"));
      }
      task.append(line("p", one.state_word + (one.unsent ? " · " + words.pressed : "")));
    });
    var last = mine[mine.length - 1];
    var next = last ? (last.recalled ? (last.recall_heard ? "clear" : "acknowledged") : NEXT[last.state]) : null;
    task.classList.toggle("called-home", Boolean(last && last.recalled));
    var got = document.querySelector("[data-step=acknowledged]");
    got.textContent = last && last.recalled ? words.leaving : words.got;
    var cover = document.querySelector("button[data-cover]");
    var own = state.units.find(function (one) { return one.id === chosen.value; });
    cover.textContent = own && own.cover ? words.outofcover : words.cover;
    cover.setAttribute("aria-pressed", String(Boolean(own && own.cover)));
    document.querySelectorAll("[data-step]").forEach(function (button) {
      button.disabled = !lastCallout;
      button.classList.toggle("next", button.dataset.step === next);
    });
    tick();
  }
  function tick() {
    if (!state) return;
    var minutes = Math.floor((Date.now() - state.at) / 60000);
    age.textContent = words.age.replace("{n}", String(minutes));
    age.className = minutes >= 5 ? "flag amber" : "flag green";
  }
  function buzz(found) { // a new task is felt in the pocket
    var known = (state ? state.callouts : []).map(function (one) { return one.id; });
    var fresh = found.callouts.some(function (one) { return one.unit === chosen.value && known.indexOf(one.id) < 0; });
    if (fresh && state && navigator.vibrate && navigator.userActivation && navigator.userActivation.hasBeenActive) navigator.vibrate([400, 200, 400]);
  }
  function fetchState() {
    return fetch("/crew/state", { headers: { accept: "application/json" } }).then(function (answer) {
      if (answer.status === 401) { wipe(); return; }
      if (!answer.ok) return;
      return answer.json().then(function (found) {
        found.at = Date.now();
        buzz(found);
        listen();
        state = found;
        equip(found);
        localStorage.setItem("najda-crew", JSON.stringify(found));
        show();
      });
    }).catch(tick);
  }
  // Told at once where there is a network; the slow poll stays for where there is none.
  var live = null;
  function listen() {
    if (live || !window.EventSource) return;
    live = new EventSource("/live");
    live.addEventListener("change", function (event) {
      var views = JSON.parse(event.data).views || {};
      if (["dispatch.callout", "dispatch.hold", "units.unit", "incidents.incident"].some(function (name) { return views[name]; })) fetchState();
    });
    live.onerror = function () { live.close(); live = null; };
  }
  function wipe() { // the desk ended this phone's session: what it knew goes; what it wrote stays
    localStorage.removeItem("najda-crew");
    state = null;
    equip({});
    if (window.caches) caches.keys().then(function (names) { return Promise.all(names.map(function (n) { return caches.delete(n); })); }).then(sayIfKept);
    task.replaceChildren(line("p", words.ended, "flag red"));
  }
  function count() {
    najdaOutbox.all().then(function (items) {
      var unsent = items.filter(function (one) { return !one.facts; });
      var kept = items.filter(function (one) { return one.facts; });
      pending.replaceChildren();
      pending.className = unsent.length ? "flag amber" : "flag green";
      pending.append(unsent.length ? words.unsent.replace("{n}", String(unsent.length)) : words.allsent);
      items.filter(function (one) { return one.refused; }).forEach(function (one) {
        pending.append(dismissing(one.label + ": " + one.refused + " ✕", [one]));
      });
      keeping.replaceChildren();
      if (kept.length) {
        keeping.append(words.kept.replace("{n}", String(kept.length)) + " ");
        var takers = Array.from(new Set(kept.map(function (one) { return one.taken; }).filter(Boolean)));
        if (takers.length) keeping.append("· " + words.takenby + " ", line("bdi", takers.join(" ")), " ");
        keeping.append(dismissing(words.dismiss, kept));
      }
      if (items.length) keeping.append(handingOver(), asCodes());
    });
  }
  function dismissing(label, items) {
    var button = document.createElement("button");
    button.textContent = label;
    button.onclick = function () { items.forEach(function (one) { najdaOutbox.remove(one.n); }); };
    return button;
  }
  function handingOver() { // a sealed file that the people of any base can take in
    var button = document.createElement("button");
    button.textContent = words.handover;
    button.dataset.give = "";
    button.onclick = function () {
      najdaOutbox.file().then(function (file) {
        var link = document.createElement("a");
        link.href = URL.createObjectURL(file);
        link.download = "najda-outbox.njo";
        document.body.append(link);
        link.click();
        link.remove();
        setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
      });
    };
    return button;
  }
  function asCodes() { // the same for a base's screen or a code reader, without any cable
    var button = document.createElement("button");
    var dialog = document.getElementById("codes");
    button.textContent = words.codes;
    button.dataset.codes = "";
    button.onclick = function () {
      Promise.all([import("/static/crew-codes.js"), najdaOutbox.small()]).then(function (found) {
        dialog.querySelector("[data-large]").textContent = found[1].left ? words.codeslarge.replace("{n}", String(found[1].left)) : "";
        if (found[1].blob.size) return found[0].show(dialog, found[1].blob);
        button.textContent = words.codeslarge.replace("{n}", String(found[1].left));
      });
    };
    return button;
  }
  function request(url, body) {
    body.id = najdaOutbox.newId();
    return { url: "/api/v1/acts/" + url, body: body };
  }
  function write(url, body, label, also) {
    return najdaOutbox.add({ requests: [request(url, body)].concat(also || []), label: label })
      .then(najdaOutbox.send).then(fetchState);
  }
  root.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.step && lastCallout) {
      pressed(lastCallout, button);
      write("dispatch/report_step", {
        callout: lastCallout, step: button.dataset.step, at_ms: sceneNow()
      }, button.textContent);
    } else if (button.dataset.cover !== undefined && chosen.value) {
      var unit = state.units.find(function (one) { return one.id === chosen.value; }) || {};
      var now = unit.cover = !unit.cover;
      var status = { unit: chosen.value, available: !now, at_ms: sceneNow() };
      if (now) status.reason = words.cover;
      show();
      write("units/set_status", status, now ? words.cover : words.outofcover,
        [request("units/hear_unit", { unit: chosen.value, at_ms: sceneNow() })]); // whoever presses it was heard
    } else if (button.dataset.well !== undefined && chosen.value) {
      var people = document.getElementById("people").value;
      var body = { unit: chosen.value, all_well: true, at_ms: sceneNow() };
      if (people !== "") body.people = Number(people);
      write("units/hear_unit", body, button.textContent);
    } else if (button.dataset.voice !== undefined) voice(button);
  });
  // What was pressed is seen at once, and that it waits; what a base answers takes its place.
  function pressed(callout, button) {
    state.callouts.forEach(function (one) {
      if (one.id !== callout) return;
      one.state = button.dataset.step; one.state_word = button.textContent; one.unsent = true;
      if (one.recalled) one.recall_heard = true;
    });
    localStorage.setItem("najda-crew", JSON.stringify(state));
    show();
  }
  function told(text) { // whose word it is, and the quarter of the task: the desk finds its incident
    var mine = state ? state.callouts.filter(function (one) { return one.unit === chosen.value; }).pop() : null;
    var body = { id: najdaOutbox.newId(), text: text, channel: "crew", received_at: sceneNow() };
    if (unitName()) body.source = unitName();
    if (mine && mine.quarter) body.quarter = mine.quarter;
    return body;
  }
  function sceneNow() { return state ? state.now + (Date.now() - state.at) : undefined; }
  function keepFile(blob, text) {
    var body = told(text);
    najdaOutbox.add({
      blob: blob, label: text,
      requests: [
        { url: "/api/v1/reports", body: body },
        { url: "/api/v1/acts/reports/add_attachment", attaches: true, body: {
          id: najdaOutbox.newId(), report: body.id, media_type: blob.type || "application/octet-stream"
        } }
      ]
    }).then(najdaOutbox.send);
  }
  document.getElementById("photo").addEventListener("change", function (event) {
    Array.from(event.target.files).forEach(function (file) { keepFile(file, words.photo + " " + unitName()); });
    event.target.value = "";
  });
  function unitName() { return chosen.selectedOptions.length ? chosen.selectedOptions[0].textContent : ""; }
  var recorder = null;
  function voice(button) {
    if (recorder) { recorder.stop(); recorder = null; button.setAttribute("aria-pressed", "false"); return; }
    navigator.mediaDevices.getUserMedia({ audio: true }).then(function (stream) {
      var pieces = [];
      recorder = new MediaRecorder(stream);
      recorder.ondataavailable = function (event) { pieces.push(event.data); };
      recorder.onstop = function () {
        stream.getTracks().forEach(function (track) { track.stop(); });
        keepFile(new Blob(pieces, { type: (pieces[0] && pieces[0].type.split(";")[0]) || "audio/webm" }), words.voice + " " + unitName());
      };
      recorder.start();
      button.setAttribute("aria-pressed", "true");
    }).catch(function () { button.textContent = words.novoice; });
  }
  chosen.addEventListener("change", function () { localStorage.setItem("najda-unit", chosen.value); show(); });
  document.addEventListener("najda-outbox", count);
  document.getElementById("tell").addEventListener("submit", function (event) {
    event.preventDefault();
    var text = event.target.elements.text;
    if (!text.value.trim()) return;
    najdaOutbox.add({ requests: [{ url: "/api/v1/reports", body: told(text.value) }], label: words.told })
      .then(function () { text.value = ""; }).then(najdaOutbox.send);
  });
  // Said only when the page is truly kept: a crew in airplane mode may have to open it again.
  function sayIfKept() {
    if (!window.caches) return;
    caches.match("/crew").then(function (page) {
      kept.textContent = page ? words.opensalone : words.notkept;
      kept.className = page ? "flag green" : "flag grey";
    });
  }
  kept.textContent = words.notkept;
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register("/crew-worker.js", { scope: "/crew" });
    navigator.serviceWorker.ready.then(sayIfKept);
  }
  chosen.replaceChildren(new Option(words.choose, localStorage.getItem("najda-unit") || ""));
  chosen.value = localStorage.getItem("najda-unit") || "";
  show(); count(); fetchState();
  setInterval(fetchState, 10000);
  setInterval(tick, 15000);
  setInterval(sayIfKept, 15000);
})();
