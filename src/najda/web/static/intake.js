// Half-typed calls are never lost: each keystroke is kept in this browser until the base has it.
// Several calls can be half taken at once; F2 goes to the next, F4 begins another.
(function () {
  "use strict";
  var PREFIX = "najda-call-";
  var form, state, list, begun, refusal, ticked; // of the page that stands; no form on most pages
  var TYPED = ["text", "place", "trapped", "injured", "caller_phone", "caller_name", "channel",
    "occurred", "received", "source", "teller_chain", "opens"];

  function field(name) { return form.elements[name]; }
  function own() { return field("id").value; }
  function drafts() {
    var found = [];
    for (var n = 0; n < localStorage.length; n += 1) {
      var key = localStorage.key(n);
      if (key.indexOf(PREFIX) === 0) found.push(JSON.parse(localStorage.getItem(key)));
    }
    return found.sort(function (a, b) { return a.begun - b.begun; });
  }
  function values() {
    var found = { id: own(), begun: begun, units: ticked };
    TYPED.forEach(function (name) { if (field(name)) found[name] = field(name).value; });
    return found;
  }
  function hasWords(draft) { return Boolean(draft.text || draft.place || draft.caller_phone); }

  function says(words, wrong) {
    state.textContent = words;
    state.classList.toggle("wrong", Boolean(wrong));
  }
  function units() { return Array.from(form.querySelectorAll("[name=units]")); }
  function tick() { units().forEach(function (one) { one.checked = ticked.indexOf(one.value) >= 0; }); }
  function changed(event) {
    if (event.target.name !== "units") return;
    ticked = units().filter(function (one) { return one.checked; }).map(function (one) { return one.value; });
    keep();
  }
  function keep() {
    var now = values();
    if (!hasWords(now)) { localStorage.removeItem(PREFIX + own()); }
    else localStorage.setItem(PREFIX + own(), JSON.stringify(now));
    says(hasWords(now) ? state.dataset.kept : "");
    show();
  }
  function take(draft) {
    begun = draft.begun;
    field("id").value = draft.id;
    TYPED.forEach(function (name) { if (field(name)) field(name).value = draft[name] || defaultOf(name); });
    ticked = draft.units || [];
    tick();
    says(hasWords(draft) ? state.dataset.kept : "");
    unmark();
    form.querySelector("[data-first]").focus();
    document.body.dispatchEvent(new CustomEvent("najda-restored"));
    show();
  }
  function defaultOf(name) { return name === "channel" ? field("channel").options[0].value : ""; }
  function fresh() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, function (one) { return one.toString(16).padStart(2, "0"); }).join("");
  }
  function another() { keep(); take({ id: fresh(), begun: Date.now() }); }
  function next() {
    keep();
    var all = drafts();
    if (!all.length) return;
    var at = all.findIndex(function (one) { return one.id === own(); });
    take(all[(at + 1) % all.length]);
  }
  function show() {
    list.replaceChildren();
    drafts().forEach(function (one) {
      var button = document.createElement("button");
      button.type = "button";
      button.dir = "auto";
      button.textContent = (one.place || one.text || one.caller_phone || list.dataset.untitled).slice(0, 24);
      if (one.id === own()) button.setAttribute("aria-current", "true");
      button.addEventListener("click", function () { keep(); take(one); });
      list.append(button, " ");
    });
  }
  function begin() {
    form = document.querySelector("form[data-draft]");
    if (!form || form.dataset.begun) return;
    form.dataset.begun = "1";
    state = form.querySelector(".draft-state");
    list = document.querySelector("[data-drafts]");
    refusal = form.querySelector(".refusal");
    ticked = [];
    begun = Date.now();
    form.addEventListener("input", keep);
    form.addEventListener("change", changed);
    form.addEventListener("htmx:beforeRequest", function (event) { if (event.target === form) unmark(); });
    form.addEventListener("htmx:sendError", function (event) { if (event.target === form) lost(); });
    form.addEventListener("htmx:afterSwap", function (event) {
      if (event.target === refusal) mark(event.detail.requestConfig.path);
      else if (event.target.id === "for-call") tick();
    });
    form.addEventListener("htmx:afterRequest", ended);
    document.querySelector("[data-new-draft]").addEventListener("click", another);
    // A tab that is opened again goes on with the call it had; other half-taken calls stay listed.
    var left = drafts();
    if (hasWords(values())) keep(); // typed before this ran
    else if (left.length && new URLSearchParams(location.search).get("new") === null) take(left[left.length - 1]);
    else show();
  }
  // A refusal stands at the field it names, else at the button pressed, and the writer is put there.
  function mark(path) {
    var said = refusal.querySelector("[data-field]");
    var at = said && field(said.dataset.field);
    if (at instanceof RadioNodeList) at = at[0];
    var named = at && at.type !== "hidden";
    if (!named) at = form.querySelector('[formaction="' + path + '"]') || form.querySelector("[data-submit]");
    var folded = at.closest("details");
    if (folded) folded.open = true;
    at.closest("fieldset, label, p").after(refusal);
    says(state.dataset.refused, true);
    if (!named) return;
    at.setAttribute("aria-invalid", "true");
    at.setAttribute("aria-describedby", refusal.id);
    at.focus();
  }
  function unmark() {
    refusal.textContent = "";
    form.prepend(refusal); // the first of the form: that is where the base's answer goes
    form.querySelectorAll("[aria-invalid]").forEach(function (one) {
      one.removeAttribute("aria-invalid");
      one.removeAttribute("aria-describedby");
    });
  }
  function lost() { says(state.dataset.lost, true); }
  function ended(event) {
    // Only a saved call ends its draft; what is told while typing does not.
    var wrote = event.detail.requestConfig && event.detail.requestConfig.path.indexOf("/do/") === 0;
    // "successful" is not told where the answer sends the browser on; the status is.
    var status = event.detail.xhr ? event.detail.xhr.status : 0;
    if (wrote && status >= 200 && status < 300) localStorage.removeItem(PREFIX + own());
  }
  document.addEventListener("keydown", function (event) {
    if (!form || !form.isConnected) return;
    if (event.key === "F2") { event.preventDefault(); next(); return; }
    if (event.key === "F4") { event.preventDefault(); another(); return; }
    var digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code);
    if (event.altKey && digit) {
      var choice = form.querySelector('[data-alt="' + digit[1] + '"]');
      if (choice) { event.preventDefault(); choice.checked = true; choice.dispatchEvent(new Event("change", { bubbles: true })); }
    }
  });
  document.addEventListener("najda-page", begin);
  begin();
})();
