// The bills of materials hold what their specifications demand.

import assert from "node:assert/strict";
import { test } from "node:test";
import { makePackage, readData } from "./clean_package.ts";

const folder = makePackage();

function unique(values: string[]): void {
  assert.deepEqual(values.filter((value, at) => values.indexOf(value) !== at), []);
}

// Mandatory fields after https://spdx.github.io/spdx-spec/v2.3/: clauses 6 (document),
// 7 (packages; 7.27 end of support), 11 (relationships).
test("SPDX 2.3 has its mandatory fields, and each reference leads somewhere", () => {
  const bill = readData(folder, "sbom.spdx.json");
  assert.equal(bill.spdxVersion, "SPDX-2.3");
  assert.equal(bill.dataLicense, "CC0-1.0");
  assert.equal(bill.SPDXID, "SPDXRef-DOCUMENT");
  assert.match(bill.documentNamespace, /^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  assert.match(bill.creationInfo.created, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.match(bill.creationInfo.creators[0], /^(Tool|Organization|Person): /);
  for (const one of bill.packages) {
    assert.match(one.SPDXID, /^SPDXRef-[a-zA-Z0-9.-]+$/);
    assert.ok(one.name, one.SPDXID);
    assert.ok(one.downloadLocation, one.SPDXID);
    for (const sum of one.checksums ?? []) assert.match(sum.checksumValue, /^[0-9a-f]{64}$/);
  }
  const ids = ["SPDXRef-DOCUMENT", ...bill.packages.map((one: any) => one.SPDXID)];
  unique(ids);
  for (const relationship of bill.relationships) {
    assert.ok(ids.includes(relationship.spdxElementId), relationship.spdxElementId);
    assert.ok(ids.includes(relationship.relatedSpdxElement), relationship.relatedSpdxElement);
  }
  assert.ok(bill.relationships.some((one: any) => one.relationshipType === "DESCRIBES"));
  const font = bill.packages.find((one: any) => one.supplier !== undefined);
  assert.equal(font.validUntilDate, "2029-12-31T00:00:00Z");
});

// https://cyclonedx.org/docs/1.5/json/: bomFormat, specVersion; type and name of a
// component; serialNumber, hashes and states by their patterns.
test("CycloneDX 1.5 has its mandatory fields, and each reference leads somewhere", () => {
  const bill = readData(folder, "sbom.cdx.json");
  assert.equal(bill.bomFormat, "CycloneDX");
  assert.equal(bill.specVersion, "1.5");
  assert.equal(bill.version, 1);
  assert.match(bill.serialNumber, /^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  const parts = [bill.metadata.component, ...bill.components];
  for (const part of parts) {
    assert.ok(["application", "library"].includes(part.type), part.type);
    assert.ok([undefined, "required", "optional", "excluded"].includes(part.scope), part.scope);
    assert.ok(part.name, part["bom-ref"]);
    for (const hash of part.hashes ?? []) {
      assert.equal(hash.alg, "SHA-256");
      assert.match(hash.content, /^[0-9a-f]{64}$/);
    }
    // One expression, or identifiers; never both.
    if (part.licenses) assert.deepEqual(part.licenses.map(Object.keys), [["expression"]]);
  }
  const references = parts.map((part) => part["bom-ref"]);
  unique(references);
  for (const dependency of bill.dependencies) {
    assert.ok(references.includes(dependency.ref));
    for (const on of dependency.dependsOn) assert.ok(references.includes(on), on);
  }
  const font = bill.components.find((part: any) => part.purl !== undefined);
  const names = font.properties.map((property: any) => property.name);
  for (const name of ["vigil:support-level", "vigil:end-of-support"]) assert.ok(names.includes(name), name);
  const display = bill.dependencies.find((one: any) => one.ref === "Item-ITEM-DISPLAY");
  assert.ok(display.dependsOn.includes(font["bom-ref"]), "what an item names is what it depends on");
});

test("each anomaly is one of a component of the bill", () => {
  const bill = readData(folder, "sbom.cdx.json");
  const vex = readData(folder, "vex.cdx.json");
  const references = bill.components.map((part: any) => part["bom-ref"]);
  assert.ok(vex.vulnerabilities.length > 0);
  for (const one of vex.vulnerabilities) {
    assert.ok(one.id);
    // https://cyclonedx.org/docs/1.5/json/#vulnerabilities_items_analysis_state
    const states = ["resolved", "resolved_with_pedigree", "exploitable", "in_triage", "false_positive", "not_affected"];
    assert.ok(states.includes(one.analysis.state), one.analysis.state);
    assert.equal(one.analysis.state === "not_affected", one.analysis.justification !== undefined);
    const [document, reference] = one.affects[0].ref.split("#");
    assert.equal(document, `urn:cdx:${bill.serialNumber.replace("urn:uuid:", "")}/1`);
    assert.ok(references.includes(reference), reference);
  }
});

test("records, findings, threads, tests and clauses are data", () => {
  const records = readData(folder, "records.json");
  const limit = records.find((one: any) => one.id === "REQ-RATE-002");
  assert.equal(limit.fields.implements[0].to, "RC-RATE-LIMIT");
  assert.deepEqual(limit.suspect_links, []);
  assert.deepEqual(limit.approvals, ["APP-REQ-RATE-002"]);
  assert.ok(limit.linked_from.includes("UNIT-RATE"));
  assert.ok(Array.isArray(readData(folder, "findings.json")));
  assert.equal(readData(folder, "clauses.json").length, 95);
  const tests = readData(folder, "tests.json");
  assert.ok(tests.some((one: any) => one.test === "//pump/rate:rate_test" && one.passed));
  const trace = readData(folder, "trace.json");
  assert.deepEqual(trace.hazards.find((one: any) => one.id === "HAZ-MISREAD").controls, ["RC-STALE-RATE"]);
});

test("a control says how it was disabled, and which case of which test noticed", () => {
  const control = readData(folder, "trace.json").controls.find((one: any) => one.id === "RC-RATE-LIMIT");
  assert.deepEqual(control.source, ["pump/rate/limit.cc"]);
  const [declared] = control.breaks;
  assert.equal(declared.meaning, "A rate above the set one goes on.");
  assert.equal(declared.noticed_by, "//pump:overdose_test");
  assert.deepEqual(declared.failed_cases, ["Overdose.EndsAtTheLimit"]);
});

test("a break that says something else than what was noticed is not noticed", () => {
  const other = makePackage((risk) => risk.replace("A rate above the set one goes on.", "The motor stops late."));
  const control = readData(other, "trace.json").controls.find((one: any) => one.id === "RC-RATE-LIMIT");
  assert.equal(control.breaks[0].noticed, false);
  assert.equal(control.breaks[0].noticed_by, undefined);
  assert.deepEqual(readData(other, "release.json").disabled_controls, { breaks: 2, noticed: 1 });
});

test("the release record has parts, versions and tools by digest, results and what is open", () => {
  const release = readData(folder, "release.json");
  assert.equal(release.releases[0].id, "REL-001");
  for (const part of [...release.parts, ...release.tools]) assert.match(part.sha256, /^[0-9a-f]{64}$/);
  assert.ok(release.parts.length > 0 && release.packages.length > 0);
  assert.equal(release.tests.cases, release.tests.cases_passed);
  assert.deepEqual(release.tests.not_passed, []);
  assert.deepEqual(release.disabled_controls, { breaks: 2, noticed: 2 });
  const findings = readData(folder, "findings.json");
  const counted = Object.values<number>(release.findings).reduce((sum, count) => sum + count, 0);
  assert.equal(counted, findings.length);
  assert.equal(release.nothing_open, findings.length === 0 && release.waits_for_a_person === 0);
});
