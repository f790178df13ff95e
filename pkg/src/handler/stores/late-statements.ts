// Statements that come once the merchant's function has thrown: they would be written outside of its transaction.

/** The error of a statement that comes once the merchant's function has thrown. */
export function transactionOver(): Error {
  return new Error(
    "Your function has thrown, so this transaction is over and takes no more statements. Let your function wait for all of " +
      "them before it throws: Promise.all does not, Promise.allSettled does.",
  );
}

/**
 * The same client, whose methods refuse statements once its transaction is over.
 *
 * What a function that has thrown leaves running would write outside of its transaction, or into another payment's.
 */
export function refuseStatements<Client extends object>(
  client: Client,
  methods: readonly string[],
  isOver: () => boolean,
): Client {
  return new Proxy(client, {
    get(target, name) {
      const member = Reflect.get(target, name) as (...args: unknown[]) => unknown;
      if (!methods.includes(name as string)) return member;
      return (...args: unknown[]) => (isOver() ? refuse(transactionOver()) : member.apply(target, args));
    },
  });
}

/** A rejection that ends no process where nobody waits for it: the function that has thrown may have left it behind. */
export function refuse(error: Error): Promise<never> {
  const refused = Promise.reject(error);
  refused.catch(() => {});
  return refused;
}
