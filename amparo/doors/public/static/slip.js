// Optional: the reader may paste the link instead. Takes the part after # into the form and out of
// the address, so that neither the history nor a screen holds it. Opens nothing by itself.
(function () {
  var form = document.querySelector("[data-slip]"), token = location.hash.slice(1);
  if (!form || !/^[\w-]{43}$/.test(token)) return;
  form.elements.token.value = token;
  form.querySelector("[data-typed]").hidden = true;
  try { history.replaceState(null, "", location.pathname); } catch (e) { /* an old phone */ }
})();
