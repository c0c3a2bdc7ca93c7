// What the gateway counted on the link to the device.

import type { LinkReport } from "../../../platform/wire/cloud_pb.ts";

export interface LinkCounts {
  readonly received: number;
  readonly lost: number;
  readonly damaged: number;
  readonly duplicated: number;
}

export class Link {
  #counts: LinkCounts | undefined;
  #lastLossUnixUs: number | undefined;

  // atUnixUs: when the report came; a loss that an earlier report did not have
  // counts as of then. undefined: a report from a snapshot, of unknown time.
  add(report: LinkReport, atUnixUs: number | undefined): void {
    const counts: LinkCounts = {
      received: Number(report.framesReceived),
      lost: Number(report.framesLost),
      damaged: Number(report.framesDamaged),
      duplicated: Number(report.framesDuplicated),
    };
    const before = this.#counts;
    if (
      before !== undefined &&
      counts.lost + counts.damaged > before.lost + before.damaged
    ) {
      this.#lastLossUnixUs = atUnixUs ?? this.#lastLossUnixUs;
    }
    this.#counts = counts;
  }

  // undefined before the first report.
  get counts(): LinkCounts | undefined {
    return this.#counts;
  }

  // When this page last saw a frame lost or damaged.
  get lastLossUnixUs(): number | undefined {
    return this.#lastLossUnixUs;
  }
}
