// What a run with a fault said, and whether the fault was contained.
//
//   Outcome with = ReadOutcome(link_bytes);
//   Verdict verdict = Judge(kind, with, without, bound);
#ifndef VIGIL_TEST_FAULT_OUTCOME_H_
#define VIGIL_TEST_FAULT_OUTCOME_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/alerting/alarm_event.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/time.h"
#include "test/fault/kinds.h"

namespace vigil::fault {

struct Outcome {
  int exit_code = 0;                      // firmware/boards/product.h
  std::vector<SampleBlock> blocks;
  std::vector<Observation> observations;  // without those of the faulty plugin
  std::vector<AlarmEvent> alarms;
};

// From the bytes that the fault product sent over its link. kDataLoss: a frame is
// damaged or missing, or a message can't be read.
absl::StatusOr<Outcome> ReadOutcome(const std::string& link, int exit_code);

// SHA-256 of the alarm log: id, priority, transition, value, limit, since, time
// and sequence of each event, in their order.
std::string AlarmDigest(const std::vector<AlarmEvent>& alarms);

struct Verdict {
  bool contained = false;
  bool alarmed = false;
  Duration alarm_after;      // from the begin of the fault; when alarmed
  std::string why_not;       // empty when contained and alarmed
};

// `without`: the same run without a fault, on the same target.
Verdict Judge(const Kind& kind, const Outcome& with, const Outcome& without,
              Duration bound);

}  // namespace vigil::fault

#endif  // VIGIL_TEST_FAULT_OUTCOME_H_
