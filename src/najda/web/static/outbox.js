// What a phone wrote stays on it until a base has it: a queue in the phone's own database.
// Each item is a list of requests with ids of their own, so sending twice is sending once.
(function () {
  "use strict";
  var STORE = "items";
  function open() {
    return new Promise(function (resolve, reject) {
      var asked = indexedDB.open("najda-outbox", 1);
      asked.onupgradeneeded = function () {
        asked.result.createObjectStore(STORE, { keyPath: "n", autoIncrement: true });
      };
      asked.onsuccess = function () { resolve(asked.result); };
      asked.onerror = function () { reject(asked.error); };
    });
  }
  function run(mode, work) {
    return open().then(function (db) {
      return new Promise(function (resolve, reject) {
        var transaction = db.transaction(STORE, mode);
        var asked = work(transaction.objectStore(STORE));
        transaction.oncomplete = function () { db.close(); resolve(asked && asked.result); };
        transaction.onerror = function () { db.close(); reject(transaction.error); };
      });
    });
  }
  function newId() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, function (b) { return b.toString(16).padStart(2, "0"); }).join("");
  }
  function post(url, body, raw) {
    return fetch(url, {
      method: "POST",
      headers: raw ? {} : { "content-type": "application/json" },
      body: raw ? body : JSON.stringify(body)
    }).then(function (answer) {
      if (answer.status === 401 || answer.status === 403) throw { stop: true, status: answer.status };
      if (answer.status >= 500 || answer.status === 429) throw { stop: true, status: answer.status };
      return answer.json().then(function (found) {
        if (!answer.ok) throw { refused: true, title: found.title || String(answer.status) };
        return found;
      });
    });
  }
  function sendOne(item) {
    if (!item.blob) return post(item.url, item.body);
    return post("/api/v1/attachments", item.blob, true).then(function (stored) {
      return post("/api/v1/reports", item.body).then(function () {
        return post("/api/v1/acts/reports/add_attachment", {
          id: item.attachment, report: item.body.id, sha256: stored.sha256,
          size_bytes: stored.size_bytes, media_type: item.blob.type || "application/octet-stream"
        });
      });
    });
  }
  var sending = null;
  var outbox = {
    newId: newId,
    add: function (item) {
      return run("readwrite", function (store) { return store.add(item); }).then(outbox.changed);
    },
    all: function () { return run("readonly", function (store) { return store.getAll(); }); },
    remove: function (n) {
      return run("readwrite", function (store) { return store.delete(n); }).then(outbox.changed);
    },
    changed: function () { document.dispatchEvent(new CustomEvent("najda-outbox")); },
    // Send in order, one after the other; stop at the first that cannot be sent now.
    send: function () {
      if (sending) return sending;
      sending = outbox.all().then(function (items) {
        return items.filter(function (item) { return !item.refused; }).reduce(function (before, item) {
          return before.then(function () {
            return sendOne(item).then(
              function () { return outbox.remove(item.n); },
              function (wrong) {
                if (!wrong || !wrong.refused) throw wrong;
                item.refused = wrong.title; // stays, shown, until a person dismisses it
                return run("readwrite", function (store) { return store.put(item); }).then(outbox.changed);
              });
          });
        }, Promise.resolve());
      }).catch(function () { return undefined; }).then(function () { sending = null; outbox.changed(); });
      return sending;
    }
  };
  window.najdaOutbox = outbox;
  window.addEventListener("online", outbox.send);
  setInterval(outbox.send, 5000);
})();
