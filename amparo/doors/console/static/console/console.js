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
      first = first || form.querySelector("[data-nth]");
      if (el.parentNode.open && first) first.focus();
    } else if (typing(el)) { el.focus(); if (el.select) el.select(); } else {
      el.click();
      if (el.type === "checkbox" && el.form && el.name !== "c") el.form.submit();
    }
  }
  function move(step) {
    var list = rows(), at = list.indexOf(row()), next = list[at < 0 ? 0 : at + step];
    if (next) { var link = next.querySelector(".up0"); link.focus(); next.scrollIntoView({ block: "nearest" }); }
  }
  function open() { var here = row(), link = here && here.querySelector(".up0"); if (link) link.click(); }
  // In a list of choices a number takes one of them; nothing else on the page hears it.
  function choose(el, key) {
    var list = el && el.closest && el.closest(".picks,.finder,.ready"), one;
    if (!list || !/^[0-9]$/.test(key)) return false;
    one = list.querySelector('[data-nth="' + key + '"]');
    if (one) { one.focus(); one.click(); }
    return true;
  }
  function act(key) {
    var here = row(), el;
    // With some of them chosen, a key is meant for all of these.
    el = picked().length && document.querySelector('[data-many-key="' + key + '"]');
    if (el) { el.click(); return true; }
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
    if (el.matches && el.matches("[data-finder]") && (key === "Enter" || key === "Escape")) {
      var box = el.closest(".finder"), first = box.querySelector("[data-nth]"), line = el.closest("[data-row]");
      e.preventDefault();
      if (key === "Enter") { if (first) first.focus(); } else { box.remove(); if (line) line.querySelector(".up0").focus(); }
      return;
    }
    if (typing(el)) { if (key === "Escape") el.blur(); return; }
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || e.defaultPrevented || !on()) return;
    if (key.length === 1) key = key.toLowerCase();
    if (choose(el, key)) { e.preventDefault(); return; }
    if (key === "Enter" && el.type === "checkbox" && el.closest(".picks")) { e.preventDefault(); el.form.requestSubmit(); return; }
    if (e.shiftKey && (key === "j" || key === "k")) { toggle(row(), true); move(key === "j" ? 1 : -1); toggle(row(), true); e.preventDefault(); return; }
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

  // --- Many at once: chosen with X, with Shift and J or K, or with Shift and a click. ---
  var many = document.querySelector("form[data-many]"), lastPick = null;
  function picks() { return all('input[name="c"][form="many"]'); }
  function picked() { return many ? picks().filter(function (one) { return one.checked; }) : []; }
  function toggle(li, to) {
    var box = li && li.querySelector('input[name="c"]');
    if (box) { box.checked = to; tell(); }
  }
  function tell() {
    if (!many) return;
    var n = picked().length;
    many.hidden = !n;
    many.querySelector("[data-count]").textContent = many.dataset.chosen.replace("%(n)s", n);
  }
  function doMany(deed) {
    var said = document.getElementById("many-said"), bar = said.querySelector("progress"), list = said.querySelector("ul"),
      words = said.querySelector("[data-progress]"), undo = said.querySelector("[data-undo]"),
      ids = picked().map(function (one) { return one.value; }), all_ = ids.length, done = 0, began = Date.now();
    said.hidden = false; many.hidden = true; list.textContent = ""; undo.hidden = true; undo.id = "undo-many";
    bar.max = all_; bar.value = 0;
    function next() {
      var part = ids.splice(0, 5), form = new FormData(many);
      if (!part.length) { bar.hidden = true; undo.hidden = !said.querySelector('[name="was"]'); said.scrollIntoView({ block: "nearest" }); return; }
      form.delete("c"); form.append("deed", deed);
      part.forEach(function (id) { form.append("c", id); });
      fetch(many.action, { method: "POST", body: form, headers: { "X-Part": "1" }, credentials: "same-origin" })
        .then(function (answer) { if (!answer.ok || answer.redirected) throw answer; return answer.text(); })
        .then(function (rows) {
          var made = new DOMParser().parseFromString(rows, "text/html");
          all("li", made).forEach(function (li) { list.appendChild(document.adoptNode(li)); });
          done += part.length; bar.value = done; bar.hidden = Date.now() - began < 2000 && !ids.length;
          words.textContent = many.dataset.doing.replace("%(done)s", done).replace("%(all)s", all_);
          next();
        }).catch(function () { words.textContent = many.dataset.broke; words.className = "over"; bar.hidden = true; undo.hidden = !said.querySelector('[name="was"]'); });
    }
    next();
  }
  if (many) {
    tell();
    document.addEventListener("click", function (e) {
      var box = e.target, every, from, to;
      if (!box.matches || !box.matches('input[name="c"][form="many"]')) return;
      if (e.shiftKey && lastPick) {
        every = picks(); from = every.indexOf(lastPick); to = every.indexOf(box);
        if (from >= 0) every.slice(Math.min(from, to), Math.max(from, to) + 1).forEach(function (one) { one.checked = box.checked; });
      }
      lastPick = box; tell();
    });
    many.addEventListener("submit", function (e) {
      var deed = e.submitter && e.submitter.value;
      if (!deed || !window.fetch) return;
      e.preventDefault(); doMany(deed);
    });
  }

  // --- A ready answer goes into the field, in its language; what was written stays before it. ---
  document.addEventListener("click", function (e) {
    var one = e.target.closest && e.target.closest("[data-insert]"), form, field;
    if (!one || e.ctrlKey || e.metaKey) return;
    e.preventDefault();
    form = one.closest("form"); field = form.querySelector("textarea");
    field.value = (field.value ? field.value.replace(/\s*$/, "\n") : "") + one.dataset.insert;
    form.querySelector("select[name=language]").value = one.dataset.language;
    one.closest("details").open = false;
    field.focus(); field.dispatchEvent(new Event("input", { bubbles: true }));
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
    // A form that begins with what stands there now takes the draft over it, unless it was refused.
    var over = field.form.hasAttribute("data-draft-over") && !field.hasAttribute("aria-invalid"), was = field.value;
    if (!kept || (field.value && !over)) return;
    var parts = kept.split(".");
    key().then(function (k) { return subtle.decrypt({ name: "AES-GCM", iv: bytes(parts[0]) }, k, bytes(parts[1])); })
      .then(function (plain) {
        if (field.value && !(over && field.value === was)) return;
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
  var DONE = { handed: "handover:", signal: "signal:", answered: "answer:", translated: "translation:", wish: "wish:", "case": "wish:", noted: "note:", accepted: "reason:", declined: "reason:", done: "reason:", not_done: "reason:", asked_sender: "words:", reported: "words:", replied: "reply:", message_proposed: "message:", message_sent: "proposed:", message_dropped: "proposed:", drafted: "warning:", watch_withdraw: "withdraw:", referred: "against:", described: "describe:", wording_corrected: "wording:" };
  if (subtle && data.drafts) {
    try {
      // The page that says it was done is the only proof that a draft is no longer needed.
      var sent = sessionStorage.getItem("amparo.sent");
      if (sent && DONE[data.done] && sent.indexOf(DONE[data.done]) === 0) localStorage.removeItem(PRE + sent);
      // Forms of many fields: a draft is offered, never put over what stands there by itself.
      var ends = (sessionStorage.getItem("amparo.ends") || "saved kept").split(" ");
      if (sent && sent.indexOf("whole:") === 0 && data.done && ends.indexOf(data.done) >= 0) localStorage.removeItem(PRE + sent);
      // Only the page right after counts: later it was something else that was done.
      sessionStorage.removeItem("amparo.sent"); sessionStorage.removeItem("amparo.ends");
      all("form[data-whole-draft]").forEach(function (form) {
        var name = "whole:" + form.dataset.wholeDraft, bar = form.querySelector("[data-draft-bar]"), timer;
        function fields() { return all("input[name],textarea[name],select[name]", form).filter(function (f) { return !/^(hidden|file|password)$/.test(f.type) && !/^(agreed|although)$/.test(f.name); }); }
        function words() { return JSON.stringify(fields().map(function (f) { return /^(checkbox|radio)$/.test(f.type) ? [f.name, f.value, f.checked] : [f.name, f.value]; })); }
        function put(text) {
          var told = JSON.parse(text);
          fields().forEach(function (f) {
            var box = /^(checkbox|radio)$/.test(f.type);
            told.forEach(function (one) { if (one[0] === f.name && (!box || one[1] === f.value)) { if (box) f.checked = one[2]; else f.value = one[1]; } });
          });
        }
        var kept = localStorage.getItem(PRE + name);
        if (kept && bar && !form.querySelector("[role=alert]")) {
          var parts = kept.split(".");
          key().then(function (k) { return subtle.decrypt({ name: "AES-GCM", iv: bytes(parts[0]) }, k, bytes(parts[1])); }).then(function (plain) {
            var text = new TextDecoder().decode(plain);
            if (text === words()) return;
            bar.hidden = false;
            var folded = form.closest("details"); if (folded) folded.open = true;
            bar.querySelector("[data-draft-put]").addEventListener("click", function () { put(text); bar.hidden = true; });
            bar.querySelector("[data-draft-drop]").addEventListener("click", function () { localStorage.removeItem(PRE + name); bar.hidden = true; });
          }).catch(function () { /* someone else's draft: it stays sealed */ });
        }
        form.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(function () { keep(name, words(), form.elements[0]); }, 400); });
        form.addEventListener("submit", function () {
          clearTimeout(timer); keep(name, words(), form.elements[0]);
          sessionStorage.setItem("amparo.sent", name); sessionStorage.setItem("amparo.ends", form.dataset.done || "saved kept");
        });
      });
      all("form[data-draft]").forEach(function (form) {
        var field = form.querySelector("textarea") || form.querySelector("input.in"), name = form.dataset.draft, timer;
        restore(name, field);
        field.addEventListener("input", function () { count(field); clearTimeout(timer); timer = setTimeout(function () { keep(name, field.value, field); }, 400); });
        form.addEventListener("submit", function () { keep(name, field.value, field); sessionStorage.setItem("amparo.sent", name); });
      });
    } catch (e) { /* storage is closed here: drafts live in the page only */ }
  }
  // A form that is written while somebody speaks keeps all its fields as one draft.
  function whole(form) {
    var said = all("input,select,textarea", form).filter(function (el) { return el.name && el.type !== "hidden"; });
    return JSON.stringify(said.map(function (el) { return /^(checkbox|radio)$/.test(el.type) ? el.checked : el.value; }));
  }
  if (subtle && data.drafts) {
    try {
      if (data.done === "called") localStorage.removeItem(PRE + "call:new");
      all("form[data-whole]").forEach(function (form) {
        var name = form.dataset.whole, kept = localStorage.getItem(PRE + name), empty = whole(form), timer;
        var parts = kept && kept.split(".");
        if (kept) key().then(function (k) { return subtle.decrypt({ name: "AES-GCM", iv: bytes(parts[0]) }, k, bytes(parts[1])); }).then(function (plain) {
          if (whole(form) !== empty) return;
          var said = JSON.parse(new TextDecoder().decode(plain));
          all("input,select,textarea", form).filter(function (el) { return el.name && el.type !== "hidden"; }).forEach(function (el, n) {
            if (typeof said[n] === "boolean") el.checked = said[n]; else if (typeof said[n] === "string") el.value = said[n];
          });
        }).catch(function () { /* someone else's draft: it stays sealed */ });
        form.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(function () { keep(name, whole(form), form.querySelector("textarea")); }, 400); });
      });
    } catch (e) { /* storage is closed here: drafts live in the page only */ }
  }
  if (data.done && history.replaceState) history.replaceState(null, "", location.pathname + location.search.replace(/([?&])said=[a-z_]*&?/, "$1").replace(/[?&]$/, "") + location.hash);

  // --- An address that ends in a place of the page opens it and is ready to write. ---
  var place = location.hash && document.getElementById(location.hash.slice(1));
  if (place && !data.done) {
    if (place.tagName === "DETAILS") place.open = true;
    // Going to the place takes the focus away again, sometimes only after this script has run.
    var write = function () { var el = place.querySelector("textarea"); if (el && document.activeElement === body) el.focus(); };
    write(); addEventListener("load", function () { setTimeout(write, 0); });
  }

  // --- The public page beside the sentence follows the row in hand. ---
  var beside = document.querySelector("iframe[data-beside]"), turning;
  if (beside) document.addEventListener("focusin", function (e) {
    var line = e.target.closest("[data-page-beside]"), to = line && line.dataset.pageBeside;
    if (!to || beside.dataset.at === to) return;
    beside.dataset.at = to; clearTimeout(turning);
    turning = setTimeout(function () { beside.contentWindow.location.replace(to); }, 150);
    all("[data-row].cur").forEach(function (one) { one.classList.remove("cur"); });
    line.classList.add("cur");
  });

  if (beside) document.addEventListener("click", function (e) {
    // The link opens the page anew where scripts rest; here the row is in hand already.
    var link = e.target.closest("[data-page-beside] .up0");
    if (link && !e.ctrlKey && !e.metaKey && !e.shiftKey) { e.preventDefault(); link.focus(); }
  });

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
  body.addEventListener("htmx:beforeSwap", function (e) { var li = e.detail.target.closest("[data-row]"); if (li) held = li.id; });
  body.addEventListener("htmx:afterSettle", function (e) {
    // Strips and counters ask anew by themselves: only what came into a row is an answer to a key.
    var li = e.target.closest && e.target.closest("[data-row]"), here = li && li.id === held && li, el;
    if (here && !here.contains(document.activeElement)) { el = here.querySelector(".up0"); if (el) el.focus({ preventScroll: true }); }
    if (li && pending) { el = pending; pending = ""; el = find(el); if (el) press(el); }
    el = e.detail.target && /^pl-/.test(e.detail.target.id) && e.detail.target.querySelector("[data-finder]");
    if (el && document.activeElement !== el) { el.focus(); el.setSelectionRange(el.value.length, el.value.length); }
    tell();
  });
  function failed() { var say = document.getElementById("kept"); if (say) { say.textContent = data.offline; say.classList.add("over"); } }
  body.addEventListener("htmx:sendError", failed);
  body.addEventListener("htmx:responseError", failed);

  // --- Files: dropped on their section, sent with a bar that fills; without this the form just sends. ---
  function send(form) {
    var ask = new XMLHttpRequest(), bar = form.querySelector("progress"), go = form.querySelector("button");
    bar.hidden = false; go.disabled = true;
    ask.upload.onprogress = function (e) { if (e.lengthComputable) bar.value = 100 * e.loaded / e.total; };
    ask.onerror = function () { bar.hidden = true; go.disabled = false; failed(); };
    ask.onload = function () {
      var there = new DOMParser().parseFromString(ask.responseText, "text/html").getElementById("attachments"), here = document.getElementById("attachments");
      if (ask.status < 400 && ask.responseURL) location.replace(ask.responseURL.replace(/#.*/, "") + "#attachments");
      else if (there && here) { here.replaceWith(there); files(there); } else ask.onerror();
    };
    ask.open("POST", form.action); ask.send(new FormData(form));
  }
  function files(within) {
    var form = within && within.querySelector("form[data-upload]"), input = form && form.querySelector("input[type=file]");
    if (!form) return;
    form.addEventListener("submit", function (e) { if (window.FormData && window.DOMParser) { e.preventDefault(); send(form); } });
    ["dragover", "dragleave", "drop"].forEach(function (name) {
      within.addEventListener(name, function (e) {
        e.preventDefault();
        if (name === "dragover") { within.setAttribute("data-over", ""); return; }
        within.removeAttribute("data-over");
        if (name === "drop" && e.dataTransfer.files.length) { form.parentNode.open = true; input.files = e.dataTransfer.files; }
      });
    });
  }
  files(document.querySelector("[data-drop]"));

  // --- What rings: heard after the first key or touch, marked in the title until it is taken. ---
  var sound = null, title = document.title, heard = "";
  function unlock() {
    var Sound = window.AudioContext || window.webkitAudioContext;
    if (!sound && Sound) try { sound = new Sound(); } catch (e) { return; }
    if (sound && sound.state === "suspended") sound.resume();
  }
  function chime() {
    if (!sound || sound.state !== "running") return false;
    [0, 0.22, 0.44].forEach(function (after, n) {
      var tone = sound.createOscillator(), loud = sound.createGain(), at = sound.currentTime + after;
      tone.frequency.value = n === 1 ? 880 : 660;
      loud.gain.setValueAtTime(0.0001, at);
      loud.gain.exponentialRampToValueAtTime(0.25, at + 0.02);
      loud.gain.exponentialRampToValueAtTime(0.0001, at + 0.2);
      tone.connect(loud).connect(sound.destination);
      tone.start(at); tone.stop(at + 0.22);
    });
    return true;
  }
  function ring(again) {
    var strip = document.querySelector("[data-ring]"), loud = strip && strip.hasAttribute("data-loud");
    document.title = (loud ? "(!) " : "") + title;
    if (!loud) { heard = ""; return; }
    if (again || strip.dataset.ring !== heard) {
      var hush = strip.querySelector("[data-hush]"), done = chime();
      if (hush) hush.hidden = done;
      if (done) heard = strip.dataset.ring;
    }
  }
  ["pointerdown", "keydown"].forEach(function (what) {
    document.addEventListener(what, function () { unlock(); setTimeout(function () { ring(false); }, 50); });
  });
  body.addEventListener("htmx:afterSettle", function (e) { if (e.detail.target.id === "alarm") ring(false); });
  // Every half minute again, as long as nobody takes it.
  setInterval(function () { ring(true); }, 30000);
  ring(false);

  // --- Shifts by the clock of this device, where it shows another time than the place. ---
  all("[data-clock]").forEach(function (el) {
    var here = el.dataset.clock.split(" "), hm = here.map(function (at) { return new Date(at).toTimeString().slice(0, 5); });
    if (here[0].slice(11, 16) === hm[0] && here[1].slice(11, 16) === hm[1]) return;
    el.textContent = hm.join("–") + " " + Intl.DateTimeFormat().resolvedOptions().timeZone;
    el.hidden = false;
  });
  all("[data-zone]").forEach(function (el) {
    var mine = Intl.DateTimeFormat().resolvedOptions().timeZone, list = document.getElementById("zones");
    if (mine && list && mine !== el.value) { var one = document.createElement("option"); one.value = mine; list.insertBefore(one, list.firstChild); }
  });
}());
