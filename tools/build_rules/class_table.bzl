"""The table of safety classes, for the build rules: which gate holds from which class.

In WORKSPACE, the one place that says which edition of the standard, or which stricter
profile of a company, this workspace is built by:

    class_table(name = "class_table", profile = "//platform/lifecycle:iec62304_a1_2015.textproto")

It reads the entries `gate` of the profile (platform/lifecycle/profile.proto), each on a
line of its own, into @class_table//:gates.bzl. The rules ask with gate_applies() of
safety_class.bzl. A gate that no rule knows, and one that the profile does not speak of,
stop the build: otherwise a slip of the pen would be a gate that is off.
"""

# What the rules can enforce, and which of them does.
KNOWN_GATES = {
    "clang_tidy": "no finding of clang-tidy with tools/tidy/class_b.yaml (source_gates.bzl)",
    "clang_tidy_strict": "no finding of clang-tidy with tools/tidy/class_c.yaml (source_gates.bzl)",
    "loop_bound": "the bound of each loop can be seen (source_gates.bzl, tools/gates/loop_bound.cc)",
    "no_exceptions": "compiled without exceptions and type information (cc_toolchain_config.bzl)",
    "stack_bound": "the stacks of a product's image are bounded and fit (firmware.bzl, tools/gates/stack_bound.cc)",
    "strict_warnings": "conversions, shadowing and more are warned of (cc_toolchain_config.bzl)",
    "suppression": "no pragma, line marker or attribute turns a check off (source_gates.bzl, tools/gates/suppression.cc)",
    "symbol_gate": "no heap, libm, formatted output, first-use statics (classified.bzl, tools/gates/symbol_gate.cc)",
    "warnings_are_errors": "a warning of the compiler stops the build (cc_toolchain_config.bzl)",
}

_CLASSES = ["A", "B", "C"]

def _quoted(line, field):
    parts = line.split(" %s: \"" % field)
    return parts[1].split("\"")[0] if len(parts) == 2 else ""

def read_gates(text, profile):
    """The gates of a profile.

    Args:
      text: of the profile.
      profile: its name, for messages.

    Returns:
      {"gates": {name: lowest class}, "problem": what is wrong, "" when nothing is}.
    """
    gates = {}
    for number, raw in enumerate(text.split("\n")):
        line = raw.strip()
        if not line.startswith("gate"):
            continue
        where = "%s:%d: " % (profile, number + 1)
        name = _quoted(line, "name")
        classes = [letter for letter in _CLASSES if " from: %s " % letter in line]
        if not line.startswith("gate {") or not line.endswith("}") or not name or len(classes) != 1:
            return {"gates": {}, "problem": where + "a gate stands on one line: gate { clause: \"5.5.3\" name: \"clang_tidy\" from: B mend: \"...\" }"}
        if name not in KNOWN_GATES:
            return {"gates": {}, "problem": where + "no rule enforces a gate \"%s\"; there are %s" % (name, ", ".join(sorted(KNOWN_GATES)))}
        if name in gates:
            return {"gates": {}, "problem": where + "the gate \"%s\" has an entry already" % name}
        gates[name] = classes[0]
    for name in sorted(KNOWN_GATES):
        if name not in gates:
            return {"gates": {}, "problem": "%s: says nothing of the gate \"%s\": %s. Add an entry with the class from which it holds" % (profile, name, KNOWN_GATES[name])}
    return {"gates": gates, "problem": ""}

def read_measures(text):
    """What the profile wants to be measured; `vigil check` judges it, this is for the page.

    Args:
      text: of the profile, with each measure on a line of its own.

    Returns:
      {name: {"clause": ..., "files": ..., "tool": ..., "least": ["B: 80 percent", ...]}}.
    """
    measures = {}
    for line in text.split("\n"):
        if not line.startswith("measure {"):
            continue
        name = _quoted(line, "name")
        letter = [letter for letter in _CLASSES if " from: %s " % letter in line][0]
        least = line.split(" least: ")[1].split(" ")[0]
        measure = measures.setdefault(name, {field: _quoted(line, field) for field in ["clause", "files", "tool"]})
        measure.setdefault("least", []).append("%s: %s %s" % (letter, least, _quoted(line, "unit")))
    return measures

def page_of(text, gates):
    """The tables of docs/classes.md.

    Args:
      text: of the profile.
      gates: of read_gates().
    """
    clauses = {_quoted(line, "name"): _quoted(line, "clause") for line in text.split("\n") if line.startswith("gate {")}
    lines = ["| gate | from class | clause | |", "| --- | --- | --- | --- |"]
    for letter in _CLASSES:
        for name in [name for name in sorted(gates) if gates[name] == letter]:
            lines.append("| `%s` | %s | %s | %s |" % (name, letter, clauses[name], KNOWN_GATES[name]))
    lines += ["", "| measure | at least, by class | clause | of files, with |", "| --- | --- | --- | --- |"]
    measures = read_measures(text)
    for name in sorted(measures):
        measure = measures[name]
        lines.append("| `%s` | %s | %s | %s with `%s` |" %
                     (name, ", ".join(measure["least"]), measure["clause"], measure["files"], measure["tool"]))
    return "\n".join(lines) + "\n"

def _class_table_impl(ctx):
    # The label makes Bazel read it again when it changes.
    text = ctx.read(ctx.path(ctx.attr.profile))
    table = read_gates(text, str(ctx.attr.profile))
    if table["problem"]:
        fail(table["problem"])
    ctx.file("gates.bzl", "\n".join(
        ["\"\"\"Written by tools/build_rules/class_table.bzl from %s.\"\"\"" % ctx.attr.profile, "", "GATES = {"] +
        ["    \"%s\": \"%s\"," % (name, table["gates"][name]) for name in sorted(table["gates"])] +
        ["}", ""],
    ))
    ctx.file("classes.md", page_of(text, table["gates"]))
    ctx.file("BUILD.bazel", "exports_files([\"gates.bzl\", \"classes.md\"])\n")

class_table = repository_rule(
    implementation = _class_table_impl,
    attrs = {
        "profile": attr.label(mandatory = True, doc = "A vigil.lifecycle.Profile in Protobuf's text format."),
    },
    doc = "The gates of a profile as @name//:gates.bzl.",
)
