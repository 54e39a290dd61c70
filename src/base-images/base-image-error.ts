/** What can go wrong when an image is asked for. */

/**
 * A source cannot tell of one image: the others go on.
 * The message goes on after the image's name: `the registry does not know it`.
 */
export class BaseImageError extends Error {
  override readonly name = "BaseImageError";
}

/** A source cannot be asked at all just now, whatever the image; the message is a sentence of its own, for people. */
export class UnreachableSourceError extends Error {
  override readonly name = "UnreachableSourceError";
}

/** What was named as the source is none, such as a file that is not there; the message is for people. */
export class BaseImageSourceError extends Error {
  override readonly name = "BaseImageSourceError";
}
