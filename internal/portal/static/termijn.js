// The only script of our own: it refreshes what changes, without taking anything
// out of a reader's hands. Without it every page still works.
(function () {
  "use strict";
  var everySeconds = 5, last = "";

  // busy: the reader is working inside the part, so it is left alone.
  function busy(part) {
    var selection = window.getSelection();
    return part.contains(document.activeElement) ||
      part.querySelector("input:checked") !== null ||
      (selection && !selection.isCollapsed && part.contains(selection.anchorNode));
  }

  function refresh() {
    var part = document.getElementById("live");
    if (part && window.htmx && !document.hidden && !busy(part)) {
      window.htmx.trigger(part, "refresh");
    }
  }

  document.addEventListener("htmx:beforeSwap", function (event) {
    var part = document.getElementById("live");
    if (!part || event.detail.target !== part) { return; }
    // Asked before the reader began to work here, or nothing new.
    if (event.detail.xhr.status !== 200 || busy(part) || event.detail.serverResponse === last) {
      event.detail.shouldSwap = false;
      return;
    }
    last = event.detail.serverResponse;
    // What the reader unfolded stays unfolded.
    var open = Array.prototype.map.call(part.querySelectorAll("details[open][id]"), function (each) { return each.id; });
    document.addEventListener("htmx:afterSwap", function () {
      open.forEach(function (id) { var each = document.getElementById(id); if (each) { each.open = true; } });
    }, { once: true });
  });

  // A form of a board is answered in its place, and what is typed in the others
  // stays. An answer without the form (signed out, closed meanwhile) is a page of
  // its own: the form is sent as without a script. Its key makes sure that it is
  // done once.
  document.addEventListener("htmx:beforeSwap", function (event) {
    var form = event.detail.target;
    if (!form.matches(".board-form")) { return; }
    event.detail.shouldSwap = event.detail.serverResponse.indexOf('id="' + form.id + '"') >= 0;
    event.detail.isError = false;
    if (!event.detail.shouldSwap) { form.submit(); }
  });
  document.addEventListener("htmx:load", function (event) {
    var form = event.detail.elt;
    if (!form.matches(".board-form")) { return; }
    // Whoever went on elsewhere meanwhile is not called back.
    var at = document.activeElement;
    if (at && at !== document.body && !form.contains(at)) { return; }
    (form.querySelector("[aria-invalid]") || form.querySelector("textarea, select, input:not([type=hidden])")).focus();
  });
  document.addEventListener("htmx:sendError", function (event) {
    var unsent = event.detail.elt.querySelector(".unsent");
    if (unsent) { unsent.hidden = false; }
  });

  // A form goes out once, however often its button is pressed. The server would
  // do it once anyway: the form carries its key.
  document.addEventListener("submit", function (event) {
    if (event.defaultPrevented || event.target.method !== "post") { return; }
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  // What is wrong with a form comes into sight at once.
  document.addEventListener("DOMContentLoaded", function () {
    var problems = document.getElementById("problems");
    if (problems) { problems.focus(); }
  });

  // On a phone the filters fold away, unless they are in use.
  var narrow = window.matchMedia("(max-width: 720px)");
  function fold() {
    document.querySelectorAll("details.fold:not(.used)").forEach(function (each) { each.open = !narrow.matches; });
  }
  narrow.addEventListener("change", fold);
  fold();

  window.setInterval(refresh, everySeconds * 1000);
})();
