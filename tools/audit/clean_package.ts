// The audit package of the gallery's clean repository, made anew in a folder of its own.
// AUDIT names the program.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const PROFILE = "platform/lifecycle/iec62304_a1_2015.textproto";

// What the build would know of it: the display rests on the rate control and on a font.
const GRAPH = `
target { label: "//pump/display:display" rule: "cc_library" safety_class: B source: "pump/display/display.cc"
         dep: "//pump/rate:rate" dep: "@font//:font" }
target { label: "//pump/rate:rate" rule: "cc_library" safety_class: C source: "pump/rate/rate.cc" source: "pump/rate/limit.cc" }
`;

function renameClean(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) renameClean(path);
    else renameSync(path, path.replace(/\.clean$/, ""));
  }
}

// `change` gets the text of pump/risk.lifecycle.textproto and gives another one.
export function makePackage(change: (risk: string) => string = (risk) => risk): string {
  const folder = mkdtempSync(join(process.env["TEST_TMPDIR"] ?? tmpdir(), "audit-"));
  const root = join(folder, "workspace");
  cpSync("test/lifecycle/clean", root, { recursive: true });
  renameClean(root);
  mkdirSync(dirname(join(root, PROFILE)), { recursive: true });
  cpSync(PROFILE, join(root, PROFILE));
  const risk = join(root, "pump/risk.lifecycle.textproto");
  writeFileSync(risk, change(readFileSync(risk, "utf8")));
  writeFileSync(join(root, "build_graph.textproto"), GRAPH);
  const lock = join(root, "third_party/lock.bzl");
  writeFileSync(lock, readFileSync(lock, "utf8").replace('"licence"', '"repository": "font",\n        "licence"'));
  const out = join(folder, "package");
  execFileSync(process.env["AUDIT"]!, [
    `--root=${root}`,
    `--out=${out}`,
    "--static=tools/audit/audit.css",
    "--static=tools/audit/audit.js",
  ]);
  return out;
}

export function readData(folder: string, name: string): any {
  return JSON.parse(readFileSync(join(folder, "data", name), "utf8"));
}
