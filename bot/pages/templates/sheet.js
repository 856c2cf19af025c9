/* Better, never needed: progress, the way to the next empty row, one tap on 提交 sends once. Old phones read it too. */
(function () {
  var form = document.querySelector("form");
  var rows = [].slice.call(document.querySelectorAll("fieldset"));
  var progress = document.querySelector(".progress");
  var next = document.querySelector(".next");
  var send = document.querySelector(".send");

  function touched(row) {
    return row.querySelector("input:checked") !== null;
  }

  function empty() {
    return rows.filter(function (row) {
      return !touched(row);
    });
  }

  function tell() {
    var left = empty().length;
    progress.textContent = left ? "已填 " + (rows.length - left) + "／" + rows.length : "已填完，请提交";
    next.hidden = !left || left === rows.length;
  }

  function bringTo(row) {
    var top = row.getBoundingClientRect().top + window.pageYOffset - 16;
    window.scrollTo(0, top);
    row.querySelector("input").focus({ preventScroll: true });
  }

  form.addEventListener("change", tell);
  next.addEventListener("click", function () {
    bringTo(empty()[0]);
  });
  form.addEventListener("submit", function () {
    send.disabled = true;
    send.textContent = "正在提交…";
  });
  window.addEventListener("pageshow", function () {
    send.disabled = false;
    send.textContent = "提交";
    tell();
  });
})();
