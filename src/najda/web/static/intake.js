// Half-typed text is never lost: each keystroke is kept in this browser until the base has it.
(function () {
  "use strict";
  var form = document.querySelector("form[data-draft]");
  if (!form) return;
  var name = "najda-draft-" + form.dataset.draft;
  var state = form.querySelector(".draft-state");

  function fields() {
    return Array.from(form.elements).filter(function (one) {
      return one.name && one.name !== "next" && one.type !== "submit";
    });
  }
  function keep() {
    var values = {};
    fields().forEach(function (one) { values[one.name] = one.value; });
    localStorage.setItem(name, JSON.stringify(values));
    state.textContent = state.dataset.kept;
  }
  function restore() {
    var kept = localStorage.getItem(name);
    if (!kept) return;
    var values = JSON.parse(kept);
    if (!values.text && !values.place) return;
    fields().forEach(function (one) {
      if (values[one.name] !== undefined) one.value = values[one.name];
    });
    state.textContent = state.dataset.kept;
  }
  form.addEventListener("input", keep);
  form.addEventListener("htmx:afterRequest", function (event) {
    if (event.detail.successful) localStorage.removeItem(name);
  });
  restore();
})();
