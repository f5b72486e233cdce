// The code stands behind the "#": it never travels in an address.
(function () {
  "use strict";
  var line = document.getElementById("join");
  var code = window.location.hash.slice(1);
  history.replaceState(null, "", "/join");
  fetch("/join", {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ code: code })
  }).then(function (answer) {
    if (!answer.ok) throw new Error("refused");
    return answer.json();
  }).then(function (found) { window.location.replace(found.go); })
    .catch(function () { line.textContent = line.dataset.fail; });
})();
