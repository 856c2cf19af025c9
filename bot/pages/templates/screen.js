/* Asks for what changes every three seconds, and lets the clock run in between. */
(function () {
  var EVERY = 3000;
  var data = document.body.dataset;
  var broken = document.getElementById("broken");
  var shown = {};
  var until = Number(data.until);
  var ahead = Number(data.now) - Date.now();

  function put(id, html) {
    if (shown[id] === html) return;
    shown[id] = html;
    document.getElementById(id).innerHTML = html;
  }

  function two(number) {
    return (number < 10 ? "0" : "") + number;
  }

  function tick() {
    var clock = document.querySelector(".clock");
    if (!clock || !until || data.runs !== "yes") return;
    var left = Math.round((until - Date.now() - ahead) / 1000);
    var size = Math.abs(left);
    clock.textContent = (left < 0 ? "+" : "") + two(Math.floor(size / 60)) + ":" + two(size % 60);
    document.querySelector(".speech").className = "speech " + (left < 0 ? "over" : left <= 60 ? "last" : "running");
  }

  function ask() {
    var request = new XMLHttpRequest();
    request.open("GET", location.pathname + "/now");
    request.timeout = 10000;
    request.onloadend = function () {
      broken.hidden = request.status === 200;
      if (request.status === 200) {
        var news = JSON.parse(request.responseText);
        ["when", "speech", "points", "agenda", "turnout"].forEach(function (id) {
          put(id, news[id]);
        });
        until = Number(news.until);
        ahead = Number(news.now) - Date.now();
        tick();
      }
      setTimeout(ask, EVERY);
    };
    request.send();
  }

  setInterval(tick, 250);
  setTimeout(ask, EVERY);
})();
