/**
 * What is worked out about a file once, for all who ask. It goes when the next file comes: nobody asks for it any more,
 * and if somebody did, it would be worked out again.
 *
 * Not WeakMaps, and no map that is cleared and used again. A minor collection of V8 keeps alive what a WeakMap of the
 * older generation holds; and a map that was cleared leads from its old table to its new one, so that the table of one
 * file, once it is old, keeps alive those of all files behind it until the next major collection. Either way whole trees
 * grow old, and collecting them is the dearest part of linting many files.
 */
class Memory<Key, Value> {
  #values: Map<Key, Value> | null = null;

  get(key: Key): Value | undefined {
    return this.#values?.get(key);
  }

  set(key: Key, value: Value): void {
    if (this.#values === null) {
      this.#values = new Map();
      filled.push(this);
    }
    this.#values.set(key, value);
  }

  forget(): void {
    this.#values = null;
  }
}

/** Those that know something about the present file. */
let filled: { forget(): void }[] = [];

/** @param read called once for each key of the present file; it must not give `undefined` */
export function perFile<Key extends object, Value extends object | boolean | null>(
  read: (key: Key) => Value,
): (key: Key) => Value {
  const memory = new Memory<Key, Value>();
  return (key) => {
    let value = memory.get(key);
    if (value === undefined) {
      value = read(key);
      memory.set(key, value);
    }
    return value;
  };
}

/**
 * The same for what is worked out about a part of a model: the model of a text with a fix applied shares parts with that of
 * the file.
 *
 * @param read called once for each part of each model of the present file; it must not give `undefined`
 */
export function perModel<Model extends object, Part extends object, Value extends object | string | null>(
  read: (model: Model, part: Part) => Value,
): (model: Model, part: Part) => Value {
  const memoryOf = perFile<Model, Map<Part, Value>>(() => new Map());
  return (model, part) => {
    const memory = memoryOf(model);
    let value = memory.get(part);
    if (value === undefined) {
      value = read(model, part);
      memory.set(part, value);
    }
    return value;
  };
}

/** A new file is looked at. */
export function forgetFile(): void {
  for (const memory of filled) memory.forget();
  filled = [];
}
