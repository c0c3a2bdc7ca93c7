// The panel with the trace. Preact makes its frame once; the drawing runs on its
// own, at the pace of the screen.

import { Component, createRef } from "preact";
import type { Page } from "../logic/store.ts";
import type { TimeText } from "../logic/time_text.ts";
import { TracePlot } from "./trace_plot.ts";

const FRAME_MS = 33; // about 30 pictures a second, whatever the screen does

interface Props {
  readonly page: () => Page;
  readonly times: TimeText;
}

interface State {
  readonly remark: string; // about the drawing; empty: nothing
}

export class TracePanel extends Component<Props, State> {
  override state: State = { remark: "" };
  readonly #host = createRef<HTMLDivElement>();
  readonly #scheme = window.matchMedia("(prefers-color-scheme: dark)");
  readonly #refit = () => this.#plot?.refit();
  #plot: TracePlot | undefined;
  #resize: ResizeObserver | undefined;
  #frame = 0;
  #drawnMs = Number.NEGATIVE_INFINITY;

  override componentDidMount(): void {
    const host = this.#host.current;
    if (host === null) return;
    this.#plot = new TracePlot(host, this.props.times);
    this.#resize = new ResizeObserver(this.#refit);
    this.#resize.observe(host);
    this.#scheme.addEventListener("change", this.#refit);
    this.#next();
  }

  override componentWillUnmount(): void {
    cancelAnimationFrame(this.#frame);
    this.#resize?.disconnect();
    this.#scheme.removeEventListener("change", this.#refit);
    this.#plot?.destroy();
  }

  // The page changes several times a second; this frame does not.
  override shouldComponentUpdate(_props: Props, state: State): boolean {
    return state.remark !== this.state.remark;
  }

  #next(): void {
    this.#frame = requestAnimationFrame((nowMs) => {
      this.#next();
      if (nowMs - this.#drawnMs < FRAME_MS) return;
      this.#drawnMs = nowMs;
      const remark = this.#plot?.draw(this.props.page().shown) ?? "";
      if (remark !== this.state.remark) this.setState({ remark });
    });
  }

  override render() {
    return (
      <section class="panel trace" aria-labelledby="trace-title">
        <div class="panel-head">
          <h2 id="trace-title">ECG</h2>
          <span class="caption">
            mV · large square 0.2 s × 0.5 mV · <span class="beat-key">▼</span>{" "}
            beat found
          </span>
        </div>
        <div
          class="trace-host"
          ref={this.#host}
          role="img"
          aria-label="Running ECG trace. Gaps are missing samples. The beats and their rate are told as heart rate."
        />
        <p class="caption trace-remark">{this.state.remark}</p>
      </section>
    );
  }
}
