/** Bytes that arrive in pieces. */
export class ByteReader {
  readonly #chunks: Iterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array();

  constructor(chunks: Iterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.iterator]();
  }

  /** The next bytes without taking them: fewer at the end. */
  peek(length: number): Uint8Array {
    while (this.#rest.length < length) {
      const next = this.#chunks.next();
      if (next.done === true) break;
      this.#rest = this.#rest.length === 0 ? next.value : Buffer.concat([this.#rest, next.value]);
    }
    return this.#rest.subarray(0, length);
  }

  /** Takes bytes; fewer at the end. */
  take(length: number): Uint8Array {
    const bytes = this.peek(length);
    this.#rest = this.#rest.subarray(bytes.length);
    return bytes;
  }

  /** Passes bytes over. */
  skip(length: number): void {
    let left = length - this.#rest.length;
    if (left <= 0) {
      this.#rest = this.#rest.subarray(length);
      return;
    }
    this.#rest = new Uint8Array();
    while (left > 0) {
      const next = this.#chunks.next();
      if (next.done === true) return;
      if (next.value.length > left) this.#rest = next.value.subarray(left);
      left -= next.value.length;
    }
  }

  *rest(): Iterable<Uint8Array> {
    yield this.#rest;
    for (let next = this.#chunks.next(); next.done !== true; next = this.#chunks.next()) yield next.value;
  }
}
