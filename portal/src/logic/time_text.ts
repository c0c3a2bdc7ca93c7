// Times for a reader: in the time zone of this computer, the zone always named.

const DAY_US = 86_400e6;

export class TimeText {
  readonly #clock: Intl.DateTimeFormat;
  readonly #day: Intl.DateTimeFormat;
  readonly #short: Intl.DateTimeFormat;
  readonly #offset: Intl.DateTimeFormat;
  readonly timeZone: string;

  // timeZone: an IANA name; undefined for the one that this computer is set to.
  constructor(timeZone?: string) {
    const base = timeZone === undefined ? {} : { timeZone };
    const clock = {
      ...base,
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    } as const;
    this.#clock = new Intl.DateTimeFormat("en-GB", clock);
    this.#day = new Intl.DateTimeFormat("en-GB", {
      ...base,
      day: "numeric",
      month: "short",
    });
    this.#short = new Intl.DateTimeFormat("en-GB", {
      ...base,
      timeZoneName: "short",
    });
    this.#offset = new Intl.DateTimeFormat("en-GB", {
      ...base,
      timeZoneName: "shortOffset",
    });
    this.timeZone = this.#clock.resolvedOptions().timeZone;
  }

  // "14:03:22"
  clock(unixUs: number): string {
    return this.#clock.format(unixUs / 1000);
  }

  // "14:03:22", or "20 Nov 14:03:22" when that is another day than nowUnixUs.
  moment(unixUs: number, nowUnixUs: number): string {
    const day = this.#day.format(unixUs / 1000);
    const clock = this.clock(unixUs);
    return day === this.#day.format(nowUnixUs / 1000) &&
      Math.abs(nowUnixUs - unixUs) < DAY_US
      ? clock
      : `${day} ${clock}`;
  }

  day(unixUs: number): string {
    return this.#day.format(unixUs / 1000);
  }

  // "CET (UTC+1)", or "UTC": what holds at that moment.
  zone(unixUs: number): string {
    const short = zoneName(this.#short, unixUs);
    const offset = zoneName(this.#offset, unixUs).replace("GMT", "UTC");
    if (offset === "UTC" || short === "UTC") {
      return short === "GMT" ? "GMT (UTC+0)" : "UTC";
    }
    return short.startsWith("GMT") ? offset : `${short} (${offset})`;
  }
}

function zoneName(format: Intl.DateTimeFormat, unixUs: number): string {
  const parts = format.formatToParts(unixUs / 1000);
  return parts.find((part) => part.type === "timeZoneName")?.value ?? "";
}

// "2 s", "3 min", "5 h", "2 d": how long ago, in the largest unit that still
// tells. Never negative.
export function spanText(spanUs: number): string {
  const seconds = Math.max(0, Math.floor(spanUs / 1e6));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}
