/** Signals as STOPSIGNAL takes them (moby/sys/signal, `ParseSignal` on Linux). */
import { probablyMeant } from "../syntax/suggest.ts";
import { parseInteger } from "./go-values.ts";

const names =
  "ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ".split(
    " ",
  );
const realTime = /^RTM(?:IN(?:\+(?:[1-9]|1[0-5]))?|AX(?:-(?:[1-9]|1[0-4]))?)$/;

/** A name in any case, with or without `SIG`, or any number but 0: even those that no system has. */
export function isSignal(text: string): boolean {
  const number = parseInteger(text);
  if (number !== null) return number !== 0;
  const name = nameOf(text);
  return names.includes(name) || realTime.test(name);
}

/** The signal that may be meant, as docker writes it; null when none is near. */
export function nearestSignal(text: string): string | null {
  const name = probablyMeant(nameOf(text), names);
  return name === null ? null : `SIG${name}`;
}

function nameOf(text: string): string {
  return text.toUpperCase().replace(/^SIG/, "");
}
