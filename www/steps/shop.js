// The code for the visitor's own shop, and a callback of their own.

import { mountRecipes } from "../views/examples.js";
import { mountOwn } from "../views/own.js";

export function mount(section) {
  mountRecipes(section.querySelector("#recipes"));
  mountOwn(section.querySelector("#own"));
}
