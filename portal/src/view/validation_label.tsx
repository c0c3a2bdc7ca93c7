// How far what stands here is shown to be true of people. The words are those of the
// validation records.

import type { Validation } from "../logic/value_table.ts";

export function ValidationLabel(props: { readonly validation: Validation }) {
  const { label, isMeasured, text } = props.validation;
  return (
    <p
      class={isMeasured ? "validation validation-measured" : "validation"}
      data-testid="validation"
      title={text}
    >
      {label}
    </p>
  );
}
