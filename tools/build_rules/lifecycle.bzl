"""The lifecycle as a build output: records, evidence and the build's own graph.

At the end of each BUILD.bazel, whose package packages.bzl lists:

    lifecycle_package()

In the root's, once:

    lifecycle(name = "lifecycle", packages = PACKAGES)

which makes a folder that looks like a workspace's root: the records where they are,
evidence.textproto with what each test did, build_graph.textproto with each target,
its class, its files and what it rests on. `vigil --root=FOLDER` reads it.
"""

load("//tools/build_rules:as_released.bzl", "AS_RELEASED_ATTRS", "as_released")
load("//tools/build_rules:evidence.bzl", "EvidenceInfo")

LifecycleInfo = provider(
    doc = "What a package brings to the lifecycle.",
    fields = {
        "records": "its *.lifecycle.textproto files",
        "sources": "files that its targets name",
        "graph": "a file with its part of the build graph",
        "evidence": "EvidenceInfo of its tests",
        "measured": "its *.measured.textproto files",
    },
)

# Attributes that name no file of the target and nothing that it rests on.
_NO_EDGE = [
    "compatible_with",
    "exec_compatible_with",
    "restricted_to",
    # Of the records of tests, for a gate (segregation.bzl): the product holds nothing of them.
    "segregated_by",
    "segregation_shown",
    "tags",
    "target_compatible_with",
    "toolchains",
    "visibility",
]

# Rules with EvidenceInfo: what they do is evidence, and no part of the product.
_EVIDENCE = ["test_evidence", "_effectiveness"]

# Made by a macro beside the target that carries the name; ":x.code" stands for ":x".
_PARTS = [".code", ".class", ".classified", ".cases", ".manifest"]

# What a plugin promises (plugin.bzl).
_MANIFEST = "_manifest"

def _enumerator(port):
    """"kSpo2" of the text that observation_port makes."""
    return port.partition("ObservationCode::")[2].partition(",")[0]

def _labels(value):
    kind = type(value)
    if kind == "string":
        return [value] if value.startswith(":") or value.startswith("//") or value.startswith("@") else []
    if kind == "list" or kind == "tuple":
        return [label for one in value for label in _labels_of_one(one)]
    if kind == "dict":
        return [label for one in value.keys() + value.values() for label in _labels_of_one(one)]
    return []

def _labels_of_one(value):
    # No recursion in Starlark: what is nested deeper names no target.
    return [value] if type(value) == "string" and (value.startswith(":") or value.startswith("//") or value.startswith("@")) else []

def _owner(name, rules):
    for part in _PARTS:
        if name.endswith(part) and name[:-len(part)] in rules:
            return name[:-len(part)]
    return name

def makers_of(rules):
    """Which rule makes which file: {file: rule}."""
    makers = {}
    for name, rule in rules.items():
        for attribute in ["out", "outs"]:
            made = rule.get(attribute)
            for file in [made] if type(made) == "string" else made or []:
                makers[file.lstrip(":")] = name
    return makers

def hidden_attribute(rules):
    """"<rule>.<attribute>" of the first select(), whose branches no rule could see, or ""."""
    for name, rule in sorted(rules.items()):
        for attribute, value in sorted(rule.items()):
            if type(value) == "select":
                return "%s.%s" % (name, attribute)
    return ""

def _package_graph(rules, files, test_only):
    """The targets of a package as structs of build_graph.proto."""
    here = "//" + native.package_name()
    folder = native.package_name() + "/" if native.package_name() else ""
    hidden = hidden_attribute(rules)
    if hidden:
        fail("%s:%s is a select(): the build's graph can't show what it will be; make two targets, each with target_compatible_with" % (here, hidden))
    targets = {}
    for name, rule in sorted(rules.items()):
        if rule["kind"] in _EVIDENCE:
            continue
        owner = _owner(name, rules)
        target = targets.setdefault(owner, {"source": {}, "dep": {}, "class": "", "soup": False, "test_only": False, "observation": [], "alarm": []})
        if rule["kind"] == _MANIFEST:
            target["observation"] = [_enumerator(port) for port in rule["observations_out"]]
            target["alarm"] = list(rule["conditions_out"])
        if rule.get("safety_class"):
            target["class"] = rule["safety_class"]
        target["soup"] = target["soup"] or bool(rule.get("soup"))
        target["test_only"] = target["test_only"] or bool(rule.get("testonly")) or bool(rule.get("faulty"))
        for attribute, value in sorted(rule.items()):
            if attribute in _NO_EDGE:
                continue
            for label in _labels(value):
                local = label[1:] if label.startswith(":") else None
                if local in files:
                    target["source"][folder + local] = True
                elif local == None:
                    # What Bazel itself adds is no choice of ours.
                    if not label.startswith("@bazel_tools//"):
                        target["dep"][label] = True
                elif _owner(local, rules) != owner:
                    target["dep"][here + ":" + _owner(local, rules)] = True
    # A file that is made here rests on what makes it, whoever names it.
    made = [struct(
        label = here + ":" + file,
        rule = "generated_file",
        source = [],
        dep = [here + ":" + _owner(maker, rules)],
        is_test = False,
        is_test_only = targets[_owner(maker, rules)]["test_only"] or test_only == None,
        is_soup = False,
        safety_class = "",
        observation = [],
        alarm = [],
    ) for file, maker in sorted(makers_of(rules).items()) if _owner(maker, rules) in targets and file not in rules]
    return made + [struct(
        label = here + ":" + name,
        rule = rules[name]["kind"].lstrip("_"),
        source = sorted(targets[name]["source"]),
        dep = sorted(targets[name]["dep"]),
        is_test = rules[name]["kind"].endswith("_test"),
        is_test_only = targets[name]["test_only"] or test_only == None or name in test_only,
        is_soup = targets[name]["soup"] or native.package_name().startswith("third_party/"),
        # Unquoted in text, as an enumerator is; put in by _text.
        safety_class = targets[name]["class"],
        observation = targets[name]["observation"],
        alarm = targets[name]["alarm"],
    ) for name in sorted(targets)]

def _text(targets):
    text = ""
    for target in targets:
        text += "target {\n"
        text += '  label: "%s"\n  rule: "%s"\n' % (target.label, target.rule)
        if target.safety_class:
            text += "  safety_class: %s\n" % target.safety_class
        for source in target.source:
            text += '  source: "%s"\n' % source
        for dep in target.dep:
            text += '  dep: "%s"\n' % dep
        for code in target.observation:
            text += '  observation: "%s"\n' % code
        for alarm in target.alarm:
            text += '  alarm: "%s"\n' % alarm
        for flag in ["is_test", "is_test_only", "is_soup"]:
            if getattr(target, flag):
                text += "  %s: true\n" % flag
        text += "}\n"
    return text

def lifecycle_package(test_only = []):
    """What the package so far brings to the lifecycle: write it last in a BUILD.bazel.

    Args:
      test_only: names of targets that are no part of a product although Bazel is not
        told so, such as a plugin that is wrong on purpose. All of them below //test.
    """
    rules = native.existing_rules()
    files = {file: True for file in native.glob(
        # At the root, Bazel's own links lead to everything.
        ["**"] if native.package_name() else ["*", "*/*.lifecycle.textproto", "*/*.measured.textproto", "docs/**/*.lifecycle.textproto"],
        exclude = ["bazel-*/**"],
        allow_empty = True,
    )}
    for name in test_only:
        if name not in rules:
            fail("lifecycle_package: there is no target %s" % name)
    is_below_test = native.package_name() == "test" or native.package_name().startswith("test/")
    targets = _package_graph(rules, files, None if is_below_test else test_only)
    folder = native.package_name() + "/" if native.package_name() else ""
    named = {source[len(folder):]: True for target in targets for source in target.source}
    records = [file for file in sorted(files) if file.endswith(".lifecycle.textproto")]

    # Priorities of alarms are made from them, controls are disabled as they say.
    native.exports_files(records, visibility = ["//visibility:public"])
    _package(
        name = "lifecycle_package",
        records = records,
        measured = [file for file in sorted(files) if file.endswith(".measured.textproto")],
        sources = sorted(named),
        graph = _text(targets),
        evidence = [":" + name for name, rule in sorted(rules.items()) if rule["kind"] in _EVIDENCE],
        testonly = True,
        tags = ["manual"],
        visibility = ["//:__pkg__"],
    )

def _package_impl(ctx):
    graph = ctx.actions.declare_file(ctx.label.name + ".graph.textproto")
    ctx.actions.write(graph, ctx.attr.graph)
    return [
        DefaultInfo(files = depset([graph])),
        LifecycleInfo(
            records = ctx.files.records,
            sources = ctx.files.sources,
            measured = ctx.files.measured,
            graph = graph,
            evidence = [evidence[EvidenceInfo] for evidence in ctx.attr.evidence],
        ),
    ]

_package = rule(
    implementation = _package_impl,
    attrs = {
        "records": attr.label_list(allow_files = True),
        "measured": attr.label_list(allow_files = True),
        "sources": attr.label_list(allow_files = True),
        "graph": attr.string(),
        "evidence": attr.label_list(providers = [EvidenceInfo]),
    },
    provides = [LifecycleInfo],
)

def _rows(option, files):
    return [struct(text = "%s=%s" % (option, file.path), file = file) for file in files]

# Beside what runs, figures about it.
_NOTES = ["json", "txt"]

def _lifecycle_impl(ctx):
    folder = ctx.actions.declare_directory(ctx.label.name)
    rows = _rows("--copy", ctx.files.data)
    for package in [package[LifecycleInfo] for package in ctx.attr.packages]:
        rows += _rows("--copy", package.records) + _rows("--source", package.sources)
        rows += _rows("--graph", [package.graph]) + _rows("--measured", package.measured)
        for evidence in package.evidence:
            rows += _rows("--evidence", [evidence.record])
            for label, file in evidence.subjects:
                rows += _rows("--released=" + label, [file])
    for artifact in ctx.attr.artifacts:
        for file in artifact[DefaultInfo].files.to_list():
            if file.extension not in _NOTES:
                rows += _rows("--released=%s/%s" % (artifact.label, file.basename), [file])
    arguments = ctx.actions.args()
    arguments.use_param_file("%s", use_always = True)
    arguments.set_param_file_format("multiline")
    arguments.add_all({row.text: True for row in rows}.keys())
    ctx.actions.run(
        executable = ctx.executable._collect,
        arguments = [folder.path, arguments],
        inputs = [row.file for row in rows],
        outputs = [folder],
        mnemonic = "Lifecycle",
        progress_message = "Collecting records, evidence and the build graph",
    )
    return [DefaultInfo(files = depset([folder]), runfiles = ctx.runfiles([folder]))]

_lifecycle = rule(
    implementation = _lifecycle_impl,
    attrs = dict({
        "packages": attr.label_list(providers = [LifecycleInfo]),
        "artifacts": attr.label_list(allow_files = True, cfg = as_released, doc = "What ships; each of its bits has to be tested."),
        "data": attr.label_list(allow_files = True, doc = "Copied as they are: profile, register of ids, lock."),
        # As evidence.bzl: another configuration would build all it rests on again.
        "_collect": attr.label(default = "//tools/evidence:collect_lifecycle", executable = True, cfg = "target"),
    }, **AS_RELEASED_ATTRS),
)

def lifecycle(name, packages, data, artifacts = [], **kwargs):
    """The folder of all that the packages bring.

    Args:
      name: of the target and the folder.
      packages: "folder", each with a lifecycle_package(); "" is the root.
      data: files copied as they are, with their paths.
      artifacts: what a release ships, for its digests.
      **kwargs: visibility.
    """
    _lifecycle(
        name = name,
        packages = ["//%s:lifecycle_package" % package for package in packages],
        data = data,
        artifacts = artifacts,
        testonly = True,
        tags = ["manual"],
        **kwargs
    )
