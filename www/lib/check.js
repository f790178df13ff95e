// A classic script, which runs before anything is drawn: it says which frame the page will have, so that nothing jumps,
// and speaks up in browsers in which the module never begins, because they are too old or without modules.
(() => {
  const root = document.documentElement;
  const name = location.hash.slice(1).split("/")[0];
  root.dataset.frame = name === "" || name === "verify" ? "page" : "walk";
  root.dataset.title = document.title;
  addEventListener("load", () => {
    if (root.hasAttribute("data-started")) return;
    root.dataset.frame = "page";
    document.getElementById("unsupported").hidden = false;
  });
})();
