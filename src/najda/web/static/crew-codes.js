// A sealed outbox as QR codes, for a base's screen or any scanner: the text of outbox_codes.py.
import { correction, generate } from "./vendor/lean-qr.mjs";

const PART_BYTES = 450; // 89 modules a side: a phone's screen shows them sharp enough
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function base32(bytes) {
  let text = "";
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff;
    for (bits += 8; bits >= 5; bits -= 5) text += LETTERS[(held >> (bits - 5)) & 31];
  }
  return bits ? text + LETTERS[(held << (5 - bits)) & 31] : text;
}

async function codesOf(blob) {
  const data = new Uint8Array(await blob.arrayBuffer());
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  const name = Array.from(hash.slice(0, 4), (b) => b.toString(16).padStart(2, "0")).join("").toUpperCase();
  const count = Math.ceil(data.length / PART_BYTES);
  return Array.from({ length: count }, (_, n) =>
    ["NJQ1", name, n + 1, count, base32(data.subarray(n * PART_BYTES, (n + 1) * PART_BYTES))].join("-"));
}

// One after the other by itself, so that a camera held still reads all; a tap goes on by hand.
export async function show(dialog, blob) {
  const codes = await codesOf(blob);
  const canvas = dialog.querySelector("canvas");
  const count = dialog.querySelector("[data-count]");
  let at = 0;
  function draw() {
    generate(codes[at], { minCorrectionLevel: correction.M }).toCanvas(canvas, { padX: 4, padY: 4 });
    canvas.dataset.code = codes[at];
    count.textContent = at + 1 + " / " + codes.length;
  }
  function next() { at = (at + 1) % codes.length; draw(); }
  let turning = codes.length > 1 ? setInterval(next, 1200) : null;
  canvas.onclick = () => { clearInterval(turning); next(); };
  dialog.onclose = () => clearInterval(turning);
  draw();
  dialog.showModal();
}
