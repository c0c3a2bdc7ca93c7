// Draws the running ECG trace on paper that moves with it. What is missing stays
// white with a hatch over it, and what has a flaw is marked and named.

import uPlot from "uplot";
import type { DevicePage } from "../logic/store.ts";
import type { TimeText } from "../logic/time_text.ts";
import type { Mark, Stretch, Window } from "../logic/trace.ts";
import {
  LARGE_SQUARE_MV,
  LARGE_SQUARE_S,
  SMALL_SQUARE_MV,
  SMALL_SQUARE_S,
  type TraceScale,
  type VoltageRange,
  isBeyond,
  isHalfGain,
  traceScale,
  voltageRange,
} from "../logic/trace_scale.ts";

// Blocks arrive in batches: the paper runs this much behind, and so evenly.
const PLAYOUT_DELAY_US = 500e3;
// From here on the blank end of the paper is named.
const SILENCE_SHOWN_US = 1000e3;
// In widths of the text: everything grows with it from a phone to a wall.
const Y_AXIS_WIDTH = 2.6;
const X_AXIS_HEIGHT = 2.1;
const RIGHT_MARGIN = 1;
const TOP_MARGIN = 0.7;
const TIME_LABEL_WIDTH = 4.7;
const TRACE_WIDTH = 0.145;
const TEXT_PER_ROOT_TEXT = 0.8;
const FONT_FAMILY = "system-ui, sans-serif";

const MARK_TEXT: Readonly<Record<Mark, string>> = {
  missing: "NO DATA",
  "lead-off": "LEAD OFF",
  damaged: "DAMAGED DATA",
  saturated: "SATURATED",
  stuck: "SIGNAL STUCK",
};

interface Colours {
  trace: string;
  text: string;
  gridSmall: string;
  gridLarge: string;
  hatch: string;
  flaw: string;
  beat: string;
  paper: string;
}

// Size of the plot's text in CSS pixels.
function readTextSize(): number {
  const root = getComputedStyle(document.documentElement);
  return Math.round(parseFloat(root.fontSize) * TEXT_PER_ROOT_TEXT);
}

function readColours(element: HTMLElement): Colours {
  const style = getComputedStyle(element);
  const value = (name: string) => style.getPropertyValue(name).trim();
  return {
    trace: value("--trace"),
    text: value("--text-soft"),
    gridSmall: value("--grid-small"),
    gridLarge: value("--grid-large"),
    hatch: value("--hatch"),
    flaw: value("--flaw"),
    beat: value("--beat"),
    paper: value("--paper"),
  };
}

export class TracePlot {
  readonly #host: HTMLElement;
  readonly #times: TimeText;
  #plot: uPlot;
  #colours: Colours;
  #text: number;
  #scale: TraceScale;
  #range: VoltageRange;
  #fromUs = 0;
  #toUs = 1;
  #endUs: number | undefined;
  #unixOffsetUs = 0;
  #stretches: readonly Stretch[] = [];
  #beatsUs: readonly number[] = [];

  constructor(host: HTMLElement, times: TimeText) {
    this.#host = host;
    this.#times = times;
    this.#colours = readColours(host);
    this.#text = readTextSize();
    this.#scale = traceScale(this.#plotWidth());
    this.#range = voltageRange([], undefined);
    this.#plot = new uPlot(this.#options(), [[], []], host);
  }

  destroy(): void {
    this.#plot.destroy();
  }

  // The host has another size, or the colours are others.
  refit(): void {
    this.#colours = readColours(this.#host);
    const text = readTextSize();
    const grown = text !== this.#text;
    this.#text = text;
    this.#scale = traceScale(this.#plotWidth());
    if (grown) {
      this.#plot.destroy();
      this.#plot = new uPlot(this.#options(), [[], []], this.#host);
    } else {
      this.#plot.setSize(this.#size());
    }
  }

  // What has to be told about the drawing; empty: nothing.
  draw(shown: DevicePage | undefined): string {
    const nowUs = shown?.nowDeviceUs;
    if (shown === undefined || nowUs === undefined) {
      this.#stretches = [];
      this.#beatsUs = [];
      this.#endUs = undefined;
      this.#plot.setData([[], []]);
      return "";
    }
    const device = shown.device;
    this.#toUs = nowUs - PLAYOUT_DELAY_US;
    this.#fromUs = this.#toUs - this.#scale.seconds * 1e6;
    this.#endUs = device.trace.endUs;
    this.#unixOffsetUs = device.clock.toUnixUs(0) ?? 0;
    this.#beatsUs = device.beatsUs;
    const window = device.trace.window(this.#fromUs, this.#toUs);
    this.#stretches = this.#withSilence(window);
    this.#range = voltageRange(window.millivolts, this.#range);
    this.#plot.setData([window.timesUs, window.millivolts]);
    if (isBeyond(window.millivolts, this.#range)) {
      return "Part of the trace lies beyond the paper.";
    }
    return isHalfGain(this.#range) ? "Half gain: the signal is large." : "";
  }

  #withSilence(window: Window): readonly Stretch[] {
    const endUs = this.#endUs;
    if (endUs === undefined || this.#toUs - endUs < SILENCE_SHOWN_US) {
      return window.stretches;
    }
    return [
      ...window.stretches,
      {
        mark: "missing",
        fromUs: Math.max(endUs, this.#fromUs),
        toUs: this.#toUs,
      },
    ];
  }

  #plotWidth(): number {
    const margins = (Y_AXIS_WIDTH + RIGHT_MARGIN) * this.#text;
    return Math.max(120, this.#host.clientWidth - margins);
  }

  #size(): { width: number; height: number } {
    return {
      width: this.#plotWidth() + (Y_AXIS_WIDTH + RIGHT_MARGIN) * this.#text,
      height: this.#scale.height + (X_AXIS_HEIGHT + TOP_MARGIN) * this.#text,
    };
  }

  #options(): uPlot.Options {
    const soft = () => this.#colours.text;
    const text = this.#text;
    const font = `${text}px ${FONT_FAMILY}`;
    return {
      ...this.#size(),
      pxAlign: false,
      padding: [TOP_MARGIN * text, RIGHT_MARGIN * text, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: () => [this.#fromUs, this.#toUs] },
        y: { range: () => [this.#range.low, this.#range.high] },
      },
      series: [
        {},
        {
          stroke: () => this.#colours.trace,
          width: TRACE_WIDTH * text,
          points: { show: false },
          spanGaps: false,
        },
      ],
      axes: [
        {
          size: X_AXIS_HEIGHT * text,
          gap: 4,
          font,
          stroke: soft,
          grid: { show: false },
          ticks: { show: true, size: 4, width: 1, stroke: soft },
          splits: () => this.#secondMarks(),
          values: (_plot, splits) =>
            splits.map((us) => this.#times.clock(us + this.#unixOffsetUs)),
        },
        {
          size: Y_AXIS_WIDTH * text,
          gap: 4,
          font,
          stroke: soft,
          grid: { show: false },
          ticks: { show: false },
          splits: () => this.#millivoltMarks(),
          values: (_plot, splits) => splits.map((mv) => `${mv}`),
        },
      ],
      hooks: {
        drawClear: [(plot) => this.#drawPaper(plot)],
        draw: [(plot) => this.#drawMarks(plot)],
      },
    };
  }

  // Device times of the whole seconds of UTC that fit a label.
  #secondMarks(): number[] {
    const stepUs = this.#scale.labelEverySeconds * 1e6;
    const halfLabelUs = this.#labelUs() / 2;
    const marks: number[] = [];
    const firstUnixUs =
      Math.ceil((this.#fromUs + halfLabelUs + this.#unixOffsetUs) / stepUs) *
      stepUs;
    for (
      let us = firstUnixUs - this.#unixOffsetUs;
      us <= this.#toUs - halfLabelUs;
      us += stepUs
    ) {
      marks.push(us);
    }
    return marks;
  }

  #labelUs(): number {
    const usPerPx = (this.#scale.seconds * 1e6) / this.#plotWidth();
    return TIME_LABEL_WIDTH * this.#text * usPerPx;
  }

  #millivoltMarks(): number[] {
    const marks: number[] = [];
    for (let mv = Math.ceil(this.#range.low); mv <= this.#range.high; mv++) {
      marks.push(mv);
    }
    return marks;
  }

  #drawPaper(plot: uPlot): void {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.fillStyle = this.#colours.paper;
    ctx.fillRect(bbox.left, bbox.top, bbox.width, bbox.height);
    if (this.#scale.pxPerMm >= 3) {
      this.#drawGrid(plot, SMALL_SQUARE_S, SMALL_SQUARE_MV, this.#colours.gridSmall);
    }
    this.#drawGrid(plot, LARGE_SQUARE_S, LARGE_SQUARE_MV, this.#colours.gridLarge);
    for (const stretch of this.#stretches) this.#drawHatch(plot, stretch);
    ctx.restore();
  }

  #drawGrid(plot: uPlot, seconds: number, millivolts: number, colour: string): void {
    const { ctx, bbox } = plot;
    ctx.beginPath();
    const stepUs = seconds * 1e6;
    const first = Math.ceil(this.#fromUs / stepUs);
    for (let n = first; n * stepUs <= this.#toUs; n++) {
      const x = plot.valToPos(n * stepUs, "x", true);
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
    }
    const lowest = Math.ceil(this.#range.low / millivolts);
    for (let n = lowest; n * millivolts <= this.#range.high + 1e-9; n++) {
      const y = plot.valToPos(n * millivolts, "y", true);
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
    }
    ctx.strokeStyle = colour;
    ctx.lineWidth = uPlot.pxRatio;
    ctx.stroke();
  }

  #drawHatch(plot: uPlot, stretch: Stretch): void {
    const { ctx, bbox } = plot;
    const [left, width] = this.#extent(plot, stretch);
    const step = 0.8 * this.#text * uPlot.pxRatio;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, bbox.top, width, bbox.height);
    ctx.clip();
    ctx.beginPath();
    // Hatches start at multiples of the step from the stretch: they move with it.
    for (let x = left - bbox.height; x < left + width; x += step) {
      ctx.moveTo(x, bbox.top + bbox.height);
      ctx.lineTo(x + bbox.height, bbox.top);
    }
    ctx.strokeStyle =
      stretch.mark === "missing" ? this.#colours.hatch : this.#colours.flaw;
    ctx.lineWidth = 2 * uPlot.pxRatio;
    ctx.stroke();
    ctx.restore();
  }

  #drawMarks(plot: uPlot): void {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    for (const stretch of this.#stretches) this.#drawName(plot, stretch);
    ctx.fillStyle = this.#colours.beat;
    for (const us of this.#beatsUs) {
      if (us >= this.#fromUs && us <= this.#toUs) this.#drawBeat(plot, us);
    }
    ctx.restore();
  }

  #drawName(plot: uPlot, stretch: Stretch): void {
    const { ctx, bbox } = plot;
    const size = this.#text * uPlot.pxRatio;
    const [left, width] = this.#extent(plot, stretch);
    const text = MARK_TEXT[stretch.mark];
    ctx.font = `600 ${size}px ${FONT_FAMILY}`;
    const plate = ctx.measureText(text).width + size;
    if (plate > width) return;
    const x = left + width / 2;
    const y = bbox.top + bbox.height - 1.4 * size;
    ctx.fillStyle = this.#colours.paper;
    ctx.fillRect(x - plate / 2, y - 0.8 * size, plate, 1.6 * size);
    ctx.fillStyle = this.#colours.text;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(text, x, y);
  }

  // A small triangle on the upper edge, where the device found a beat.
  #drawBeat(plot: uPlot, us: number): void {
    const { ctx, bbox } = plot;
    const size = 0.42 * this.#text * uPlot.pxRatio;
    const x = plot.valToPos(us, "x", true);
    ctx.beginPath();
    ctx.moveTo(x - size, bbox.top);
    ctx.lineTo(x + size, bbox.top);
    ctx.lineTo(x, bbox.top + 1.6 * size);
    ctx.fill();
  }

  // Left edge and width in canvas pixels.
  #extent(plot: uPlot, stretch: Stretch): [number, number] {
    const left = plot.valToPos(stretch.fromUs, "x", true);
    return [left, plot.valToPos(stretch.toUs, "x", true) - left];
  }
}
