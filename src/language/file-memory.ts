/**
 * What is worked out about a file once, for all who ask. It goes when the next file comes: nobody asks for it any more,
 * and if somebody did, it would be worked out again.
 *
 * Not WeakMaps: a minor collection of V8 keeps alive what a WeakMap of the older generation holds, and with it the whole
 * tree of every file. That made collecting garbage the dearest part of linting many files.
 */
const memories: Map<object, unknown>[] = [];

/** @param read called once for each key of the present file; it must not give `undefined` */
export function perFile<Key extends object, Value extends object | boolean | null>(
  read: (key: Key) => Value,
): (key: Key) => Value {
  const memory = new Map<Key, Value>();
  memories.push(memory);
  return (key) => {
    let value = memory.get(key);
    if (value === undefined) {
      value = read(key);
      memory.set(key, value);
    }
    return value;
  };
}

/** A new file is looked at. */
export function forgetFile(): void {
  for (const memory of memories) if (memory.size > 0) memory.clear();
}
