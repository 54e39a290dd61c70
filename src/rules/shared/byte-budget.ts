/** Options that set a limit of bytes. */
import { byteUnitPattern } from "../../layers/byte-units.ts";

/** A number of bytes, or a text with a unit. */
export const bytesSchema = {
  oneOf: [
    { type: "integer", minimum: 0 },
    { type: "string", pattern: byteUnitPattern },
  ],
};

/** For the pages of the rules: how a limit is written. */
export const bytesOption =
  'A number of bytes, or a text with a unit: `"200MB"`, `"1.5 GiB"`. Units that end in `iB` count by 1024, the others by 1000.';
