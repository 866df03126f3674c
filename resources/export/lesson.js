(function () {
  "use strict";
  var root = document.documentElement, sizes = ["", "large", "larger"], size = 0;
  root.classList.add("js");
  document.querySelector(".size").addEventListener("click", function () {
    if (sizes[size]) root.classList.remove(sizes[size]);
    size = (size + 1) % sizes.length;
    if (sizes[size]) root.classList.add(sizes[size]);
  });

  var audio = document.querySelector("audio");
  if (!audio) return;
  var starts = audio.getAttribute("data-starts").split(" ").map(Number);
  var spans = {}, lit = -1, frame = 0, speeds = [1, 0.75, 1.25], speed = 0;
  var go = document.querySelector(".go"), word = go.querySelector("span"), rate = document.querySelector(".speed");
  var sentences = document.querySelectorAll(".s");
  for (var i = 0; i < sentences.length; i++) {
    var number = sentences[i].getAttribute("data-s");
    (spans[number] = spans[number] || []).push(sentences[i]);
  }

  function now() {
    var time = audio.currentTime * 1000 + 30, low = 0, high = starts.length - 1, found = -1;
    while (low <= high) {
      var middle = (low + high) >> 1;
      if (starts[middle] <= time) { found = middle; low = middle + 1; } else { high = middle - 1; }
    }
    return found;
  }

  function mark(number, on) {
    (spans[number] || []).forEach(function (span) { span.classList.toggle("on", on); });
  }

  function follow(span) {
    var place = span.getBoundingClientRect();
    if (place.top > 60 && place.bottom < window.innerHeight - 110) return;
    var still = window.matchMedia && window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    try { span.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" }); } catch (old) { span.scrollIntoView(); }
  }

  function show() {
    var number = audio.ended ? -1 : now();
    if (number === lit) return;
    mark(lit, false);
    mark(number, true);
    lit = number;
    if (spans[number] && !audio.paused) follow(spans[number][0]);
  }

  function tick() {
    show();
    frame = audio.paused || audio.ended ? 0 : requestAnimationFrame(tick);
  }

  function begin() {
    var started = audio.play();
    if (started && started.catch) started.catch(fallback);
  }

  var tried = false;
  // Some phones do not play long data: addresses; the same bytes as a Blob they do.
  function fallback() {
    if (tried || !window.atob || !window.Blob || audio.src.slice(0, 5) !== "data:") return;
    tried = true;
    var raw = atob(audio.src.slice(audio.src.indexOf(",") + 1)), bytes = new Uint8Array(raw.length), at = audio.currentTime;
    for (var i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
    audio.src = URL.createObjectURL(new Blob([bytes], { type: "audio/mpeg" }));
    audio.addEventListener("loadedmetadata", function () { audio.currentTime = at; begin(); }, { once: true });
  }

  function jump(number, play) {
    audio.currentTime = starts[Math.max(0, Math.min(starts.length - 1, number))] / 1000;
    if (play) begin(); else show();
  }

  function face() {
    root.classList.toggle("playing", !audio.paused);
    var label = go.getAttribute(audio.paused ? "data-play" : "data-pause");
    go.setAttribute("aria-label", label);
    word.textContent = label;
    if (!audio.paused && !frame) frame = requestAnimationFrame(tick);
  }

  function toggle() { if (audio.paused) begin(); else audio.pause(); }

  go.addEventListener("click", toggle);
  document.querySelector(".before").addEventListener("click", function () { jump(now() - 1, !audio.paused); });
  document.querySelector(".after").addEventListener("click", function () { jump(now() + 1, !audio.paused); });
  rate.addEventListener("click", function () {
    speed = (speed + 1) % speeds.length;
    audio.playbackRate = speeds[speed];
    rate.textContent = speeds[speed] + "×";
  });
  ["play", "pause", "ended"].forEach(function (name) { audio.addEventListener(name, face); });
  ["seeked", "ended", "timeupdate"].forEach(function (name) { audio.addEventListener(name, show); });
  audio.addEventListener("error", fallback);
  audio.addEventListener("ratechange", function () { audio.preservesPitch = true; });

  document.addEventListener("click", function (event) {
    var target = event.target;
    while (target && target !== document && !(target.classList && target.classList.contains("s"))) target = target.parentNode;
    if (!target || target === document || String(window.getSelection())) return;
    jump(Number(target.getAttribute("data-s")), true);
  });
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(BUTTON|INPUT|A)$/.test(event.target.tagName)) return;
    if (event.key === " ") { event.preventDefault(); toggle(); }
  });
  face();
})();
