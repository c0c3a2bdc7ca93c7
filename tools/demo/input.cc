#include "tools/demo/input.h"

#include <cstddef>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "platform/wfdb/record.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "test/sim/patient.h"
#include "test/sim/stream.h"
#include "test/sim/tours.h"

namespace vigil::demo {
namespace {

constexpr std::uint64_t kMicrosecondsPerSecond = 1'000'000;

}  // namespace

absl::StatusOr<wfdb::AdcStream> ChestInput(const std::string& header, std::uint32_t signal) {
  const absl::StatusOr<wfdb::Record> record = wfdb::ReadRecord(header);
  if (!record.ok()) return record.status();
  absl::StatusOr<std::vector<wfdb::Conversion>> conversions = wfdb::ToConversions(*record, signal);
  if (!conversions.ok()) return conversions.status();
  if (conversions->empty()) {
    return absl::InvalidArgumentError(absl::StrCat(header, " has no samples"));
  }
  return wfdb::EcgStream(*std::move(conversions));
}

wfdb::AdcStream WristInput() {
  return sim::StreamOf(sim::Simulate(sim::WristTour(), {.seed = 3}), sim::WristChannels());
}

wfdb::AdcStream Lasting(const wfdb::AdcStream& stream, std::uint32_t seconds) {
  wfdb::AdcStream lasting = stream;
  for (std::size_t n = 0; n < stream.channels.size(); ++n) {
    const wfdb::AdcChannel& once = stream.channels[n];
    const std::uint64_t moments = seconds * kMicrosecondsPerSecond / once.period_us;
    std::vector<wfdb::Conversion>& repeated = lasting.channels[n].conversions;
    repeated.resize(moments * DimensionsOf(once.channel));
    for (std::size_t i = 0; i < repeated.size(); ++i) {
      repeated[i] = once.conversions[i % once.conversions.size()];
    }
  }
  return lasting;
}

std::uint64_t ValuesIn(const wfdb::AdcStream& stream) {
  std::uint64_t values = 0;
  for (const wfdb::AdcChannel& channel : stream.channels) values += channel.conversions.size();
  return values;
}

}  // namespace vigil::demo
