// The way of the data: when they last came, and what was lost on the link.

import type { ComponentChildren } from "preact";
import type { LinkCounts } from "../logic/link.ts";
import type { DevicePage } from "../logic/store.ts";
import { type TimeText, spanText } from "../logic/time_text.ts";

interface Props {
  readonly shown: DevicePage | undefined;
  readonly unreadable: number;
  readonly nowUnixUs: number;
  readonly times: TimeText;
}

function Fact(props: {
  readonly name: string;
  readonly bad?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <div class={props.bad ? "fact fact-bad" : "fact"}>
      <dt>{props.name}</dt>
      <dd>
        {props.bad && <span aria-hidden="true">▲ </span>}
        {props.children}
      </dd>
    </div>
  );
}

function counted(counts: LinkCounts | undefined, pick: keyof LinkCounts) {
  return counts === undefined ? "not reported" : counts[pick].toLocaleString("en");
}

function LinkFacts(props: Props & { readonly shown: DevicePage }) {
  const { counts, lastLossUnixUs } = props.shown.device.link;
  const lossTime =
    lastLossUnixUs === undefined
      ? ""
      : `, last at ${props.times.moment(lastLossUnixUs, props.nowUnixUs)}`;
  const anyLost = (counts?.lost ?? 0) + (counts?.damaged ?? 0) > 0;
  return (
    <>
      <Fact name="Frames received">{counted(counts, "received")}</Fact>
      <Fact name="Lost" bad={(counts?.lost ?? 0) > 0}>
        {counted(counts, "lost")}
      </Fact>
      <Fact name="Damaged" bad={(counts?.damaged ?? 0) > 0}>
        {counted(counts, "damaged")}
      </Fact>
      <Fact name="Doubled">{counted(counts, "duplicated")}</Fact>
      <Fact name="Link" bad={anyLost}>
        {counts === undefined
          ? "not reported"
          : anyLost
            ? `data were lost${lossTime}`
            : "nothing lost"}
      </Fact>
    </>
  );
}

function DeviceFacts(props: Props & { readonly shown: DevicePage }) {
  const { device } = props.shown;
  const last = device.lastReceivedUnixUs;
  const dropped = device.status?.messagesDropped ?? 0;
  const overruns = device.status?.overruns ?? 0;
  return (
    <>
      <Fact name="Last data">
        {props.times.moment(last, props.nowUnixUs)},{" "}
        {spanText(props.nowUnixUs - last)} ago
      </Fact>
      {device.hello && <Fact name="Firmware">{device.hello.firmwareVersion}</Fact>}
      {dropped > 0 && (
        <Fact name="Dropped by the device" bad>
          {dropped}
        </Fact>
      )}
      {overruns > 0 && (
        <Fact name="Missed deadlines" bad>
          {overruns}
        </Fact>
      )}
      {device.damagedItems > 0 && (
        <Fact name="Failed the integrity check here" bad>
          {device.damagedItems}
        </Fact>
      )}
    </>
  );
}

export function LinkPanel(props: Props) {
  const { shown } = props;
  return (
    <section class="panel link" aria-labelledby="link-title">
      <div class="panel-head">
        <h2 id="link-title">Device and link</h2>
      </div>
      <dl>
        {shown === undefined ? (
          <Fact name="Device">none yet</Fact>
        ) : (
          <>
            <DeviceFacts {...props} shown={shown} />
            <LinkFacts {...props} shown={shown} />
          </>
        )}
        {props.unreadable > 0 && (
          <Fact name="Unreadable messages of the cloud" bad>
            {props.unreadable}
          </Fact>
        )}
      </dl>
    </section>
  );
}
