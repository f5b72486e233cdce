// Reads a phone's outbox codes with this machine's camera, where its browser can.
(function () {
  "use strict";
  var form = document.getElementById("codes");
  var field = form.elements.codes;
  var video = form.querySelector("video");
  var button = form.querySelector("[data-camera]");
  var count = form.querySelector("[data-count]");
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  button.hidden = false;
  var LOOK_MS = 150;
  function seen() {
    return Array.from(new Set(field.value.toUpperCase().match(/NJQ1-[0-9A-F]{8}-\d+-\d+-[A-Z2-7]+?(?=NJQ1-|[^A-Z2-7]|$)/g) || []));
  }
  function missing() { // codes of the set that is read now
    var codes = seen();
    if (!codes.length) return 1;
    var last = codes[codes.length - 1].split("-");
    var read = codes.filter(function (one) { return one.split("-")[1] === last[1]; }).length;
    count.textContent = read + " / " + last[3];
    return Number(last[3]) - read;
  }
  function stop(stream) {
    stream.getTracks().forEach(function (track) { track.stop(); });
    video.hidden = true;
  }
  button.addEventListener("click", function () {
    var detector = new window.BarcodeDetector({ formats: ["qr_code"] });
    navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).then(function (stream) {
      video.hidden = false;
      video.srcObject = stream;
      function look() {
        detector.detect(video).then(function (found) {
          found.forEach(function (one) {
            if (seen().indexOf(one.rawValue) < 0) field.value += one.rawValue + "\n";
          });
          if (missing()) { setTimeout(look, LOOK_MS); return; }
          stop(stream);
          form.requestSubmit();
        }).catch(function () { setTimeout(look, LOOK_MS); });
      }
      video.play().then(look);
    }).catch(function () { count.textContent = button.dataset.none; });
  });
})();
