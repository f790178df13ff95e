// The words of HTTP's status codes.

const REASONS = {
  200: "OK",
  201: "Created",
  303: "See Other",
  400: "Bad Request",
  401: "Unauthorized",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/** @param {number} status */
export const statusLine = (status) => `${status} ${REASONS[status] ?? ""}`.trim();
