// The API beside the page.

import { words } from "./words.js";

class Failure extends Error {}

// GETs a path below /api/v1. What goes wrong becomes words for the reader; an abort stays one.
export async function call(path, parameters, signal) {
  const url = parameters ? `api/v1/${path}?${new URLSearchParams(parameters)}` : `api/v1/${path}`;
  let response;
  try {
    response = await fetch(url, { signal });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new Failure(words.unreachable);
  }
  const body = await response.json().catch(() => ({}));
  signal?.throwIfAborted();
  if (!response.ok) throw new Failure(body.error?.message ?? `${response.status} ${response.statusText}`);
  return body;
}
