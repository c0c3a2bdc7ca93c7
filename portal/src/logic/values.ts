// The values that the page shows: name, unit, what a number of the wire means to a
// reader, and which numbers cannot be one. In the order in which they are shown.
//
// Single beats have no place of their own: they mark the trace.

import { ALARM, OBSERVATION } from "./value_table.ts";
import {
  UNIT_MILLI_CELSIUS,
  UNIT_MILLI_G,
  UNIT_ONE,
  UNIT_PARTS_PER_MILLION,
  UNIT_PER_MINUTE,
  UNIT_PERCENT,
} from "./terms.ts";

export interface ValueTerms {
  readonly code: number;
  readonly name: string;
  readonly unit: number; // on the wire
  readonly unitText: string; // as it is shown; empty: it is said in words
  readonly least: number; // on the wire
  readonly greatest: number;
  readonly text: (value: number) => string;
  readonly isEvent: boolean; // is watched for, and mostly has not happened
  readonly isVital: boolean; // what a clinician looks at first
  readonly alarms: readonly number[]; // that compare it with a limit, or tell of it
}

type Rest = Partial<ValueTerms> & Pick<ValueTerms, "code" | "name">;

const perMinute = (rest: Rest): ValueTerms => ({
  unit: UNIT_PER_MINUTE,
  unitText: "/min",
  least: 1,
  greatest: 400,
  text: String,
  isEvent: false,
  isVital: false,
  alarms: [],
  ...rest,
});

const yesOrNo = (rest: Rest, yes = "yes", no = "no"): ValueTerms => ({
  ...perMinute(rest),
  unit: UNIT_ONE,
  unitText: "",
  least: 0,
  greatest: 1,
  text: (value) => (value === 0 ? no : yes),
});

export const HEART_RATE: ValueTerms = perMinute({
  code: OBSERVATION.kHeartRate,
  name: "Heart rate",
  isVital: true,
  alarms: [ALARM.kHeartRateLow, ALARM.kHeartRateHigh],
});

export const VALUES: readonly ValueTerms[] = [
  HEART_RATE,
  perMinute({
    code: OBSERVATION.kPulseRate,
    name: "Pulse rate",
    isVital: true,
    alarms: [ALARM.kPulseRateLow, ALARM.kPulseRateHigh],
  }),
  {
    ...perMinute({ code: OBSERVATION.kSpo2, name: "SpO2", isVital: true }),
    unit: UNIT_PERCENT,
    unitText: "%",
    greatest: 100,
    alarms: [ALARM.kSpo2Low],
  },
  perMinute({
    code: OBSERVATION.kRespirationRate,
    name: "Respiration",
    isVital: true,
    alarms: [ALARM.kRespirationRateLow, ALARM.kRespirationRateHigh],
  }),
  yesOrNo({
    code: OBSERVATION.kVentricularFibrillation,
    name: "Ventricular fibrillation",
    alarms: [ALARM.kVentricularFibrillation],
  }),
  yesOrNo({
    code: OBSERVATION.kVentricularTachycardia,
    name: "Ventricular tachycardia",
    alarms: [ALARM.kVentricularTachycardia],
  }),
  yesOrNo({ code: OBSERVATION.kAsystole, name: "Asystole", alarms: [ALARM.kAsystole] }),
  yesOrNo({
    code: OBSERVATION.kAtrialFibrillation,
    name: "Atrial fibrillation",
    alarms: [ALARM.kAtrialFibrillation],
  }),
  yesOrNo({ code: OBSERVATION.kEcgQuality, name: "ECG readable" }),
  {
    ...perMinute({ code: OBSERVATION.kPerfusionIndex, name: "Perfusion index" }),
    unit: UNIT_PARTS_PER_MILLION,
    unitText: "%",
    least: 0,
    greatest: 1_000_000,
    text: (value) => (value / 1e4).toFixed(2),
  },
  {
    ...perMinute({ code: OBSERVATION.kSkinTemperature, name: "Skin temperature" }),
    unit: UNIT_MILLI_CELSIUS,
    unitText: "°C",
    least: -40_000,
    greatest: 125_000,
    text: (value) => (value / 1e3).toFixed(1),
  },
  {
    ...yesOrNo({ code: OBSERVATION.kFallDetected, name: "Fall", alarms: [ALARM.kFall] }),
    unit: UNIT_MILLI_G,
    greatest: 1_000_000,
    text: (value) => `yes, ${(value / 1e3).toFixed(1)} g`,
    isEvent: true,
  },
  yesOrNo({ code: OBSERVATION.kApneaMinute, name: "Apnea" }),
  yesOrNo({ code: OBSERVATION.kSleepMinute, name: "Sleep" }, "asleep", "awake"),
  perMinute({ code: OBSERVATION.kStepRate, name: "Steps", least: 0 }),
];

const BY_CODE: ReadonlyMap<number, ValueTerms> = new Map(
  VALUES.map((terms) => [terms.code, terms]),
);

// undefined: the page has no words for it, and does not show it.
export function termsOf(code: number): ValueTerms | undefined {
  return BY_CODE.get(code);
}
