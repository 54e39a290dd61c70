/** A pattern that a builder refuses; the message is the builder's. */
export class PatternError extends Error {
  override readonly name = "PatternError";
}

/** Go's `filepath.ErrBadPattern`. */
export const badPattern = "syntax error in pattern";
