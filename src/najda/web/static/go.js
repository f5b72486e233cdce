// From page to page without loading the program anew: the next page is fetched, and what differs
// takes the place of what stands. A page of another kind (log-in, map, phone) is loaded whole.
// Where the base does not answer, the page that stands stays, and says NOT LIVE.
(function () {
  "use strict";
  var PARTS = [".notes", ".top nav", ".top .clock", ".top .mute", ".top .me", ".top .lang", ".paper", "#main"];
  var asked = null; // the page now being fetched
  var typed = ""; // what is typed meanwhile belongs to the next page, not to the keys of this one

  function whole(url) { typed = ""; window.location.assign(url); }
  function version(page) {
    var keys = page.querySelector('script[src*="/keys.js"]');
    return keys && keys.getAttribute("src");
  }
  function fits(page) {
    return page.documentElement.lang === document.documentElement.lang &&
      version(page) === version(document) && page.body.className === document.body.className &&
      !page.querySelector("script[type=module]") &&
      PARTS.every(function (part) { return page.querySelector(part); });
  }
  function drop(event) { event.preventDefault(); } // what a page asked for that is gone
  function put(page) { // gives what wants the first key
    var first = page.querySelector("#main [autofocus]");
    if (first) first.removeAttribute("autofocus"); // once a document only, says the browser
    document.title = page.title;
    PARTS.forEach(function (part) {
      var fresh = page.querySelector(part);
      var old = document.querySelector(part);
      old.addEventListener("htmx:beforeOnLoad", drop);
      old.replaceWith(fresh);
      window.htmx.process(fresh);
    });
    page.querySelectorAll("script[src]").forEach(function (one) {
      var src = one.getAttribute("src");
      if (document.querySelector('script[src="' + CSS.escape(src) + '"]')) return;
      var script = document.createElement("script");
      script.src = src;
      document.head.append(script);
    });
    document.documentElement.toggleAttribute("data-night", false);
    var night = page.documentElement.dataset.night;
    if (night) document.documentElement.dataset.night = night;
    return first;
  }
  function focus(first) {
    (first || document.getElementById("main")).focus({ preventScroll: true });
    if (typed && first) {
      first.setRangeText(typed, first.selectionStart, first.selectionEnd, "end");
      first.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    typed = "";
  }
  function refused(page) { // a line that was not understood stays where it was typed
    var said = page.querySelector(".refusal");
    var place = document.getElementById("said");
    if (!said || !place) return false;
    place.textContent = said.textContent;
    return true;
  }
  function go(url, back, form) {
    if (asked) asked.abort();
    var own = asked = new AbortController();
    if (back === undefined) history.replaceState({ y: window.scrollY }, "");
    var how = { headers: { accept: "text/html" }, signal: own.signal };
    if (form) { how.method = "POST"; how.body = new URLSearchParams(new FormData(form)); }
    fetch(url, how).then(function (answer) {
      var kind = answer.headers.get("content-type") || "";
      if (kind.indexOf("text/html") < 0) { asked = null; whole(url); return null; }
      return answer.text().then(function (text) {
        if (asked !== own) return;
        asked = null;
        var page = new DOMParser().parseFromString(text, "text/html");
        var hash = new URL(url, window.location.href).hash;
        if (form && !answer.ok && refused(page)) { typed = ""; return; }
        if (!fits(page)) { whole(answer.redirected ? answer.url : url); return; }
        if (back === undefined) history.pushState({ y: 0 }, "", answer.redirected ? answer.url + hash : url);
        document.getElementById("said").textContent = "";
        if (form) form.reset();
        focus(put(page));
        var named = hash && document.getElementById(hash.slice(1));
        if (named) {
          named.scrollIntoView({ block: "center" });
          if (named.matches("input, select, textarea")) named.focus();
        } else window.scrollTo(0, back || 0);
        document.dispatchEvent(new CustomEvent("najda-page"));
      });
    }).catch(function (wrong) {
      if (wrong.name === "AbortError" || asked !== own) return;
      asked = null;
      typed = "";
      document.dispatchEvent(new CustomEvent("najda-lost"));
    });
  }
  function ours(link, event) {
    return link && link.origin === window.location.origin && !link.target && !link.hasAttribute("download") &&
      link.pathname.indexOf("/api/") !== 0 && !/\.\w+$/.test(link.pathname) &&
      !(link.hash && link.pathname === window.location.pathname && link.search === window.location.search) &&
      !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.defaultPrevented);
  }
  // Only a page with the bar at the top, and not the map, can give place to another.
  if (!fits(document)) return;
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href]");
    if (!ours(link, event)) return;
    event.preventDefault();
    go(link.href);
  });
  document.addEventListener("submit", function (event) { // the command line, a round, a choice of hours
    var form = event.target;
    if (!form.matches("form[data-go]")) return;
    event.preventDefault();
    if (form.method === "post") go(form.action, undefined, form);
    else go(form.action + "?" + new URLSearchParams(new FormData(form)));
    if (form.contains(document.activeElement)) document.activeElement.select && document.activeElement.select();
  });
  document.addEventListener("htmx:beforeOnLoad", function (event) { // an act that sends the browser on
    var url = event.detail.xhr.getResponseHeader("HX-Redirect");
    if (!url) return;
    event.preventDefault();
    go(url);
  });
  window.addEventListener("popstate", function (event) { go(window.location.href, event.state ? event.state.y : 0); });
  document.addEventListener("keydown", function (event) {
    if (!asked || event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    typed += event.key;
  }, true);
})();
