// The map: quarters as cells, what happens on them, and minutes from a chosen unit.
import * as maplibregl from "/static/vendor/maplibre-gl.mjs";

const box = document.getElementById("map");
const said = document.getElementById("map-said");
const unit = document.getElementById("map-unit");
const kind = document.getElementById("map-kind");
const closeButton = document.getElementById("map-close");
const undoButton = document.getElementById("map-undo");
const BANDS = [5, 10, 20];
const COLOURS = ["#9bd3ae", "#d6e48a", "#ffd98a", "#f2a98f", "#8d8d99"];
const markers = new Map();
let closing = false;
let last = null;
let map = null;

function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}
async function fetched(url) {
  const answer = await fetch(url, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}
async function act(name, fields) {
  const answer = await fetch("/do/" + name, {
    method: "POST", headers: { "hx-request": "true" }, body: new URLSearchParams(fields),
  });
  return answer.ok;
}
function bandOf(minutes) {
  if (minutes === null || minutes === undefined) return 4;
  const at = BANDS.findIndex((most) => minutes <= most);
  return at < 0 ? 3 : at;
}
function setClosing(on) {
  if (!closeButton) return;
  closing = on;
  closeButton.setAttribute("aria-pressed", String(on));
  box.classList.toggle("tapping", on);
  said.textContent = on ? box.dataset.tap : "";
}
async function closeAt(point) {
  last = newId();
  const done = await act("roads/close_road", {
    id: last, kind: kind.value, place: box.dataset.point,
    place_lat: point.lat.toFixed(6), place_lon: point.lng.toFixed(6),
  });
  setClosing(false);
  said.textContent = done ? box.dataset.closed : box.dataset.failed;
  undoButton.hidden = !done;
  if (done) await refresh();
}
function marker(feature) {
  const of = feature.properties;
  const element = document.createElement("a");
  element.href = of.url;
  element.className = ["pin", of.what, of.state, of.exact ? "" : "vague"].join(" ");
  element.title = box.dataset[of.what] + " " + of.label;
  const label = document.createElement("bdi");
  label.textContent = of.label;
  element.append(label);
  element.addEventListener("click", (event) => {
    event.stopPropagation();
    if (of.what === "incident" && unit && unit.value && unit.value !== "coverage") { event.preventDefault(); showRoute(of.id); }
  });
  return element;
}
async function showLive() {
  const live = await fetched("/map/live.json");
  const seen = new Set();
  const crowded = new Map();
  for (const feature of live.features) {
    const key = feature.properties.what + feature.properties.id;
    const spot = feature.geometry.coordinates.join();
    const step = crowded.get(spot) || 0;
    crowded.set(spot, step + 1);
    seen.add(key);
    if (markers.has(key)) markers.get(key).remove();
    markers.set(key, new maplibregl.Marker({ element: marker(feature), offset: [0, -24 * step] })
      .setLngLat(feature.geometry.coordinates).addTo(map));
  }
  for (const [key, one] of markers) if (!seen.has(key)) { one.remove(); markers.delete(key); }
  box.dataset.points = String(live.features.length);
}
async function showEtas() {
  const legend = document.getElementById("map-legend");
  const chosen = unit && unit.value;
  legend.hidden = !chosen;
  if (!chosen) { map.setPaintProperty("quarters", "fill-color", "#e6e9ec"); return; }
  const found = await fetched("/map/etas.json?unit=" + encodeURIComponent(chosen));
  const cases = Object.entries(found.minutes).flatMap(([id, minutes]) => [id, COLOURS[bandOf(minutes)]]);
  map.setPaintProperty("quarters", "fill-color", cases.length ? ["match", ["get", "id"], ...cases, "#e6e9ec"] : "#e6e9ec");
  box.dataset.etas = JSON.stringify(found.minutes);
}
async function showRoute(incident) {
  const query = new URLSearchParams({ unit: unit.value, incident: incident });
  map.getSource("route").setData(await fetched("/map/route.json?" + query));
}
async function refresh() {
  await Promise.all([showLive(), showEtas()]);
}
function bounds(collection) {
  const all = collection.features.flatMap((one) => one.geometry.coordinates[0]);
  const lons = all.map((p) => p[0]), lats = all.map((p) => p[1]);
  return [[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]];
}
async function start() {
  const quarters = await fetched("/map/quarters.json");
  const dark = getComputedStyle(document.documentElement).colorScheme === "dark";
  maplibregl.setWorkerUrl("/static/vendor/maplibre-gl-worker.mjs");
  map = new maplibregl.Map({
    container: box, bounds: bounds(quarters), fitBoundsOptions: { padding: 10 }, attributionControl: false,
    style: {
      version: 8,
      sources: {
        quarters: { type: "geojson", data: quarters },
        route: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
      },
      layers: [
        { id: "ground", type: "background", paint: { "background-color": dark ? "#20262c" : "#f4f5f6" } },
        { id: "quarters", type: "fill", source: "quarters", paint: { "fill-color": "#e6e9ec", "fill-opacity": 0.9 } },
        { id: "edges", type: "line", source: "quarters", paint: { "line-color": "#7b858f", "line-width": 0.8 } },
        { id: "route", type: "line", source: "route", paint: { "line-color": "#0b4f9e", "line-width": 5 } },
        { id: "names", type: "symbol", source: "quarters", minzoom: 11.5,
          layout: { "text-field": ["get", "name"], "text-size": 12 },
          paint: { "text-color": "#14181c", "text-halo-color": "#fff", "text-halo-width": 1.2 } },
      ],
    },
  });
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
  map.on("click", (event) => { if (closing) closeAt(event.lngLat); });
  map.on("load", refresh);
  if (unit) unit.addEventListener("change", showEtas);
  if (closeButton) closeButton.addEventListener("click", () => setClosing(!closing));
  undoButton.addEventListener("click", async () => {
    if (await act("roads/reopen_road", { id: newId(), closure: last })) { undoButton.hidden = true; said.textContent = ""; await refresh(); }
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") setClosing(false); });
  ["roads.closure", "units.unit", "incidents.incident", "dispatch.callout", "facilities.facility"].forEach((view) => {
    document.body.addEventListener("najda:" + view, refresh);
  });
}
start().catch(() => { box.textContent = box.dataset.none; });
