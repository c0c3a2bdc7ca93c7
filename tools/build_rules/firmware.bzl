"""Firmware images.

    vigil_firmware_image(
        name = "health_monitor",
        linker_script = "//firmware/boards/mps2_an386:mps2_an386.ld",
        deps = ["//firmware/boards/mps2_an386:main", ...],
    )

builds health_monitor.elf and health_monitor.bin for the device's processor,
writes the CRC-32 of the image into its last word, section .image_crc,
checks that nothing that class C forbids was linked, and writes the table of
flash and RAM by part, health_monitor.size.txt and .json.
"""

load("@rules_cc//cc:defs.bzl", "cc_binary")
load("//tools/build_rules:classified.bzl", "GATE_ATTRS", "symbol_gate")
load("//tools/build_rules:safety_class.bzl", "class_features", "check_classes", "gate_applies")
load("//tools/build_rules:segregation.bzl", "SEGREGATION_ATTRS", "segregation_attributes", "segregation_gate")

def _device_impl(settings, attr):
    return {
        "//command_line_option:platforms": "//tools/platforms:cortex_m4",
        # An image lies where its linker script puts it; it has no loader.
        "//command_line_option:force_pic": False,
    }

_device = transition(
    implementation = _device_impl,
    inputs = [],
    outputs = [
        "//command_line_option:platforms",
        "//command_line_option:force_pic",
    ],
)

def _archives_by_part(cc_info):
    """Arguments of size_table: each archive with the folder that owns it."""
    arguments, files = [], []
    for linker_input in cc_info.linking_context.linker_inputs.to_list():
        owner = linker_input.owner
        part = owner.workspace_name if owner.workspace_name else owner.package
        for library in linker_input.libraries:
            archive = library.static_library or library.pic_static_library
            if archive:
                arguments.append("--archive=%s=%s" % (part, archive.path))
                files.append(archive)
    return arguments, files

def _objcopy(ctx, arguments, inputs, output):
    ctx.actions.run(
        executable = "tools/toolchain/bin/llvm-objcopy",
        arguments = arguments,
        inputs = depset(inputs, transitive = [files.files for files in ctx.attr._nm]),
        outputs = [output],
        mnemonic = "FirmwareBinary",
    )

def _image_impl(ctx):
    check_classes(ctx.label, "C", ctx.attr.deps)
    linked = ctx.attr.linked[0][DefaultInfo].files_to_run.executable
    name = ctx.label.name

    gate = ctx.actions.declare_file(name + ".symbol_gate")
    symbol_gate(ctx, [linked], "image", gate)

    # The gates' stamps are inputs of the image: there is no image without them.
    gates = [gate] + segregation_gate(ctx, "C", ctx.attr.deps)
    elf = ctx.actions.declare_file(name + ".elf")
    unchecked = ctx.actions.declare_file(name + ".unchecked.bin")
    crc = ctx.actions.declare_file(name + ".crc")
    _objcopy(ctx, ["-O", "binary", linked.path, unchecked.path], [linked], unchecked)
    ctx.actions.run(
        executable = ctx.executable._image_crc,
        arguments = [unchecked.path, crc.path],
        inputs = [unchecked],
        outputs = [crc],
        mnemonic = "ImageCrc",
    )
    _objcopy(
        ctx,
        ["--update-section", ".image_crc=" + crc.path, linked.path, elf.path],
        [linked, crc] + gates,
        elf,
    )
    binary = ctx.actions.declare_file(name + ".bin")
    _objcopy(ctx, ["-O", "binary", elf.path, binary.path], [elf], binary)

    table = ctx.actions.declare_file(name + ".size.txt")
    figures = ctx.actions.declare_file(name + ".size.json")
    arguments, archives = [], []
    for dep in ctx.attr.deps:
        more_arguments, more_archives = _archives_by_part(dep[CcInfo])
        arguments += more_arguments
        archives += more_archives
    ctx.actions.run(
        executable = ctx.executable._size_table,
        arguments = [
            "--nm=tools/toolchain/bin/llvm-nm",
            "--image=" + elf.path,
            "--text=" + table.path,
            "--json=" + figures.path,
        ] + arguments + ["--limit=%s=%s" % limit for limit in ctx.attr.limits.items()],
        inputs = depset([elf] + archives, transitive = [files.files for files in ctx.attr._nm]),
        outputs = [table, figures],
        mnemonic = "SizeTable",
    )
    bounds = []
    if ctx.attr.ships and not ctx.file.indirect_calls and gate_applies("stack_bound", "C"):
        fail("%s: the stacks of a class C image are bounded: name the file for indirect_calls (5.5.4, tools/gates/stack_bound.cc)" % ctx.label)
    if ctx.file.indirect_calls:
        bounds = [ctx.actions.declare_file(name + ".stack." + kind) for kind in ["txt", "json"]]
        ctx.actions.run(
            executable = ctx.executable._stack_bound,
            arguments = [
                "--objdump=tools/toolchain/bin/llvm-objdump",
                "--image=" + elf.path,
                "--text=" + bounds[0].path,
                "--json=" + bounds[1].path,
                "--indirect=" + ctx.file.indirect_calls.path,
            ],
            inputs = depset(
                [elf, ctx.file.indirect_calls] + ctx.files._no_network,
                transitive = [files.files for files in ctx.attr._nm],
            ),
            outputs = bounds,
            mnemonic = "StackBound",
            progress_message = "Bounding the stacks of %s" % ctx.label,
        )
    return [
        DefaultInfo(files = depset([elf, binary, table, figures] + bounds)),
        OutputGroupInfo(
            elf = depset([elf]),
            binary = depset([binary]),
            size = depset([table, figures]),
        ),
    ]

_image = rule(
    implementation = _image_impl,
    attrs = dict(
        dict(GATE_ATTRS, **SEGREGATION_ATTRS),
        linked = attr.label(mandatory = True, cfg = _device),
        deps = attr.label_list(mandatory = True, cfg = _device, providers = [CcInfo]),
        _image_crc = attr.label(
            default = "//tools/gates:image_crc",
            executable = True,
            cfg = "exec",
        ),
        limits = attr.string_dict(),
        ships = attr.bool(mandatory = True),
        indirect_calls = attr.label(allow_single_file = [".txt"]),
        _stack_bound = attr.label(
            default = "//tools/gates:stack_bound",
            executable = True,
            cfg = "exec",
        ),
        _no_network = attr.label(default = "@llvm//:no_network", cfg = "exec"),
        _size_table = attr.label(
            default = "//tools/gates:size_table",
            executable = True,
            cfg = "exec",
        ),
        _allowlist_function_transition = attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
    ),
)

def vigil_firmware_image(name, deps, linker_script, indirect_calls = None, limits = {}, segregated_by = [], ships = True, manual = False, visibility = None):
    """A class C image for the device.

    Args:
      name: of the image.
      deps: everything in it; one of them has the reset handler.
      linker_script: where it lies in memory.
      indirect_calls: of a product, what tools/gates/stack_bound.cc has to know of
        it: what each plugin and the kernel need of their stacks is computed, into
        <name>.stack.txt, and must fit; recursion without a bound is refused.
      limits: bytes of flash and of RAM that a part of the table of sizes has to
        stay below: {"safety_kernel": "24576=8192"}.
      segregated_by: where a plugin in it is of a lower class, the tests that show what holds
        it apart (segregation.bzl).
      ships: False for an image that measures or tests, and goes to nobody.
      manual: True for what `//...` leaves out.
      visibility: of the image.
    """
    cc_binary(
        name = name + ".linked",
        deps = deps,
        additional_linker_inputs = [linker_script],
        linkopts = [
            "-Wl,-T,$(location %s)" % linker_script,
            # The linker script names it; no object does.
            "-Wl,-u,VigilReset",
        ],
        features = class_features("C"),
        linkstatic = True,
        tags = ["manual"],
        target_compatible_with = ["//tools/platforms:cortex_m4_cpu"],
        visibility = ["//visibility:private"],
    )
    _image(
        name = name,
        linked = ":%s.linked" % name,
        deps = deps,
        indirect_calls = indirect_calls,
        limits = limits,
        ships = ships,
        tags = ["manual"] if manual else [],
        visibility = visibility,
        **segregation_attributes(segregated_by)
    )
    for part in ["elf", "binary", "size"]:
        native.filegroup(
            name = "%s.%s_file" % (name, part),
            srcs = [":" + name],
            output_group = part,
            tags = ["manual"] if manual else [],
            visibility = visibility,
        )
