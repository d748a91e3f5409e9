// The page of a session follows what happens while people type in it. A form in which
// somebody types is left alone until it is sent; the rest changes in place. Without this
// script every form is a form like any other.
(function () {
  "use strict";
  var everySeconds = 3;
  var session = document.getElementById("session"), tag = "", focus = "", began = 0;
  if (!session || !window.htmx || !window.Idiomorph) { return; }

  function formOf(node) { return node && node.closest ? node.closest("form.session-form") : null; }
  function dirty(node) { return node.nodeType === 1 && node.matches("form.session-form[data-dirty]"); }

  // What is typed stays, also when the form would not be there any more.
  Idiomorph.defaults.callbacks.beforeNodeMorphed = function (node) { return !dirty(node); };
  Idiomorph.defaults.callbacks.beforeNodeRemoved = function (node) { return !dirty(node); };
  // What the reader unfolded stays unfolded.
  Idiomorph.defaults.callbacks.beforeAttributeUpdated = function (name, node) { return !(name === "open" && node.tagName === "DETAILS"); };

  ["input", "change"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      var form = formOf(event.target);
      if (form) { form.dataset.dirty = "yes"; }
    });
  });

  function refresh() { if (!document.hidden) { window.htmx.trigger(session, "refresh"); } }

  function away(is) {
    var note = document.getElementById("session-away");
    if (note) { note.hidden = !is; }
  }

  // count goes on counting how long the item is in front, from what the server said.
  function count() {
    var part = document.getElementById("front-time");
    if (!part) { return; }
    var passed = (performance.now() - began) / 1000 * Number(part.dataset.speed);
    var seconds = Math.floor(Number(part.dataset.seconds) + passed), each = Number(part.dataset.each) * 60;
    part.querySelector(".counted").textContent = Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
    part.classList.toggle("over", each > 0 && seconds > each);
  }

  function settle() {
    began = performance.now();
    count();
    if (!focus || document.activeElement && document.activeElement !== document.body) { return; }
    var there = document.getElementById(focus);
    if (there) { there.focus({ preventScroll: true }); }
  }

  document.addEventListener("htmx:configRequest", function (event) {
    if (event.detail.elt === session && tag) { event.detail.headers["If-None-Match"] = tag; }
  });
  document.addEventListener("htmx:beforeSwap", function (event) {
    var detail = event.detail, elt = detail.requestConfig.elt;
    focus = document.activeElement ? document.activeElement.id : "";
    if (elt === session) {
      away(detail.xhr.status >= 500);
      if (detail.xhr.status !== 200) { detail.shouldSwap = false; return; }
      tag = detail.xhr.getResponseHeader("ETag") || "";
      return;
    }
    if (!formOf(elt)) { return; }
    away(false);
    // An answer without the session (signed out, a page of its own) is shown as one.
    detail.shouldSwap = detail.serverResponse.indexOf('id="session"') >= 0;
    detail.isError = false;
    if (!detail.shouldSwap) { elt.submit(); return; }
    delete elt.dataset.dirty;
    tag = "";
  });
  document.addEventListener("htmx:afterSwap", function (event) {
    session = document.getElementById("session") || session;
    settle();
    var elt = event.detail.requestConfig.elt, form = formOf(elt) && document.getElementById(elt.id);
    if (!form || !form.classList.contains("failed")) { return; }
    var wrong = form.querySelector("[aria-invalid], .wrong input") || form.querySelector(".problem");
    if (wrong) { wrong.focus(); }
  });
  ["htmx:sendError", "htmx:timeout"].forEach(function (kind) {
    document.addEventListener(kind, function () { away(true); });
  });

  began = performance.now();
  count();
  window.setInterval(count, 1000);
  window.setInterval(refresh, everySeconds * 1000);
  document.addEventListener("visibilitychange", refresh);
})();
