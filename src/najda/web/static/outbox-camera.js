// Reads a phone's outbox codes with this machine's camera; the decoder comes when it is asked for.
(function () {
  "use strict";
  var form = document.getElementById("codes");
  var field = form.elements.codes;
  var video = form.querySelector("video");
  var button = form.querySelector("[data-camera]");
  var count = form.querySelector("[data-count]");
  if (!navigator.mediaDevices) return;
  button.hidden = false;
  var LOOK_MS = 100;
  var canvas = document.createElement("canvas");
  var picture = canvas.getContext("2d", { willReadFrequently: true });
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
  function read(decode) { // what the camera sees now; most frames hold no code that can be read
    canvas.width = video.videoWidth; canvas.height = video.videoHeight;
    picture.drawImage(video, 0, 0);
    try {
      var text = decode(picture.getImageData(0, 0, canvas.width, canvas.height));
      if (seen().indexOf(text) < 0) field.value += text + "\n";
    } catch (none) { return; }
  }
  button.addEventListener("click", function () {
    Promise.all([
      import("/static/vendor/qr/decode.js"),
      navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } })
    ]).then(function (ready) {
      video.hidden = false;
      video.srcObject = ready[1];
      function look() {
        read(ready[0].default);
        if (missing()) { setTimeout(look, LOOK_MS); return; }
        stop(ready[1]);
        form.requestSubmit();
      }
      return video.play().then(look);
    }).catch(function () { count.textContent = button.dataset.none; });
  });
})();
