import { canonicalId, sameId } from "checkout-signature";

console.log(canonicalId("4E0D7DD3-C124-41FB-A029-81F60732A13F")); // → 4e0d7dd3c12441fba02981f60732a13f
console.log(sameId("4e0d7dd3-c124-41fb-a029-81f60732a13f", "4e0d7dd3c12441fba02981f60732a13f")); // → true
