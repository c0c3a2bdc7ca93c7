"""Tests that a BUILD file can't say what the gates or the build's graph would not see."""

load("@bazel_skylib//lib:unittest.bzl", "asserts", "unittest")
load("//tools/build_rules:arguments.bzl", "arguments_problem")
load("//tools/build_rules:evidence.bzl", "with_evidence")
load("//tools/build_rules:lifecycle.bzl", "hidden_attribute", "makers_of")

_SELECTED = select({"//conditions:default": ["a.cc"]})

def _refuses(env, says, sources = [], deps = [], others = {}):
    problem = arguments_problem("//a:b", sources, deps, others, ["data"])
    asserts.true(env, says in problem and problem.startswith("//a:b: "), "\"%s\" does not say \"%s\"" % (problem, says))

def _arguments_test_impl(ctx):
    env = unittest.begin(ctx)

    asserts.equals(env, "", arguments_problem("//a:b", ["a.cc", "a.h", ":made", "//c:made.cc"], ["//d"], {"data": ["x"]}, ["data"]))
    for file in ["a.cpp", "a.hpp", "a.inc", "a.S", "a.cxx", "a.hh", "a.cc.inc", "a"]:
        _refuses(env, "%s is neither .cc nor .h" % file, sources = [file])
    for argument in ["copts", "defines", "features", "includes", "linkopts", "local_defines", "nocopts", "textual_hdrs"]:
        _refuses(env, "%s is no argument here" % argument, others = {argument: ["-w"]})
    _refuses(env, "srcs and hdrs is a select", sources = _SELECTED)
    _refuses(env, "srcs and hdrs is a select", sources = ["a.h"] + _SELECTED)
    _refuses(env, "deps is a select", deps = ["//d"] + _SELECTED)

    rules = {
        "lib": {"kind": "x", "srcs": [":made.cc"]},
        "gen": {"kind": "genrule", "outs": ["made.cc", "made.h"]},
        "one": {"kind": "y", "out": ":one.cc"},
    }
    asserts.equals(env, {"made.cc": "gen", "made.h": "gen", "one.cc": "one"}, makers_of(rules))
    asserts.equals(env, "", hidden_attribute(rules))
    rules["gen"]["tools"] = ["a"] + _SELECTED
    asserts.equals(env, "gen.tools", hidden_attribute(rules))
    return unittest.end(env)

_arguments_test = unittest.make(_arguments_test_impl)

def arguments_test(name):
    _arguments_test(name = name, size = "small")
    with_evidence(name, "small", [
        "//tools/build_rules:arguments.bzl",
        "//tools/build_rules:lifecycle.bzl",
    ], report = "exit_code")
