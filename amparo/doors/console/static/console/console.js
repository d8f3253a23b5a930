// Keys, sealed drafts, clocks. Everything here only makes shorter what works without it.
(function () {
  "use strict";
  var body = document.body, data = body.dataset, waiting = "", pending = "";

  function all(what, where) { return Array.prototype.slice.call((where || document).querySelectorAll(what)); }
  function seen(el) { return el && el.offsetParent !== null; }

  // --- Keys: an element says by data-key which one presses it; the open row goes first. ---
  function on() { try { return localStorage.getItem("amparo.keys") !== "off"; } catch (e) { return true; } }
  function typing(el) {
    return el && (el.isContentEditable || /^(TEXTAREA|SELECT)$/.test(el.tagName) ||
      (el.tagName === "INPUT" && !/^(checkbox|radio|submit|button)$/.test(el.type)));
  }
  function rows() { return all("[data-row]").filter(seen); }
  function row() {
    var held = document.activeElement && document.activeElement.closest("[data-row]");
    return held || document.querySelector("[data-row].cur");
  }
  function find(key) {
    var mark = '[data-key="' + key + '"]', here = row();
    return (here && all(mark, here).filter(seen)[0]) || all(mark).filter(seen)[0];
  }
  function press(el) {
    var folded = el.closest("details:not([open])");
    if (folded && el.tagName !== "SUMMARY") folded.open = true;
    if (el.tagName === "SUMMARY") {
      el.click();
      // The field to write in, not the choice of language before it: letters would change that.
      var form = el.parentNode, first = form.querySelector("textarea") || form.querySelector("input:not([type=hidden]),select");
      if (el.parentNode.open && first) first.focus();
    } else if (typing(el)) { el.focus(); if (el.select) el.select(); } else {
      el.click();
      if (el.type === "checkbox" && el.form) el.form.submit();
    }
  }
  function move(step) {
    var list = rows(), at = list.indexOf(row()), next = list[at < 0 ? 0 : at + step];
    if (next) { var link = next.querySelector(".up0"); link.focus(); next.scrollIntoView({ block: "nearest" }); }
  }
  function open() { var here = row(), link = here && here.querySelector(".up0"); if (link) link.click(); }
  function act(key) {
    var here = row(), el;
    // A key pressed on a closed row opens it first, so that what is done is seen.
    if (here && here.dataset.row && !here.classList.contains("cur") && /^[tac4321pnl]$/.test(key)) {
      pending = key; open(); return true;
    }
    el = find(key);
    if (el) press(el);
    return !!el;
  }
  document.addEventListener("keydown", function (e) {
    var el = e.target, key = e.key, done = false;
    if (key === "Enter" && (e.ctrlKey || e.metaKey)) {
      var form = el.closest && el.closest("form"), go = form && form.querySelector("button.go,button:not([type=button])");
      if (go) { e.preventDefault(); go.click(); }
      return;
    }
    if (typing(el)) { if (key === "Escape") el.blur(); return; }
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || e.defaultPrevented || !on()) return;
    if (key.length === 1) key = key.toLowerCase();
    if (waiting === "g") { var tab = document.querySelector('[data-go="' + key + '"]'); waiting = ""; if (tab) { e.preventDefault(); tab.click(); } return; }
    if (waiting === "r") { waiting = ""; done = act("r" + key); if (done) { e.preventDefault(); return; } }
    if (key === "g" || (key === "r" && find("r1"))) { waiting = key; setTimeout(function () { waiting = ""; }, 1500); return; }
    if (key === "j") { move(1); done = true; }
    else if (key === "k") { move(-1); done = true; }
    else if (key === "o") { open(); done = true; }
    else if (/^[a-z0-9?/]$/.test(key) || key === "Escape") done = act(key);
    if (done) e.preventDefault();
  });
  all("[data-keys-switch]").forEach(function (label) {
    var box = label.querySelector("input");
    label.hidden = false; box.checked = on();
    box.addEventListener("change", function () { try { localStorage.setItem("amparo.keys", box.checked ? "on" : "off"); } catch (e) { /* not kept */ } });
  });

  // --- Drafts: sealed under a key that comes with the page and is never stored here. ---
  var subtle = window.crypto && crypto.subtle, PRE = "amparo.draft.";
  function bytes(text) { return Uint8Array.from(atob(text), function (c) { return c.charCodeAt(0); }); }
  function text64(buffer) { return btoa(String.fromCharCode.apply(null, new Uint8Array(buffer))); }
  function key() { return subtle.importKey("raw", bytes(data.drafts), "AES-GCM", false, ["encrypt", "decrypt"]); }
  function keep(name, words, field) {
    if (!words) { localStorage.removeItem(PRE + name); return; }
    var iv = crypto.getRandomValues(new Uint8Array(12));
    key().then(function (k) { return subtle.encrypt({ name: "AES-GCM", iv: iv }, k, new TextEncoder().encode(words)); })
      .then(function (sealed) {
        localStorage.setItem(PRE + name, text64(iv) + "." + text64(sealed));
        var now = new Date().toTimeString().slice(0, 5), say = field.form.querySelector("[data-kept]") || document.getElementById("kept");
        if (say) say.textContent = data.keeps + " · " + now;
      }).catch(function () { /* no room, or no storage: nothing is claimed */ });
  }
  function restore(name, field) {
    var kept = localStorage.getItem(PRE + name);
    if (!kept || field.value) return;
    var parts = kept.split(".");
    key().then(function (k) { return subtle.decrypt({ name: "AES-GCM", iv: bytes(parts[0]) }, k, bytes(parts[1])); })
      .then(function (plain) {
        if (field.value) return;
        field.value = new TextDecoder().decode(plain);
        var folded = field.closest("details"); if (folded) folded.open = true;
        count(field);
      }).catch(function () { /* someone else's draft: it stays sealed */ });
  }
  function count(field) {
    var part = +field.dataset.part, say = field.form && field.form.querySelector("[data-kept]");
    if (!part || !say) return;
    var wide = /[^\x00-\x7f£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà€]/.test(field.value), size = wide ? 70 : part, n = field.value.length;
    say.textContent = n ? n + " / " + size * Math.max(1, Math.ceil(n / (n > size ? size - (wide ? 3 : 7) : size))) : "";
  }
  var DONE = { answered: "answer:", translated: "translation:", wish: "wish:", "case": "wish:", noted: "note:", accepted: "reason:", declined: "reason:", done: "reason:", not_done: "reason:" };
  if (subtle && data.drafts) {
    try {
      // The page that says it was done is the only proof that a draft is no longer needed.
      var sent = sessionStorage.getItem("amparo.sent");
      if (sent && DONE[data.done] && sent.indexOf(DONE[data.done]) === 0) localStorage.removeItem(PRE + sent);
      all("form[data-draft]").forEach(function (form) {
        var field = form.querySelector("textarea,input.in"), name = form.dataset.draft, timer;
        restore(name, field);
        field.addEventListener("input", function () { count(field); clearTimeout(timer); timer = setTimeout(function () { keep(name, field.value, field); }, 400); });
        form.addEventListener("submit", function () { keep(name, field.value, field); sessionStorage.setItem("amparo.sent", name); });
      });
    } catch (e) { /* storage is closed here: drafts live in the page only */ }
  }
  if (data.done && history.replaceState) history.replaceState(null, "", location.pathname + location.search.replace(/([?&])said=[a-z_]*&?/, "$1").replace(/[?&]$/, "") + location.hash);

  // --- An address that ends in a place of the page opens it and is ready to write. ---
  var place = location.hash && document.getElementById(location.hash.slice(1));
  if (place && !data.done) {
    if (place.tagName === "DETAILS") place.open = true;
    var ready = place.querySelector("textarea"); if (ready) ready.focus();
  }

  // --- Clocks: once a minute, the same words as the server's. ---
  function span(s) {
    var m = Math.max(0, Math.floor(s / 60)), h = Math.floor(m / 60);
    if (m < 60) return data.min.replace("%(m)s", m);
    if (m < 1440) return data.h.replace("%(h)s", h).replace("%(m)s", ("0" + m % 60).slice(-2));
    return data.d.replace("%(d)s", Math.floor(m / 1440)).replace("%(h)s", Math.floor(m % 1440 / 60));
  }
  setInterval(function () {
    var now = Date.now();
    all("[data-since]").forEach(function (el) { el.textContent = span((now - Date.parse(el.dataset.since)) / 1000); });
    all("[data-due]").forEach(function (el) {
      var left = (Date.parse(el.dataset.due) - now) / 1000;
      el.textContent = (left < 0 ? data.over : data.left).replace("%(time)s", span(Math.abs(left)));
      if (left < 0) el.className = "over small";
    });
  }, 60000);

  // --- One row changes in place: what was under the finger stays there. ---
  var held = "";
  body.addEventListener("htmx:beforeSwap", function (e) { var li = e.detail.target.closest("[data-row]"); held = li ? li.id : ""; });
  body.addEventListener("htmx:afterSettle", function () {
    var here = held && document.getElementById(held), el;
    if (here && !here.contains(document.activeElement)) { el = here.querySelector(".up0"); if (el) el.focus({ preventScroll: true }); }
    if (pending) { el = pending; pending = ""; el = find(el); if (el) press(el); }
  });
  function failed() { var say = document.getElementById("kept"); if (say) { say.textContent = data.offline; say.classList.add("over"); } }
  body.addEventListener("htmx:sendError", failed);
  body.addEventListener("htmx:responseError", failed);
}());
