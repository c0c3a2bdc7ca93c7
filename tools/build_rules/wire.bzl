"""Code for the wire schemas: one .proto file, C++ for hosts, C for the device.

    proto_library(name = "device_proto", srcs = ["device.proto"])
    cc_wire_library(name = "device_cc_proto", proto = ":device_proto")
    nanopb_wire_library(
        name = "device_nanopb",
        proto = ":device_proto",
        options = "device.options",   # sizes of the fields
    )
"""

load("@rules_cc//cc:defs.bzl", "cc_library", "cc_proto_library")
load("//tools/build_rules:classified.bzl", "classified_library")
load("//tools/build_rules:safety_class.bzl", "class_features")

def cc_wire_library(name, proto, deps = [], reflection = False, visibility = None):
    """Protobuf classes of one schema file, for hosts.

    Args:
      name: of the library; header `<file>.pb.h`.
      proto: the proto_library.
      deps: unused by the code; the cc_wire_library of each import, for the reader.
      reflection: True for a schema that is read as text or looked at by its fields.
      visibility: of the library.
    """
    cc_proto_library(
        name = name + ".code",
        deps = [proto],
        tags = ["manual"],
        visibility = ["//visibility:private"],
    )
    classified_library(
        name = name,
        safety_class = "B",
        libraries = [":%s.code" % name],
        deps = deps + ["//third_party/protobuf" if reflection else "//third_party/protobuf:protobuf_lite"],
        visibility = visibility,
    )

def _nanopb_impl(ctx):
    proto = ctx.attr.proto[ProtoInfo]
    source = proto.direct_sources[0]
    stem = source.basename[:-len(".proto")]
    header = ctx.actions.declare_file(stem + ".nanopb.h")
    code = ctx.actions.declare_file(stem + ".nanopb.c")
    options_schema = ctx.actions.declare_directory(ctx.label.name + ".py")
    ctx.actions.run(
        executable = ctx.executable._protoc,
        arguments = [
            "--proto_path=" + ctx.file._options_proto.dirname,
            "--proto_path=external/com_google_protobuf/src",
            "--python_out=" + options_schema.path,
            ctx.file._options_proto.path,
        ],
        inputs = [ctx.file._options_proto] + ctx.files._descriptor_proto,
        outputs = [options_schema],
        mnemonic = "NanopbOptions",
    )
    ctx.actions.run(
        executable = ctx.executable._generator,
        arguments = [
            options_schema.path,
            ctx.file._main.path,
            "--quiet",
            "--extension=.nanopb",
            "--options-file=" + ctx.file.options.path,
            "--output-dir=" + header.root.path,
            proto.direct_descriptor_set.path,
        ],
        inputs = depset(
            [options_schema, ctx.file.options, proto.direct_descriptor_set] +
            ctx.files._generator_files + ctx.files._python,
        ),
        outputs = [header, code],
        mnemonic = "Nanopb",
        progress_message = "Generating the device's wire code for %s" % source.short_path,
    )
    return [
        DefaultInfo(files = depset([header, code])),
        OutputGroupInfo(header = depset([header]), code = depset([code])),
    ]

_nanopb = rule(
    implementation = _nanopb_impl,
    attrs = {
        "proto": attr.label(mandatory = True, providers = [ProtoInfo]),
        "options": attr.label(mandatory = True, allow_single_file = [".options"]),
        # As Bazel's own proto rules ask for it, so that it is built once.
        "_protoc": attr.label(default = "@com_google_protobuf//:protoc", executable = True, cfg = "host"),
        "_descriptor_proto": attr.label(default = "@com_google_protobuf//:src/google/protobuf/descriptor.proto", allow_files = True),
        "_options_proto": attr.label(default = "@nanopb//:generator/proto/nanopb.proto", allow_single_file = True),
        "_main": attr.label(default = "@nanopb//:generator/nanopb_generator.py", allow_single_file = True),
        "_generator": attr.label(default = "//third_party/nanopb:generate", executable = True, cfg = "exec"),
        "_generator_files": attr.label(default = "@nanopb//:generator"),
        "_python": attr.label_list(default = ["@python", "@llvm//:libraries"]),
    },
)

def nanopb_wire_library(name, proto, options, visibility = None):
    """Nanopb structures of one schema file, for the device.

    Args:
      name: of the library; header `<file>.nanopb.h`.
      proto: the proto_library, without imports.
      options: Nanopb's options: the room of each field; nothing may be dynamic.
      visibility: of the library.
    """
    _nanopb(
        name = name + ".files",
        proto = proto,
        options = options,
        tags = ["manual"],
        visibility = ["//visibility:private"],
    )
    for part in ["header", "code"]:
        native.filegroup(
            name = "%s.%s_file" % (name, part),
            srcs = [":%s.files" % name],
            output_group = part,
            tags = ["manual"],
            visibility = ["//visibility:private"],
        )
    cc_library(
        name = name + ".code",
        srcs = [":%s.code_file" % name],
        hdrs = [":%s.header_file" % name],
        deps = ["@nanopb"],
        features = class_features("C"),
        tags = ["manual"],
        visibility = ["//visibility:private"],
    )
    classified_library(
        name = name,
        safety_class = "C",
        library = ":%s.code" % name,
        deps = ["//third_party/nanopb"],
        visibility = visibility,
    )
