// The numbers of the wire in words. They are those of safety_kernel/ and never
// change their meaning; a number that this page does not know is said to be
// unknown, never guessed.

export const CHANNEL_ECG = 2;

export const UNIT_MICROVOLT = 2;
export const UNIT_PER_MINUTE = 3;
export const UNIT_MILLI_G = 5;
export const UNIT_ONE = 6;
export const UNIT_PERCENT = 7;
export const UNIT_PARTS_PER_MILLION = 8;
export const UNIT_MILLI_CELSIUS = 9;

export const VALIDITY_UNDETERMINABLE = 0;
export const VALIDITY_VALID = 1;
export const VALIDITY_QUESTIONABLE = 2;

export const REASON_NO_EVENT = 10;

export const QUALITY_LEAD_OFF = 1 << 0;
export const QUALITY_SATURATED = 1 << 1;
export const QUALITY_GAP = 1 << 2;
export const QUALITY_STUCK = 1 << 3;
export const QUALITY_DAMAGED = 1 << 4;

export const TRANSITION_RAISED = 1;
export const TRANSITION_ENDED = 2;
export const TRANSITION_ACKNOWLEDGED = 3;
export const TRANSITION_LATCHED = 4;
export const TRANSITION_REMINDED = 5;

export const ALARM_KERNEL_STATE_DAMAGED = 1007;

export type AlarmKind = "physiological" | "technical";
export type AlarmPriority = "high" | "medium" | "low";

const REASONS: Readonly<Record<number, string>> = {
  1: "not enough signal since the start",
  2: "an electrode has no contact",
  3: "the signal is too disturbed",
  4: "no heart beat found in the signal",
  5: "samples are missing",
  6: "the data failed their integrity check",
  7: "the result is outside of what the method can tell",
  8: "the signal has not moved for too long",
  9: "the value came too late to be used",
  10: "nothing happened",
  11: "the samples come at a wrong rate",
  12: "the device is not worn",
};

// `reason` of an observation; empty when there is none to tell.
export function reasonText(reason: number): string {
  if (reason === 0) return "";
  return REASONS[reason] ?? `reason ${reason}, unknown to this page`;
}

const ALARMS: Readonly<Record<number, string>> = {
  1: "Heart rate low",
  2: "Heart rate high",
  3: "Asystole",
  4: "Ventricular fibrillation",
  5: "Ventricular tachycardia",
  6: "Atrial fibrillation",
  7: "SpO2 low",
  8: "Respiration rate low",
  9: "Respiration rate high",
  10: "Early warning score high",
  11: "Fall",
  12: "Pulse rate low",
  13: "Pulse rate high",
  1000: "ECG electrode off",
  1001: "ECG signal lost",
  1002: "Heart rate not available",
  1003: "Part of the device software failed",
  1004: "Part of the device software was started again",
  1005: "The device was too slow",
  1006: "The device's clock is wrong",
  1007: "The device's memory was damaged",
  1008: "The device failed its self-test",
  1009: "Monitoring has stopped",
  1010: "Part of the device's alarm log was lost",
  1011: "The device is not worn",
  1012: "The device was disturbed by interrupts",
  1013: "The device's sound is paused or off",
  1014: "The device's alarms are paused or off",
  1015: "Ventricular fibrillation cannot be told",
  1016: "No light signal",
  1017: "No motion signal",
  1018: "No temperature signal",
  1019: "No current pulse rate",
  1020: "No current oxygen saturation",
  1021: "Ventricular tachycardia cannot be told",
  1022: "Falls cannot be told",
};

export function alarmText(id: number): string {
  return ALARMS[id] ?? `Alarm ${id}, unknown to this page`;
}

// A kind that this page does not know follows from the id: technical from 1000.
export function alarmKind(id: number, kind: number): AlarmKind {
  if (kind === 1) return "physiological";
  if (kind === 2) return "technical";
  return id < 1000 ? "physiological" : "technical";
}

// A priority that this page does not know counts as the highest.
export function alarmPriority(priority: number): AlarmPriority {
  if (priority === 1) return "low";
  if (priority === 2) return "medium";
  return "high";
}

export const PRIORITY_RANK: Readonly<Record<AlarmPriority, number>> = {
  high: 3,
  medium: 2,
  low: 1,
};

const UNITS: Readonly<Record<number, string>> = {
  1: "counts",
  2: "µV",
  3: "/min",
  4: "ms",
  5: "mg",
  6: "",
  7: "%",
  8: "ppm",
  9: "m°C",
};

export function unitText(unit: number): string {
  return UNITS[unit] ?? "";
}
