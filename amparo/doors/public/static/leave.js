// Optional: leaving works without it. Takes this page's place in the history, so that Back does not
// lead here, and listens for Esc pressed three times within two seconds.
(function () {
  var link = document.querySelector(".exit"), pressed = [];
  if (!link) return;
  function leave(event) {
    event.preventDefault();
    document.documentElement.hidden = true;
    location.replace(link.href);
  }
  link.addEventListener("click", leave);
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { pressed = []; return; }
    pressed.push(Date.now());
    if (pressed.length > 2 && pressed[pressed.length - 1] - pressed[pressed.length - 3] < 2000) leave(event);
  });
})();
