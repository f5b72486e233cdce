// Files beside a report: stored under their hash first, then named by the report.
(function () {
  "use strict";
  function post(url, body, kind) {
    var headers = { "content-type": kind, "accept": "application/json" };
    return fetch(url, { method: "POST", headers: headers, body: body }).then(function (answer) {
      return answer.json().then(function (found) {
        if (!answer.ok) throw { title: found.title };
        return found;
      });
    });
  }
  function attach(report, file) {
    var kind = file.type || "application/octet-stream";
    return post("/api/v1/attachments", file, kind).then(function (stored) {
      return post("/api/v1/acts/reports/add_attachment", JSON.stringify({
        id: crypto.randomUUID().replaceAll("-", ""), report: report, sha256: stored.sha256,
        size_bytes: stored.size_bytes, media_type: kind, file_name: file.name,
      }), "application/json");
    });
  }
  document.addEventListener("change", function (event) {
    var input = event.target.closest("[data-attach]");
    if (!input) return;
    var said = input.closest("form").querySelector(".refusal");
    var one = Promise.resolve();
    said.textContent = input.dataset.going;
    Array.from(input.files).forEach(function (file) {
      one = one.then(function () { return attach(input.dataset.attach, file); });
    });
    one.then(function () { said.textContent = ""; input.value = ""; }, function (wrong) {
      said.textContent = wrong.title || input.dataset.failed; // chosen again, the same file is one
      input.value = "";
    });
  });
})();
