// The queue of incidents follows what happens, while its reader works in it: rows
// come, go and change in place; the focus stays, and so does the row under the
// reader's eyes. Without this script the queue is a page like any other.
(function () {
  "use strict";
  var everySeconds = 4;
  var queue = document.getElementById("queue"), paused = false, tag = "", anchors = [], seen = newest();

  function rows() { return queue ? Array.prototype.slice.call(queue.querySelectorAll("tr[id]")) : []; }

  // newest is when the last incident on the page was registered.
  function newest() {
    return rows().reduce(function (last, row) { return Math.max(last, Number(row.dataset.opened)); }, 0);
  }

  function refresh() {
    if (queue && window.htmx && !paused && !document.hidden) { window.htmx.trigger(queue, "refresh"); }
  }

  // place remembers where the rows in sight stand, the reader's own row first.
  function place() {
    var own = document.activeElement && document.activeElement.closest("#queue tr[id]");
    anchors = rows().filter(function (row) {
      var box = row.getBoundingClientRect();
      return box.bottom > 0 && box.top < window.innerHeight;
    }).map(function (row) { return { id: row.id, top: row.getBoundingClientRect().top }; });
    anchors.sort(function (a, b) { return (own && b.id === own.id ? 1 : 0) - (own && a.id === own.id ? 1 : 0); });
  }

  // keep scrolls so that the first of those rows that is still there stands where it stood.
  function keep() {
    for (var i = 0; i < anchors.length; i++) {
      var row = document.getElementById(anchors[i].id);
      if (row) {
        window.scrollBy(0, row.getBoundingClientRect().top - anchors[i].top);
        return;
      }
    }
  }

  // announce says how many incidents came in; a change of one that was there is not announced.
  function announce() {
    var last = newest(), first = seen, count = rows().filter(function (row) { return Number(row.dataset.opened) > first; }).length;
    seen = Math.max(seen, last);
    var news = document.getElementById("queue-news");
    if (!news || count === 0) { return; }
    news.textContent = count === 1 ? news.dataset.one : news.dataset.many.replace("#", count);
  }

  if (queue) {
    document.documentElement.classList.add("steady");
    document.addEventListener("htmx:configRequest", function (event) {
      if (event.detail.elt === queue && tag) { event.detail.headers["If-None-Match"] = tag; }
    });
    document.addEventListener("htmx:beforeSwap", function (event) {
      if (event.detail.target !== queue) { return; }
      if (event.detail.xhr.status !== 200 || paused) { event.detail.shouldSwap = false; return; }
      tag = event.detail.xhr.getResponseHeader("ETag") || "";
      place();
    });
    document.addEventListener("htmx:afterSwap", function (event) {
      if (event.detail.target === queue) { keep(); announce(); }
    });
    var button = document.getElementById("queue-pause");
    if (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        paused = !paused;
        button.textContent = paused ? button.dataset.resume : button.dataset.pause;
        refresh();
      });
    }
    window.setInterval(refresh, everySeconds * 1000);
  }

  // The categories of a service are there when it is chosen; the button shows those of
  // another. Without a script a category that does not fit is refused with those that do.
  var parts = document.getElementById("parts"), service = document.querySelector('select[name="service"]');
  if (parts && service && parts.dataset.of) {
    service.addEventListener("change", function () { parts.parentElement.hidden = service.value === parts.dataset.of; });
  }

  // The priority follows the choices of impact and urgency. Without a script the
  // button beside it says the same.
  var priority = document.getElementById("priority");
  function weigh() {
    var impact = document.querySelector('input[name="impact"]:checked'), urgency = document.querySelector('input[name="urgency"]:checked');
    if (impact && urgency) { priority.textContent = priority.getAttribute("data-" + impact.value + "-" + urgency.value) || ""; }
  }
  if (priority) {
    document.addEventListener("change", weigh);
    weigh();
  }
})();
