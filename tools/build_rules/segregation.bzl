"""A plugin of a lower class beside code of a higher one: linked only where tests show
that the two are segregated (5.3.5). Used by classified.bzl, firmware.bzl and wasm.bzl.

A table may have plugins of a lower class in it:

    vigil_plugin_table(name = "plugins", plugins = ["//plugins/algorithm/heart_rate", ":trend"], ...)

and what links it says by which tests, since each board holds plugins apart in its own way:

    vigil_firmware_image(
        name = "monitor",
        segregated_by = ["//firmware/boards/mps2_an386:isolation_test"],
        ...
    )

The tests' records are inputs of a check, and its stamp one of the link: without a record,
or with one in which a case did not pass, there is no image. A test that runs that image
itself can't be named, Bazel calls that a cycle: name one of the mechanism.
"""

load("//tools/build_rules:safety_class.bzl", "SAFETY_CLASSES", "SafetyClassInfo")

SegregationInfo = provider(
    doc = "What a target has in it that has to be segregated from what is of a higher class.",
    fields = {"demands": "depset of structs: label of the plugin, its class"},
)

def segregation_of(deps, plugins = []):
    """What a library hands on to what links it.

    Args:
      deps: what it rests on.
      plugins: of those the plugins, of a table.
    """
    return SegregationInfo(demands = depset(
        [struct(label = str(plugin.label), safety_class = plugin[SafetyClassInfo].safety_class) for plugin in plugins],
        transitive = [dep[SegregationInfo].demands for dep in deps if SegregationInfo in dep],
    ))

_RECORD = ".evidence.textproto"

# What a rule needs to call segregation_gate().
SEGREGATION_ATTRS = {
    # The files: Bazel lets no product rest on a target that is for tests only.
    "segregated_by": attr.label_list(allow_files = [_RECORD], doc = "Records of the tests."),
    # Not by default: it is itself linked by a rule that has this attribute. As evidence.bzl:
    # another configuration would build all it rests on again.
    "segregation_shown": attr.label(executable = True, cfg = "target"),
}

def segregation_attributes(segregated_by):
    """The attributes of SEGREGATION_ATTRS, for macros.

    Args:
      segregated_by: labels of tests.
    """
    if not segregated_by:
        return {}
    return {
        "segregated_by": [(test if ":" in test else "%s:%s" % (test, test.split("/")[-1])) + _RECORD for test in segregated_by],
        "segregation_shown": "//tools/evidence:segregation_shown",
    }

def _test_of(record):
    """"//folder:x_test" of its record, whose label may be that of the rule that made it."""
    label = str(record.owner)
    for end in [_RECORD, ".evidence"]:
        if label.endswith(end):
            return label[:-len(end)]
    return label

def segregation_gate(ctx, safety_class, deps):
    """Declares the check that what `deps` bring of a lower class is segregated.

    Args:
      ctx: of a rule with SEGREGATION_ATTRS.
      safety_class: of what is linked.
      deps: all that is in it.

    Returns:
      the stamps that exist once the check has passed; none where nothing is to be shown.
    """
    linked = str(ctx.label)
    if linked.endswith(".class"):
        linked = linked[:-len(".class")]
    demands = depset(transitive = [dep[SegregationInfo].demands for dep in deps if SegregationInfo in dep])
    lower = ["%s (class %s)" % (one.label, one.safety_class) for one in demands.to_list() if SAFETY_CLASSES.index(one.safety_class) < SAFETY_CLASSES.index(safety_class)]
    if not lower:
        if ctx.attr.segregated_by:
            fail("\n%s (class %s) names tests of a segregation, and nothing in it is of a lower class.\n  Take segregated_by out." % (linked, safety_class))
        return []
    if not ctx.attr.segregated_by:
        fail(("\n%s (class %s) has the plugin %s in it, and names no test that shows that they are segregated.\n" +
              "  Name the tests of what holds plugins apart here, segregated_by = [...], or raise the plugin to class %s " +
              "and give it that class's evidence (docs/lifecycle/classify.md).") %
             (linked, safety_class, " and ".join(lower), safety_class))
    stamp = ctx.actions.declare_file(ctx.label.name + ".segregation")
    arguments = ["--stamp=" + stamp.path, "--image=" + linked, "--plugin=" + " and ".join(lower)]
    for record in ctx.files.segregated_by:
        if record.is_source:
            fail("%s: %s was written by hand; a record comes of a test that ran" % (linked, record.path))
        arguments += ["--test=" + _test_of(record), "--record=" + record.path]
    ctx.actions.run(
        executable = ctx.executable.segregation_shown,
        arguments = arguments,
        inputs = ctx.files.segregated_by,
        outputs = [stamp],
        mnemonic = "Segregation",
        progress_message = "Looking whether the plugins of %s are segregated" % ctx.label,
    )
    return [stamp]
