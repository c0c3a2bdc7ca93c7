"""Priorities of alarms, from the hazards that they answer.

    alarm_priorities(
        name = "priorities",
        records = "rhythm_alarms.lifecycle.textproto",
    )

makes priorities.h with a constant for each `alarm` of a hazard in the records:
kAsystolePriority for `alarm { name: "Asystole" onset: IMMEDIATE }`.
"""

def _alarm_priorities_impl(ctx):
    output = ctx.actions.declare_file(ctx.label.name + ".h")
    ctx.actions.run(
        executable = ctx.executable._writer,
        arguments = [ctx.file.records.path, output.short_path, output.path],
        inputs = [ctx.file.records],
        outputs = [output],
        mnemonic = "AlarmPriorities",
    )
    return [DefaultInfo(files = depset([output]))]

alarm_priorities = rule(
    implementation = _alarm_priorities_impl,
    attrs = {
        "records": attr.label(allow_single_file = [".textproto"], mandatory = True),
        "_writer": attr.label(
            default = "//tools/alarm_priorities:write_alarm_priorities",
            executable = True,
            cfg = "exec",
        ),
    },
)
