// Optional: leaving works without it. Listens for Esc pressed three times within two seconds, and
// puts the neutral way out (/go/) between this page and Back, some times over, so that Back leads
// away again. Nothing is stored on the device.
(function () {
  var link = document.querySelector(".exit"), pressed = [], left = false;
  if (!link) return;
  function leave(event) {
    event.preventDefault();
    document.documentElement.hidden = true;
    document.title = "\u2026";
    left = true;
    try {
      history.replaceState(null, "", "/go/");
      for (var n = 0; n < 6; n++) history.pushState(null, "", "/go/");
    } catch (e) { /* an old phone: only this page is replaced */ }
    location.replace(link.href);
  }
  link.addEventListener("click", leave);
  // Brought back from memory by Back: away again.
  addEventListener("pageshow", function () { if (left) location.replace(link.href); });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { pressed = []; return; }
    pressed.push(Date.now());
    if (pressed.length > 2 && pressed[pressed.length - 1] - pressed[pressed.length - 3] < 2000) leave(event);
  });
})();
