/**
 * Calls a listener and does not wait for it. What it throws or rejects with is dropped: a log that fails must change
 * nothing.
 */
export function tell<Value>(listener: (value: Value) => unknown, value: Value): void {
  void callSafely(listener, value);
}

async function callSafely<Value>(listener: (value: Value) => unknown, value: Value): Promise<void> {
  try {
    await listener(value);
  } catch {
    // The listener is the log, so there is nowhere else to report this.
  }
}
