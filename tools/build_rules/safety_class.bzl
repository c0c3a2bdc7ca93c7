"""IEC 62304 safety classes as a property of the build.

SafetyClassInfo is what every first-party target and every SOUP wrapper carries.
check_classes() is the one place that decides who may rest on whom: a target on
targets of its own or a higher class, and never on one without a class.
gate_applies() asks the table what a class demands.
"""

load("@class_table//:gates.bzl", "GATES")

SafetyClassInfo = provider(
    doc = "The IEC 62304 safety class of a target.",
    fields = {
        "safety_class": "A, B or C; C is the highest",
        "soup": "True for software of unknown provenance",
    },
)

SAFETY_CLASSES = ["A", "B", "C"]

def gate_applies(gate, safety_class, gates = GATES):
    """Whether a class is held to a gate.

    Args:
      gate: one of KNOWN_GATES (class_table.bzl).
      safety_class: A, B or C.
      gates: the table; only tests name another than the workspace's own.
    """
    if gate not in gates:
        fail("no table speaks of a gate \"%s\"; see tools/build_rules/class_table.bzl" % gate)
    return SAFETY_CLASSES.index(safety_class) >= SAFETY_CLASSES.index(gates[gate])

def class_features(safety_class):
    """Toolchain features that compile a target as its class demands."""
    return ["vigil_class_" + safety_class.lower()]

def check_classes(label, safety_class, deps):
    """Fails the analysis unless every one of `deps` may carry `label`.

    Args:
      label: of the target that is being analysed.
      safety_class: its class.
      deps: the targets it depends on.
    """
    for dep in deps:
        if SafetyClassInfo not in dep:
            fail(("\n%s (class %s) depends on %s, which has no safety class.\n" +
                  "  Declare it with vigil_library, or, if it is third-party code, wrap it with vigil_soup " +
                  "and give it the class that its evidence supports (docs/classes.md).") %
                 (label, safety_class, dep.label))
        below = dep[SafetyClassInfo].safety_class
        if SAFETY_CLASSES.index(below) < SAFETY_CLASSES.index(safety_class):
            fail(("\n%s (class %s) depends on %s (class %s): an item may not rest on one of a lower class.\n" +
                  "  Raise %s to class %s and give it that class's evidence, or move what is needed " +
                  "into an item of class %s, or make %s a plugin, which may be of a lower class where tests show that it " +
                  "is segregated (docs/classes.md, docs/lifecycle/classify.md).") %
                 (label, safety_class, dep.label, below, dep.label, safety_class, safety_class, dep.label))
