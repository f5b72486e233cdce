// What a phone wrote stays on it until two bases have it, or a person dismisses it: a queue in the
// phone's own database. Each item is sealed to the key of every enrolled base, so a captured phone
// opens none of it; its requests have ids of their own, so sending twice is sending once.
(function () {
  "use strict";
  var STORE = "items";
  var ENOUGH_COPIES = 2;
  var REACH_MS = 5000;
  var MOST_BYTES_AS_CODES = 4000;
  var text = new TextEncoder();
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
  function base64(buffer) {
    return btoa(Array.from(new Uint8Array(buffer), function (b) { return String.fromCharCode(b); }).join(""));
  }
  function bytesOf(encoded) {
    return Uint8Array.from(atob(encoded), function (c) { return c.charCodeAt(0); });
  }
  function length(n) {
    var bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, n);
    return bytes;
  }
  var NONCE = { name: "AES-GCM", iv: new Uint8Array(12) }; // every key is used once
  var CURVE = { name: "ECDH", namedCurve: "P-256" };
  // The envelope of outbox_seal.py: content = length, requests as JSON, the bytes of a photo.
  function seal(requests, blob, bases) {
    var head = text.encode(JSON.stringify(requests));
    var content = new Blob([length(head.length), head].concat(blob ? [blob] : [])).arrayBuffer();
    return Promise.all([
      crypto.subtle.generateKey(CURVE, true, ["deriveBits"]),
      crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]),
      content
    ]).then(function (made) {
      return Promise.all([
        crypto.subtle.exportKey("raw", made[0].publicKey),
        crypto.subtle.exportKey("raw", made[1]),
        crypto.subtle.encrypt(NONCE, made[1], made[2])
      ]).then(function (raw) {
        return Promise.all(Object.keys(bases).map(function (chain) {
          return wrapped(made[0].privateKey, bytesOf(bases[chain]), chain, raw[1]).then(function (key) {
            return [chain, base64(key)];
          });
        })).then(function (keys) {
          var header = text.encode(JSON.stringify({ ephemeral: base64(raw[0]), keys: Object.fromEntries(keys) }));
          return new Blob(["NJO1", length(header.length), header, length(raw[2].byteLength), raw[2]]).arrayBuffer();
        });
      });
    });
  }
  function wrapped(own, point, chain, key) {
    return crypto.subtle.importKey("raw", point, CURVE, false, []).then(function (theirs) {
      return crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own, 256);
    }).then(function (shared) {
      return crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    }).then(function (secret) {
      var how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: text.encode("najda/outbox/1 " + chain) };
      return crypto.subtle.deriveKey(how, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    }).then(function (wrapping) { return crypto.subtle.encrypt(NONCE, wrapping, key); });
  }
  // Without keys (no base was reached since joining) an item waits as it is, and is sealed later.
  function sealItem(item) {
    var bases = outbox.sealTo;
    if (item.sealed || !bases || !Object.keys(bases).length || !crypto.subtle) return Promise.resolve(item);
    return seal(item.requests, item.blob, bases).then(function (sealed) {
      var kept = { label: item.label, at: item.at, sealed: sealed };
      if (item.n !== undefined) kept.n = item.n;
      return kept;
    });
  }
  // Its own base first; where that is silent, any other base that takes the pass it was given.
  function reached() {
    return [["", ""]].concat(Object.entries(outbox.others || {})).reduce(function (before, base) {
      return before.catch(function (wrong) {
        if (wrong && wrong.stop) throw wrong;
        var door = { letter: base[0], address: base[1], headers: base[1] ? { authorization: "Bearer " + outbox.pass } : {} };
        return fetch(door.address + "/api/v1/copies", { headers: door.headers, signal: AbortSignal.timeout(REACH_MS) }).then(function (answer) {
          if (answer.ok) return door;
          throw { stop: !base[1] && answer.status === 401 }; // ended by the desk: nobody else is asked
        });
      });
    }, Promise.reject());
  }
  function post(door, body, kind) {
    var headers = Object.assign({ "content-type": kind }, door.headers);
    return fetch(door.address + "/api/v1/outbox", { method: "POST", headers: headers, body: body }).then(function (answer) {
      if (answer.status === 401 || answer.status === 403 || answer.status === 429 || answer.status >= 500) {
        throw { stop: true, status: answer.status };
      }
      return answer.json().then(function (found) {
        if (!answer.ok) throw { refused: true, title: found.title || String(answer.status) };
        return found;
      });
    });
  }
  function sendOne(item, door) {
    if (!item.sealed) throw { stop: true };
    return post(door, item.sealed, "application/octet-stream").then(function (found) {
      var wrong = found.answers.find(function (one) { return one.status !== 201; });
      if (wrong) throw { refused: true, title: wrong.title || String(wrong.status) };
      item.taken = door.letter;
      item.facts = found.answers.reduce(function (all, one) { return all.concat(one.facts || []); }, []);
      return put(item);
    });
  }
  function put(item) {
    return run("readwrite", function (store) { return store.put(item); }).then(outbox.changed);
  }
  // Saved at a base is not enough: kept until two have it. Not there any more: sent again.
  function check(item, door) {
    var asked = item.facts.map(function (fact) { return "fact=" + fact; }).join("&");
    return fetch(door.address + "/api/v1/copies?" + asked, { headers: door.headers }).then(function (answer) {
      if (!answer.ok) throw { stop: true };
      return answer.json();
    }).then(function (found) {
      var counts = item.facts.map(function (fact) { return found.copies[fact] || 0; });
      item.copies = Math.min.apply(null, counts);
      if (item.copies >= ENOUGH_COPIES) return outbox.remove(item.n);
      if (item.copies === 0) delete item.facts;
      return put(item);
    });
  }
  function next(item, door) {
    return sealItem(item).then(function (sealed) {
      return sealed === item ? item : put(sealed).then(function () { return sealed; });
    }).then(function (one) {
      return one.facts ? check(one, door) : sendOne(one, door);
    }).catch(function (wrong) {
      if (!wrong || !wrong.refused) throw wrong;
      item.refused = wrong.title; // stays, shown, until a person dismisses it
      return sealItem(item).then(function (kept) { kept.refused = item.refused; return put(kept); });
    });
  }
  var sending = null;
  var outbox = {
    newId: newId,
    //: Set by the page: chain -> public point of each enrolled base, letter -> address of others.
    sealTo: null, others: null, pass: "",
    add: function (item) {
      item.at = Date.now();
      return sealItem(item).then(function (kept) {
        return run("readwrite", function (store) { return store.add(kept); });
      }).then(outbox.changed);
    },
    all: function () { return run("readonly", function (store) { return store.getAll(); }); },
    remove: function (n) {
      return run("readwrite", function (store) { return store.delete(n); }).then(outbox.changed);
    },
    changed: function () { document.dispatchEvent(new CustomEvent("najda-outbox")); },
    // Everything sealed, one after the other, as a file for any base's people to take in.
    file: function () {
      return outbox.all().then(function (items) {
        return new Blob(items.filter(function (item) { return item.sealed; }).map(function (item) { return item.sealed; }));
      });
    },
    // What is small enough for codes, and how many items are not.
    small: function () {
      return outbox.all().then(function (items) {
        var sealed = items.filter(function (item) { return item.sealed; });
        var few = sealed.filter(function (item) { return item.sealed.byteLength <= MOST_BYTES_AS_CODES; });
        return { blob: new Blob(few.map(function (item) { return item.sealed; })), left: sealed.length - few.length };
      });
    },
    // Send in order, one after the other; stop at the first that cannot be sent now.
    send: function () {
      if (sending) return sending;
      sending = outbox.all().then(function (items) {
        var waiting = items.filter(function (item) { return !item.refused; });
        return waiting.length ? reached().then(function (door) {
          return waiting.reduce(function (before, item) {
            return before.then(function () { return next(item, door); });
          }, Promise.resolve());
        }) : undefined;
      }).catch(function () { return undefined; }).then(function () { sending = null; outbox.changed(); });
      return sending;
    }
  };
  window.najdaOutbox = outbox;
  window.addEventListener("online", outbox.send);
  setInterval(outbox.send, 5000);
})();
