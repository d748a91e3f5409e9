// The service map of a change's form: a field finds items by name, and the count of
// those chosen follows. Without this script the groups open and close by hand.
(function () {
  "use strict";
  var filter = document.getElementById("item-filter");
  if (!filter) { return; }
  var field = filter.closest("fieldset"), found = document.getElementById("item-found"), chosen = document.getElementById("items-chosen");
  var groups = Array.prototype.map.call(field.querySelectorAll(".item-group"), function (group) {
    return { group: group, open: group.open, rows: Array.prototype.slice.call(group.querySelectorAll("li")) };
  });

  function plain(text) { return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, ""); }

  function narrow() {
    var words = plain(filter.value).split(/\s+/).filter(Boolean), count = 0;
    groups.forEach(function (each) {
      var shown = 0;
      each.rows.forEach(function (row) {
        var text = plain(row.textContent);
        row.hidden = words.some(function (word) { return text.indexOf(word) < 0; });
        if (!row.hidden) { shown++; }
      });
      each.group.hidden = shown === 0;
      each.group.open = words.length > 0 ? shown > 0 : each.open || each.group.querySelector(":checked") !== null;
      count += shown;
    });
    found.textContent = words.length === 0 ? "" : count === 0 ? filter.dataset.none : String(count);
  }

  filter.parentElement.hidden = false;
  filter.addEventListener("input", narrow);
  // Enter finds; it does not send the form.
  filter.addEventListener("keydown", function (event) { if (event.key === "Enter") { event.preventDefault(); } });
  field.addEventListener("change", function () {
    chosen.textContent = chosen.textContent.replace(/\d+/, String(field.querySelectorAll(":checked").length));
  });
})();
