"""Tests that the table of the classes decides, and that a slip in it stops the build.

    class_table_test(name = "class_table_test")
    demands_test(name = "...", target_under_test = ":library", demanded = ["LoopBound"])

`demanded` and `not_demanded`: mnemonics of gates' actions.
"""

load("@bazel_skylib//lib:unittest.bzl", "analysistest", "asserts", "unittest")
load("@class_table//:gates.bzl", "GATES")
load("@stricter_class_table//:gates.bzl", STRICTER = "GATES")
load("//tools/build_rules:class_table.bzl", "KNOWN_GATES", "read_gates")
load("//tools/build_rules:evidence.bzl", "with_evidence")
load("//tools/build_rules:safety_class.bzl", "gate_applies")

# What decides: the table, and what reads it.
_RULES = [
    "//platform/lifecycle:iec62304_a1_2015.textproto",
    "//tools/build_rules:class_table.bzl",
    "//tools/build_rules:safety_class.bzl",
]

_LINE = "gate { clause: \"5.5.4\" name: \"%s\" from: %s mend: \"m\" }"

def _table(changed = {}, left_out = []):
    gates = {name: "C" for name in KNOWN_GATES if name not in left_out}
    gates.update(changed)
    return "\n".join(["title: \"a\""] + [_LINE % gate for gate in gates.items()])

def _refuses(env, text, says):
    problem = read_gates(text, "//a:profile")["problem"]
    asserts.true(env, says in problem, "\"%s\" does not say \"%s\"" % (problem, says))

def _class_table_test_impl(ctx):
    env = unittest.begin(ctx)
    whole = read_gates(_table({"clang_tidy": "B"}), "//a:profile")
    asserts.equals(env, "", whole["problem"])
    asserts.equals(env, "B", whole["gates"]["clang_tidy"])
    asserts.equals(env, sorted(KNOWN_GATES), sorted(whole["gates"]))

    _refuses(env, _table({"clang_tydi": "B"}), "no rule enforces a gate \"clang_tydi\"; there are clang_tidy,")
    _refuses(env, _table(left_out = ["symbol_gate"]), "//a:profile: says nothing of the gate \"symbol_gate\": no heap")
    _refuses(env, _table({"symbol_gate": "D"}), "a gate stands on one line")
    _refuses(env, _table() + "\ngate {", "//a:profile:%d: a gate stands on one line" % (len(KNOWN_GATES) + 2))
    _refuses(env, _table() + "\ngate{}", "a gate stands on one line")
    _refuses(env, _table() + "\n" + _LINE % ("clang_tidy", "A"), "the gate \"clang_tidy\" has an entry already")

    asserts.false(env, gate_applies("loop_bound", "B", GATES))
    asserts.true(env, gate_applies("loop_bound", "B", STRICTER))
    asserts.true(env, gate_applies("loop_bound", "C", GATES))
    return unittest.end(env)

_class_table_test = unittest.make(_class_table_test_impl)

def class_table_test(name):
    _class_table_test(name = name, size = "small")
    with_evidence(name, "small", _RULES, report = "exit_code")

def _demands_impl(ctx):
    env = analysistest.begin(ctx)
    mnemonics = [action.mnemonic for action in analysistest.target_actions(env)]
    for mnemonic in ctx.attr.demanded:
        asserts.true(env, mnemonic in mnemonics, "no %s in %s" % (mnemonic, mnemonics))
    for mnemonic in ctx.attr.not_demanded:
        asserts.false(env, mnemonic in mnemonics, "%s in %s" % (mnemonic, mnemonics))
    return analysistest.end(env)

_demands_test = analysistest.make(
    _demands_impl,
    attrs = {
        "demanded": attr.string_list(),
        "not_demanded": attr.string_list(),
    },
)

def demands_test(name, target_under_test, **kwargs):
    _demands_test(name = name, target_under_test = target_under_test, size = "small", **kwargs)
    # What is analysed is not built: by a stricter table it would fail.
    with_evidence(name, "small", _RULES, report = "exit_code")
