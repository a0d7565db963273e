/** Asks the services behind this origin; what goes wrong is told as a {@link Trouble}. */

const READING = 8_000;
const WRITING = 5_000;
const LONGEST_RETRY_AFTER = 60_000;

/** Why a service did not do what it was asked for, in words for people. */
export class Trouble extends Error {
  /**
   * @param {string} message
   * @param {{retryAfter?: number, lasting?: boolean, doubtful?: boolean}} [more] `retryAfter`: milliseconds before
   *   which asking again is pointless; `lasting`: asking again will not help; `doubtful`: it may have been done
   */
  constructor(message, { retryAfter = 0, lasting = false, doubtful = false } = {}) {
    super(message);
    Object.assign(this, { retryAfter, lasting, doubtful });
  }
}

/**
 * The JSON at a path.
 *
 * @param {string} path relative to the page
 * @param {AbortSignal} signal gives up
 */
export async function read(path, signal) {
  const response = await answer(path, { signal: AbortSignal.any([signal, AbortSignal.timeout(READING)]) });
  try {
    return await response.json();
  } catch {
    throw new Trouble("the answer was broken off");
  }
}

/**
 * Has something changed that can be asked for again without harm.
 *
 * @param {"PUT" | "DELETE"} method
 * @param {string} path relative to the page
 */
export async function write(method, path) {
  await answer(path, { method, signal: AbortSignal.timeout(WRITING) });
}

async function answer(path, options) {
  let response;
  try {
    response = await fetch(path, { ...options, cache: "no-store", headers: { Accept: "application/json" } });
  } catch (failure) {
    throw failure.name === "TimeoutError"
      ? new Trouble("no answer in time", { doubtful: true })
      : new Trouble("no connection", { doubtful: true });
  }
  if (response.ok) return response;
  throw await troubleOf(response);
}

async function troubleOf(response) {
  const retryAfter = Math.min(LONGEST_RETRY_AFTER, 1_000 * (Number(response.headers.get("Retry-After")) || 0));
  switch (response.status) {
    case 400: return new Trouble(await detailOf(response), { lasting: true });
    case 404: return new Trouble("it is not there", { retryAfter });
    case 502: return new Trouble("it is broken at the moment", { retryAfter, doubtful: true });
    case 503: return new Trouble("it is not available at the moment", { retryAfter, doubtful: true });
    case 504: return new Trouble("it is late", { retryAfter, doubtful: true });
    default: return new Trouble(`it answered ${response.status}`, { retryAfter, doubtful: response.status >= 500 });
  }
}

/** What `application/problem+json` (RFC 9457) says about it. */
async function detailOf(response) {
  try {
    const { detail, title } = await response.json();
    return String(detail ?? title ?? "it was not understood");
  } catch {
    return "it was not understood";
  }
}

/**
 * The module of another service.
 *
 * @param {string} path relative to this module
 * @returns {() => Promise<object>} asks for it; may be called again after a failure
 */
export function moduleAt(path) {
  let attempts = 0;
  return async () => {
    try {
      // Browsers remember that a module could not be had, by its address.
      return await import(attempts++ === 0 ? path : `${path}?again=${attempts}`);
    } catch {
      throw new Trouble("its program could not be loaded");
    }
  };
}
