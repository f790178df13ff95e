// The shell script that `sandbox` prints: from the token to a payment that is approved.

const ORDER = {
  merchantReference: "order-1",
  customer: { firstName: "Kari", lastName: "Nordmann" },
  totalAmount: 2000,
  totalTaxAmount: 400,
  currency: "NOK",
  orderLines: [
    { name: "Coffee", quantity: 1, unitPrice: 2000, taxRate: 2500, totalAmount: 2000, totalTaxAmount: 400 },
  ],
  merchantUrls: {
    accept: "http://localhost:3000/thanks",
    cancel: "http://localhost:3000/cart",
    callback: "http://127.0.0.1:4001/callback",
  },
};

/**
 * Writes the script, for sh with curl and sed. It is one command, so that pasting it changes nothing in the shell.
 *
 * The sandbox writes a member of its JSON on each line, which is what `pick` relies on.
 */
export function createScript({
  origin,
  merchantId,
  apiKey,
}: {
  origin: string;
  merchantId: number;
  apiKey: string;
}): string[] {
  return [
    "sh <<'END'",
    `API=${origin}`,
    'pick() { sed -n "s/.*\\"$1\\": *\\"\\([^\\"]*\\)\\".*/\\1/p" | sed -n "$2p"; }',
    'call() { curl -sS "$API$1" -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -d "$2"; }',
    `TOKEN=$(curl -sS "$API/token" -d grant_type=client_credentials -d scope=merchant -d client_id=${merchantId} --data-urlencode ${quote(`client_secret=${apiKey}`)} | pick access_token 1)`,
    `SESSION=$(call /checkout ${quote(JSON.stringify(ORDER))})`,
    `SESSION_ID=$(printf '%s\\n' "$SESSION" | pick id 1)`,
    `PRODUCT_ID=$(printf '%s\\n' "$SESSION" | pick id 2)`,
    'PAGE=$(call "/checkout/$SESSION_ID/payment" "{\\"productId\\":\\"$PRODUCT_ID\\"}" | pick url 1)',
    'curl -sS -o /dev/null "$PAGE" -d decision=approve',
    'echo "Approved: $PAGE"',
    'curl -sS "$API/checkout/$SESSION_ID" -H "Authorization: Bearer $TOKEN"',
    "END",
  ];
}

/** Quotes text for a shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
