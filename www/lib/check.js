// A classic script, for browsers in which the module never begins: too old, or without modules.
addEventListener("load", function () {
  if (!document.documentElement.hasAttribute("data-started"))
    document.getElementById("unsupported").hidden = false;
});
