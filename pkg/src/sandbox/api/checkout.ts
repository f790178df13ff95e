// Sessions and payments: what they are, and what may happen to them.

import { canonicalId } from "../../shared/ids.ts";
import { createUuid } from "./ids.ts";
import { findFaults, type Order } from "./order.ts";
import { Problem } from "./responses.ts";

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly type: "vipps" | "card";
}

export interface Payment {
  readonly id: string;
  readonly productId: string;
  readonly amount: number;
  status: "created" | "authorized" | "cancelled";
  readonly redirects: readonly { type: string; url: string }[];
  /** When the customer paid, on the sandbox's clock (ISO 8601). It stays when the callbacks are given up. */
  authorizedOn: string | null;
}

export interface Session extends Order {
  readonly id: string;
  readonly merchantId: number;
  readonly products: readonly Product[];
  readonly payments: Payment[];
  status: "created" | "authorized";
}

/** A payment with its surroundings. */
export interface PaymentView {
  readonly payment: Payment;
  readonly session: Session;
  readonly product: Product;
}

/** What the customer decides on the payment page. */
export type Decision = "approve" | "cancel";

/** What became of a decision: where the customer goes next, or why the decision came too late. */
export type DecisionResult =
  | { readonly isAccepted: true; readonly isNewlyAuthorized: boolean; readonly redirect: string }
  | { readonly isAccepted: false; readonly reason: string };

const PRODUCTS: readonly Omit<Product, "id">[] = [
  { name: "Vipps", type: "vipps" },
  { name: "Credit card", type: "card" },
];
/** Beyond this the oldest session is forgotten. */
const MAX_SESSIONS = 1000;
/** A customer who tries again makes a few. */
const MAX_PAYMENTS_OF_SESSION = 100;

export class Checkout {
  readonly #merchantId: number;
  /** By canonical id. */
  readonly #sessions = new Map<string, Session>();
  /** The payments of those sessions, by canonical id. */
  readonly #payments = new Map<string, PaymentView>();

  constructor(merchantId: number) {
    this.#merchantId = merchantId;
  }

  /** Lists every session, oldest first. */
  list(): Session[] {
    return [...this.#sessions.values()];
  }

  /** @throws {Problem} 400 that names everything that is wrong with the order */
  createSession(order: unknown): Session {
    const errors = findFaults(order);
    if (errors.length > 0) throw new Problem(400, "The order is not valid", { errors });
    const id = createUuid();
    const session: Session = {
      ...(order as Order),
      id,
      merchantId: this.#merchantId,
      products: PRODUCTS.map((product) => ({ id: createUuid(), ...product })),
      payments: [],
      status: "created",
    };
    this.#sessions.set(canonicalId(id), session);
    const [oldest] = this.#sessions.values();
    if (this.#sessions.size > MAX_SESSIONS && oldest) this.#forget(oldest);
    return session;
  }

  /** @throws {Problem} 404 */
  findSession(id: string): Session {
    const session = this.#sessions.get(canonicalId(id));
    if (!session) throw new Problem(404, "There is no such session");
    return session;
  }

  /**
   * Creates a payment of a session.
   *
   * @param given the request's body: `{ productId }`
   * @param createUrl makes the URL of the payment page
   * @throws {Problem} 400, 404 or 409
   */
  createPayment(sessionId: string, given: unknown, createUrl: (paymentId: string) => string): Payment {
    const session = this.findSession(sessionId);
    const product = findProduct(session, given);
    if (session.status === "authorized") throw new Problem(409, "The session is already paid");
    if (session.payments.length >= MAX_PAYMENTS_OF_SESSION) {
      throw new Problem(409, "The session has too many payments", { detail: "Create a new session." });
    }
    const id = createUuid();
    const payment: Payment = {
      id,
      productId: product.id,
      amount: session.totalAmount,
      status: "created",
      redirects: [{ type: product.type, url: createUrl(id) }],
      authorizedOn: null,
    };
    session.payments.push(payment);
    this.#payments.set(canonicalId(id), { payment, session, product });
    return payment;
  }

  findPayment(id: string): PaymentView | undefined {
    return this.#payments.get(canonicalId(id));
  }

  /**
   * Approves or cancels a payment. The same decision again changes nothing, and another one comes too late.
   *
   * @param now when, in milliseconds since 1970
   */
  decide({ payment, session }: PaymentView, decision: Decision, now: number): DecisionResult {
    const isPaidOtherwise = session.status === "authorized" && payment.status !== "authorized";
    if (isPaidOtherwise) return { isAccepted: false, reason: "The session was paid with another payment." };
    const status = decision === "approve" ? "authorized" : "cancelled";
    const isNew = payment.status === "created";
    if (!isNew && payment.status !== status) {
      return { isAccepted: false, reason: `It is ${payment.status}.` };
    }
    const isNewlyAuthorized = isNew && status === "authorized";
    payment.status = status;
    if (isNewlyAuthorized) {
      payment.authorizedOn = new Date(now).toISOString();
      session.status = "authorized";
    }
    const { accept, cancel } = session.merchantUrls;
    return { isAccepted: true, isNewlyAuthorized, redirect: status === "authorized" ? accept : cancel };
  }

  #forget(session: Session): void {
    this.#sessions.delete(canonicalId(session.id));
    for (const { id } of session.payments) this.#payments.delete(canonicalId(id));
  }
}

function findProduct({ products }: Session, given: unknown): Product {
  const productId: unknown = Object(given).productId;
  const product =
    typeof productId === "string" && products.find(({ id }) => canonicalId(id) === canonicalId(productId));
  if (product) return product;
  const detail =
    productId === undefined || productId === null
      ? "is required."
      : "is not one of the products that this session offers.";
  throw new Problem(400, "The payment is not valid", { errors: [{ pointer: "#/productId", detail }] });
}
