// The code for the visitor's own shop, and a callback of their own.

import { mountOwn } from "../own.js";
import { mountRecipes } from "../recipes.js";

export function mount(section) {
  mountRecipes(section.querySelector("#recipes"));
  mountOwn(section.querySelector("#own"));
}
