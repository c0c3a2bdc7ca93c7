"""What a page has to know of values and alarms, from the kernel's interface and the
validation records.

    value_table(
        name = "value_table",
        out = "src/logic/value_table.ts",
        interface = "//safety_kernel:interface.lock",
        records = "//:plugins/validation.lifecycle.textproto",
    )

makes a TypeScript module (tools/value_table/value_table.h).
"""

def _value_table_impl(ctx):
    ctx.actions.run(
        executable = ctx.executable._writer,
        arguments = [ctx.file.records.path, ctx.file.interface.path, ctx.outputs.out.path],
        inputs = [ctx.file.records, ctx.file.interface],
        outputs = [ctx.outputs.out],
        mnemonic = "ValueTable",
    )
    return [DefaultInfo(files = depset([ctx.outputs.out]))]

value_table = rule(
    implementation = _value_table_impl,
    attrs = {
        "interface": attr.label(allow_single_file = [".lock"], mandatory = True),
        "out": attr.output(mandatory = True),
        "records": attr.label(allow_single_file = [".textproto"], mandatory = True),
        "_writer": attr.label(
            default = "//tools/value_table:write_value_table",
            executable = True,
            cfg = "exec",
        ),
    },
)
