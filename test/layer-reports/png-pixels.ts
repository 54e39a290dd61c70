/** Reads what headless browsers write: PNG with 8 bits a channel, RGB or RGBA, not interlaced. */
import { inflateSync } from "node:zlib";

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** How many pixels have each colour, by its hexadecimal RGB. */
  readonly colours: ReadonlyMap<string, number>;
}

export function pngPixels(png: Buffer): Pixels {
  if (png.toString("latin1", 1, 4) !== "PNG") throw new Error("not a PNG");
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const [depth, type] = [png[24], png[25]];
  if (depth !== 8 || (type !== 2 && type !== 6)) throw new Error(`PNG of depth ${depth} and colour type ${type}`);
  const bytes = type === 6 ? 4 : 3;
  const data = inflateSync(Buffer.concat(chunks(png).flatMap(({ name, body }) => (name === "IDAT" ? [body] : []))));
  const colours = new Map<string, number>();
  let above: Buffer = Buffer.alloc(width * bytes);
  for (let row = 0; row < height; row++) {
    const at = row * (width * bytes + 1);
    const line = unfiltered(data[at] ?? 0, data.subarray(at + 1, at + 1 + width * bytes), above, bytes);
    for (let x = 0; x < line.length; x += bytes) {
      const colour = line.toString("hex", x, x + 3);
      colours.set(colour, (colours.get(colour) ?? 0) + 1);
    }
    above = line;
  }
  return { width, height, colours };
}

function chunks(png: Buffer): { name: string; body: Buffer }[] {
  const found = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    found.push({ name: png.toString("latin1", at + 4, at + 8), body: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return found;
}

/** PNG specification, section 9: each byte is stored as its difference from what its neighbours foretell. */
function unfiltered(filter: number, stored: Buffer, above: Buffer, bytes: number): Buffer {
  const line = Buffer.alloc(stored.length);
  for (const [x, value] of stored.entries()) {
    const [left, up, corner] = [line[x - bytes] ?? 0, above[x] ?? 0, above[x - bytes] ?? 0];
    const foretold = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
    line[x] = value + foretold;
  }
  return line;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
